"""What a page lists, handed out as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _

from jobveu.web.access import Page
from jobveu.web.lists.columns import Column
from jobveu.web.lists.export import CONTENT_TYPES, csv_file, xlsx_file
from jobveu.web.lists.filters import FORMAT, PAGE


def file_answer(
    columns: Sequence[Column], rows: Iterable[Any], *, kind: str, name: str, title: str, on: date
) -> FileResponse:
    """The rows as a file of a kind of CONTENT_TYPES. The demonstration's files say what they are."""
    sheet = _("Opdigtet: %(title)s") % {"title": title} if settings.DEMO else title
    file = xlsx_file(columns, rows, sheet=sheet) if kind == "xlsx" else csv_file(columns, rows)
    full_name = f"{'opdigtet-' if settings.DEMO else ''}{name}-{on:%Y-%m-%d}.{kind}"
    return FileResponse(file, as_attachment=True, filename=full_name, content_type=CONTENT_TYPES[kind])


class AlsoAsFile(Page):
    """Mix in before a page of its own kind that shows rows: `format` in the address asks for all of them as a file."""

    title: Any
    file_columns: ClassVar[Sequence[Column]]

    @property
    def file_name(self) -> str:
        """Without its day and ending."""
        raise NotImplementedError

    def file_rows(self) -> Iterable[Any]:
        raise NotImplementedError

    @property
    def exports(self) -> list[tuple[str, str]]:
        """What the links are called, and where they lead."""
        query = self.request.GET.copy()
        query.pop(PAGE, None)
        found = []
        for kind in ("xlsx", "csv"):
            query[FORMAT] = kind
            found.append((kind.upper(), f"{self.request.path}?{query.urlencode()}"))
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> Any:
        kind = request.GET.get(FORMAT, "")
        if kind not in CONTENT_TYPES:
            return super().get(request, **kwargs)  # type: ignore[misc]  # of the page it is mixed into
        return file_answer(
            self.file_columns,
            self.file_rows(),
            kind=kind,
            name=self.file_name,
            title=str(self.title),
            on=self.today,
        )
