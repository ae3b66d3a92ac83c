"""The desk, and how one is reminded of what is on it (under /mit-bord/)."""

from __future__ import annotations

from django.urls import URLPattern, path

from jobveu.web.staff.desk.reminders import CalendarClose, CalendarOpen, Reminders
from jobveu.web.staff.desk.views import DeskPage

urlpatterns: list[URLPattern] = [
    path("", DeskPage.as_view(), name="desk"),
    path("paamindelser/", Reminders.as_view(), name="reminders"),
    path("kalender/ny/", CalendarOpen.as_view(), name="calendar_open"),
    path("kalender/slet/", CalendarClose.as_view(), name="calendar_close"),
]
