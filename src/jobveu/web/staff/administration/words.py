"""The audit record's codes in words. Every code that the program records has its words here (a test sees to
it); one that it no longer records is shown as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Choices
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.enums import Role
from jobveu.actors.enums import AffiliationKind, ApiScope, OrganisationKind
from jobveu.assessment.barriers import BARRIERS, MEASURES
from jobveu.assessment.scale import Element, Level
from jobveu.attachments.enums import OwnerKind, ScanResult
from jobveu.candidates.enums import (
    ActivityKind,
    InvitationAnswer,
    Milestone,
    OutcomeKind,
    ScreeningResult,
)
from jobveu.journeys.waiting import WaitingKind
from jobveu.privacy.enums import RETENTION, DataKind, Ground
from jobveu.projects.enums import (
    AgreementKind,
    CommitmentKind,
    EndorsementForm,
    MeetingKind,
    PhaseNumber,
    ProjectStatus,
)
from jobveu.projects.phases import INDICATORS
from jobveu.surveys.enums import AnswerRoute
from jobveu.web.staff.administration.actions import ACTIONS, Words

ACTION_WORDS: Words = {code: words for _subject, group in ACTIONS for code, words in group.items()}

RECORDS: Words = {
    "accounts.user": gettext_lazy("Bruger"),
    "delivery.outgoingmail": gettext_lazy("Mail"),
    "actors.api_token": gettext_lazy("Nøgle til API"),
    "actors.affiliation": gettext_lazy("Tilknytning"),
    "actors.consent": gettext_lazy("Samtykke"),
    "actors.consent_link": gettext_lazy("Link til samtykker"),
    "actors.consent_notice": gettext_lazy("Besked om samtykke"),
    "actors.contact": gettext_lazy("Kontaktperson"),
    "actors.agreedtask": gettext_lazy("Opgave fra samtale"),
    "actors.contact_notice": gettext_lazy("Besked om samtale"),
    "actors.contact_pause": gettext_lazy("Ønske om ikke at blive kontaktet"),
    "actors.dialogue": gettext_lazy("Samtale"),
    "actors.membership": gettext_lazy("Medlemskab"),
    "actors.memberinvitation": gettext_lazy("Invitation af bruger"),
    "actors.primary_contact": gettext_lazy("Primær kontaktperson"),
    "actors.organisation": gettext_lazy("Organisation"),
    "assessment.overruling": gettext_lazy("Grad i en vurdering"),
    "assessment.riskcheck": gettext_lazy("Risikotjek"),
    "attachments.attachment": gettext_lazy("Fil"),
    "candidates.activity": gettext_lazy("Møde eller praktik"),
    "candidates.candidacy": gettext_lazy("Kandidat"),
    "candidates.enrolment": gettext_lazy("Tilmelding"),
    "candidates.follow_up": gettext_lazy("Opfølgning"),
    "candidates.outcome": gettext_lazy("Resultat"),
    "candidates.matching_proposal": gettext_lazy("Forslag til match"),
    "candidates.person": gettext_lazy("Person"),
    "candidates.position": gettext_lazy("Stilling"),
    "candidates.presentation": gettext_lazy("Præsentation"),
    "candidates.proposal_person": gettext_lazy("Kandidat i et forslag"),
    "candidates.screening": gettext_lazy("Screening"),
    "candidates.screening_answer": gettext_lazy("Svar på krav"),
    "candidates.statement": gettext_lazy("Tilkendegivelse"),
    "candidates.waiting_place": gettext_lazy("Plads på venteliste"),
    "privacy.retention_period": gettext_lazy("Slettefrist"),
    "privacy.retention_run": gettext_lazy("Sletning"),
    "education.course": gettext_lazy("Kursus"),
    "insight.snapshot": gettext_lazy("Øjebliksbillede"),
    "course_plans.courseplan": gettext_lazy("Kursusplan"),
    "course_plans.holdcourse": gettext_lazy("Kurset på et hold"),
    "course_plans.offeredhold": gettext_lazy("Udbudt hold"),
    "course_plans.proposedhold": gettext_lazy("Hold i kursusplan"),
    "insight.goal": gettext_lazy("Mål"),
    "surveys.round_texts": gettext_lazy("Svar i ord i en undersøgelse"),
    "insight.labourforcenumber": gettext_lazy("Arbejdsstyrke"),
    "quality.acceptance": gettext_lazy("Accept af afvigelse"),
    "legacy.columnmapping": gettext_lazy("Kobling af kolonner"),
    "legacy.import": gettext_lazy("Import"),
    "projects.agreement": gettext_lazy("Aftale"),
    "projects.commitment": gettext_lazy("Tilsagn"),
    "projects.endorsement": gettext_lazy("Opbakning"),
    "projects.invitation": gettext_lazy("Invitation"),
    "projects.lesson": gettext_lazy("Erfaring"),
    "projects.meeting": gettext_lazy("Møde"),
    "projects.need": gettext_lazy("Behov"),
    "projects.offer": gettext_lazy("Tilbud"),
    "projects.party": gettext_lazy("Part"),
    "projects.planversion": gettext_lazy("Projektplan"),
    "projects.procurement": gettext_lazy("Udbud"),
    "projects.project": gettext_lazy("Projekt"),
    "projects.project_dialogue": gettext_lazy("Samtale i projekt"),
    "projects.criterion": gettext_lazy("Krav"),
    "projects.screeningtool": gettext_lazy("Screeningsværktøj"),
    "projects.setaside": gettext_lazy("Indikator"),
    "projects.steeringseat": gettext_lazy("Sæde i styregruppen"),
    "projects.task": gettext_lazy("Opgave"),
    "surveys.surveyround": gettext_lazy("Undersøgelse"),
    "reference": gettext_lazy("Registre"),
    "reference.industry": gettext_lazy("Brancher"),
    "reference.municipality": gettext_lazy("Kommuner"),
}
"""What kinds of record the audit record tells of."""

DETAILS: Words = {
    "persons": gettext_lazy("Personer"),
    "seed": gettext_lazy("Tal, der giver det samme register igen"),
    "kinds": gettext_lazy("Om"),
    "invitation": gettext_lazy("Invitation nr."),
    "active": gettext_lazy("Aktiv"),
    "administers": gettext_lazy("Administrerer brugerne"),
    "agrees": gettext_lazy("Siger ja til at blive præsenteret"),
    "answer": gettext_lazy("Svar"),
    "asked": gettext_lazy("Spurgt"),
    "attached_to": gettext_lazy("Vedhæftet til"),
    "attached_to_number": gettext_lazy("Vedhæftet til nr."),
    "before": gettext_lazy("Før"),
    "body": gettext_lazy("Hører til"),
    "candidacy": gettext_lazy("Kandidat nr."),
    "chairs": gettext_lazy("Formand"),
    "change_note": gettext_lazy("Hvad er ændret"),
    "changed": gettext_lazy("Rettede felter"),
    "commitment": gettext_lazy("Tilsagn nr."),
    "company": gettext_lazy("Virksomhed"),
    "council_municipalities": gettext_lazy("Kommuner i råd"),
    "councils": gettext_lazy("Råd"),
    "course": gettext_lazy("Kursus nr."),
    "courses": gettext_lazy("Kurser"),
    "criteria": gettext_lazy("Krav"),
    "unread_parts": gettext_lazy("Dele, der ikke kunne læses og er sagt ikke at have CPR-numre"),
    "cpr_like": gettext_lazy("Ligner CPR-numre, men er sagt ikke at være det"),
    "cpr_replaced": gettext_lazy("CPR-nummer udskiftet"),
    "created": gettext_lazy("Nye"),
    "cvr": gettext_lazy("CVR-nummer"),
    "deadline": gettext_lazy("Frist"),
    "dialogue": gettext_lazy("Samtale nr."),
    "digest": gettext_lazy("Kontrolsum"),
    "earlier_reason": gettext_lazy("Begrundelse før"),
    "barrier": gettext_lazy("Barriere"),
    "barriers": gettext_lazy("Barrierer"),
    "measure": gettext_lazy("Modtræk"),
    "element": gettext_lazy("Del af modellen"),
    "level": gettext_lazy("Grad"),
    "computed": gettext_lazy("Beregnet grad"),
    "yardstick": gettext_lazy("Målestok"),
    "expires_on": gettext_lazy("Gælder til og med"),
    "factor": gettext_lazy("Metode"),
    "fields": gettext_lazy("Rettede felter"),
    "file": gettext_lazy("Fil"),
    "first_on": gettext_lazy("Hold, der begynder fra"),
    "form": gettext_lazy("Form"),
    "found": gettext_lazy("Fundet"),
    "from_date": gettext_lazy("Fra"),
    "given_on": gettext_lazy("Givet den"),
    "ground": gettext_lazy("Grundlag"),
    "head_count": gettext_lazy("Antal"),
    "how": gettext_lazy("Søgt på"),
    "industries": gettext_lazy("Brancher"),
    "in_force": gettext_lazy("Trådt i kraft"),
    "indicator": gettext_lazy("Indikator"),
    "instrument": gettext_lazy("Spørgeskema"),
    "job_centre": gettext_lazy("Jobcenter"),
    "job_centres": gettext_lazy("Jobcentre"),
    "joined": gettext_lazy("Blev part i projektet"),
    "kept": gettext_lazy("Anonyme forløb tilbage"),
    "key": gettext_lazy("Nøgle"),
    "kind": gettext_lazy("Type"),
    "last_on": gettext_lazy("Til og med"),
    "last_day": gettext_lazy("Sidste dag"),
    "left": gettext_lazy("Tilbage"),
    "member": gettext_lazy("Medlem"),
    "merged": gettext_lazy("Lagt ind: nr."),
    "milestone": gettext_lazy("Tidspunkt"),
    "mode": gettext_lazy("Valget"),
    "moved": gettext_lazy("Flyttet"),
    "months": gettext_lazy("Måneder"),
    "municipalities": gettext_lazy("Kommuner"),
    "name": gettext_lazy("Navn"),
    "number": gettext_lazy("Version"),
    "offices": gettext_lazy("Arbejdsmarkedskontorer"),
    "on": gettext_lazy("Dato"),
    "organisation": gettext_lazy("Organisation"),
    "other": gettext_lazy("Den anden: nr."),
    "phase": gettext_lazy("Fase"),
    "plan": gettext_lazy("Projektplan"),
    "procurement": gettext_lazy("Udbud nr."),
    "proposal": gettext_lazy("Forslag nr."),
    "provider": gettext_lazy("Udbyder"),
    "reason": gettext_lazy("Begrundelse"),
    "texts": gettext_lazy("Antal svar i ord"),
    "themes": gettext_lazy("Antal temaer"),
    "regions": gettext_lazy("Regioner"),
    "reminded": gettext_lazy("Påmindet"),
    "reported_participants": gettext_lazy("Deltagere i alt"),
    "result": gettext_lazy("Resultat"),
    "rule": gettext_lazy("Regel"),
    "role": gettext_lazy("Rolle"),
    "scopes": gettext_lazy("Adgang til"),
    "scan": gettext_lazy("Virusscanning"),
    "sheets": gettext_lazy("Svar"),
    "route": gettext_lazy("Hvordan blev der svaret?"),
    "shown_by": gettext_lazy("Dokumentation"),
    "signatories": gettext_lazy("Underskrivere"),
    "source": gettext_lazy("Kilde"),
    "starts_at": gettext_lazy("Tidspunkt"),
    "stated_by": gettext_lazy("Oplyst af"),
    "tasks": gettext_lazy("Opgaver"),
    "template": gettext_lazy("Skabelon: projekt nr."),
    "text": gettext_lazy("Tekst"),
    "title": gettext_lazy("Titel"),
    "until": gettext_lazy("Ikke nu før"),
    "updated": gettext_lazy("Ændrede"),
    "user": gettext_lazy("Bruger"),
    "virus": gettext_lazy("Virus"),
    "version": gettext_lazy("Version"),
    "was": gettext_lazy("Var"),
    "was_closed_because": gettext_lazy("Var lukket, fordi"),
    "was_in_force": gettext_lazy("Var i kraft"),
    "council": gettext_lazy("Råd"),
    "participants": gettext_lazy("Deltagere"),
    "projects": gettext_lazy("Projekter"),
    "year": gettext_lazy("År"),
}
"""What is told of an action besides."""

_KINDS: Mapping[str, type[Choices]] = {
    "actors.organisation": OrganisationKind,
    "actors.affiliation": AffiliationKind,
    "projects.agreement": AgreementKind,
    "projects.commitment": CommitmentKind,
    "projects.meeting": MeetingKind,
    "candidates.activity": ActivityKind,
    "candidates.outcome": OutcomeKind,
    "privacy.retention_period": DataKind,
}
_ENUMS: Mapping[str, type[Choices]] = {
    "answer": InvitationAnswer,
    "attached_to": OwnerKind,
    "scan": ScanResult,
    "kinds": WaitingKind,
    "scopes": ApiScope,
    "role": Role,
    "form": EndorsementForm,
    "was": ProjectStatus,
    "phase": PhaseNumber,
    "result": ScreeningResult,
    "milestone": Milestone,
    "ground": Ground,
    "element": Element,
    "level": Level,
    "route": AnswerRoute,
    "computed": Level,
}
FACTORS: Words = {
    "totp": gettext_lazy("Godkendelsesapp"),
    "webauthn": gettext_lazy("Adgangsnøgle"),
}
MEASURE_TITLES: Words = {one.key: one.title for one in MEASURES.values()}
_SEARCHED_BY: Words = {"cpr": gettext_lazy("CPR-nummer"), "name": gettext_lazy("Navn")}
_FIELD_LISTS = frozenset({"changed", "fields"})


def action_words(code: str) -> str:
    return str(ACTION_WORDS.get(code, code))


def record_words(room: str, record_id: int) -> str:
    """ "Kursus nr. 12"; without the number where the entry is about no single record."""
    words = str(RECORDS.get(room, room))
    return _("%(record)s nr. %(number)s") % {"record": words, "number": record_id} if record_id else words


def action_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every action by subject, for a select."""
    return [
        (str(subject), [(code, str(words)) for code, words in group.items()]) for subject, group in ACTIONS
    ]


def detail_label(key: str) -> str:
    return str(DETAILS.get(key, key.replace("_", " ").capitalize()))


def detail_words(room: str, key: str, value: Any) -> str:
    """A detail's value as people say it; "" for nothing."""
    if isinstance(value, list):
        return ", ".join(filter(None, (detail_words(room, key, item) for item in value)))
    if isinstance(value, Mapping):
        return ", ".join(
            f"{detail_label(inner)}: {words}"
            for inner, item in value.items()
            if (words := detail_words(room, inner, item))
        )
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nej")
    if key in _FIELD_LISTS:
        return _field_words(room, str(value))
    if key == "indicator" and value in INDICATORS:
        return str(INDICATORS[value].title)
    if key in ("barrier", "barriers") and value in BARRIERS:
        return str(BARRIERS[value].title)
    if key == "measure" and value in MEASURE_TITLES:
        return str(MEASURE_TITLES[value])
    if key == "factor":
        return str(FACTORS.get(str(value), value))
    if key == "ground" and value == RETENTION:
        return _("Fristen for at gemme oplysningerne er udløbet")
    if key == "how":
        return str(_SEARCHED_BY.get(str(value), value))
    found = _label(_KINDS.get(room) if key == "kind" else _ENUMS.get(key), value)
    return found or _dated(str(value))


def details_in_words(room: str, details: Iterable[Any]) -> list[tuple[str, str]]:
    """Label and value of each detail (jobveu.journeys.event_log.Detail) that says something."""
    shown = (
        (
            detail_label(item.key),
            _named(item.value) if item.is_name else detail_words(room, item.key, item.value),
        )
        for item in sorted(details, key=lambda item: not item.is_name)
    )
    return [(label, words) for label, words in shown if words]


def _named(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _label(choices: type[Choices] | None, value: Any) -> str:
    pairs = [] if choices is None else choices.choices
    return next((str(label) for key, label in pairs if key == value), "")


def _field_words(room: str, name: str) -> str:
    try:
        field = apps.get_model(room)._meta.get_field(name.removesuffix("_id"))
    except (LookupError, ValueError, FieldDoesNotExist):
        return name.replace("_", " ")
    return str(getattr(field, "verbose_name", name))


def _dated(text: str) -> str:
    """Dates and moments the Danish way; any other text as it is."""
    try:
        if len(text) == 10:
            return formats.date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")
        if len(text) >= 19 and text[4:5] == text[7:8] == "-" and text[10:11] == "T":
            moment = datetime.fromisoformat(text)
            return formats.date_format(
                timezone.localtime(moment) if timezone.is_aware(moment) else moment, "SHORT_DATETIME_FORMAT"
            )
    except ValueError:
        return text  # ten characters that are no date: a text like any other
    return text
