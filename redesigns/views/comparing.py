"""Two to four redesigns side by side."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from redesigns.selectors.comparison import numbers_in, redesigns_chosen, redesigns_compared
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.audit import read_record
from uniengine.kit.errors import DomainError


@require_GET
@cache_control(no_store=True, private=True)
def redesign_compare(request: ActorRequest, slug: str) -> HttpResponse:
    """?with=1&with=2, at most four."""
    chosen = redesigns_chosen(request.actor, numbers_in(request.GET.getlist("with")))
    try:
        found = redesigns_compared(actor=request.actor, redesigns=chosen)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("redesigns:list", slug)
    for column in found.columns:
        if column.names and column.sections:
            label = f"Redesign {column.redesign.pk}, compared"
            read_record(actor=request.actor, what="placements", target=column.redesign, label=label)
    return render(request, "redesigns/compare.html", {"comparison": found, "headline": found.headline})
