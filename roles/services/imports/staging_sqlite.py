"""SQLite: executemany inside the one write transaction, JSON by json_object."""

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection, models

from roles.imports.compared import StoredColumns
from roles.services.imports.ratings import RatingRows
from roles.services.imports.staging import RISEN, STAGE, Staging, columns_of

_BATCH = 20_000
REBUILD_FROM = 20_000  # new rows from which on dropping and making indexes pays, if they are most of the table
READ = (
    "SELECT person_id, skill_id, rater, level, CAST(COALESCE(julianday(assessed_on) - 1721424.5, 0) AS INTEGER) "
    "FROM roles_skilllevel WHERE organization_id = %s"
)


class SqliteStaging(Staging):
    differs = "IS NOT"

    def rows_insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        marks = ", ".join(["%s"] * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
        count, waiting = 0, iter(rows)
        with connection.cursor() as cursor:
            while batch := list(islice(waiting, _BATCH)):
                cursor.executemany(sql, batch)
                count += len(batch)
        return count

    def ratings_insert(self, table: str, columns: Sequence[str], rows: RatingRows, tail: Sequence[Any]) -> None:
        if not len(rows):
            return
        indexes = self._indexes(table) if len(rows) >= REBUILD_FROM and len(rows) >= self._count(table) else {}
        for name in indexes:
            self.run(f'DROP INDEX "{name}"')
        self.rows_insert(table, columns, rows.rows(tail))
        for statement in indexes.values():
            self.run(statement)

    def _indexes(self, table: str) -> dict[str, str]:
        """Indexes that can be dropped, and how to make them again. Nobody else sees them gone: the write lock is held,
        and the transaction brings them back. Building one over all rows is far cheaper than growing it row by row."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s", [table])
            return {name: sql for name, sql in cursor.fetchall() if sql}

    def _count(self, table: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            return int(cursor.fetchone()[0])

    def ratings_read(self, organization_id: int) -> StoredColumns:
        with connection.cursor() as cursor:
            cursor.execute(READ, [organization_id])
            rows = cursor.fetchall()
        table = np.array(rows, dtype=np.int64).reshape(-1, len(StoredColumns.__dataclass_fields__))
        return StoredColumns(*table.T)

    def ids_reserve(self, model: type[models.Model], count: int) -> list[int]:
        """The write lock is held, so the ids after the highest ever used are ours."""
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT MAX(COALESCE((SELECT seq FROM sqlite_sequence WHERE name = %s), 0), "  # noqa: S608
                f"COALESCE((SELECT MAX(id) FROM {table}), 0))",
                [table],
            )
            last = int(cursor.fetchone()[0])
        return list(range(last + 1, last + count + 1))

    def stage_create(self) -> None:
        self.run(f"DROP TABLE IF EXISTS {STAGE}")
        self.run(
            f"CREATE TEMPORARY TABLE {STAGE} (person_id integer, skill_id integer, assessed_on date, rater integer, "
            "level integer, raw varchar(60), scale varchar(40), effective bool)"
        )

    def stage_ready(self) -> None:
        self.run(f"CREATE INDEX temp.{STAGE}_pair ON {STAGE} (person_id, skill_id)")

    def row_json(self, model: type[models.Model], alias: str) -> str:
        pairs = ", ".join(f"'{column}', {alias}.{column}" for column in columns_of(model))
        return f"json_object({pairs})"

    def undo_keep_ids(self, model: type[models.Model], import_id: int, ids: Sequence[int]) -> None:
        self.run(
            'INSERT INTO roles_undorow (organization_id, inventory_import_id, model, "row", before) '  # noqa: S608
            f"SELECT t.organization_id, %s, %s, t.id, {self.row_json(model, 't')} FROM {model._meta.db_table} t "
            "WHERE t.id IN (SELECT value FROM json_each(%s))",
            [import_id, model._meta.label_lower, json.dumps(list(ids))],
        )

    def undo_restore(self, model: type[models.Model], import_id: int) -> int:
        columns = [column for column in columns_of(model) if column != "id"]
        before = {column: f"json_extract(u.before, '$.{column}')" for column in columns}
        values = ", ".join(f"{column} = {RISEN if column == 'version' else value}" for column, value in before.items())
        return self.run(
            f"UPDATE {model._meta.db_table} AS t SET {values} FROM roles_undorow u "  # noqa: S608
            'WHERE u.inventory_import_id = %s AND u.model = %s AND t.id = u."row" '
            "AND t.organization_id = u.organization_id",
            [import_id, model._meta.label_lower],
        )
