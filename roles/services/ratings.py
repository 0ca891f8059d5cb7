"""Single ratings by hand, and which rating counts.

Raters are kept apart; per person and skill the rating of the rater who comes first in the organization's
precedence is marked `effective` (docs/decisions/0006). Every writer keeps the marks right in its transaction.
"""

from collections.abc import Sequence
from datetime import date

from django.db import connection, transaction

from journeys.models import Skill
from roles.models import Person, Rater, SkillLevel
from roles.selectors.holdings import holding
from roles.services.gaps import gaps_follow
from roles.services.people import label, person_locked
from roles.services.rollup import inventory_lock, inventory_replaced, supply_follow
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.models import Organization
from uniengine.accounts.policy import Permission
from uniengine.jobs.models import Job
from uniengine.jobs.services import job_start
from uniengine.kit.errors import DomainError

REORDER = "roles.ratings_reorder"
HIGHEST = 5
RATERS = {"assessment": Rater.ASSESSMENT, "manager": Rater.MANAGER, "self": Rater.SELF}

UNMARK = """
UPDATE roles_skilllevel SET effective = FALSE
WHERE organization_id = %s AND effective AND EXISTS (
  SELECT 1 FROM roles_skilllevel AS other WHERE other.person_id = roles_skilllevel.person_id
  AND other.skill_id = roles_skilllevel.skill_id
  AND CASE other.rater WHEN %s THEN 0 WHEN %s THEN 1 ELSE 2 END
    < CASE roles_skilllevel.rater WHEN %s THEN 0 WHEN %s THEN 1 ELSE 2 END)
"""
MARK = """
UPDATE roles_skilllevel SET effective = TRUE
WHERE organization_id = %s AND NOT effective AND NOT EXISTS (
  SELECT 1 FROM roles_skilllevel AS other WHERE other.person_id = roles_skilllevel.person_id
  AND other.skill_id = roles_skilllevel.skill_id
  AND CASE other.rater WHEN %s THEN 0 WHEN %s THEN 1 ELSE 2 END
    < CASE roles_skilllevel.rater WHEN %s THEN 0 WHEN %s THEN 1 ELSE 2 END)
"""


@transaction.atomic
def rating_set(
    *, actor: Actor, person: Person, skill: Skill, rater: Rater, level: int, assessed_on: date | None = None
) -> SkillLevel:
    """One rater's level (0-5) of a person in a skill, entered by hand: it has no raw value and no import."""
    actor.require(Permission.PEOPLE_EDIT)
    _check(skill, level)
    state = inventory_lock(actor.organization)
    person = person_locked(person)
    rows = {row.rater: row for row in SkillLevel.objects.filter(person=person, skill=skill)}
    counted = _counted(rows)
    row = rows.get(rater)
    if row and (row.level, row.assessed_on) == (level, assessed_on):
        return row
    before = {"level": row.level, "assessed_on": row.assessed_on} if row else None
    if row is None:
        row = SkillLevel(organization=actor.organization, person=person, skill=skill, rater=rater, effective=False)
        rows[rater] = row
    row.level, row.assessed_on, row.raw, row.scale, row.source_import = level, assessed_on, "", "", None
    row.save()
    _mark(rows, _order_now(actor.organization))
    supply_follow(state, holding(person, skill.pk, counted), holding(person, skill.pk, _counted(rows)))
    audit_record(
        actor=actor,
        action="rating.set",
        target=person,
        label=label(person),
        before=before and {"skill": skill.pk, "rater": int(rater), **before},
        after={"skill": skill.pk, "rater": int(rater), "level": level, "assessed_on": assessed_on},
    )
    gaps_follow(actor.organization)
    return row


@transaction.atomic
def rating_remove(*, actor: Actor, person: Person, skill: Skill, rater: Rater) -> None:
    """Take one rater's level away: then it is not rated by them, which is not the same as 0."""
    actor.require(Permission.PEOPLE_EDIT)
    state = inventory_lock(actor.organization)
    person = person_locked(person)
    rows = {row.rater: row for row in SkillLevel.objects.filter(person=person, skill=skill)}
    row = rows.get(rater)
    if row is None:
        raise DomainError("rating_missing", "There is no such rating any more. Reload the page.")
    counted = _counted(rows)
    audit_record(
        actor=actor,
        action="rating.remove",
        target=person,
        label=label(person),
        before={"skill": skill.pk, "rater": int(rater), "level": row.level, "assessed_on": row.assessed_on},
    )
    row.delete()
    del rows[rater]
    _mark(rows, _order_now(actor.organization))
    supply_follow(state, holding(person, skill.pk, counted), holding(person, skill.pk, _counted(rows)))
    gaps_follow(actor.organization)


def ratings_reorder_start(*, actor: Actor) -> Job:
    """The organization changed whose rating counts first. Inside the transaction of that change."""
    message = "Marking whose ratings count"
    return job_start(actor=actor, kind=REORDER, key="ratings", params={}, message=message)


@transaction.atomic
def ratings_reordered(organization: Organization) -> None:
    """Mark all ratings by the precedence of now, and count the supply again.

    The organization's row is locked first: a change of precedence that finds this job running has either been
    seen by it, or waits until it is done and then starts another.
    """
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    state = inventory_lock(organization)
    first, second, _ = precedence(organization)
    with connection.cursor() as cursor:
        for statement in (UNMARK, MARK):  # in this order: at most one may be marked at any time
            cursor.execute(statement, [organization.pk, first, second, first, second])
    inventory_replaced(state)
    gaps_follow(organization)


def precedence(organization: Organization) -> Sequence[Rater]:
    """Raters, whose rating counts first in front."""
    return [RATERS[name] for name in organization.rater_precedence]


def _check(skill: Skill, level: int) -> None:
    if not 0 <= level <= HIGHEST:
        raise DomainError("level_range", f"A level is between 0 and {HIGHEST}; 0 means rated as none.", field="level")
    if skill.archived_at:
        raise DomainError("skill_archived", "This skill is archived. Restore it before you rate it.", field="skill")


def _counted(rows: dict[int, SkillLevel]) -> int | None:
    return next((row.level for row in rows.values() if row.effective), None)


def _order_now(organization: Organization) -> Sequence[Rater]:
    """The precedence of now, read under the inventory lock: what changes later is marked by the job of that change."""
    return precedence(Organization.objects.only("rater_precedence").get(pk=organization.pk))


def _mark(rows: dict[int, SkillLevel], order: Sequence[Rater]) -> None:
    """Mark the rating that counts; writes only what differs, and unmarks before it marks."""
    first = min(rows, key=lambda rater: order.index(Rater(rater)), default=None)
    for row in sorted(rows.values(), key=lambda row: row.rater == first):
        if row.effective != (row.rater == first):
            row.effective = row.rater == first
            row.save(update_fields=["effective"])
