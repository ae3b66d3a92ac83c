"""The mails of a round, written at the moment they are sent: whoever has answered since, by any route, gets none."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from jobveu.delivery.content import Content
from jobveu.delivery.sending import NothingLeftToSayError
from jobveu.surveys.links import secret_of
from jobveu.surveys.queries.mails import MailFacts, facts_to_mail


def compose_invitation(queued: Content, _at: datetime) -> Content:
    """`queued.text` holds the invitation's id. Raises NothingLeftToSayError when the contact has answered, refused or
    withdrawn the consent, or the round is closed."""
    return _compose(queued, "survey_mail.txt", gettext_lazy("Job-VEU: Hvordan gik projektet?"))


def compose_reminder(queued: Content, _at: datetime) -> Content:
    """As `compose_invitation`."""
    return _compose(queued, "survey_reminder.txt", gettext_lazy("Job-VEU: Vi mangler dit svar"))


@sensitive_variables()
def _compose(queued: Content, template: str, subject: str | Promise) -> Content:
    with translation.override(settings.LANGUAGE_CODE):
        facts = facts_to_mail(invitation_id=int(queued.text))
        if facts is None:
            raise NothingLeftToSayError
        text = render_to_string(f"staff/surveys/{template}", _words(facts))
        return Content(recipient=facts.email, subject=str(subject), text=text)


@sensitive_variables()
def _words(facts: MailFacts) -> dict[str, object]:
    secret = secret_of(facts.link_key)
    return {
        "facts": facts,
        "address": settings.SITE_ADDRESS + reverse("survey_start", args=[secret]),
        "refuse": settings.SITE_ADDRESS + reverse("survey_refuse", args=[secret]),
        "operator": settings.OPERATOR or "Job-VEU",
    }
