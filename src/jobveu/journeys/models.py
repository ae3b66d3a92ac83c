"""What is kept of how a user wants to be reminded."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import known_choice
from jobveu.common.history import History, NotTracked
from jobveu.journeys.waiting import WaitingKind


class ReminderChoice(models.Model):
    """The user wants to be reminded of one kind of things by mail."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=WaitingKind)

    history = History(parent="user")

    class Meta:
        constraints = [
            known_choice(
                "kind",
                WaitingKind,
                name="reminder_kind_known",
                message=_("Vælg fra listen, hvad det gælder."),
            ),
            models.UniqueConstraint(
                "user",
                "kind",
                name="reminder_choice_once",
                violation_error_message=_("Du får allerede påmindelser om det."),
            ),
        ]


class Digest(models.Model):
    """The user's reminder of one day has been seen to, with a mail or without."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    history = NotTracked("What keeps a day's reminder from being sent twice; gone after a month.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "user",
                "day",
                name="digest_once_a_day",
                violation_error_message=_("Brugeren har fået dagens påmindelse."),
            ),
        ]
        indexes = [models.Index("day", name="digest_day")]


class CalendarAddress(models.Model):
    """A user's secret address of a calendar. The secret in it is made of `key` and a key that lies outside the
    database: a copy of the database opens no calendar."""

    user = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    made_at = models.DateTimeField()

    history = History(parent="user", sealed=("key",))
