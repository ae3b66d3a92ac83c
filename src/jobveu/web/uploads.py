"""What people send with files in it: how much of it is read, and where it goes meanwhile.

A file goes to the disk only where a page asks for files (`takes_files`) and somebody has logged in; it goes to a
file without a name, so that nothing remains of it whatever happens; and no more of it than can be attached, or than
the page takes (`most_bytes`, the name of a setting). The
rest is read past, so that the page can say what was wrong with what else was typed still in place. What is
larger than any page could take is not read at all.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from jobveu.accounts.actor import ANONYMOUS
from jobveu.attachments.rules import MOST_FILES_AT_ONCE
from jobveu.web import errors

MOST_BYTES = 5 << 20
"""Of a request to a page that takes no files."""
MOST_BYTES_WITH_FILES = 1 << 30


class RequestSizeMiddleware:
    """Answers a request that says it is too large with 413, without reading it. The server never gives us more
    than a request says it has."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isascii() and length.isdigit() else 0
        if size > MOST_BYTES and size > (MOST_BYTES_WITH_FILES if _takes_files(request) else MOST_BYTES):
            return errors.too_large(request)
        return self.get_response(request)


def _takes_files(request: HttpRequest | None) -> bool:
    return bool(_said_by_page(request, "takes_files", False))


def _said_by_page(request: HttpRequest | None, name: str, otherwise: Any) -> Any:
    if request is None:
        return otherwise
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return otherwise
    return getattr(getattr(match.func, "view_class", None), name, otherwise)


class GuardedUploadHandler(FileUploadHandler):
    """The one upload handler (settings.FILE_UPLOAD_HANDLERS). A file's `size` is what was sent, also where not all
    of it was kept."""

    def handle_raw_input(self, *_args: Any, **_kwargs: Any) -> None:
        actor = getattr(self.request, "actor", ANONYMOUS)
        self._left = MOST_FILES_AT_ONCE + 1 if actor.is_authenticated and _takes_files(self.request) else 0
        self._most = int(getattr(settings, _said_by_page(self.request, "most_bytes", "ATTACHMENT_BYTES")))

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not self._left:
            raise SkipFile
        self._left -= 1
        kept = tempfile.TemporaryFile(dir=settings.DATA_DIRECTORY)  # noqa: SIM115 - Django closes it with the request
        self.file = UploadedFile(
            file=kept,
            name=self.file_name,
            content_type=self.content_type,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= self._most:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.file.seek(0)
        self.file.size = file_size
        return self.file
