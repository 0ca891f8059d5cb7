"""When a person is erased, imports forget them too: stored files, samples, problems, and what undo counts on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.db.models.fields.json import KT

from roles.models import ImportProblem, InventoryImport, Person, SkillLevel, UndoRow
from roles.services.imports.files import upload_delete_on_commit
from uniengine.jobs.models import OPEN_STATES, Job

SHORTEST = 3  # a shorter id or name is found in every other text


def imports_forget(person: Person) -> None:
    """Before the person's row goes, in the same transaction. The person's rows are no longer missed by a later undo.

    Uploads and plans are deleted as a whole: a file cannot be erased line by line. An import that was not applied yet
    then asks for its file again.
    """
    ratings = list(SkillLevel.objects.filter(person=person).values_list("pk", "source_import"))
    _count_down("people", makers(Person, [(person.pk, person.source_import_id)]))
    _count_down("ratings", makers(SkillLevel, ratings))
    secrets = [text for text in (person.employee_id, person.email, person.name) if len(text) >= SHORTEST]
    _forget_problems(secrets)
    rows = list(InventoryImport.objects.select_for_update())
    at_work = set(Job.objects.filter(state__in=OPEN_STATES).values_list("pk", flat=True))
    for row in rows:
        upload_delete_on_commit(row.stored_name)
        row.found, row.mapping = without(row.found, secrets), without(row.mapping, secrets)
        row.version += row.job_id in at_work  # what is being read or checked now still knows the person
        row.save(update_fields=["found", "mapping", "version"])


def makers(model: type[Person | SkillLevel], rows: Sequence[tuple[int, int | None]]) -> Counter[int]:
    """Which imports made these (row, present source) and how many each: of all that wrote a row, the one that did not
    find it."""
    writers: dict[int, set[int]] = {row: {source} for row, source in rows if source is not None}
    kept = UndoRow.objects.filter(model=model._meta.label_lower, row__in=[row for row, _ in rows])
    found_it: set[tuple[int, int]] = set()
    for row, later, earlier in kept.values_list("row", "inventory_import", KT("before__source_import_id")):
        found_it.add((row, later))
        writers.setdefault(row, set()).add(later)
        if earlier:
            writers[row].add(int(earlier))
    return Counter(one for row, ones in writers.items() for one in ones if (row, one) not in found_it)


def _count_down(part: str, by_import: Counter[int]) -> None:
    for row in InventoryImport.objects.select_for_update().filter(pk__in=by_import):
        counts = row.result.get(part, {})
        counts["create"] = max(0, counts.get("create", 0) - by_import[row.pk])
        row.result = {**row.result, part: counts}
        row.save(update_fields=["result"])


def _forget_problems(secrets: Iterable[str]) -> None:
    named = Q(pk=0)
    for secret in secrets:
        named |= Q(value__icontains=secret) | Q(message__icontains=secret)
    ImportProblem.objects.filter(named).delete()


def without(value: Any, secrets: Sequence[str]) -> Any:
    """The same JSON without the list items and texts that hold one of the secrets."""
    if isinstance(value, dict):
        return {key: without(item, secrets) for key, item in value.items()}
    if isinstance(value, list):
        return [without(item, secrets) for item in value if not _holds(item, secrets)]
    return "" if _holds(value, secrets) else value


def _holds(value: Any, secrets: Sequence[str]) -> bool:
    return isinstance(value, str) and any(secret.casefold() in value.casefold() for secret in secrets)
