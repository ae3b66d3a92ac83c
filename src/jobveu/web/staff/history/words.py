"""The history's rooms, columns and values in words: those of the models, and here those that models have none for.

A test sees to it that every column that is shown has its words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.actors.enums import AffiliationKind
from jobveu.assessment.barriers import BARRIERS
from jobveu.common.history import SEALED, tracked
from jobveu.common.models import Operation
from jobveu.journeys.history import Entry, FieldChange, Reference
from jobveu.projects.phases import INDICATORS
from jobveu.quality.rules import RULES
from jobveu.web.staff.administration.words import FACTORS, MEASURE_TITLES, RECORDS, action_words

ROOMS: Mapping[str, str | Promise] = {
    **RECORDS,
    "actors.contactnotice": gettext_lazy("Besked om samtale"),
    "actors.contactpause": gettext_lazy("Ønske om ikke at blive kontaktet"),
    "actors.primarycontact": gettext_lazy("Primær kontaktperson"),
    "candidates.courseday": gettext_lazy("Kursusdag"),
    "candidates.waitingplace": gettext_lazy("Plads på venteliste"),
    "candidates.companyscore": gettext_lazy("Virksomhedens vurdering"),
    "candidates.followup": gettext_lazy("Opfølgning"),
    "candidates.proposalperson": gettext_lazy("Del i et forslag til match"),
    "candidates.wish": gettext_lazy("Ønske"),
    "candidates.screeninganswer": gettext_lazy("Svar på krav"),
    "accounts.openidentity": gettext_lazy("Forbindelse til log-in hos en udbyder"),
    "actors.consentlink": gettext_lazy("Link til samtykker"),
    "actors.consentnotice": gettext_lazy("Besked om samtykke"),
    "assessment.countertask": gettext_lazy("Modtræk, der er blevet en opgave"),
    "assessment.riskanswer": gettext_lazy("Svar i et risikotjek"),
    "candidates.matchingproposal": gettext_lazy("Forslag til match"),
    "mfa.authenticator": gettext_lazy("Ekstra sikkerhed ved log-in"),
    "projects.projectdialogue": gettext_lazy("Samtale i projekt"),
    "projects.agreementtext": gettext_lazy("Aftaletekst"),
    "projects.contributionterms": gettext_lazy("Vilkår"),
    "projects.handoverterms": gettext_lazy("Overdragelsens vilkår"),
    "projects.meetingattendance": gettext_lazy("Mødedeltager"),
    "projects.minutesversion": gettext_lazy("Referat"),
    "projects.projectneed": gettext_lazy("Behov i projektet"),
    "projects.signatory": gettext_lazy("Underskriver"),
    "projects.signature": gettext_lazy("Underskrift"),
}
"""What a row of each room is."""

NOT_SHOWN = frozenset(
    {
        "id",
        "version",
        "created_at",
        "key",
        "cpr_hash",
        "name_position",
        "synthetic",
        "source_key",
        "instrument_digest",
        "start_year",
        # Of files, links and log-ins: what only the program reads.
        "stored_as",
        "sha256",
        "secret_hash",
        "token_hash",
        # What a step rested on or took with it, kept to be compared and undone: shown by the record's own page.
        "facts",
        "takings",
        "before",
        "task_ids",
        "choices",
        "effect",
        "run_id",
        "header",
        "progress",
        "samples",
        "columns",
        # What the kernel was told and answered: shown by the proposal's own page.
        "facts_encrypted",
        "explanation_encrypted",
        "points",
        "position",
        "course",
        "decided_position",
        "decided_course",
    }
)
"""Columns that say nothing to a person: numbers that the program keeps for itself, and what follows from others."""

COLUMNS: Mapping[str, str | Promise] = {
    "accepted_at": gettext_lazy("Taget imod"),
    "accepted_by_id": gettext_lazy("Taget imod af"),
    "active": gettext_lazy("Aktiv"),
    "added_by_id": gettext_lazy("Tilføjet af"),
    "added_on": gettext_lazy("Tilføjet den"),
    "agreement_id": gettext_lazy("Aftale"),
    "answered": gettext_lazy("Et projekt svarer på behovet"),
    "at": gettext_lazy("Tidspunkt"),
    "barrier": gettext_lazy("Barriere"),
    "body_id": gettext_lazy("Hører til"),
    "begun_at": gettext_lazy("Begyndt"),
    "begun_by_id": gettext_lazy("Begyndt af"),
    "by_id": gettext_lazy("Registreret af"),
    "checked_at": gettext_lazy("Gennemgået"),
    "checked_by_id": gettext_lazy("Gennemgået af"),
    "chosen_by_id": gettext_lazy("Valgt af"),
    "closed_at": gettext_lazy("Lukket"),
    "closed_on": gettext_lazy("Lukket den"),
    "complete": gettext_lazy("Har svaret"),
    "commitment_id": gettext_lazy("Tilsagn"),
    "computed": gettext_lazy("Beregnet grad"),
    "company_id": gettext_lazy("Virksomhed"),
    "contact_id": gettext_lazy("Kontaktperson"),
    "council_id": gettext_lazy("Råd"),
    "course_id": gettext_lazy("Kursus"),
    "cpr_encrypted": gettext_lazy("CPR-nummer"),
    "data": gettext_lazy("Nøgle"),
    "decided_at": gettext_lazy("Afgjort"),
    "decided_by_id": gettext_lazy("Afgjort af"),
    "decided_company_id": gettext_lazy("Virksomhed"),
    "current_phase": gettext_lazy("Fase"),
    "dialogue_id": gettext_lazy("Samtale"),
    "done_by_id": gettext_lazy("Udført af"),
    "earlier_id": gettext_lazy("Samtalen, som den, der fik besked, selv havde"),
    "email_encrypted": gettext_lazy("E-mail"),
    "employer_id": gettext_lazy("Arbejdsgiver"),
    "ended_on": gettext_lazy("Afsluttet den"),
    "endorsement_id": gettext_lazy("Blåstempling"),
    "enrolment_id": gettext_lazy("Tilmelding"),
    "enrolled_by_id": gettext_lazy("Tilmeldt af"),
    "enrolled_on": gettext_lazy("Tilmeldt den"),
    "expires_at": gettext_lazy("Udløber"),
    "explained_at": gettext_lazy("Forklaret"),
    "failure": gettext_lazy("Hvorfor gik det ikke?"),
    "finished_at": gettext_lazy("Afsluttet"),
    "given": gettext_lazy("Givet"),
    "indicator": gettext_lazy("Indikator"),
    "invited_by_id": gettext_lazy("Inviteret af"),
    "invitation_id": gettext_lazy("Invitation"),
    "issuer": gettext_lazy("Udbyder af log-in"),
    "issued_by_id": gettext_lazy("Taget i brug af"),
    "job_centre_id": gettext_lazy("Jobcenter"),
    "kind": gettext_lazy("Type"),
    "joined_by_id": gettext_lazy("Sat på ventelisten af"),
    "last_used_at": gettext_lazy("Brugt senest"),
    "lifted_on": gettext_lazy("Ophævet den"),
    "linked_at": gettext_lazy("Forbundet"),
    "made": gettext_lazy("Oprettet ved godkendelsen"),
    "made_at": gettext_lazy("Lavet"),
    "made_by_id": gettext_lazy("Lavet af"),
    "measure": gettext_lazy("Modtræk"),
    "meeting_id": gettext_lazy("Møde"),
    "member_id": gettext_lazy("Medlem"),
    "municipality_id": gettext_lazy("Bopælskommune"),
    "name_encrypted": gettext_lazy("Navn"),
    "need_id": gettext_lazy("Behov"),
    "no_answer": gettext_lazy("Har ikke svaret"),
    "not_reached": gettext_lazy("Mailen kom ikke frem"),
    "noted_by_id": gettext_lazy("Noteret af"),
    "noted_on": gettext_lazy("Noteret den"),
    "number": gettext_lazy("Version"),
    "offer_id": gettext_lazy("Tilbud"),
    "office_id": gettext_lazy("Arbejdsmarkedskontor"),
    "ordered_by_id": gettext_lazy("Importeret af"),
    "opened_at": gettext_lazy("Åbnet"),
    "organisation_id": gettext_lazy("Organisation"),
    "partial": gettext_lazy("Har svaret på noget"),
    "password": gettext_lazy("Adgangskode"),
    "person_id": gettext_lazy("Person"),
    "phone_encrypted": gettext_lazy("Telefon"),
    "population": gettext_lazy("Personer i alt"),
    "presented_by_id": gettext_lazy("Præsenteret af"),
    "project_id": gettext_lazy("Projekt"),
    "project_type": gettext_lazy("Projekttype"),
    "procurement_id": gettext_lazy("Udbud"),
    "proposal_id": gettext_lazy("Forslag"),
    "provider_id": gettext_lazy("Udbyder"),
    "pseudonym": gettext_lazy("Betegnelse"),
    "published_at": gettext_lazy("Offentliggjort"),
    "reason_encrypted": gettext_lazy("Begrundelse"),
    "recorded_by_id": gettext_lazy("Registreret af"),
    "refused": gettext_lazy("Vil ikke svare"),
    "registered_at": gettext_lazy("Registreret"),
    "registered_by_id": gettext_lazy("Registreret af"),
    "reminded_at": gettext_lazy("Påmindet senest"),
    "removed_on": gettext_lazy("Fjernet den"),
    "respondent_type": gettext_lazy("Svargruppe"),
    "screening_id": gettext_lazy("Screening"),
    "screened_by_id": gettext_lazy("Screenet af"),
    "seen_at": gettext_lazy("Set"),
    "spoken_by_id": gettext_lazy("Hvem talte med dem?"),
    "spoken_for_id": gettext_lazy("På vegne af"),
    "sent_at": gettext_lazy("Sendt"),
    "status": gettext_lazy("Status"),
    "subject": gettext_lazy("Hvem er det hos udbyderen?"),
    "submitted_at": gettext_lazy("Afgivet"),
    "submitted_by_id": gettext_lazy("Afgivet af"),
    "task_id": gettext_lazy("Opgave"),
    "template_id": gettext_lazy("Begyndt fra projekt"),
    "texts_erased_at": gettext_lazy("Svar i ord slettet"),
    "told_id": gettext_lazy("Hvem fik besked?"),
    "type": gettext_lazy("Type"),
    "uploaded_at": gettext_lazy("Lagt op"),
    "uploaded_by_id": gettext_lazy("Lagt op af"),
    "used_at": gettext_lazy("Brugt"),
    "user_id": gettext_lazy("Bruger"),
    "withdrawn_at": gettext_lazy("Trukket tilbage"),
    "withdrawn_on": gettext_lazy("Trukket tilbage den"),
    "withdrawn_reason": gettext_lazy("Hvorfor trukket tilbage?"),
    "written_at": gettext_lazy("Skrevet"),
    "written_by_id": gettext_lazy("Skrevet af"),
    "yardstick": gettext_lazy("Målestok"),
}
"""What columns are called whose field has no name for people."""

_VERBS: Mapping[Operation, str | Promise] = {
    Operation.INSERT: gettext_lazy("oprettet"),
    Operation.UPDATE: gettext_lazy("ændret"),
    Operation.DELETE: gettext_lazy("slettet"),
    Operation.FOUND: gettext_lazy("fandtes, da historikken begyndte"),
}
_TITLED: Mapping[str, Mapping[str, str | Promise]] = {
    "indicator": {key: one.title for key, one in INDICATORS.items()},
    "barrier": {key: one.title for key, one in BARRIERS.items()},
    "measure": MEASURE_TITLES,
    "rule": {key: one.title for key, one in RULES.items()},
    "mfa.authenticator.type": FACTORS,
}
"""What stands in a column as a key, by the title that people know it by."""
_CHOICES: Mapping[str, type[models.TextChoices]] = {"actors.affiliation.kind": AffiliationKind}


def what_words(entry: Entry) -> str:
    """ "Opgave nr. 7 ændret"."""
    room = str(ROOMS.get(entry.room, entry.room))
    verb = str(_VERBS[entry.operation])
    if entry.about:
        return _("%(record)s »%(name)s« %(verb)s") % {"record": room, "name": entry.about, "verb": verb}
    return _("%(record)s nr. %(number)s %(verb)s") % {
        "record": room,
        "number": entry.record_id,
        "verb": verb,
    }


def act_words(entry: Entry) -> str:
    """What was done, in the words of the audit record: at most three acts of the same transaction."""
    words = [action_words(code) for code in entry.acts[:3]]
    return ", ".join(words) + (" …" if len(entry.acts) > 3 else "")


def who_words(entry: Entry) -> str:
    if entry.user_name:
        return entry.user_name
    if entry.origin == "site":
        return _("Uden log-in")
    if entry.operation is Operation.FOUND:
        return _("Systemet")
    if entry.origin.startswith("sql "):
        return _("Direkte i databasen (%(account)s)") % {"account": entry.origin.removeprefix("sql ")}
    return entry.origin


def is_shown(entry: Entry, change: FieldChange) -> bool:
    """Whether the change says something: not what links the row to its page, nor what is empty throughout."""
    if change.column in NOT_SHOWN or (change.before in ("", None, []) and change.after in ("", None, [])):
        return False
    if entry.operation is Operation.UPDATE:
        return True
    model = tracked().get(entry.room)
    parent = getattr(getattr(model, "history", None), "parent", "")
    return not parent or change.column != f"{parent}_id"


def column_words(room: str, column: str) -> str:
    field = _field(room, column)
    if field is not None and column != "password":
        own = field.__dict__.get("verbose_name")
        if isinstance(own, Promise):
            return str(own)
    return str(COLUMNS.get(column, column.replace("_", " ")))


def value_words(room: str, column: str, value: Any) -> str:
    """A value as people say it; "" for nothing."""
    if value is None or value == "" or value == []:
        return ""
    if value == SEALED:
        return _("(værdien gemmes ikke i historikken)")
    if isinstance(value, Reference):
        return _reference_words(value)
    if isinstance(value, bool):
        return _("Ja") if value else _("Nej")
    field = _field(room, column)
    if isinstance(value, list):
        base = field.base_field if isinstance(field, ArrayField) else None
        if isinstance(base, DateRangeField):
            return ", ".join(_range(str(item)) for item in value)
        return ", ".join(_choice(base, item) or str(item) for item in value)
    titled = _TITLED.get(f"{room}.{column}" if column == "type" else column, {})
    if isinstance(value, str) and value in titled:
        return str(titled[value])
    return _choice(field, value) or _plain(field, value)


def _reference_words(value: Reference) -> str:
    if value.name:
        return value.name
    return _("%(record)s nr. %(number)s") % {
        "record": str(ROOMS.get(value.room, value.room)),
        "number": value.id,
    }


def _field(room: str, column: str) -> models.Field[Any, Any] | None:
    try:
        model = apps.get_model(room)
        field = model._meta.get_field(column.removesuffix("_id"))
    except (LookupError, FieldDoesNotExist):
        return None
    return field if isinstance(field, models.Field) else None


def _choice(field: models.Field[Any, Any] | None, value: Any) -> str:
    pairs = dict(field.flatchoices) if field is not None and field.choices else {}
    return str(pairs[value]) if value in pairs else ""


def _range(text: str) -> str:
    """Days as PostgreSQL writes a range of them, the day after the last at its end."""
    first, after = (date.fromisoformat(part) for part in text.strip("[)").split(","))
    days = (formats.date_format(day, "SHORT_DATE_FORMAT") for day in (first, after - timedelta(days=1)))
    return " – ".join(days)


def _plain(field: models.Field[Any, Any] | None, value: Any) -> str:
    text = str(value)
    try:
        if isinstance(field, models.DateTimeField):
            moment = timezone.localtime(datetime.fromisoformat(text))
            return formats.date_format(moment, "SHORT_DATETIME_FORMAT")
        if isinstance(field, models.DateField):
            return formats.date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")
    except ValueError:
        return text  # as it was when the column was of another kind
    if isinstance(value, int | float):
        return str(formats.number_format(value, use_l10n=True, force_grouping=True))
    return text
