"""The daily reminder's text, written at the moment it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from jobveu.delivery.content import Content
from jobveu.delivery.sending import NothingLeftToSayError
from jobveu.journeys.reminders import reminder
from jobveu.journeys.waiting import WaitingItem, WaitingKind
from jobveu.web.staff.desk.neutral import neutral_text

LINES_OF_EACH_KIND = 5


def compose(queued: Content, at: datetime) -> Content:
    """`queued.text` holds the user's id. Raises NothingLeftToSayError when all has been done since, or the user
    wants no reminders any more."""
    found = reminder(user_id=int(queued.text), at=at)
    if found is None:
        raise NothingLeftToSayError
    with translation.override(settings.LANGUAGE_CODE):
        number = len(found.items)
        subject = ngettext(
            "Job-VEU: %(number)d ting venter på dig", "Job-VEU: %(number)d ting venter på dig", number
        ) % {"number": number}
        text = render_to_string(
            "staff/desk/digest.txt",
            {
                "groups": _groups(found.items),
                "desk_url": settings.SITE_ADDRESS + reverse("desk"),
                "reminders_url": settings.SITE_ADDRESS + reverse("reminders"),
            },
        )
    return Content(recipient=found.recipient, subject=subject, text=text)


def _groups(items: Iterable[WaitingItem]) -> list[tuple[str, int, list[tuple[str, str, WaitingItem]], int]]:
    """Heading, number, the first lines and how many more, for each kind there is something of."""
    listed = list(items)
    groups = []
    for kind in WaitingKind:
        rows = [item for item in listed if item.kind is kind]
        if rows:
            lines = [(row.project_title, neutral_text(row), row) for row in rows[:LINES_OF_EACH_KIND]]
            groups.append((str(kind.label), len(rows), lines, len(rows) - len(lines)))
    return groups
