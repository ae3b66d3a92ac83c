"""The calendar of due dates, for the programs that have its secret address."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from icalendar import Calendar as ICalendar
from icalendar import Event

from jobveu.accounts.access import Action
from jobveu.accounts.throttle import within_limit
from jobveu.journeys.calendar import Calendar, calendar_of, user_of
from jobveu.journeys.waiting import WaitingItem, WaitingKind
from jobveu.web.access import Page
from jobveu.web.errors import too_many_requests
from jobveu.web.staff.desk.neutral import neutral_text

CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=4)


class CalendarFeed(Page):
    """Without a log-in: whoever has the address may read it, and it tells no person's name."""

    action = Action.VIEW_PUBLIC

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: str) -> HttpResponseBase:
        secret = kwargs["secret"]
        self.user_id = user_of(secret)
        if self.user_id is None:
            if not within_limit(request, action="calendar_unknown"):
                return too_many_requests(request)
            raise Http404
        if not within_limit(request, action="calendar", key=str(self.user_id)):
            return too_many_requests(request)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **_address: str) -> HttpResponseBase:
        if self.user_id is None:
            raise Http404
        with translation.override(settings.LANGUAGE_CODE):
            body = as_ics(calendar_of(user_id=self.user_id, at=self.now))
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        response = HttpResponse(body, content_type=CONTENT_TYPE)
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"
        response["X-Robots-Tag"] = "noindex"
        response["Content-Disposition"] = 'inline; filename="job-veu.ics"'
        return get_conditional_response(request, etag=etag, response=response) or response


def as_ics(calendar: Calendar) -> bytes:
    """RFC 5545: whole days that take no time. The same calendar on the same day gives the same bytes."""
    made = ICalendar()
    made.add("prodid", "-//Job-VEU//Frister//DA")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("Frister i Job-VEU"))
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    stamp = datetime.combine(calendar.on, time(), tzinfo=UTC)
    for item in calendar.items:
        made.add_component(_event(item, stamp))
    return bytes(made.to_ical())


def _event(item: WaitingItem, stamp: datetime) -> Event:
    if item.due is None:
        raise ValueError("What has no due date is in no calendar.")
    text = neutral_text(item)
    event = Event()
    event.add("uid", _uid(item))
    event.add("dtstamp", stamp)
    event.add("dtstart", item.due)
    event.add("dtend", item.due + timedelta(days=1))
    event.add("summary", f"{text}: {item.project_title}" if item.project_title else text)
    event.add("url", settings.SITE_ADDRESS + reverse("desk"))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _uid(item: WaitingItem) -> str:
    """The same for the same thing, whatever its due date becomes; what is due with candidates has no number of its
    own, and goes by its day."""
    agreed = item.kind is WaitingKind.TASK and item.project_id is None
    parts = ["agreed-task" if agreed else item.kind.value, str(item.record_id)]
    if item.awaited:
        parts += [item.awaited.value, str(item.project_id), f"{item.due:%Y%m%d}"]
    return f"{'-'.join(parts)}@{urlsplit(settings.SITE_ADDRESS).hostname}"
