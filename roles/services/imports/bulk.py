"""The database's own way of bulk writing."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from roles.services.imports.staging import Staging
from roles.services.imports.staging_postgres import PostgresStaging
from roles.services.imports.staging_sqlite import SqliteStaging


def staging() -> Staging:
    """Bulk writing on the current connection."""
    return PostgresStaging() if connection.vendor == "postgresql" else SqliteStaging()


def rows_insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert the rows and return how many there were. Names of table and columns are our own constants."""
    return staging().rows_insert(table, columns, rows)
