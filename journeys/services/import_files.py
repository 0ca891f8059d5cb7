"""Files of a journey import below MEDIA_ROOT/<organization id>/, under names of our own."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction

from journeys.names import cleaned
from uniengine.accounts.models import Organization
from uniengine.kit.errors import DomainError

CHUNK = 1 << 20


class TooLarge(DomainError):
    """The upload is beyond the limit of this installation."""

    status = 413


class Upload(Protocol):
    """An open upload: Django's UploadedFile, or a binary file with a name."""

    @property
    def name(self) -> str | None: ...

    def read(self, size: int = -1, /) -> bytes: ...


def file_store(organization: Organization, upload: Upload) -> dict[str, str | int]:
    """Write one upload to disk: {name (a label), stored, size}. Raises TooLarge, and leaves nothing then."""
    folder = Path(settings.MEDIA_ROOT) / str(organization.pk)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / uuid.uuid4().hex
    most, size = settings.UPLOAD_LIMIT_MB * 1024 * 1024, 0
    try:
        with path.open("xb") as out:
            while chunk := upload.read(CHUNK):
                size += len(chunk)
                if size > most:
                    raise too_large()
                out.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    label = cleaned((upload.name or "").replace("\\", "/").rsplit("/", 1)[-1])[:255] or "upload"
    return {"name": label, "stored": str(path.relative_to(settings.MEDIA_ROOT)), "size": size}


def too_large() -> TooLarge:
    """The refusal of an upload beyond the limit."""
    text = f"The file is larger than {settings.UPLOAD_LIMIT_MB} MB. A journey needs far less: check it."
    return TooLarge("upload_too_large", text)


def file_path(stored: str) -> Path:
    """Where a stored file is on this machine."""
    return Path(settings.MEDIA_ROOT) / stored


def files_drop(files: dict[str, dict[str, str | int]]) -> None:
    """Delete stored files once the change that no longer needs them is committed."""
    paths = [file_path(str(file["stored"])) for file in files.values()]
    transaction.on_commit(lambda: _unlink(paths))


def _unlink(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
