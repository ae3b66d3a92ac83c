"""What a mail of a round tells, read at the moment it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jobveu.surveys.enums import Disposition, RoundState
from jobveu.surveys.instruments import MINUTES
from jobveu.surveys.models import SurveyInvitation
from jobveu.surveys.queries.audience import consents
from jobveu.surveys.queries.data import instrument_of


@dataclass(frozen=True, slots=True)
class MailFacts:
    """`begun`: they have answered something. `minutes`: about how long it takes to answer."""

    email: str
    link_key: UUID
    organisation: str
    project: str
    minutes: int
    anonymous: bool
    begun: bool
    closes_on: date


def facts_to_mail(*, invitation_id: int) -> MailFacts | None:
    """One SQL statement; None when there is nothing to ask any more."""
    row = (
        SurveyInvitation.objects.select_related("round", "project", "contact__organisation")
        .filter(
            consents(),
            pk=invitation_id,
            round__state=RoundState.OPEN,
            contact__active=True,
            disposition__in=(Disposition.NO_ANSWER, Disposition.PARTIAL),
        )
        .exclude(contact__email="")
        .first()
    )
    if row is None or row.link_key is None:
        return None
    return MailFacts(
        email=row.contact.email,
        link_key=row.link_key,
        organisation=row.contact.organisation.name,
        project=row.project.title,
        minutes=MINUTES[instrument_of(row.round).key],
        anonymous=row.round.anonymous,
        begun=row.disposition == Disposition.PARTIAL,
        closes_on=row.round.closes_on,
    )
