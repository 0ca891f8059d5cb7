"""What is stored now, as the pure planner wants it, and a fingerprint of it that tells whether it has changed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

import numpy as np

from journeys.models import LegacyFunction, Skill, SkillAlias
from roles.imports.compared import StoredColumns
from roles.imports.fields import RATERS
from roles.imports.people import ExistingPerson
from roles.imports.skills import ExistingSkill
from roles.models import InventoryState, Person, Rater
from roles.services.imports.bulk import staging
from uniengine.accounts.models import Market
from uniengine.kit.scoping import current

CHUNK = 20_000
RATER_NAMES = {Rater.ASSESSMENT.value: "assessment", Rater.MANAGER.value: "manager", Rater.SELF.value: "self"}
RATER_NUMBERS = {name: number for number, name in RATER_NAMES.items()}
PERSON_COLUMNS = (
    "pk",
    "employee_id",
    "email",
    "name",
    "title",
    "function__name",
    "department",
    "market__name",
    "location",
    "mfte",
    "started_on",
    "manager_id",
)


def people_stored() -> Iterator[ExistingPerson]:
    rows = Person.objects.order_by("pk").values_list(*PERSON_COLUMNS)
    for pk, employee_id, email, name, title, function, department, market, *rest in rows.iterator(CHUNK):
        location, mfte, started, boss = rest
        yield ExistingPerson(
            pk=pk,
            employee_id=employee_id,
            email=email,
            name=name,
            title=title,
            function=function or "",
            department=department,
            market=market or "",
            location=location,
            fte=Decimal(mfte) / 1000,
            start_date=started,
            manager=boss,
        )


def skills_stored() -> list[ExistingSkill]:
    """All skills. An archived one is still recognised by its code (which nobody else can have), not by its names."""
    aliases: dict[int, list[str]] = {}
    for skill, name in SkillAlias.objects.order_by("pk").values_list("skill_id", "name"):
        aliases.setdefault(skill, []).append(name)
    found = []
    rows = Skill.objects.order_by("pk").values_list("pk", "name", "code", "taxonomy", "category", "archived_at")
    for pk, name, code, taxonomy, category, archived in rows:
        if archived is None:
            found.append(ExistingSkill(pk, name, code, taxonomy, category, tuple(aliases.get(pk, ()))))
        elif code:
            found.append(ExistingSkill(pk, "", code, taxonomy, category))
    return found


def ratings_stored() -> StoredColumns:
    """All ratings of the organization as columns of numbers: two million take 60 MB and about a second."""
    found = staging().ratings_read(current())
    order = np.array([RATERS.index(RATER_NAMES.get(number, RATERS[0])) for number in range(max(RATER_NAMES) + 1)])
    return replace(found, rater=order[found.rater] if len(found.rater) else found.rater)


def basis_now() -> dict[str, Any]:
    """What a plan is compared with: the inventory's revision, the skills and the places."""
    state = InventoryState.objects.values_list("revision", flat=True).first()
    places = [Market.objects.order_by("pk").values_list("pk", "name"), _functions()]
    return {
        "inventory": 1 if state is None else state,  # the row is made at revision 1 (rollup.inventory_lock)
        "skills": digest(skills_stored()),
        "places": digest(row for rows in places for row in rows),
    }


def _functions() -> Iterable[tuple[int, str]]:
    return LegacyFunction.objects.order_by("pk").values_list("pk", "name")


def digest(rows: Iterable[object]) -> str:
    found = sha256()
    for row in rows:
        found.update(repr(row).encode())
    return found.hexdigest()
