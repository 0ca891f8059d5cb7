"""Triggers that make a table append-only, on PostgreSQL and SQLite."""

from django.db.backends.base.base import BaseDatabaseWrapper

POSTGRES = """
CREATE OR REPLACE FUNCTION uniengine_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION uniengine_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION uniengine_append_only();
"""
SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


def protect(connection: BaseDatabaseWrapper, table: str) -> None:
    """Refuse every change of existing rows of `table` from now on."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES.format(table=table))
        else:
            for verb in ("update", "delete"):
                cursor.execute(SQLITE.format(table=table, verb=verb))


def release(connection: BaseDatabaseWrapper, table: str) -> None:
    """Take the triggers off (reverse migration, and test databases between tests)."""
    names = ("no_change", "no_truncate") if connection.vendor == "postgresql" else ("no_update", "no_delete")
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{on}")
