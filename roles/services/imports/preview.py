"""The first few of every kind of change, in words a page can show."""

from itertools import islice
from typing import Any

from journeys.models import Skill
from roles.imports.people import PersonPlan
from roles.imports.stored import UPDATE, ReadyPerson
from roles.models import SkillLevel
from roles.services.imports.planning import Planned

SHOWN = 200
FIELD_NAMES = {"employee_id": "employee ID", "title": "job title", "start_date": "start date", "fte": "FTE"}


def preview_of_plan(planned: Planned) -> None:
    """Fill the stored plan's preview: people new and changed, ratings changed, skills, markets and functions new."""
    stored = planned.stored
    planned.stored.preview.update(
        {
            "people_new": list(islice(_people_new(planned), SHOWN)),
            "people_changed": list(islice(_people_changed(planned), SHOWN)),
            "ratings_changed": _ratings_changed(planned),
            "skills_new": [skill.name for skill in stored.skills if skill.pk is None][:SHOWN],
            "markets_new": stored.markets_new[:SHOWN],
            "functions_new": stored.functions_new[:SHOWN],
        }
    )


def _people_new(planned: Planned) -> Any:
    for person in planned.plan.people:
        if person.pk is None:
            yield {"who": shown_person(person), "line": person.line, "values": _plain(person.values)}


def _people_changed(planned: Planned) -> Any:
    for person, ready in zip(planned.plan.people, planned.stored.people, strict=True):
        if person.pk is not None and (ready.values or ready.manager is not None):
            yield {"who": shown_person(person), "line": person.line, "changes": _changes(planned, person, ready)}


def _changes(planned: Planned, person: PersonPlan, ready: ReadyPerson) -> list[dict[str, str]]:
    found = []
    for key, before in person.before.items():
        if key == "manager":
            after: Any = _manager(planned, person.manager)
            before = "" if before is None else "another manager"
        else:
            after = person.values.get(key, "")
        stored_as = {"fte": "mfte", "start_date": "started_on"}.get(key, key)
        if key == "manager" or stored_as in ready.values:
            before_text = "" if before is None else str(before)
            found.append({"field": FIELD_NAMES.get(key, key), "before": before_text, "after": str(after)})
    return found


def _manager(planned: Planned, manager: int | tuple[str, int] | None) -> str:
    return shown_person(planned.plan.people[manager]) if isinstance(manager, int) else "a person not in the file"


def _ratings_changed(planned: Planned) -> list[dict[str, Any]]:
    """The first ratings that get another level, with the level before."""
    ratings = planned.stored.ratings
    chosen = (ratings.action == UPDATE).nonzero()[0].tolist()[:SHOWN]
    people, skills = planned.plan.people, planned.plan.skills
    keys = [(int(ratings.person[i]), int(ratings.skill[i]), int(ratings.rater[i])) for i in chosen]
    pairs: list[tuple[Any, Any, int]] = [(people[person].pk, skills[skill].pk, rater) for person, skill, rater in keys]
    levels = {
        row[:3]: row[3]
        for row in SkillLevel.objects.filter(
            person__in={person for person, _, _ in pairs}, skill__in={skill for _, skill, _ in pairs}
        ).values_list("person_id", "skill_id", "rater", "level")
    }
    names = dict(Skill.objects.filter(pk__in={skill for _, skill, _ in pairs}).values_list("pk", "name"))
    return [
        {
            "who": shown_person(people[int(ratings.person[i])]),
            "skill": names.get(pair[1], ""),
            "before": levels.get(pair),
            "after": int(ratings.level[i]),
        }
        for i, pair in zip(chosen, pairs, strict=True)
    ]


def shown_person(person: PersonPlan) -> str:
    """Name and key, as the admin knows them from the file."""
    name = str(person.values.get("name", ""))
    return f"{name} ({person.label})" if name else person.label


def _plain(values: dict[str, Any]) -> dict[str, str]:
    return {FIELD_NAMES.get(key, key): str(value) for key, value in values.items()}
