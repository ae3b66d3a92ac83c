"""What somebody who was asked says otherwise than by their personal link: on the telephone, on paper. Whoever runs the round
writes it down, and it counts, and stops reminders, as if they had answered by the link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.surveys.drafts import sealed
from jobveu.surveys.enums import AnswerRoute, Disposition, RespondentType, RoundState
from jobveu.surveys.instruments.parts import Item, Section, Value
from jobveu.surveys.links import draft_key, secret_of
from jobveu.surveys.models import AnswerDraft, SurveyInvitation
from jobveu.surveys.operations.answering import Questionnaire, questionnaire, together
from jobveu.surveys.operations.answering import refuse as refuse_by_link
from jobveu.surveys.operations.rounds import ROOM


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """Whom somebody writes answers down for, and what they were asked; nothing of what they have answered."""

    invitation_id: int
    contact: str
    organisation: str
    project: str
    anonymous: bool
    answered: bool
    respondent_type: RespondentType
    pages: tuple[tuple[Section, tuple[Item, ...]], ...]


@sensitive_variables()
def asked_person(*, round_id: int, invitation_id: int) -> AskedPerson | None:
    """None where nobody such is asked in the round, or it is not open. Four SQL statements."""
    row = SurveyInvitation.objects.select_related("contact").filter(pk=invitation_id, round=round_id).first()
    if row is None or row.link_key is None:
        return None
    asked = questionnaire(secret=secret_of(row.link_key))
    return AskedPerson(
        invitation_id=row.pk,
        contact=row.contact.name,
        organisation=asked.organisation,
        project=asked.project,
        anonymous=asked.anonymous,
        answered=asked.draft.complete and not asked.anonymous,
        respondent_type=asked.respondent_type,
        pages=asked.pages,
    )


@sensitive_variables()
def answer_for(
    *, by: Actor, at: datetime, invitation_id: int, route: AnswerRoute, values: Mapping[str, Value]
) -> None:
    """Writes down and sends what the contact answers, by item id; what they had answered by the link stands where `values`
    say nothing. Raises DomainError in an anonymous round: whoever wrote an answer down would know whose it is; where the contact has
    answered already; where nothing is answered; and as answering.save_page."""
    if route is AnswerRoute.LINK:
        raise ValueError("What comes by the link nobody writes down.")
    with transaction.atomic():
        row, asked, secret = _locked(invitation_id)
        if asked.anonymous:
            raise DomainError(_("Svarene er anonyme, så ingen kan skrive svar ind for en anden."))
        if asked.draft.complete:
            raise DomainError(_("Kontaktpersonen har allerede svaret."))
        draft = together(asked, values, pages=[section.id for section, _items in asked.pages], send=True)
        key = draft_key(secret)
        AnswerDraft.objects.update_or_create(
            key=key, defaults={"round_id": row.round_id, "content": sealed(draft, key=key)}
        )
        row.disposition, row.route = Disposition.COMPLETE, route
        row.save(update_fields=["disposition", "route"])
        _record("survey.answered_for", row, by=by, at=at, route=route.value)


@sensitive_variables()
def refuse_for(*, by: Actor, at: datetime, invitation_id: int) -> None:
    """The contact has said that they do not want to answer: no reminder comes. Where they have answered to the end, nothing
    changes. Raises DomainError for a round that is not open."""
    with transaction.atomic():
        row, _asked, secret = _locked(invitation_id)
        refuse_by_link(secret=secret)
        _record("survey.refused_for", row, by=by, at=at)


def _locked(invitation_id: int) -> tuple[SurveyInvitation, Questionnaire, str]:
    row = SurveyInvitation.objects.select_for_update(of=("self",)).filter(pk=invitation_id).first()
    if row is None or row.link_key is None or row.round.state != RoundState.OPEN:
        raise DomainError(_("Undersøgelsen er lukket, så der kan ikke svares længere."))
    secret = secret_of(row.link_key)
    return row, questionnaire(secret=secret), secret


def _record(action: str, row: SurveyInvitation, *, by: Actor, at: datetime, **details: object) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=row.round_id,
        project_id=row.round.project_id,
        details={"invitation": row.pk, **details},
    )
