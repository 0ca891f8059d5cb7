"""Imports in tests: run one from bytes to result, and look at what is in the database to the last row."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from celery import current_app
from django.db import connection, models

from journeys.models import LegacyFunction, Skill, SkillAlias
from roles.models import InventoryImport, Person, SkillLevel
from roles.services.imports import (
    import_apply_start,
    import_check_start,
    import_map,
    import_undo_start,
    import_upload,
)
from uniengine.accounts.access import Actor
from uniengine.accounts.models import Market
from uniengine.jobs import embedded
from uniengine.jobs.models import Job

INVENTORY = (Market, LegacyFunction, Skill, SkillAlias, Person, SkillLevel)
Rows = dict[str, list[dict[str, Any]]]


def run_jobs() -> int:
    current_app.loader.import_default_modules()
    return embedded.run_waiting()


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def uploaded(actor: Actor, data: bytes, name: str = "hr.csv", source: str = "HR") -> InventoryImport:
    made = import_upload(actor=actor, file=BytesIO(data), name=name, source=source)
    run_jobs()
    made.refresh_from_db()
    return made


def checked(actor: Actor, data: bytes, name: str = "hr.csv", source: str = "HR", **mapping: Any) -> InventoryImport:
    """Uploaded, mapped as suggested (with changes), dry run done. Unknown skills are added unless `new_skills` says."""
    made = uploaded(actor, data, name, source)
    assert made.state == "read", made.error
    wanted = {**made.found["suggested"], "new_skills": "add", **mapping}
    made = import_map(actor=actor, inventory_import=made, version=made.version, mapping=wanted)
    return check_again(actor, made)


def check_again(actor: Actor, made: InventoryImport) -> InventoryImport:
    job = import_check_start(actor=actor, inventory_import=made)
    ended(job)
    made.refresh_from_db()
    return made


def applied(actor: Actor, data: bytes, name: str = "hr.csv", source: str = "HR", **mapping: Any) -> InventoryImport:
    made = checked(actor, data, name, source, **mapping)
    return apply(actor, made)


def apply(actor: Actor, made: InventoryImport) -> InventoryImport:
    job = import_apply_start(actor=actor, inventory_import=made, version=made.version, leave_out_errors=True)
    ended(job)
    made.refresh_from_db()
    assert made.state == "applied"
    return made


def undone(actor: Actor, made: InventoryImport) -> InventoryImport:
    made.refresh_from_db()
    ended(import_undo_start(actor=actor, inventory_import=made, version=made.version))
    made.refresh_from_db()
    assert made.state == "undone"
    return made


def ended(job: Job) -> Job:
    run_jobs()
    job.refresh_from_db()
    assert job.state == "succeeded", (job.error_code, job.error)
    return job


def dump() -> Rows:
    """Every row of the inventory, ids included."""
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in INVENTORY}


def content() -> Rows:
    """The same without what differs between two imports of the same rows: which import wrote them."""
    return {label: [{**row, "source_import_id": None} for row in rows] for label, rows in dump().items()}


def but_versions(rows: Rows) -> Rows:
    """The same without the one column that an undo does not put back: a version that has been never comes again."""
    return {label: [{**row, "version": None} for row in kind] for label, kind in rows.items()}


@contextmanager
def written() -> Iterator[list[int]]:
    """Counts the rows that are written to the inventory's tables inside the block, whoever writes them."""
    found: list[int] = []
    with connection.cursor() as cursor:
        counting_start(cursor)
        try:
            yield found
        finally:
            cursor.execute("SELECT COALESCE(SUM(n), 0) FROM written_rows")
            found.append(int(cursor.fetchone()[0]))
            counting_end(cursor)


def counting_start(cursor: Any) -> None:
    cursor.execute("CREATE TEMPORARY TABLE written_rows (n integer)")
    if connection.vendor == "postgresql":
        cursor.execute(
            "CREATE FUNCTION pg_temp.count_row() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN INSERT INTO written_rows VALUES (1); RETURN NULL; END $$"
        )
    for table, event in watched():
        name = f"written_{table}_{event}".lower()
        if connection.vendor == "postgresql":
            text = f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION pg_temp.count_row()"
        else:
            text = f"CREATE TEMP TRIGGER {name} AFTER {event} ON {table} BEGIN INSERT INTO written_rows VALUES (1); END"
        cursor.execute(text)


def counting_end(cursor: Any) -> None:
    for table, event in watched():
        on = f" ON {table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER written_{table}_{event.lower()}{on}")
    cursor.execute("DROP TABLE written_rows")


def watched() -> list[tuple[str, str]]:
    derived = ("roles_supplycell", "roles_undorow", "roles_inventorystate")
    tables = [model._meta.db_table for model in INVENTORY] + list(derived)
    return [(table, event) for table in tables for event in ("INSERT", "UPDATE", "DELETE")]


def row_of(model: type[models.Model], **where: Any) -> Any:
    return model._default_manager.get(**where)
