"""People by name: the list, one person with the evidence of their skills, and everything known about them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from journeys.models import Skill
from roles.hooks import told_elsewhere
from roles.models import DemandCell, Person, Rater, SkillLevel
from roles.places import Tree
from uniengine.accounts.access import Actor

SORTS = ("name", "-name", "title", "-title", "market", "-market", "function", "-function", "fte", "-fte")
SORT_FIELDS = {"name": "name", "title": "title", "market": "market__path", "function": "function__name", "fte": "mfte"}


@dataclass(frozen=True)
class PersonFilter:
    """text: in name, employee id, e-mail or title. market: and below; 0: none. skill: at `level` or better.

    here: those without a leaving date (the default), those with one, or everybody.
    """

    text: str = ""
    market: int | None = None
    function: int | None = None
    skill: int | None = None
    level: int = 1
    here: str = "here"
    sort: str = "name"

    @property
    def narrowed(self) -> bool:
        return bool(self.text or self.skill or self.here != "here") or (self.market, self.function) != (None, None)


def person_list(chosen: PersonFilter, tree: Tree) -> QuerySet[Person]:
    """The people as filtered and sorted, with `rated`: on how many skills they have a rating that counts."""
    rows = Person.objects.filter(_words(chosen.text), _place(chosen, tree))
    if chosen.here != "all":
        rows = rows.filter(left_on__isnull=chosen.here == "here")
    if chosen.skill is not None:
        held = SkillLevel.objects.filter(effective=True, skill_id=chosen.skill, level__gte=chosen.level)
        rows = rows.filter(pk__in=held.values("person_id"))
    sign, key = ("-", chosen.sort[1:]) if chosen.sort.startswith("-") else ("", chosen.sort)
    ratings = SkillLevel.objects.filter(person_id=OuterRef("pk"), effective=True).order_by().values("person_id")
    rated = Subquery(ratings.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    sorted_rows = rows.order_by(f"{sign}{SORT_FIELDS[key]}", "name", "pk").select_related("market", "function")
    return sorted_rows.annotate(rated=Coalesce(rated, 0))


def _words(text: str) -> Q:
    """Every word of the search in one of the fields a person is known by."""
    found = Q()
    for word in text.split()[:5]:
        found &= (
            Q(name__icontains=word)
            | Q(employee_id__icontains=word)
            | Q(email__icontains=word)
            | Q(title__icontains=word)
        )
    return found


def _place(chosen: PersonFilter, tree: Tree) -> Q:
    found = Q()
    if chosen.market is not None:
        found &= Q(market_id__in=tree.inside(chosen.market)) if chosen.market else Q(market__isnull=True)
    if chosen.function is not None:
        found &= Q(function_id=chosen.function) if chosen.function else Q(function__isnull=True)
    return found


@dataclass(frozen=True)
class Evidence:
    """One skill of a person. level: the one that counts. needed: the highest level any journey needs, 0: none."""

    skill: Skill
    level: int
    needed: int
    ratings: tuple[SkillLevel, ...]


def person_evidence(person: Person) -> list[Evidence]:
    """Every rated skill with who rated it when and from which import, best first. Two queries."""
    rows = SkillLevel.objects.filter(person=person).select_related("skill", "source_import", "source_import__source")
    by_skill: defaultdict[int, list[SkillLevel]] = defaultdict(list)
    for row in rows.order_by("skill__name", "skill_id", "rater"):
        by_skill[row.skill_id].append(row)
    cells = DemandCell.objects.filter(skill_id__in=by_skill, journey__archived_at__isnull=True).order_by()
    needed = dict(cells.values_list("skill_id").annotate(level=Max("level")))
    found = [
        Evidence(ratings[0].skill, _counted(ratings), needed.get(skill, 0), tuple(ratings))
        for skill, ratings in by_skill.items()
    ]
    return sorted(found, key=lambda one: (-one.level, one.skill.name.casefold()))


def _counted(ratings: list[SkillLevel]) -> int:
    return next((row.level for row in ratings if row.effective), 0)


def person_export(actor: Actor, person: Person) -> dict[str, Any]:
    """Everything stored about a person that the actor may see, ready for JSON."""
    manager = person.manager
    return {
        "employee_id": person.employee_id,
        "email": person.email,
        "name": person.name,
        "title": person.title,
        "department": person.department,
        "location": person.location,
        "market": person.market.name if person.market else None,
        "legacy_function": person.function.name if person.function else None,
        "manager": {"employee_id": manager.employee_id, "name": manager.name} if manager else None,
        "fte": person.mfte / 1000,
        "started_on": person.started_on,
        "left_on": person.left_on,
        "ratings": [
            {
                "skill": row.skill.name,
                "rater": Rater(row.rater).name.lower(),
                "level": row.level,
                "counts": row.effective,
                "assessed_on": row.assessed_on,
                "raw": row.raw,
                "scale": row.scale,
                "import": row.source_import.file_name if row.source_import else None,
            }
            for evidence in person_evidence(person)
            for row in evidence.ratings
        ],
    } | told_elsewhere(actor, person)


def people_table(rows: QuerySet[Person]) -> Iterator[tuple[object, ...]]:
    """The list as lines with a head."""
    yield ("employee id", "name", "email", "job title", "market", "legacy function", "fte", "rated skills")
    for person in rows.iterator(2_000):
        yield (
            person.employee_id,
            person.name,
            person.email,
            person.title,
            person.market.name if person.market else "",
            person.function.name if person.function else "",
            person.mfte / 1000,
            getattr(person, "rated", 0),
        )


def ratings_table(person: Person) -> Iterator[tuple[object, ...]]:
    """One person's ratings as lines with a head, one per rater."""
    yield ("employee id", "name", "skill", "rater", "level (0-5)", "counts", "assessed on", "raw value", "scale")
    for evidence in person_evidence(person):
        for row in evidence.ratings:
            yield (
                person.employee_id,
                person.name,
                row.skill.name,
                Rater(row.rater).name.lower(),
                row.level,
                "yes" if row.effective else "no",
                row.assessed_on,
                row.raw,
                row.scale,
            )
