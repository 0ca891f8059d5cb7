"""Members: the list, a seat, leaving."""

import io
from collections.abc import Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from uniengine.accounts.access import Actor, ActorRequest
from uniengine.accounts.forms import MemberFilterForm, SeatForm, show_error
from uniengine.accounts.models import Membership
from uniengine.accounts.policy import Permission, may_give
from uniengine.accounts.selectors.members import MemberFilter, invitation_list, member_list, sees_addresses
from uniengine.accounts.services.members import member_change, member_remove
from uniengine.kit.errors import DomainError
from uniengine.kit.tables.export import write_csv

PAGE = 50


@require_GET
@cache_control(no_store=True, private=True)
def member_index(request: ActorRequest, slug: str) -> HttpResponse:
    """Who is here, and who is invited (for those who manage members)."""
    actor = request.actor
    form, wanted = _filter(request)
    page = Paginator(member_list(actor=actor, wanted=wanted), PAGE).get_page(request.GET.get("page"))
    manages = actor.may(Permission.MEMBERS_MANAGE)
    context = {
        "form": form,
        "page": page,
        "rows": [(seat, may_give(actor.role, seat.role)) for seat in page],
        "sort": wanted.sort,
        "filtered": bool(wanted.text or wanted.role),
        "manages": manages,
        "invitations": invitation_list(actor=actor) if manages else [],
        "total": Membership.objects.filter(organization=actor.organization).count(),
    }
    return render(request, "organization/members.html", context)


@require_GET
@cache_control(no_store=True, private=True)
def member_export(request: ActorRequest, slug: str) -> HttpResponse:
    """The list as shown, as CSV."""
    _, wanted = _filter(request)
    out = io.BytesIO()
    write_csv(_lines(request.actor, wanted), out)
    name = f"{slug}-members.csv"
    return HttpResponse(
        out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(["GET", "POST"])
def member_edit(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Role and market of one member."""
    seat = _seat(request, pk)
    form = SeatForm(
        request.POST or None, giver=request.actor.role, initial={"role": seat.role, "market": seat.market_id}
    )
    if request.method == "POST" and form.is_valid():
        try:
            member_change(actor=request.actor, member=seat, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, f"{seat.user.display_name} is saved.")
            return redirect("organization:member-list", slug)
    return render(request, "organization/member.html", {"form": form, "seat": seat}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def member_take_out(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Asks, then removes a member."""
    seat = _seat(request, pk)
    name = seat.user.display_name
    error = _removed(request, seat) if request.method == "POST" else None
    if request.method == "POST" and error is None:
        messages.success(request, f"{name} is no longer a member.")
        return redirect("organization:member-list", slug)
    question = {
        "title": f"Remove {name}?",
        "text": "They lose access at once and their API tokens stop working. What they did stays.",
        "confirm": "Remove",
    }
    return _ask(request, slug, question, error)


@require_http_methods(["GET", "POST"])
def leave(request: ActorRequest, slug: str) -> HttpResponse:
    """Asks, then gives up one's own seat."""
    seat = get_object_or_404(Membership, organization=request.actor.organization, user=request.actor.user)
    error = _removed(request, seat) if request.method == "POST" else None
    if request.method == "POST" and error is None:
        messages.success(request, f"You left {seat.organization.name}.")
        return redirect("accounts:start")
    question = {
        "title": f"Leave {seat.organization.name}?",
        "text": "You lose access at once and your API tokens stop working. Coming back takes a new invitation.",
        "confirm": "Leave",
    }
    return _ask(request, slug, question, error)


def _ask(request: ActorRequest, slug: str, question: dict[str, str], error: DomainError | None) -> HttpResponse:
    back = redirect("organization:member-list", slug).url
    context = {**question, "warn": True, "cancel_url": back, "error": error}
    return render(request, "organization/confirm.html", context, status=error.status if error else 200)


def _removed(request: ActorRequest, seat: Membership) -> DomainError | None:
    """Remove; gives back what stood in the way."""
    try:
        member_remove(actor=request.actor, member=seat)
    except DomainError as error:
        return error
    return None


def _seat(request: ActorRequest, pk: int) -> Membership:
    rows = Membership.objects.select_related("user", "market", "organization")
    return get_object_or_404(rows, pk=pk, organization=request.actor.organization)


def _filter(request: HttpRequest) -> tuple[MemberFilterForm, MemberFilter]:
    form = MemberFilterForm(request.GET)
    found = form.cleaned_data if form.is_valid() else {}
    sort = request.GET.get("sort", "") or "role"
    return form, MemberFilter(text=found.get("q", ""), role=found.get("role", ""), sort=sort)


def _lines(actor: Actor, wanted: MemberFilter) -> Iterator[list[object]]:
    shows = sees_addresses(actor)
    yield ["name", "role", "market", "joined", *(["e-mail"] if shows else [])]
    for seat in member_list(actor=actor, wanted=wanted):
        market = seat.market.name if seat.market else ""
        address = [seat.user.email] if shows else []
        yield [seat.user.display_name, seat.role, market, f"{seat.joined_at:%Y-%m-%d}", *address]
