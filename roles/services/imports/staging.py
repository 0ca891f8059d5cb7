"""Writing by the thousands: statements that PostgreSQL and SQLite share. What differs is in staging_<vendor>.py.

Nothing is written where nothing changes: updates carry `IS DISTINCT FROM`. Before a row is overwritten, it is copied
to roles_undorow by the same condition.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models

from roles.imports.compared import StoredColumns
from roles.services.imports.ratings import RatingRows

STAGE = "import_rating"
STAGE_COLUMNS = ("person_id", "skill_id", "assessed_on", "rater", "level", "raw", "scale", "effective")
RATING_COLUMNS = (*STAGE_COLUMNS, "organization_id", "source_import_id")
RATINGS = "roles_skilllevel"
RISEN = "t.version + 1"
"""What undo_restore puts for a version: one that has been never comes back for other contents."""
_SAME_RATING = "s.person_id = c.person_id AND s.skill_id = c.skill_id AND s.rater = c.rater"
_OTHER_RATER = "s.person_id = c.person_id AND s.skill_id = c.skill_id AND s.rater <> c.rater"


class Staging(ABC):
    """Bulk writing on the current connection, inside the transaction that is open."""

    differs: str  # compares two values, nulls included

    @abstractmethod
    def rows_insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Insert rows as they come; returns how many."""

    @abstractmethod
    def ratings_insert(self, table: str, columns: Sequence[str], rows: RatingRows, tail: Sequence[Any]) -> None:
        """Insert ratings: STAGE_COLUMNS of each, then the constants of `tail`."""

    @abstractmethod
    def ratings_read(self, organization_id: int) -> StoredColumns:
        """All ratings of an organization. `rater` is the stored number here."""

    @abstractmethod
    def ids_reserve(self, model: type[models.Model], count: int) -> list[int]:
        """The next ids of a table, ascending; nobody else gets them."""

    @abstractmethod
    def stage_create(self) -> None:
        """An empty temporary table STAGE; it ends with the transaction."""

    @abstractmethod
    def stage_ready(self) -> None:
        """Called once the stage is filled."""

    @abstractmethod
    def row_json(self, model: type[models.Model], alias: str) -> str:
        """SQL for a whole row as JSON, by column name."""

    @abstractmethod
    def undo_restore(self, model: type[models.Model], import_id: int) -> int:
        """Put overwritten rows of a model back as they were, under a new version; returns how many."""

    @abstractmethod
    def undo_keep_ids(self, model: type[models.Model], import_id: int, ids: Sequence[int]) -> None:
        """Copy the rows with these ids to roles_undorow."""

    def run(self, sql: str, params: Sequence[Any] = ()) -> int:
        """Execute and return the number of rows touched."""
        with connection.cursor() as cursor:
            cursor.execute(sql, list(params))
            return int(cursor.rowcount)

    # Ratings through the stage

    def stage_fill(self, rows: RatingRows) -> None:
        self.stage_create()
        self.ratings_insert(STAGE, STAGE_COLUMNS, rows, ())
        self.stage_ready()

    def ratings_demote(self, import_id: int, ranks: Mapping[int, int]) -> int:
        """Ratings that no longer count, because a staged one comes first by precedence; kept for undo."""
        condition = (
            f"s.effective AND EXISTS (SELECT 1 FROM {STAGE} c "  # noqa: S608
            f"WHERE {_OTHER_RATER} AND c.effective AND {rank('c', ranks)} < {rank('s', ranks)})"
        )
        self._undo_keep(import_id, f"FROM {RATINGS} s WHERE {condition}")
        return self.run(
            f"UPDATE {RATINGS} AS s SET effective = FALSE, source_import_id = %s WHERE {condition}",  # noqa: S608
            [import_id],
        )

    def stage_lower(self, ranks: Mapping[int, int]) -> None:
        """Staged ratings that do not count, because a stored one comes first."""
        self.run(
            f"UPDATE {STAGE} AS c SET effective = FALSE WHERE c.effective AND EXISTS (SELECT 1 FROM {RATINGS} s "  # noqa: S608
            f"WHERE {_OTHER_RATER} AND s.effective AND {rank('s', ranks)} < {rank('c', ranks)})"
        )

    def stage_insert(self, organization_id: int, import_id: int) -> int:
        """Staged ratings become stored ones."""
        columns = ", ".join(STAGE_COLUMNS)
        return self.run(
            f"INSERT INTO {RATINGS} ({columns}, organization_id, source_import_id) "  # noqa: S608
            f"SELECT {columns}, %s, %s FROM {STAGE} ORDER BY person_id, skill_id, rater",
            [organization_id, import_id],
        )

    def stage_update(self, import_id: int) -> int:
        """Stored ratings take the level, date and raw value of the staged ones; kept for undo. `effective` stays."""
        changed = f"(s.level {self.differs} c.level OR s.assessed_on {self.differs} c.assessed_on)"
        self._undo_keep(import_id, f"FROM {RATINGS} s JOIN {STAGE} c ON {_SAME_RATING} WHERE {changed}")
        return self.run(
            f"UPDATE {RATINGS} AS s SET level = c.level, assessed_on = c.assessed_on, raw = c.raw, scale = c.scale, "  # noqa: S608
            f"source_import_id = %s FROM {STAGE} c WHERE {_SAME_RATING} AND {changed}",
            [import_id],
        )

    def _undo_keep(self, import_id: int, rows: str) -> None:
        """Copy ratings to roles_undorow; a row that is there already (from an earlier step) stays as it first was."""
        from roles.models import SkillLevel

        self.run(
            'INSERT INTO roles_undorow (organization_id, inventory_import_id, model, "row", before) '
            f"SELECT s.organization_id, %s, 'roles.skilllevel', s.id, {self.row_json(SkillLevel, 's')} {rows} "
            "ON CONFLICT DO NOTHING",
            [import_id],
        )

    # Undo

    def created_delete(self, model: type[models.Model], import_id: int, organization_id: int) -> int:
        """Delete the rows an import made (people or ratings): its own, except those it only overwrote."""
        return self.run(
            f"DELETE FROM {model._meta.db_table} WHERE {self.created(model)}",  # noqa: S608
            [organization_id, import_id, import_id],
        )

    def created(self, model: type[models.Model]) -> str:
        """Condition for rows an import made; parameters: organization, import, import."""
        overwritten = (
            'SELECT "row" FROM roles_undorow WHERE inventory_import_id = %s '  # noqa: S608
            f"AND model = '{model._meta.label_lower}'"
        )
        return f"organization_id = %s AND source_import_id = %s AND id NOT IN ({overwritten})"


def rank(alias: str, ranks: Mapping[int, int]) -> str:
    """SQL for the precedence of a row's rater; 0 counts first."""
    cases = " ".join(f"WHEN {int(rater)} THEN {int(place)}" for rater, place in sorted(ranks.items()))
    return f"(CASE {alias}.rater {cases} ELSE 9 END)"


def columns_of(model: type[models.Model]) -> list[str]:
    """The columns of a model's table."""
    return [str(field.column) for field in model._meta.concrete_fields]
