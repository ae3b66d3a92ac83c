"""Everything that is held about a contact person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import Actor
from jobveu.actors.models import Contact, Dialogue
from jobveu.actors.operations.contacts import CONSENTS
from jobveu.actors.operations.contacts import ROOM as CONTACTS
from jobveu.common import audit
from jobveu.privacy.insight import columns
from jobveu.privacy.insight.person import Words, changes
from jobveu.privacy.insight.value import Fact, Part, facts_of
from jobveu.projects.models import SteeringSeat
from jobveu.surveys.models import AnswerSheet
from jobveu.surveys.queries.data import answers_in_words


def about_contact(
    *, by: Actor, at: datetime, contact_id: int, as_file: bool, action_words: Words
) -> tuple[Part, ...]:
    """Everything; that it was looked up is recorded, and told. Of conversations the notes are told to those only who
    may read them; the others learn whom to ask. A fixed number of SQL statements. Raises Contact.DoesNotExist.
    """
    contact = Contact.objects.select_related("organisation", "user").get(pk=contact_id)
    with transaction.atomic():
        audit.record(
            by=by,
            at=at,
            action="contact.insight_file" if as_file else "contact.insight",
            room=CONTACTS,
            record_id=contact_id,
        )
    consents = list(contact.consents.order_by("pk"))
    link = getattr(contact, "consent_link", None)
    notices = contact.consent_notices.select_related("told").order_by("pk")
    dialogues = (
        Dialogue.objects.filter(contact=contact_id)
        .select_related("spoken_by", "spoken_for")
        .order_by("-held_on", "-pk")
    )
    seats = (
        SteeringSeat.objects.filter(contact=contact_id)
        .select_related("project", "organisation")
        .order_by("pk")
    )
    invitations = list(contact.survey_invitations.select_related("round", "project").order_by("pk"))
    sheets = (
        AnswerSheet.objects.filter(invitation__contact=contact_id)
        .select_related("round", "stratum")
        .order_by("pk")
    )
    return (
        Part("contact", _("Kontaktpersonen"), (facts_of(contact, columns.CONTACT),)),
        Part("consents", _("Samtykker"), tuple(facts_of(row, columns.CONSENT) for row in consents)),
        Part(
            "consent_link",
            _("Personligt link til samtykker"),
            (facts_of(link, columns.CONSENT_LINK),) if link is not None else (),
        ),
        Part(
            "consent_notices",
            _("Egne ændringer af samtykker"),
            tuple(facts_of(row, columns.CONSENT_NOTICE) for row in notices),
        ),
        Part("dialogues", _("Samtaler"), tuple(_dialogue(row, by) for row in dialogues)),
        Part(
            "steering_seats",
            _("Sæder i styregrupper"),
            tuple(facts_of(row, columns.STEERING_SEAT) for row in seats),
        ),
        Part(
            "survey_invitations",
            _("Spørgeskemaer"),
            tuple(facts_of(row, columns.SURVEY_INVITATION) for row in invitations),
        ),
        Part(
            "answer_sheets",
            _("Svar på spørgeskemaer"),
            tuple(_sheet(sheet) for sheet in sheets),
            note=_(
                "Svar i anonyme undersøgelser kan ikke føres tilbage til nogen og står ikke her. Svar, der endnu ikke er "
                "sendt ind til en lukket undersøgelse, er krypterede og kan ses med det personlige link."
            ),
        ),
        changes(
            {CONTACTS: [contact_id], CONSENTS: [row.pk for row in consents]},
            with_staff=True,
            words=action_words,
        ),
    )


def _sheet(row: AnswerSheet) -> tuple[Fact, ...]:
    return facts_of(row, columns.ANSWER_SHEET, instead={"values": answers_in_words(row)})


def _dialogue(row: Dialogue, by: Actor) -> tuple[Fact, ...]:
    """What was said only to those who may read it: an organisation's own users get insight into their contacts too, and
    conversations are not theirs to read."""
    held = Subject(organisation_ids=frozenset({row.spoken_for_id}))
    hidden: tuple[str, ...] = ()
    if not may(Action.VIEW_DIALOGUE, by):
        hidden = ("subject", "notes", "agreed", "reason")
    elif not may(Action.VIEW_DIALOGUE_NOTES, by, held):
        hidden = ("notes",)
    ask = _("Det ligger hos %(organisation)s, som kan give indsigt i det.") % {
        "organisation": row.spoken_for.name
    }
    return facts_of(row, columns.DIALOGUE, instead={name: ask for name in hidden if getattr(row, name)})
