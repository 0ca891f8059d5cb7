"""PostgreSQL: COPY, temporary tables, jsonb."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from django.db import connection, models

from roles.imports.compared import StoredColumns
from roles.services.imports.ratings import RatingRows
from roles.services.imports.staging import RISEN, STAGE, Staging, columns_of

_LINES = 20_000
READ = (
    "COPY (SELECT person_id, skill_id, rater, level, COALESCE(assessed_on - DATE '0001-01-01' + 1, 0) "
    "FROM roles_skilllevel WHERE organization_id = %s) TO STDOUT (FORMAT BINARY)"
)
HEAD, TAIL = 19, 2  # signature, flags and extension length; the closing -1
ROW = np.dtype(
    [
        ("columns", ">i2"),
        ("length_1", ">i4"),
        ("person", ">i8"),
        ("length_2", ">i4"),
        ("skill", ">i8"),
        ("length_3", ">i4"),
        ("rater", ">i2"),
        ("length_4", ">i4"),
        ("level", ">i2"),
        ("length_5", ">i4"),
        ("day", ">i4"),
    ]
)
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class PostgresStaging(Staging):
    differs = "IS DISTINCT FROM"

    def rows_insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        count = 0
        with (
            connection.wrap_database_errors,  # Django does not see what happens inside COPY
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
                count += 1
        return count

    def ratings_insert(self, table: str, columns: Sequence[str], rows: RatingRows, tail: Sequence[Any]) -> None:
        with (
            connection.wrap_database_errors,  # Django does not see what happens inside COPY
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
        ):
            for chunk in rating_lines(rows, tail):
                copy.write(chunk)

    def ratings_read(self, organization_id: int) -> StoredColumns:
        """COPY in binary: every row has the same length, so the answer is an array already."""
        with (
            connection.wrap_database_errors,
            connection.cursor() as cursor,
            cursor.copy(READ, [organization_id]) as copy,
        ):
            data = b"".join(bytes(piece) for piece in copy)
        rows = np.frombuffer(data, dtype=ROW, offset=HEAD, count=(len(data) - HEAD - TAIL) // ROW.itemsize)
        return StoredColumns(**{name: rows[name].astype(np.int64) for name in StoredColumns.__dataclass_fields__})

    def ids_reserve(self, model: type[models.Model], count: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [model._meta.db_table, count],
            )
            return sorted(row[0] for row in cursor.fetchall())

    def stage_create(self) -> None:
        self.run(f"DROP TABLE IF EXISTS {STAGE}")
        self.run(
            f"CREATE TEMPORARY TABLE {STAGE} (person_id bigint, skill_id bigint, assessed_on date, rater smallint, "
            "level smallint, raw varchar(60), scale varchar(40), effective boolean) ON COMMIT DROP"
        )

    def stage_ready(self) -> None:
        self.run(f"ANALYZE {STAGE}")

    def row_json(self, model: type[models.Model], alias: str) -> str:
        return f"to_jsonb({alias})"

    def undo_keep_ids(self, model: type[models.Model], import_id: int, ids: Sequence[int]) -> None:
        self.run(
            'INSERT INTO roles_undorow (organization_id, inventory_import_id, model, "row", before) '  # noqa: S608
            f"SELECT t.organization_id, %s, %s, t.id, to_jsonb(t) FROM {model._meta.db_table} t WHERE t.id = ANY(%s)",
            [import_id, model._meta.label_lower, list(ids)],
        )

    def undo_restore(self, model: type[models.Model], import_id: int) -> int:
        columns = [column for column in columns_of(model) if column != "id"]
        values = [RISEN if column == "version" else f"r.{column}" for column in columns]
        table = model._meta.db_table
        return self.run(
            f"UPDATE {table} AS t SET ({', '.join(columns)}) = ROW({', '.join(values)}) "  # noqa: S608
            f"FROM roles_undorow u CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, u.before) r "
            'WHERE u.inventory_import_id = %s AND u.model = %s AND t.id = u."row" '
            "AND t.organization_id = u.organization_id",
            [import_id, model._meta.label_lower],
        )


def rating_lines(rows: RatingRows, tail: Sequence[Any]) -> Iterator[str]:
    """The rows in COPY's text format, in chunks."""
    kinds, places = rows.kinds()
    constants = "".join(f"\t{value}" for value in tail)
    ends = [
        f"\t{rater}\t{level}\t{raw.translate(_ESCAPES)}\t{scale.translate(_ESCAPES)}\t{'t' if effective else 'f'}"
        f"{constants}\n"
        for rater, level, raw, scale, effective in kinds
    ]
    days = [day or "\\N" for day in rows.days()]
    people, skills = rows.person.tolist(), rows.skill.tolist()
    for start in range(0, len(people), _LINES):
        part = slice(start, start + _LINES)
        yield "".join(
            [
                f"{person}\t{skill}\t{day}{ends[place]}"
                for person, skill, day, place in zip(people[part], skills[part], days[part], places[part], strict=True)
            ]
        )
