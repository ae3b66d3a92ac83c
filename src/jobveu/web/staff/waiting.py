"""What waits for somebody, as links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

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
            title=item.title,
            text=_text(item.kind),
            project_title=item.project_title,
            href=_href(item),
            due=item.due,
            overdue=item.overdue,
        )
        for item in items
    )


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
