"""Files that come with one page: kept until they are looked at, at most 20 MB of each, whatever was sent."""

import tempfile
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from documents.uploads import LARGEST

IN_MEMORY = 2 * 1024 * 1024
LARGEST_BODY = 256 * 1024 * 1024  # of a request that is read to its end, so that a browser gets to see the answer


class BoundedFiles(FileUploadHandler):
    """What is beyond the limit of a file is read and dropped, so that neither disk nor memory fills; its size is told.

    How many come is bounded by Django (DATA_UPLOAD_MAX_NUMBER_FILES).
    """

    kept: IO[bytes]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed with the request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= LARGEST:
            self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        self.kept.seek(0)
        return UploadedFile(self.kept, self.file_name, self.content_type, file_size, self.charset)
