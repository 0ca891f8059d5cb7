"""Uploaded files and stored plans below MEDIA_ROOT/<organization id>/, under names of our own.

A plan's name begins with the name of its upload, so that whoever deletes the upload finds all of its plans, also one
whose check was cut off before the database knew of it.
"""

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
PLAN = ".plan.npz"
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")


class TooLarge(DomainError):
    """The upload is beyond the limit of this installation."""

    status = 413


class Readable(Protocol):
    """An open upload: Django's UploadedFile or a binary file."""

    def read(self, size: int = -1, /) -> bytes: ...


def new_path(organization: Organization) -> Path:
    """A path nobody can guess and no upload can choose, in the organization's own folder."""
    folder = Path(settings.MEDIA_ROOT) / str(organization.pk)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / uuid.uuid4().hex


def plan_path(upload_name: str) -> Path:
    """A path for a plan of this upload. Each check has its own: a slow one never overwrites what a later one stored."""
    path = stored_path(f"{upload_name}.{uuid.uuid4().hex}{PLAN}")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


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


def upload_delete_on_commit(upload_name: str) -> None:
    """Delete an upload with all of its plans once the change that no longer needs them is committed."""
    if upload_name:
        transaction.on_commit(lambda: _delete(stored_path(upload_name).parent, f"{Path(upload_name).name}*"))


def plans_delete_on_commit(upload_name: str, keep: str = "") -> None:
    """Delete the plans of an upload on commit, but for the one named `keep`."""
    if upload_name:
        pattern = f"{Path(upload_name).name}.*"
        transaction.on_commit(lambda: _delete(stored_path(upload_name).parent, pattern, Path(keep).name))


def _delete(folder: Path, pattern: str, keep: str = "") -> None:
    for path in folder.glob(pattern):
        if path.name != keep:
            path.unlink(missing_ok=True)


def _chunks(file: Readable | BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk
