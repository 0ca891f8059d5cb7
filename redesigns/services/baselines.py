"""Take a baseline: everybody who counts, with place, time and levels, as they are now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Sum

from redesigns.models import Baseline, BaselinePerson
from roles.models import Person, SkillLevel
from roles.services.rollup import inventory_lock
from uniengine.accounts.access import Actor
from uniengine.kit.errors import DomainError

BATCH = 500


def baseline_take(actor: Actor) -> Baseline:
    """The baseline of the inventory as it is; taken once per revision. Runs in the caller's transaction.

    Holds the inventory's lock, so that people and levels belong together. Raises DomainError when nobody is here.
    """
    state = inventory_lock(actor.organization)
    known = Baseline.objects.filter(inventory_revision=state.revision).first()
    if known is not None:
        return known
    total = Person.objects.filter(left_on__isnull=True).aggregate(mfte=Sum("mfte"))["mfte"]
    people = list(Person.objects.filter(left_on__isnull=True).order_by("pk"))
    if not people:
        raise DomainError("nobody_here", "Nobody is here to be placed. Import people first.")
    baseline = Baseline.objects.create(
        organization=actor.organization,
        inventory_revision=state.revision,
        people=len(people),
        mfte=total or 0,
        taken_by=actor.user,
    )
    BaselinePerson.objects.bulk_create(_rows(baseline, people), batch_size=BATCH)
    return baseline


def _rows(baseline: Baseline, people: list[Person]) -> Iterator[BaselinePerson]:
    levels = _levels()
    for person in people:
        yield BaselinePerson(
            organization_id=baseline.organization_id,
            baseline=baseline,
            number=person.pk,
            person=person,
            title=person.title,
            department=person.department,
            manager=person.manager_id,
            market_id=person.market_id,
            function_id=person.function_id,
            mfte=person.mfte,
            levels=levels.get(person.pk, {}),
        )


def _levels() -> dict[int, dict[str, int]]:
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    rows = SkillLevel.objects.filter(effective=True, person__left_on__isnull=True).order_by()
    for person, skill, level in rows.values_list("person_id", "skill_id", "level").iterator(20_000):
        found[person][str(skill)] = level
    return found
