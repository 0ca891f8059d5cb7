"""Step four of an import, the writing itself. Everything here runs inside one transaction, under the inventory lock."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import numpy as np
from django.db import IntegrityError, connection, models

from journeys.models import LegacyFunction, Skill, SkillAlias
from journeys.names import name_key
from roles.imports.stored import CREATE, UPDATE, ReadyPerson, ReadyRatings, StoredPlan
from roles.models import ImportQueueEntry, InventoryImport, Person, UndoRow
from roles.services.imports.bulk import staging
from roles.services.imports.existing import RATER_NUMBERS
from roles.services.imports.places import functions_make, markets_make, place_key
from roles.services.imports.ratings import RatingRows, first_by_precedence
from roles.services.imports.staging import RATING_COLUMNS, RATINGS, Staging
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.models import Market
from uniengine.kit.errors import DomainError

PERSON_COLUMNS = (
    "id",
    "organization_id",
    "source_import_id",
    "employee_id",
    "email",
    "name",
    "title",
    "department",
    "location",
    "market_id",
    "function_id",
    "manager_id",
    "mfte",
    "started_on",
    "edited",
    "version",
)
TEXTS = ("employee_id", "email", "name", "title", "department", "location")
Step = Callable[[str], None]
"""Told what is being written; may stop the import by raising."""


def inventory_changed() -> DomainError:
    """The plan was made from a database that is no longer there."""
    return DomainError(
        "inventory_changed",
        "People, skills or ratings have changed since the check, and the import would now do something else. Nothing "
        "was changed. Check the import again, look at the figures, then apply it.",
    )


@dataclass
class PlanWriter:
    """Writes one stored plan. `precedence`: whose rating counts first. `counts` says afterwards what was written."""

    actor: Actor
    inventory_import: InventoryImport
    plan: StoredPlan
    precedence: Sequence[str]
    step: Step = lambda words: None
    counts: dict[str, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.staging: Staging = staging()
        self.organization_id = self.actor.organization.pk
        self.import_id = self.inventory_import.pk
        self.people: list[int] = []  # plan position -> id
        self.skills: list[int] = []

    def write(self) -> None:
        """Everything the plan holds. Raises DomainError inventory_changed when the database no longer fits it."""
        try:
            self._write()
            if connection.vendor == "postgresql":
                connection.check_constraints()  # now instead of at commit, where no sentence could answer them
        except IntegrityError as error:
            raise inventory_changed() from error

    def _write(self) -> None:
        self.step("Writing skills and places")
        markets, functions = self._places()
        self._skills()
        self._aliases()
        self.step("Writing people")
        self._people(markets, functions)
        self.step("Writing ratings")
        self._ratings()

    # Markets, functions, skills

    def _places(self) -> tuple[dict[str, int], dict[str, int]]:
        markets, markets_made = markets_make(self.actor, self.plan.markets_new)
        functions, functions_made = functions_make(self.actor, self.plan.functions_new)
        self._made(Market, markets_made)
        self._made(LegacyFunction, functions_made)
        return markets, functions

    def _skills(self) -> None:
        new = [skill for skill in self.plan.skills if skill.pk is None]
        made = Skill.objects.bulk_create(
            [
                Skill(
                    organization_id=self.organization_id,
                    name=skill.name,
                    name_key=name_key(skill.name),
                    taxonomy=skill.taxonomy,
                    code=skill.code,
                    category=skill.category,
                )
                for skill in new
            ],
            batch_size=1_000,
        )
        self._made(Skill, made)
        ids = iter(made)
        self.skills = [skill.pk if skill.pk is not None else next(ids).pk for skill in self.plan.skills]
        if made:
            after = {"count": len(made), "names": [skill.name for skill in made[:200]]}
            audit_record(actor=self.actor, action="skill.create_many", target=self.inventory_import, after=after)

    def _aliases(self) -> None:
        """Names settled as 'same as' become aliases, so that every other source finds the skill too."""
        rows = ImportQueueEntry.objects.filter(
            inventory_import=self.inventory_import, choice=ImportQueueEntry.Choice.SAME, skill__isnull=False
        ).select_related("skill")
        known = set(SkillAlias.objects.values_list("skill_id", "name_key"))
        new = {}
        for row in rows:
            key = name_key(row.name)
            if row.skill and key != row.skill.name_key and (row.skill.pk, key) not in known:
                new[row.skill.pk, key] = row.name
        made = SkillAlias.objects.bulk_create(
            SkillAlias(organization_id=self.organization_id, skill_id=skill, name=name, name_key=key)
            for (skill, key), name in sorted(new.items())
        )
        self._made(SkillAlias, made)
        for alias in made:
            audit_record(actor=self.actor, action="skill.alias_add", target=alias, after={"alias": alias.name})

    def _made(self, model: type[models.Model], rows: list[Any]) -> None:
        """Note rows that only an undo row can name, because they carry no source_import."""
        self.counts[model._meta.model_name or ""] = {"create": len(rows)}
        UndoRow.objects.bulk_create(
            [
                UndoRow(
                    organization_id=self.organization_id,
                    inventory_import=self.inventory_import,
                    model=model._meta.label_lower,
                    row=row.pk,
                    before=None,
                )
                for row in rows
            ],
            batch_size=1_000,
        )

    # People

    def _people(self, markets: dict[str, int], functions: dict[str, int]) -> None:
        people = self.plan.people
        ids = iter(self.staging.ids_reserve(Person, sum(person.pk is None for person in people)))
        self.people = [person.pk if person.pk is not None else next(ids) for person in people]
        changed: list[tuple[int, dict[str, Any]]] = []
        new: list[tuple[int, dict[str, Any]]] = []
        for person, pk in zip(people, self.people, strict=True):
            if not person.values and person.manager is None and person.pk is not None:
                continue
            values = self._columns(person, markets, functions)
            (new if person.pk is None else changed).append((pk, values))
        self._people_update(changed)
        self.staging.rows_insert("roles_person", PERSON_COLUMNS, self._new_rows(new))
        self.counts["people"] = {"create": len(new), "update": len(changed)}

    def _columns(self, person: ReadyPerson, markets: dict[str, int], functions: dict[str, int]) -> dict[str, Any]:
        values, manager = person.values, person.manager
        columns = {key: value for key, value in values.items() if key not in ("market", "function")}
        if "market" in values:
            columns["market_id"] = markets[place_key(values["market"])]
        if "function" in values:
            columns["function_id"] = functions[place_key(values["function"])]
        if manager is not None:
            columns["manager_id"] = self.people[manager] if isinstance(manager, int) else manager[1]
        return columns

    def _new_rows(self, new: list[tuple[int, dict[str, Any]]]) -> Iterator[tuple[Any, ...]]:
        blank = dict.fromkeys(PERSON_COLUMNS) | dict.fromkeys(TEXTS, "") | {"mfte": 1000, "edited": False, "version": 1}
        blank |= {"organization_id": self.organization_id, "source_import_id": self.import_id}
        columns = itemgetter(*PERSON_COLUMNS)
        for pk, values in new:
            yield columns({**blank, "id": pk, **values})

    def _people_update(self, changed: list[tuple[int, dict[str, Any]]]) -> None:
        """Only the columns that differ; one statement per set of columns."""
        self.staging.undo_keep_ids(Person, self.import_id, [pk for pk, _ in changed])
        groups: defaultdict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
        for pk, values in changed:
            columns = tuple(sorted(values))
            groups[columns].append([*(values[column] for column in columns), self.import_id, pk, self.organization_id])
        with connection.cursor() as cursor:
            for columns, rows in groups.items():
                sets = "".join(f"{column} = %s, " for column in columns)
                cursor.executemany(
                    f"UPDATE roles_person SET {sets}version = version + 1, edited = FALSE, source_import_id = %s "  # noqa: S608
                    "WHERE id = %s AND organization_id = %s",
                    rows,
                )

    # Ratings

    def _ratings(self) -> None:
        ranks = {RATER_NUMBERS[rater]: place for place, rater in enumerate(self.precedence)}
        new, changed = self.plan.ratings.only(CREATE), self.plan.ratings.only(UPDATE)
        raters = {*self.plan.raters_stored, *np.unique(new.rater).tolist()}
        if self.plan.raters_stored and len(raters) > 1:
            self._insert_among_others(self._rows(new, ranks), ranks)
        else:
            tail = (self.organization_id, self.import_id)
            self.staging.ratings_insert(RATINGS, RATING_COLUMNS, self._rows(new, ranks), tail)
        if len(changed):
            self.staging.stage_fill(self._rows(changed, ranks))
            if self.staging.stage_update(self.import_id) != len(changed):
                raise inventory_changed()
        self.counts["ratings"] = {"create": len(new), "update": len(changed)}

    def _insert_among_others(self, rows: RatingRows, ranks: dict[int, int]) -> None:
        """Where other raters may have rated the same, precedence decides which rating counts."""
        if not len(rows):
            return
        self.staging.stage_fill(rows)
        self.staging.stage_lower(ranks)
        self.staging.ratings_demote(self.import_id, ranks)
        self.staging.stage_insert(self.organization_id, self.import_id)

    def _rows(self, ratings: ReadyRatings, ranks: dict[int, int]) -> RatingRows:
        people, skills = np.array(self.people, dtype=np.int64), np.array(self.skills, dtype=np.int64)
        return RatingRows(
            person=people[ratings.person] if len(ratings) else people[:0],
            skill=skills[ratings.skill] if len(ratings) else skills[:0],
            ratings=ratings,
            effective=first_by_precedence(ratings, ranks),
            texts=self.plan.texts,
            scales=self.plan.scales,
        )
