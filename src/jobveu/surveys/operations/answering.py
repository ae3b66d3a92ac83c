"""What whoever holds a personal link does: answers a page, sends the last, or says no.

Nothing of it is in the audit record or the history: they would say when somebody answered, and an answer is the
contact's own. What is kept of it is in models.SurveyInvitation and models.AnswerDraft.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from jobveu.candidates.rules import holds_cpr
from jobveu.common.errors import DomainError
from jobveu.projects.enums import ProjectType
from jobveu.surveys.drafts import Draft, opened, sealed
from jobveu.surveys.enums import Disposition, RespondentType
from jobveu.surveys.instruments import MINUTES
from jobveu.surveys.instruments.parts import Item, Scale, Section, Value
from jobveu.surveys.links import draft_key, invitation_hash
from jobveu.surveys.models import AnswerDraft, SurveyInvitation
from jobveu.surveys.queries.data import instrument_of


class UnknownLinkError(Exception):
    """Nobody was sent the link."""


class ClosedError(Exception):
    """The round is closed: nothing more can be answered."""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What somebody is asked, and how far they are. `project`: the title of the one they are asked about. `minutes`: about
    how long it takes."""

    invitation_id: int
    contact_id: int
    round_name: str
    minutes: int
    project: str
    projects: int
    organisation: str
    anonymous: bool
    closes_on: date
    respondent_type: RespondentType
    pages: tuple[tuple[Section, tuple[Item, ...]], ...]
    draft: Draft
    refused: bool

    @property
    def next_page(self) -> int:
        """The first page, from 1, that has not been sent; the last where all have been."""
        waiting = (
            number
            for number, (section, _items) in enumerate(self.pages, 1)
            if section.id not in self.draft.pages
        )
        return next(waiting, len(self.pages))


@sensitive_variables()
def questionnaire(*, secret: str) -> Questionnaire:
    """Two SQL statements. Raises UnknownLinkError and ClosedError."""
    rows = SurveyInvitation.objects.select_related(
        "round", "stratum", "project", "contact__organisation"
    ).filter(secret_hash=invitation_hash(secret))
    row = rows.first()
    if row is None:
        raise UnknownLinkError
    if row.link_key is None:
        raise ClosedError
    return _questionnaire(row, _draft(secret))


@sensitive_variables()
def save_page(*, secret: str, page: int, values: Mapping[str, Value], send: bool = False) -> Questionnaire:
    """Saves the answers of a page, by item id (what is not in it was not answered), and returns how it stands now.
    `send`: it was the last page, and all is to be sent. Saving after that changes nothing.

    Raises UnknownLinkError, ClosedError, and DomainError for an answer that holds a CPR number or where nothing at all has
    been answered when it is sent.
    """
    with transaction.atomic():
        row = _locked(secret)
        asked = _questionnaire(row, _draft(secret))
        if asked.draft.complete:
            return asked
        section, items = asked.pages[page - 1]
        page_again = {item.id for item in items}
        before = {
            item_id: value for item_id, value in asked.draft.values.items() if item_id not in page_again
        }
        asked = replace(asked, draft=replace(asked.draft, values=before))
        of_page = {item_id: value for item_id, value in values.items() if item_id in page_again}
        draft = together(asked, of_page, pages=[section.id], send=send)
        key = draft_key(secret)
        AnswerDraft.objects.update_or_create(
            key=key, defaults={"round_id": row.round_id, "content": sealed(draft, key=key)}
        )
        now = Disposition.COMPLETE if send else Disposition.PARTIAL if draft.values else Disposition.NO_ANSWER
        if row.disposition != now:
            SurveyInvitation.objects.filter(pk=row.pk).update(disposition=now)
        return _questionnaire(row, draft)


@sensitive_variables()
def together(
    asked: Questionnaire, values: Mapping[str, Value], *, pages: Iterable[str], send: bool = False
) -> Draft:
    """What had been answered with what is answered now, which counts where both say something. Raises DomainError for an answer
    that holds a CPR number or is none, and where nothing at all has been answered when it is sent."""
    items = [item for _section, items in asked.pages for item in items]
    given = {item.id: _checked(item, values[item.id]) for item in items if item.id in values}
    whole = {**asked.draft.values, **given}
    if send and not whole:
        raise DomainError(_("Svar på mindst ét spørgsmål, eller luk siden."))
    return Draft(
        {item.id: whole[item.id] for item in items if item.id in whole},
        tuple(dict.fromkeys((*asked.draft.pages, *pages))),
        complete=send,
    )


@sensitive_variables()
def refuse(*, secret: str) -> int:
    """The contact does not want to answer this time: what they had answered goes, and no reminder comes. Returns the
    contact's id. Raises UnknownLinkError and ClosedError."""
    with transaction.atomic():
        row = _locked(secret)
        if row.disposition != Disposition.COMPLETE:
            AnswerDraft.objects.filter(key=draft_key(secret)).delete()
            SurveyInvitation.objects.filter(pk=row.pk).update(disposition=Disposition.REFUSED)
        return row.contact_id


@sensitive_variables()
def _locked(secret: str) -> SurveyInvitation:
    """The invitation, held against a round that closes meanwhile."""
    digest = invitation_hash(secret)
    rows = SurveyInvitation.objects.filter(secret_hash=digest)
    if not rows.exists():
        raise UnknownLinkError
    row = (
        rows.filter(link_key__isnull=False)
        .select_for_update(of=("self",))
        .select_related("round", "stratum", "project", "contact__organisation")
        .first()
    )
    if row is None:
        raise ClosedError
    return row


@sensitive_variables()
def _draft(secret: str) -> Draft:
    key = draft_key(secret)
    content = AnswerDraft.objects.filter(key=key).values_list("content", flat=True).first()
    return Draft() if content is None else opened(content, key=key)


def _questionnaire(row: SurveyInvitation, draft: Draft) -> Questionnaire:
    instrument = instrument_of(row.round)
    respondent_type = RespondentType(row.stratum.respondent_type)
    project_type = ProjectType(row.stratum.project_type) if row.stratum.project_type else None
    return Questionnaire(
        invitation_id=row.pk,
        contact_id=row.contact_id,
        round_name=row.round.name,
        minutes=MINUTES[instrument.key],
        project=row.project.title,
        projects=row.projects,
        organisation=row.contact.organisation.name,
        anonymous=row.round.anonymous,
        closes_on=row.round.closes_on,
        respondent_type=respondent_type,
        pages=instrument.route(respondent_type, project_type),
        draft=draft,
        refused=row.disposition == Disposition.REFUSED,
    )


def _checked(item: Item, value: Value) -> Value:
    if not item.takes(value):
        raise DomainError(_("Vælg et af svarene, eller lad spørgsmålet stå tomt."), field=item.id)
    if item.scale is Scale.TEXT and holds_cpr(str(value)):
        raise DomainError(_("Skriv ikke CPR-numre. Skriv om projektet, ikke om deltagerne."), field=item.id)
    return value
