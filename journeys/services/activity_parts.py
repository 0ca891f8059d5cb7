"""What an activity takes: its skills, how much of it there is, and who does it today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from journeys.effort import MFTE, even_shares
from journeys.models import (
    ActivityDemand,
    ActivitySkill,
    FunctionEffort,
    LegacyFunction,
    Skill,
    SupplierActivity,
)
from journeys.services.editing import Edit, journey_edit
from uniengine.accounts.access import Actor
from uniengine.accounts.models import Market
from uniengine.kit.errors import DomainError

MOST_VOLUME = Decimal("9999999999.99")
MOST_HOURS = Decimal("999999.99")
MOST_MFTE = 1_000_000_000
MOST_PARTS = 200


@dataclass(frozen=True, slots=True)
class NeedInput:
    """A skill (id) at a required level 1-5. share: thousandths of the activity's effort; None for all = even."""

    skill: int
    level: int
    share: int | None = None
    mandatory: bool = True


@dataclass(frozen=True, slots=True)
class DemandInput:
    """Times per year and hours each time in a market (id); None = company-wide."""

    market: int | None
    volume: Decimal | int | str
    hours: Decimal | int | str


def activity_skills_set(
    *, actor: Actor, activity: SupplierActivity, version: int, needs: Sequence[NeedInput]
) -> SupplierActivity:
    """Make these the skills it takes. Shares sum to 1000, or none is given and they are even.

    Raises Conflict stale_edit; DomainError shares_off, level_out_of_range, skill_twice, skill_unknown.
    """
    shares = shares_of(needs)
    with journey_edit(actor=actor, journey=activity.journey_id, action="activity.skills") as edit:
        current = edit.row(SupplierActivity, activity.pk)
        names = _skill_names(needs, current)
        rows = ActivitySkill.objects.filter(activity=current)
        wanted = {
            need.skill: {"level": need.level, "share": share, "mandatory": need.mandatory}
            for need, share in zip(needs, shares, strict=True)
        }
        yours = [{"skill": names[pk], **values} for pk, values in wanted.items()]
        theirs = [
            {"skill": row.skill.name, "level": row.level, "share": row.share, "mandatory": row.mandatory}
            for row in rows.select_related("skill").order_by("-share", "skill__name")
        ]
        edit.target, edit.label = current, f"Changed the skills of “{current.name}”"
        edit.claim(current, version, {"skills": yours}, {"skills": theirs})
        edit.recorder.watch(rows)
        _match(edit, current, ActivitySkill, "skill_id", wanted)
    return SupplierActivity.objects.get(pk=activity.pk)


def activity_demand_set(
    *, actor: Actor, activity: SupplierActivity, version: int, rows: Sequence[DemandInput]
) -> SupplierActivity:
    """Make this the demand: volume x hours per market. Empty = not known. Raises Conflict stale_edit;
    DomainError market_twice, market_unknown, figure_out_of_range."""
    wanted = _demand(rows)
    with journey_edit(actor=actor, journey=activity.journey_id, action="activity.demand") as edit:
        current = edit.row(SupplierActivity, activity.pk)
        _known(Market, [pk for pk in wanted if pk is not None], "market")
        now = ActivityDemand.objects.filter(activity=current)
        theirs = list(now.order_by("market__path").values("market", "volume", "hours"))
        yours = [{"market": pk, **values} for pk, values in wanted.items()]
        edit.target, edit.label = current, f"Changed how much there is of “{current.name}”"
        edit.claim(current, version, {"demand": yours}, {"demand": theirs})
        edit.recorder.watch(now)
        _match(edit, current, ActivityDemand, "market_id", wanted)
    return SupplierActivity.objects.get(pk=activity.pk)


def activity_effort_set(
    *, actor: Actor, activity: SupplierActivity, version: int, effort: Mapping[int, int | None]
) -> SupplierActivity:
    """Make these the functions (ids) that do it today, with their FTE in thousandths; None = time not known, 0 = it
    does not do it.

    Raises Conflict stale_edit; DomainError function_unknown, figure_out_of_range.
    """
    if any(mfte is not None and not 0 <= mfte <= MOST_MFTE for mfte in effort.values()):
        raise DomainError("figure_out_of_range", "FTE cannot be negative or above 1,000,000.", field="effort")
    effort = {function: mfte for function, mfte in effort.items() if mfte != 0}
    with journey_edit(actor=actor, journey=activity.journey_id, action="activity.effort") as edit:
        current = edit.row(SupplierActivity, activity.pk)
        names = _known(LegacyFunction, list(effort), "function")
        now = FunctionEffort.objects.filter(activity=current)
        theirs = {row.function.name: row.mfte for row in now.select_related("function").order_by("function__name")}
        yours = {names[pk]: mfte for pk, mfte in effort.items()}
        edit.target, edit.label = current, f"Changed who does “{current.name}” today"
        edit.claim(current, version, {"effort": yours}, {"effort": theirs})
        edit.recorder.watch(now)
        _match(edit, current, FunctionEffort, "function_id", {pk: {"mfte": mfte} for pk, mfte in effort.items()})
    return SupplierActivity.objects.get(pk=activity.pk)


def shares_of(needs: Sequence[NeedInput]) -> tuple[int, ...]:
    """The shares in thousandths. Raises DomainError when they do not add up or a level is not 1-5."""
    if len(needs) > MOST_PARTS:
        raise DomainError("too_many", f"An activity takes at most {MOST_PARTS} skills.", field="needs")
    if len({need.skill for need in needs}) != len(needs):
        raise DomainError("skill_twice", "A skill is named twice. Remove one of the two.", field="needs")
    if bad := [need.level for need in needs if not 1 <= need.level <= 5]:
        raise DomainError("level_out_of_range", f"Level {bad[0]} is outside 1-5.", field="needs")
    given = [need.share for need in needs if need.share is not None]
    if not given:
        return even_shares(len(needs))
    if len(given) != len(needs):
        raise DomainError("shares_off", "Give every skill a share, or none of them for even shares.", field="needs")
    if any(not 0 <= share <= MFTE for share in given) or sum(given) != MFTE:
        percent = f"{sum(given) / 10:.4g}"
        raise DomainError("shares_off", f"The shares add up to {percent} %. Make them 100 %.", field="needs")
    return tuple(given)


def _match(
    edit: Edit, activity: SupplierActivity, model: Any, key: str, wanted: Mapping[Any, Mapping[str, Any]]
) -> None:
    """Delete, change and create rows until they are the wanted ones; rows that stay keep their ids."""
    rows = {getattr(row, key): row for row in model.objects.filter(activity=activity)}
    model.objects.filter(pk__in=[row.pk for found, row in rows.items() if found not in wanted]).delete()
    for found, values in wanted.items():
        if row := rows.get(found):
            if any(getattr(row, name) != value for name, value in values.items()):
                model.objects.filter(pk=row.pk).update(**values)
        else:
            model.objects.create(organization=edit.journey.organization, activity=activity, **{key: found}, **values)


def _demand(rows: Sequence[DemandInput]) -> dict[int | None, dict[str, Decimal]]:
    wanted: dict[int | None, dict[str, Decimal]] = {}
    for row in rows:
        if row.market in wanted:
            raise DomainError("market_twice", "A market is named twice. Remove one of the two.", field="rows")
        wanted[row.market] = {
            "volume": _figure(row.volume, MOST_VOLUME, "Times per year"),
            "hours": _figure(row.hours, MOST_HOURS, "Hours each time"),
        }
    if len(wanted) > 1 and None in wanted:
        raise DomainError(
            "market_twice", "Give figures per market or company-wide, not both: they would count twice.", field="rows"
        )
    return wanted


def _figure(value: Decimal | int | str, most: Decimal, what: str) -> Decimal:
    try:
        found = Decimal(value)
        if not found.is_finite() or not 0 <= found <= most:
            raise DomainError("figure_out_of_range", f"{what} must be between 0 and {most:,}.", field="rows")
        return found.quantize(Decimal("0.01"))
    except InvalidOperation:
        raise DomainError("figure_unreadable", f"{what} must be a number, for example 12.5.", field="rows") from None


def _skill_names(needs: Sequence[NeedInput], activity: SupplierActivity) -> dict[int, str]:
    """Names of the needed skills; an archived skill may stay where it is but not be added."""
    pks = [need.skill for need in needs]
    found = {skill.pk: skill for skill in Skill.objects.filter(pk__in=pks)}
    _ensure_found(pks, found, "skill")
    kept = set(ActivitySkill.objects.filter(activity=activity).values_list("skill_id", flat=True))
    retired = [skill.name for skill in found.values() if skill.archived_at and skill.pk not in kept]
    if retired:
        raise DomainError(
            "skill_archived", f"“{retired[0]}” is archived. Restore it or choose another skill.", field="needs"
        )
    return {pk: skill.name for pk, skill in found.items()}


def _known(model: Any, pks: Sequence[int], kind: str) -> dict[int, str]:
    found = {row.pk: row.name for row in model.objects.filter(pk__in=pks)}
    _ensure_found(pks, found, kind)
    return found


def _ensure_found(pks: Sequence[int], found: Mapping[int, object], kind: str) -> None:
    if any(pk not in found for pk in pks):
        raise DomainError(f"{kind}_unknown", f"A chosen {kind} does not exist any more. Reload and choose again.")
