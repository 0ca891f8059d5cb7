"""Uploads are hostile: a body over the limit is cut off while it arrives, not after it filled the disk."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

TOO_LARGE = "upload_too_large"


class LimitedUploadHandler(FileUploadHandler):
    """Counts bytes and stops; the view then sees `request.upload_too_large`."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received = 0
        self.limit = settings.UPLOAD_LIMIT_MB * 1024 * 1024

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > self.limit:
            setattr(self.request, TOO_LARGE, True)
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
