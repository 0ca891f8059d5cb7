"""Import an HR inventory from the command line: upload, map, dry run, apply, with the services of the pages.

Exit codes: 0 done (or, with --dry-run, nothing stands in the way), 1 the file or the options cannot be used,
2 the check found errors or open questions, so nothing was changed.
"""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from celery import current_app
from django.core.management.base import BaseCommand, CommandError

from roles.models import ImportState, InventoryImport
from roles.selectors.import_counts import Counts, counts_of, result_of
from roles.selectors.imports import failure_of, problems_of, queue_of
from roles.services.imports import (
    import_apply_start,
    import_check_start,
    import_map,
    import_upload,
    queue_settle_all_new,
)
from uniengine.accounts.access import Actor, system_actor
from uniengine.accounts.models import Organization
from uniengine.jobs.models import Job, JobState
from uniengine.kit.errors import DomainError
from uniengine.kit.scoping import scope

POLL_SECONDS = 0.5
UNUSABLE, NEEDS_PEOPLE = 1, 2


class Command(BaseCommand):
    help = "Import an HR skill inventory (CSV or XLSX), as the pages and the API do."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organization", help="Slug of the organization.")
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="", help="Name under which the mapping is remembered.")
        parser.add_argument("--mapping", type=Path, help='JSON file: {"columns": {"Employee ID": "person_id", ...}}.')
        parser.add_argument("--new-skills", action="store_true", help="Add unknown skills instead of asking.")
        parser.add_argument("--leave-out-errors", action="store_true", help="Leave out what has errors.")
        parser.add_argument("--dry-run", action="store_true", help="Check only; nothing is changed.")
        parser.add_argument("--problems", type=int, default=20, metavar="N", help="Print the first N errors.")

    def handle(self, *args: Any, **options: Any) -> None:
        organization = Organization.objects.filter(slug=options["organization"]).first()
        if organization is None:
            self.stop(UNUSABLE, f"There is no organization '{options['organization']}'.")
        with scope(organization.pk):
            try:
                self.run_import(system_actor(organization), options)
            except DomainError as error:
                hint = " Say what the columns are with --mapping." if error.code == "mapping_questions" else ""
                self.stop(UNUSABLE, error.message + hint)

    def run_import(self, actor: Actor, options: dict[str, Any]) -> None:
        made = self.upload(actor, options)
        made = self.map(actor, made, options)
        made = self.finish(import_check_start(actor=actor, inventory_import=made), made)
        if options["new_skills"] and queue_settle_all_new(actor=actor, inventory_import=made):
            made.refresh_from_db()
            if made.job:
                made = self.finish(made.job, made)
        counts = counts_of(made)
        self.tell(counts)
        self.tell_problems(made, options["problems"])
        self.refuse(made, counts, options)
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was changed.")
            return
        job = import_apply_start(
            actor=actor,
            inventory_import=made,
            version=made.version,
            leave_out_errors=options["leave_out_errors"],
        )
        made = self.finish(job, made)
        self.tell_result(made)

    def upload(self, actor: Actor, options: dict[str, Any]) -> InventoryImport:
        path: Path = options["file"]
        if not path.is_file():
            self.stop(UNUSABLE, f"There is no file '{path}'.")
        with path.open("rb") as file:
            made = import_upload(actor=actor, file=file, name=path.name, source=options["source"])
        if made.job and made.job.is_open:
            made = self.finish(made.job, made)
        if made.state == ImportState.FAILED:
            self.stop(UNUSABLE, made.error)
        return made

    def map(self, actor: Actor, made: InventoryImport, options: dict[str, Any]) -> InventoryImport:
        mapping: Any = None
        if options["mapping"]:
            try:
                mapping = json.loads(options["mapping"].read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                self.stop(UNUSABLE, f"The mapping file cannot be read: {error}")
        elif options["new_skills"] and not made.found["suggested"].get("questions"):
            mapping = made.found["suggested"]
        if mapping is None:
            return made
        if options["new_skills"] and isinstance(mapping, dict):
            mapping = {**mapping, "new_skills": "add"}
        return import_map(actor=actor, inventory_import=made, version=made.version, mapping=mapping)

    def finish(self, job: Job, made: InventoryImport) -> InventoryImport:
        """Run the job here unless a worker has taken it; wait for its end."""
        current_app.loader.import_default_modules()
        while job.is_open:
            current_app.tasks[job.kind].run(str(job.pk))
            job.refresh_from_db()
            if job.is_open:
                time.sleep(POLL_SECONDS)
        if job.state != JobState.SUCCEEDED:
            self.stop(UNUSABLE, job.error or f"The work ended as {job.get_state_display().lower()}.")
        made = InventoryImport.objects.select_related("job", "source", "organization").get(pk=made.pk)
        if message := failure_of(made)[1]:
            self.stop(UNUSABLE, message)
        return made

    def tell(self, counts: Counts) -> None:
        self.stdout.write(f"{counts.rows_total:,} rows read")
        for label, part in counts.as_rows():
            self.stdout.write(
                f"{label}: {part.create:,} new, {part.update:,} changed, {part.unchanged + part.older:,} as they are, "
                f"{part.cannot:,} cannot be imported, {part.waiting:,} waiting"
            )
        for label, names in (("markets", counts.markets_new), ("legacy functions", counts.functions_new)):
            if names:
                self.stdout.write(f"New {label}: {', '.join(names)}")
        if counts.cannot:
            self.stdout.write(f"{counts.cannot} cannot be imported")

    def tell_problems(self, made: InventoryImport, most: int) -> None:
        for row in problems_of(made)[: max(0, most)]:
            column = f", {row.column}" if row.column else ""
            self.stderr.write(f"line {row.line}{column}: {row.message}")
        if (more := problems_of(made).count() - most) > 0:
            self.stderr.write(f"... and {more:,} more errors")
        for entry in queue_of(made, open_only=True)[:most]:
            self.stderr.write(f"skill '{entry.name}' ({entry.ratings} ratings): {entry.reason}; settle it on the page")

    def refuse(self, made: InventoryImport, counts: Counts, options: dict[str, Any]) -> None:
        if queue_of(made, open_only=True).exists():
            self.stop(NEEDS_PEOPLE, "Skills wait for a decision: settle them on the page, or use --new-skills.")
        if counts.errors and not options["leave_out_errors"]:
            text = f"{counts.cannot} cannot be imported. Correct the file, or use --leave-out-errors."
            self.stop(NEEDS_PEOPLE, text)

    def tell_result(self, made: InventoryImport) -> None:
        result = result_of(made)
        assert result is not None
        self.stdout.write(
            f"Applied: {result.people.create:,} people new, {result.people.update:,} changed; "
            f"{result.skills.create:,} skills new; {result.ratings.create:,} ratings new, "
            f"{result.ratings.update:,} changed. Import {made.pk}."
        )

    def stop(self, code: int, message: str) -> NoReturn:
        raise CommandError(message, returncode=code)
