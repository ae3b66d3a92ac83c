"""What all the documents have in common: how a register's values become words on paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from jobveu.documents.value import Block, Definition, Document, Paragraph, Section, Table, prose
from jobveu.documents.wording import language, page_words
from jobveu.projects.queries.header import ProjectHeader


def day(value: date | datetime | None) -> str:
    """31. december 2020, or "Ikke oplyst"."""
    if value is None:
        return _("Ikke oplyst")
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return formats.date_format(value, "DATE_FORMAT")


def moment(value: datetime) -> str:
    """31-12-2020 13.45, Danish time."""
    return formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")


def noon(value: date | None) -> datetime | None:
    """A day as a point in time: what a document that only knows its day is dated by."""
    if value is None:
        return None
    return datetime.combine(value, time(12), tzinfo=timezone.get_default_timezone())


def latest(*values: datetime | None) -> datetime | None:
    return max((value for value in values if value is not None), default=None)


def row(label: str, value: object) -> Definition:
    """An empty value reads "Ikke oplyst"."""
    return Definition(label, str(value) if value not in (None, "") else _("Ikke oplyst"))


def written(heading: str, text: str) -> Section:
    """A section of what somebody wrote; "Ikke oplyst" where there is nothing."""
    return Section(heading, prose(text) or (Paragraph(_("Ikke oplyst")),))


def signature_section(
    signed: Iterable[tuple[str, str, datetime]], missing: Iterable[str], *, missing_text: str = ""
) -> Section:
    """Who signed when, as (organisation, user, time), and who has not yet."""
    not_yet = missing_text or _("Har ikke underskrevet")
    rows = [(organisation, name, moment(at)) for organisation, name, at in signed]
    rows += [(organisation, not_yet, "–") for organisation in missing]
    blocks: tuple[Block, ...] = (
        Table(
            caption=_("Parternes underskrifter i Job-VEU"),
            columns=(_("Part"), _("Underskrevet af"), _("Tidspunkt")),
            rows=tuple(rows),
            widths=(5, 4, 3),
        ),
    )
    if not rows:
        blocks = (Paragraph(_("Ingen har underskrevet denne version.")),)
    return Section(_("Underskrifter"), blocks)


def document(
    *,
    project: ProjectHeader,
    kind: str,
    title: str,
    details: Iterable[Definition],
    sections: Iterable[Section],
    dated: datetime | None,
    draft: bool = False,
    notice: str = "",
    version: int | None = None,
) -> Document:
    """A document in the language that the site is read in. The project and its council stand first. One of an
    invented project is marked so on every page."""
    about = [row(_("Projekt"), project.title)]
    if project.council_name:
        about.append(row(_("Regionalt råd"), project.council_name))
    footer = [project.title]
    if version is not None:
        footer.append(_("version %(number)s") % {"number": version})
    if dated is not None:
        footer.append(day(dated))
    marks, notices = [], [notice] if notice else []
    if draft:
        marks.append(_("Udkast"))
    if project.synthetic:
        marks.append(_("Opdigtet"))
        notices.append(_("Projektet er opdigtet, og det er alle, der nævnes, også."))
    return Document(
        kind=kind,
        title=title,
        language=language(),
        mark=" · ".join(marks),
        notice="\n".join(notices),
        details=(*about, *details),
        sections=tuple(sections),
        footer=" · ".join(footer),
        page_of=page_words(),
        dated=dated,
    )
