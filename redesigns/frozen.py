"""Triggers that keep a baseline as it was taken, on PostgreSQL and SQLite. Erasing a person stays possible."""

from django.db.backends.base.base import BaseDatabaseWrapper

FIGURES = {
    "redesigns_baseline": ("inventory_revision", "people", "mfte"),
    "redesigns_baselineperson": ("baseline_id", "number", "market_id", "function_id", "mfte"),
}
ABOUT = ("title", "department", "manager", "levels")
POSTGRES = """
CREATE OR REPLACE FUNCTION uniengine_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is frozen', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;
"""
ON_POSTGRES = """
CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {table}
  FOR EACH ROW {when} EXECUTE FUNCTION uniengine_frozen();
"""
ON_SQLITE = """
CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END
"""


def freeze(connection: BaseDatabaseWrapper) -> None:
    """Refuse changes from now on: of figures always, of what tells about a person unless they are erased."""
    on_postgres = connection.vendor == "postgresql"
    trigger = ON_POSTGRES if on_postgres else ON_SQLITE
    when = "WHEN (NEW.person_id IS NOT NULL)" if on_postgres else "WHEN NEW.person_id IS NOT NULL"
    with connection.cursor() as cursor:
        if on_postgres:
            cursor.execute(POSTGRES)
        for table, columns in FIGURES.items():
            cursor.execute(trigger.format(name=f"{table}_frozen", table=table, columns=", ".join(columns), when=""))
        table = "redesigns_baselineperson"
        cursor.execute(trigger.format(name=f"{table}_about", table=table, columns=", ".join(ABOUT), when=when))


def thaw(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off (reverse migration)."""
    names = [(table, f"{table}_frozen") for table in FIGURES]
    names.append(("redesigns_baselineperson", "redesigns_baselineperson_about"))
    with connection.cursor() as cursor:
        for table, name in names:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
