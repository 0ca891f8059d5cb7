"""Short ways to plan an import from text, for the tests of the planner."""

from collections.abc import Mapping as Dict
from datetime import date
from typing import Any

from roles.imports.columns import suggest_mapping
from roles.imports.people import ExistingPerson
from roles.imports.plan import Existing, Plan, ReadyRating, build
from roles.imports.skills import ExistingSkill
from uniengine.kit.tables import read_table

TODAY = date(2024, 5, 1)
HEAD = "Employee ID,Skill,Level,Rated on\n"


def plan_of(
    text: str | bytes,
    existing: Existing | None = None,
    *,
    answers: Dict[str, Any] | None = None,
    add: bool = True,
    head: str = "",
    **more: Any,
) -> Plan:
    """The plan of a file, as suggested; `add`: unknown skills become new ones."""
    data = text if isinstance(text, bytes) else (head + text).encode()
    table = read_table(data, "hr.csv")
    mapping = suggest_mapping(table).with_new_skills("add" if add else "queue")
    return build(table, mapping, existing or Existing(), resolutions=answers, today=TODAY, **more)


def ratings_of(plan: Plan, *actions: str) -> list[tuple[str, str, str, int]]:
    """(person, skill, rater, level) of the ready ratings."""
    return [(plan.people[r.person].label, plan.skills[r.skill].name, r.rater, r.level) for r in plan.ready(*actions)]


def codes_of(plan: Plan) -> list[tuple[int, str]]:
    """(line, code) of the errors."""
    return [(error.line, error.code) for error in plan.errors]


def applied(plan: Plan, before: Existing | None = None) -> Existing:
    """What would be stored after applying the plan: the simplest possible apply, for tests without a database."""
    stored = {person.pk: person for person in (before.people if before else ())}
    first = max(stored, default=0) + 1
    pks = [person.pk if person.pk is not None else first + index for index, person in enumerate(plan.people)]
    for pk, person in zip(pks, plan.people, strict=True):
        manager = (
            pks[person.manager] if isinstance(person.manager, int) else person.manager[1] if person.manager else None
        )
        old = stored.get(pk, ExistingPerson(pk, person.employee_id))
        stored[pk] = old._replace(**person.values, manager=manager if person.manager is not None else old.manager)
    skills = {skill.pk: skill for skill in (before.skills if before else ())}
    first = max(skills, default=0) + 1
    skill_pks = [skill.pk if skill.pk is not None else first + index for index, skill in enumerate(plan.skills)]
    for pk, skill in zip(skill_pks, plan.skills, strict=True):
        skills.setdefault(pk, ExistingSkill(pk, skill.name, skill.code, skill.taxonomy, skill.category))
    ratings = {(p, s, rater): (level, day) for p, s, rater, level, day in (before.ratings if before else ())}
    for rating in plan.ready("create", "update"):
        ratings[pks[rating.person], skill_pks[rating.skill], rating.rater] = (rating.level, rating.assessed_on)
    return Existing(
        tuple(stored.values()), tuple(skills.values()), tuple((*key, *value) for key, value in ratings.items())
    )


def changed(plan: Plan) -> list[ReadyRating]:
    """The ratings that would be written."""
    return list(plan.ready("create", "update"))
