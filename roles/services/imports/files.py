"""Uploaded files and stored plans below MEDIA_ROOT/<organization id>/, under names of our own."""

import hashlib
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.db import transaction

from roles.imports.stored import private
from uniengine.accounts.models import Organization
from uniengine.kit.errors import DomainError

CHUNK = 1 << 20
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")


class TooLarge(DomainError):
    """The upload is beyond the limit of this installation."""

    status = 413


class Readable(Protocol):
    """An open upload: Django's UploadedFile or a binary file."""

    def read(self, size: int = -1, /) -> bytes: ...


def new_path(organization: Organization, suffix: str = "") -> Path:
    """A path nobody can guess and no upload can choose, in the organization's own folder."""
    folder = Path(settings.MEDIA_ROOT) / str(organization.pk)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{uuid.uuid4().hex}{suffix}"


def stored_path(name: str) -> Path:
    """Where a stored name is on this machine."""
    return Path(settings.MEDIA_ROOT) / name


def stored_name(path: Path) -> str:
    return str(path.relative_to(settings.MEDIA_ROOT))


def shown_name(name: str) -> str:
    """A name from outside as a label only: last part of the path, printable, at most 255 characters."""
    last = _UNSAFE.sub(" ", name.replace("\\", "/")).rsplit("/", 1)[-1]
    return " ".join(last.split())[:255] or "upload"


def file_store(organization: Organization, file: Readable) -> tuple[Path, int, str]:
    """Write an upload to disk as it comes in: (path, bytes, SHA-256). Raises TooLarge, and leaves nothing then."""
    path = new_path(organization)
    most, size, digest = settings.UPLOAD_LIMIT_MB * 1024 * 1024, 0, hashlib.sha256()
    try:
        with open(path, "xb", opener=private) as out:
            for chunk in _chunks(file):
                size += len(chunk)
                if size > most:
                    raise too_large()
                digest.update(chunk)
                out.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path, size, digest.hexdigest()


def too_large() -> TooLarge:
    limit = settings.UPLOAD_LIMIT_MB
    return TooLarge(
        "upload_too_large",
        f"The file is larger than {limit} MB. Split it and upload the parts, or ask the operator to raise the limit.",
    )


def files_delete_on_commit(*names: str) -> None:
    """Delete stored files once the change that no longer needs them is committed."""
    for name in filter(None, names):
        transaction.on_commit(lambda name=name: stored_path(name).unlink(missing_ok=True))  # type: ignore[misc]


def _chunks(file: Readable | BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk
