"""What waits for somebody, as links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobveu.candidates.enums import Awaited
from jobveu.journeys.waiting import WaitingItem, WaitingKind


@dataclass(frozen=True, slots=True)
class WaitingLink:
    title: str
    text: str
    project_title: str
    href: str
    due: date | None
    overdue: bool


def waiting_links(items: Iterable[WaitingItem]) -> tuple[WaitingLink, ...]:
    """Each item with what it asks for in words, and the address of the page where it is done."""
    return tuple(
        WaitingLink(
            title=_title(item),
            text=_text(item.kind),
            project_title=item.project_title,
            href=_href(item),
            due=item.due,
            overdue=item.overdue,
        )
        for item in items
    )


def _title(item: WaitingItem) -> str:
    number = {"number": item.number}
    match item.kind:
        case WaitingKind.OUTCOMES:
            return (
                ngettext(
                    "%(number)d resultat skal registreres",
                    "%(number)d resultater skal registreres",
                    item.number,
                )
                % number
            )
        case WaitingKind.FOLLOW_UPS:
            return (
                ngettext(
                    "%(number)d opfølgning er overskredet",
                    "%(number)d opfølgninger er overskredet",
                    item.number,
                )
                % number
            )
        case WaitingKind.SCREENINGS:
            return (
                ngettext(
                    "%(number)d kandidat skal screenes", "%(number)d kandidater skal screenes", item.number
                )
                % number
            )
        case _:
            return item.title


def _text(kind: WaitingKind) -> str:
    match kind:
        case WaitingKind.SIGNATURE:
            return _("Aftale, som I skal tage stilling til og underskrive.")
        case WaitingKind.OFFER:
            return _("I er inviteret til at give tilbud.")
        case WaitingKind.TASK:
            return _("Opgave, som I er ansvarlige for.")
        case WaitingKind.NEED:
            return _("Behov, som intet projekt svarer på endnu.")
        case WaitingKind.OUTCOMES:
            return _("Hvor jobcentrets kandidater er nu.")
        case WaitingKind.FOLLOW_UPS:
            return _("Aftalt opfølgning med jobcentrets kandidater.")
        case WaitingKind.SCREENINGS:
            return _("Jobcentrets kandidater i projektet.")
        case WaitingKind.CONTACT_NOTICE:
            return _("En anden har talt med organisationen kort efter dig.")


def _href(item: WaitingItem) -> str:
    match item.kind:
        case WaitingKind.SIGNATURE:
            return reverse("agreement", args=[item.project_id, item.record_id])
        case WaitingKind.OFFER:
            return reverse("invitation", args=[item.project_id, item.record_id])
        case WaitingKind.TASK:
            return reverse("project_tasks", args=[item.project_id])
        case WaitingKind.NEED:
            return reverse("need", args=[item.record_id])
        case WaitingKind.OUTCOMES:
            return _candidates(item, Awaited.OUTCOME)
        case WaitingKind.FOLLOW_UPS:
            return _candidates(item, Awaited.FOLLOW_UP)
        case WaitingKind.SCREENINGS:
            return _candidates(item, Awaited.SCREENING)
        case WaitingKind.CONTACT_NOTICE:
            return reverse("contact_notice", args=[item.record_id])


def _candidates(item: WaitingItem, awaited: Awaited) -> str:
    """The project's list of candidates, with those only that it is about."""
    query = urlencode({"awaited": awaited.value, "job_centre": item.record_id})
    return f"{reverse('project_candidates', args=[item.project_id])}?{query}"
