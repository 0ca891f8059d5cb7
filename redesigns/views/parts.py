"""What one figure of the effect panel is made of."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from redesigns.selectors.effects import panel_of
from redesigns.selectors.parts import part_of
from redesigns.views.frame import frame, opened
from redesigns.views.showing import page_of
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.audit import read_record


@require_GET
@cache_control(no_store=True, private=True)
def redesign_figure(request: ActorRequest, slug: str, pk: int, figure: str) -> HttpResponse:
    redesign = opened(request, pk)
    panel = panel_of(redesign)
    part = part_of(request.actor, redesign, panel, figure)
    if part.people:
        read_record(actor=request.actor, what="placements", target=redesign, label=f"Redesign {pk}, {figure}")
    context = {"part": part, "panel": panel, "back": page_of(redesign)}
    return render(request, "redesigns/figure.html", frame(request, redesign) | context)
