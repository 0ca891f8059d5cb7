"""Pay: what every role is paid for beside what the customer outcome needs, and one form to change it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from redesigns.forms.rewards import PayForm
from redesigns.models import Redesign
from redesigns.selectors.rewards import RolePay, Standing, furthest, pay, pay_table, role_pay
from redesigns.services.changing import ensure_editable
from redesigns.services.rewards import MOST_MEASURES, pay_set
from redesigns.views.frame import frame, opened
from uniengine.accounts.access import ActorRequest
from uniengine.accounts.links import link_for
from uniengine.kit.downloads import table_file
from uniengine.kit.errors import Conflict, DomainError

SORTS: dict[str, Callable[[RolePay], Any]] = {
    "off": furthest,
    "pod": lambda one: one.alignment.pod_share or 0,
    "variable": lambda one: one.variable_share or 0,
}


@require_GET
def reward_index(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """A row per role, in the order of the stages or by ?sort=."""
    redesign = opened(request, pk)
    roles, sort = pay(redesign), request.GET.get("sort", "")
    context = frame(request, redesign) | {
        "roles": _sorted(roles, sort),
        "sort": sort,
        "headline": headline(roles),
        "missing": sum(one.standing is Standing.UNKNOWN for one in roles),
        "roles_url": link_for(request.actor, "redesigns:role-list", pk),
    }
    return render(request, "redesigns/reward_list.html", context)


@require_GET
def reward_index_file(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """?format=csv|xlsx."""
    redesign = opened(request, pk)
    kind = request.GET.get("format", "csv")
    if kind not in ("csv", "xlsx"):
        raise Http404
    return table_file(pay_table(pay(redesign)), f"{slug}-redesign-{pk}-pay", kind, "Pay")


@require_http_methods(["GET", "POST"])
def reward_page(request: ActorRequest, slug: str, pk: int, role: str) -> HttpResponse:
    """One role: the figures with their working, and the form."""
    redesign = opened(request, pk)
    found = role_pay(redesign, role)
    if found is None:
        raise Http404
    if request.method == "GET":
        return _drawn(request, redesign, found, PayForm.of(found, redesign.revision))
    ensure_editable(request.actor, redesign)
    if "more" in request.POST:
        return _drawn(request, redesign, found, PayForm.with_one_more(request.POST), seen=_seen(request))
    return _saved(request, redesign, found, PayForm.posted(request.POST))


def _saved(request: ActorRequest, redesign: Redesign, found: RolePay, form: PayForm) -> HttpResponse:
    if not form.is_valid:
        return _drawn(request, redesign, found, form, status=422, seen=_seen(request))
    try:
        made = pay_set(
            actor=request.actor,
            redesign=redesign,
            role=found.key,
            mix=form.shares,
            measures=form.measures,
            seen=form.seen,
        )
    except Conflict as error:
        revision = error.details.get("revision", redesign.revision)
        return _drawn(request, redesign, found, form, status=409, seen=revision, conflict=error.message)
    except DomainError as error:
        form.mix.add_error(None, error.message)
        return _drawn(request, redesign, found, form, status=422, seen=form.seen)
    messages.success(request, f"The pay of {found.name} is saved." if made else "Nothing was changed.")
    return redirect("redesigns:reward", request.actor.organization.slug, redesign.pk, found.key)


def _drawn(
    request: ActorRequest,
    redesign: Redesign,
    found: RolePay,
    form: PayForm,
    *,
    status: int = 200,
    seen: object = None,
    conflict: str = "",
) -> HttpResponse:
    context = frame(request, redesign) | {
        "role": found,
        "headline": ROLE_HEADLINES[found.standing].format(name=found.name),
        "form": form,
        "seen": redesign.revision if seen is None else seen,
        "conflict": conflict,
        "room": len(form.rows.forms) < MOST_MEASURES,
        "most": MOST_MEASURES,
    }
    return render(request, "redesigns/reward.html", context, status=status)


def _seen(request: ActorRequest) -> str:
    return request.POST.get("seen", "")


def _sorted(roles: Sequence[RolePay], sort: str) -> list[RolePay]:
    by = SORTS.get(sort.removeprefix("-"))
    return sorted(roles, key=by, reverse=sort.startswith("-")) if by else list(roles)


def headline(roles: Sequence[RolePay]) -> str:
    """Where things stand, in a sentence."""
    count, total = Counter(one.standing for one in roles), len(roles)
    if not roles:
        return "There are no roles to pay yet."
    if count[Standing.UNKNOWN] == total:
        return "Nobody has said yet what the roles are paid for."
    if off := count[Standing.OFF]:
        return f"The pay of {off} of {total} roles does not fit what the customer needs."
    if missing := total - count[Standing.FITS]:
        return f"Nothing is off so far; figures of {missing} of {total} roles are missing."
    return "Every role is paid for what the customer needs."


ROLE_HEADLINES = {
    Standing.FITS: "The {name} is paid for what the customer needs.",
    Standing.OFF: "The pay of the {name} does not fit what the customer needs.",
    Standing.OPEN: "Nothing is off in the pay of the {name} so far; some figures are missing.",
    Standing.UNKNOWN: "Nobody has said yet what the {name} is paid for.",
}
