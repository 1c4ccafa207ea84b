"""Files that come with one page: kept until they are looked at, at most 20 MB of each, whatever was sent."""

import tempfile
from collections.abc import Callable
from functools import wraps
from typing import IO, Any

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

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


def takes_files(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a page with a form of files. What is more than can be read at once is answered with words."""
    protected = csrf_protect(view)

    @csrf_exempt  # only here: what reads the body is protected, after the upload handler was set
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        size = str(request.META.get("CONTENT_LENGTH") or "")
        if size.isdecimal() and int(size) > LARGEST_BODY:
            return _too_much(request)
        request.upload_handlers = [BoundedFiles(request)]
        try:
            return protected(request, *args, **kwargs)
        except TooManyFilesSent:
            return _too_much(request)

    return answered


def _too_much(request: HttpRequest) -> HttpResponse:
    return render(request, "casework/public/too_much.html", {"back": request.path}, status=413)
