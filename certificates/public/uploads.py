"""A file that somebody hands in for a check: kept until the answer, at most 20 MB of it, whatever was sent."""

import tempfile
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from certificates.verification.by_file import LARGEST_READ

FIELD = "file"
IN_MEMORY = 2 * 1024 * 1024
LARGEST_BODY = 256 * 1024 * 1024  # of a request that is read to its end, so that a browser gets to see the answer


class BoundedUpload(FileUploadHandler):
    """Takes one file; what is beyond the limit is read and dropped, so that neither disk nor memory fills."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept: IO[bytes] | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.field_name != FIELD or self.kept is not None:
            raise SkipFile
        self.kept = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed with the request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.kept is not None and start + len(raw_data) <= LARGEST_READ:
            self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        if self.kept is None:
            return None
        self.kept.seek(0)
        return UploadedFile(self.kept, self.file_name, self.content_type, file_size, self.charset)
