"""The small edits of a sheet: activities, what is set against the profile, seats. Each is one change."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from journeys.models import ActivitySkill, Skill, SupplierActivity
from redesigns.forms.roles import DutyForm, MarkForm, NewMarkForm, SeatForm
from redesigns.models import Duty, Mark, Redesign
from redesigns.selectors.design import design_load
from redesigns.services.duties import duties_add, duties_tidy, duty_remove, duty_set
from redesigns.services.headcounts import headcount_set, mark_clear, mark_set
from redesigns.views.frame import opened
from redesigns.views.roles_answers import answered, list_url, refused, role_at, role_url, seen_of
from uniengine.accounts.access import ActorRequest

MOST_AT_ONCE = 500


@require_POST
def duty_give(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Activities without a role go to the one chosen beside them."""
    redesign = opened(request, pk)
    role = request.POST.get("role", "")
    act = partial(duties_add, actor=request.actor, redesign=redesign, role=role, activities=_activities(request))
    return answered(request, act, list_url(request, redesign), "Given to the role.")


@require_POST
def duty_tidy(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    """Activities that are gone from the journey leave all roles."""
    redesign = opened(request, pk)
    act = partial(duties_tidy, actor=request.actor, redesign=redesign)
    return answered(request, act, list_url(request, redesign), "Removed activities are out of the roles.")


@require_POST
def duty_add(request: ActorRequest, slug: str, pk: int, role: str) -> HttpResponse:
    """The activities ticked in the search."""
    redesign, back = _role(request, pk, role, "activities")
    act = partial(
        duties_add,
        actor=request.actor,
        redesign=redesign,
        role=role,
        activities=_activities(request),
        seen=seen_of(request),
    )
    return answered(request, act, back)


@require_POST
def duty_change(request: ActorRequest, slug: str, pk: int, role: str, activity: int) -> HttpResponse:
    """Accountable or doing, and which skills."""
    redesign, back = _role(request, pk, role, "activities")
    _known_activity(redesign, activity)
    known = list(ActivitySkill.objects.filter(activity=activity).values_list("skill_id", flat=True))
    form = DutyForm(request.POST, known=known)
    if not form.is_valid():
        return refused(request, form, back)
    act = partial(
        duty_set,
        actor=request.actor,
        redesign=redesign,
        role=role,
        activity=activity,
        values=form.values(),
        seen=seen_of(request),
    )
    return answered(request, act, back)


@require_POST
def duty_out(request: ActorRequest, slug: str, pk: int, role: str, activity: int) -> HttpResponse:
    """Take an activity out of the role."""
    redesign, back = _role(request, pk, role, "activities")
    _known_activity(redesign, activity)
    act = partial(
        duty_remove, actor=request.actor, redesign=redesign, role=role, activity=activity, seen=seen_of(request)
    )
    return answered(request, act, back)


@require_POST
def mark_change(request: ActorRequest, slug: str, pk: int, role: str, skill: int) -> HttpResponse:
    """Override level or mandatory; both as derived clears it."""
    redesign, back = _role(request, pk, role, "profile")
    _known_skill(redesign, skill)
    form = MarkForm(request.POST)
    if not form.is_valid():
        return refused(request, form, back)
    act = partial(
        mark_set,
        actor=request.actor,
        redesign=redesign,
        role=role,
        skill=skill,
        seen=seen_of(request),
        **form.cleaned_data,
    )
    return answered(request, act, back)


@require_POST
def mark_add(request: ActorRequest, slug: str, pk: int, role: str) -> HttpResponse:
    """A skill that no activity of the role asks for."""
    redesign, back = _role(request, pk, role, "profile")
    form = NewMarkForm(request.POST)
    if not form.is_valid():
        return refused(request, form, back)
    act = partial(
        mark_set, actor=request.actor, redesign=redesign, role=role, seen=seen_of(request), **form.cleaned_data
    )
    return answered(request, act, back)


@require_POST
def mark_reset(request: ActorRequest, slug: str, pk: int, role: str, skill: int) -> HttpResponse:
    """Back to what the activities ask for."""
    redesign, back = _role(request, pk, role, "profile")
    _known_skill(redesign, skill)
    act = partial(mark_clear, actor=request.actor, redesign=redesign, role=role, skill=skill, seen=seen_of(request))
    return answered(request, act, back)


@require_POST
def headcount_change(request: ActorRequest, slug: str, pk: int, role: str) -> HttpResponse:
    """Seats in a market; 0 takes them away."""
    redesign, back = _role(request, pk, role, "seats")
    form = SeatForm(request.POST, design=design_load(redesign))
    if not form.is_valid():
        return refused(request, form, back)
    act = partial(
        headcount_set, actor=request.actor, redesign=redesign, role=role, seen=seen_of(request), **form.values()
    )
    return answered(request, act, back)


def _role(request: ActorRequest, pk: int, role: str, part: str) -> tuple[Redesign, str]:
    """The redesign, and where to go afterwards. Raises Http404 where there is no such role."""
    redesign = opened(request, pk)
    return redesign, role_url(request, redesign, role_at(redesign, role), part)


def _known_activity(redesign: Redesign, activity: int) -> None:
    """Raises Http404 for one that is neither on the journey nor, removed since, in a role."""
    there = SupplierActivity.objects.filter(journey=redesign.journey_id, pk=activity).exists()
    if not there and not Duty.objects.filter(redesign=redesign, activity_id=activity).exists():
        raise Http404


def _known_skill(redesign: Redesign, skill: int) -> None:
    """Raises Http404 for one that neither exists nor, removed since, is set in a role."""
    there = Skill.objects.filter(pk=skill).exists()
    if not there and not Mark.objects.filter(redesign=redesign, skill_id=skill).exists():
        raise Http404


def _activities(request: ActorRequest) -> list[int]:
    """The ids ticked; others are passed over."""
    given = request.POST.getlist("activity")[:MOST_AT_ONCE]
    return [int(one) for one in given if one.isascii() and one.isdecimal() and len(one) < 16]
