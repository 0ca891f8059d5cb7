"""Sources: the systems that export to us, and what is remembered of each."""

import re
from typing import Any

from django.db import IntegrityError, transaction

from roles.models import ImportSource
from uniengine.accounts.access import Actor
from uniengine.accounts.audit import audit_record
from uniengine.accounts.policy import Permission
from uniengine.kit.errors import DomainError

_COUNTED = re.compile(r"[vq]?\d[\dqvw]*", re.IGNORECASE)  # a date, a version, a quarter, the number of a copy


def source_proposed(file_name: str) -> str:
    """What a file without a named source is remembered as: its name, without what changes from month to month."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "")
    stem = last.rsplit(".", 1)[0].strip() or last.strip()
    words = [word for word in re.split(r"[\s_.()-]+", stem) if word and not _COUNTED.fullmatch(word)]
    return " ".join(" ".join(words or stem.split()).split())[:80].strip()


@transaction.atomic
def source_named(*, actor: Actor, name: str) -> ImportSource:
    """The source of that name (in any case), made if it is new. Raises DomainError source_name_invalid."""
    actor.require(Permission.INVENTORY_IMPORT)
    wanted = " ".join(name.replace("\0", "").split())
    if not 1 <= len(wanted) <= 80:
        raise DomainError("source_name_invalid", "Name the source in at most 80 characters.", field="source")
    known = ImportSource.objects.filter(name__iexact=wanted)
    if found := known.first():
        return found
    try:
        with transaction.atomic():
            made = ImportSource.objects.create(organization=actor.organization, name=wanted)
    except IntegrityError:
        return known.get()
    audit_record(actor=actor, action="import_source.create", target=made, after={"name": wanted})
    return made


def choices_remember(source: ImportSource | None, choices: dict[str, Any]) -> None:
    """Keep answers to the queue for the next file: file skill key -> skill id, 'new', 'leave out'; None forgets one."""
    if source is None or not choices:
        return
    row = ImportSource.objects.select_for_update().get(pk=source.pk)
    kept = {**row.skill_choices, **choices}
    row.skill_choices = {key: choice for key, choice in kept.items() if choice is not None}
    row.save(update_fields=["skill_choices", "updated_at"])


def mapping_remember(source: ImportSource | None, mapping: dict[str, Any]) -> None:
    """Keep a mapping that passed a check for the next file of the source."""
    if source is not None:
        columns = [{**column, "samples": []} for column in mapping.get("columns", [])]
        row = ImportSource.objects.select_for_update().get(pk=source.pk)
        row.mapping = {**mapping, "columns": columns}
        row.save(update_fields=["mapping", "updated_at"])
