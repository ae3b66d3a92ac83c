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
from jobveu.web.staff.administration.actions import ACTIONS, Words

Words = Mapping[str, str | Promise]

ACTIONS: tuple[tuple[str | Promise, Words], ...] = (
    (
        gettext_lazy("Brugere og adgang"),
        {
            "user.created": gettext_lazy("Bruger oprettet"),
            "user.edited": gettext_lazy("Bruger rettet"),
            "user.link_sent": gettext_lazy("Link til adgangskode sendt"),
            "user.deactivated": gettext_lazy("Brugers adgang lukket"),
            "user.reactivated": gettext_lazy("Brugers adgang åbnet igen"),
            "user.factor_added": gettext_lazy("Totrinsbekræftelse tilføjet"),
            "user.factor_removed": gettext_lazy("Totrinsbekræftelse fjernet"),
            "user.recovery_codes_made": gettext_lazy("Gendannelseskoder lavet"),
            "user.recovery_code_used": gettext_lazy("Gendannelseskode brugt"),
            "user.identity_linked": gettext_lazy("Bruger forbundet med login hos udbyder"),
            "user.identity_unlinked": gettext_lazy("Forbindelse til login hos udbyder fjernet"),
            "user.factors_reset": gettext_lazy("Totrinsbekræftelse nulstillet"),
            "membership.added": gettext_lazy("Medlemskab tilføjet"),
            "membership.administration_given": gettext_lazy("Brugeradministration givet til medlem"),
            "membership.administration_taken": gettext_lazy("Brugeradministration taget fra medlem"),
            "membership.ended": gettext_lazy("Medlemskab afsluttet"),
            "membership.removed": gettext_lazy("Medlemskab fjernet, før det begyndte"),
            "member_invitation.sent": gettext_lazy("Bruger inviteret"),
            "member_invitation.sent_again": gettext_lazy("Invitation af bruger sendt igen"),
            "member_invitation.withdrawn": gettext_lazy("Invitation af bruger trukket tilbage"),
            "member_invitation.accepted": gettext_lazy("Invitation af bruger taget imod"),
        },
    ),
    (
        gettext_lazy("E-mails og påmindelser"),
        {
            "mail.sent_again": gettext_lazy("Mail, der ikke kunne sendes, sat i kø igen"),
            "mail.given_up": gettext_lazy("Mail, der ikke kunne sendes, opgivet"),
            "reminders.chosen": gettext_lazy("Påmindelser på mail valgt"),
            "calendar.opened": gettext_lazy("Hemmelig kalenderadresse lavet"),
            "calendar.closed": gettext_lazy("Hemmelig kalenderadresse slettet"),
        },
    ),
    (
        gettext_lazy("Organisationer"),
        {
            "organisation.created": gettext_lazy("Organisation oprettet"),
            "organisation.edited": gettext_lazy("Organisation rettet"),
            "organisation.merged": gettext_lazy("Organisation lagt sammen med en anden"),
            "organisation.merge_undone": gettext_lazy("Sammenlægning af organisationer fortrudt"),
            "contact.merged": gettext_lazy("Kontaktperson lagt sammen med en anden"),
            "contact.merge_undone": gettext_lazy("Sammenlægning af kontaktpersoner fortrudt"),
            "duplicate.dismissed": gettext_lazy("Noteret, at to ikke er den samme"),
            "affiliation.added": gettext_lazy("Tilknytning tilføjet"),
            "affiliation.ended": gettext_lazy("Tilknytning afsluttet"),
            "contact.created": gettext_lazy("Kontaktperson tilføjet"),
            "contact.edited": gettext_lazy("Kontaktperson rettet"),
            "contact.removed": gettext_lazy("Kontaktperson fjernet"),
            "consent.given": gettext_lazy("Samtykke registreret"),
            "consent.withdrawn": gettext_lazy("Samtykke trukket tilbage"),
            "dialogue.recorded": gettext_lazy("Samtale registreret"),
            "dialogue.edited": gettext_lazy("Samtale rettet"),
            "primary_contact.chosen": gettext_lazy("Primær kontaktperson valgt"),
            "primary_contact.ended": gettext_lazy("Primær kontaktperson fjernet"),
            "contact_pause.noted": gettext_lazy("Ønske om ikke at blive kontaktet noteret"),
            "contact_pause.lifted": gettext_lazy("Ønske om ikke at blive kontaktet ophævet"),
            "contact_notice.seen": gettext_lazy("Besked om en andens samtale set"),
            "dialogue.tied": gettext_lazy("Samtale knyttet til projekt"),
            "agreed_task.added": gettext_lazy("Opgave fra samtale tilføjet"),
            "agreed_task.changed": gettext_lazy("Opgave fra samtale rettet"),
            "agreed_task.finished": gettext_lazy("Opgave fra samtale udført"),
            "agreed_task.reopened": gettext_lazy("Opgave fra samtale åbnet igen"),
            "agreed_task.deleted": gettext_lazy("Opgave fra samtale slettet"),
        },
    ),
    (
        gettext_lazy("Projekter"),
        {
            "project.created": gettext_lazy("Projekt oprettet"),
            "project.filled_from_template": gettext_lazy("Projekt udfyldt fra skabelon"),
            "project.edited": gettext_lazy("Projekt rettet"),
            "project.completed": gettext_lazy("Projekt gennemført"),
            "project.cancelled": gettext_lazy("Projekt opgivet"),
            "project.reopened": gettext_lazy("Projekt genåbnet"),
            "project.published": gettext_lazy("Projekt offentliggjort"),
            "project.withdrawn": gettext_lazy("Projekt fjernet fra offentligheden"),
            "case.recorded": gettext_lazy("Case fra en publikation registreret"),
            "indicator.set_aside": gettext_lazy("Indikator sat til side"),
            "indicator.resumed": gettext_lazy("Indikator taget i brug igen"),
            "party.added": gettext_lazy("Part tilføjet"),
            "party.edited": gettext_lazy("Part rettet"),
            "party.removed": gettext_lazy("Part fjernet"),
            "lesson.recorded": gettext_lazy("Erfaring skrevet"),
            "lesson.edited": gettext_lazy("Erfaring rettet"),
            "lesson.removed": gettext_lazy("Erfaring fjernet"),
        },
    ),
    (
        gettext_lazy("Behov"),
        {
            "need.recorded": gettext_lazy("Behov registreret"),
            "need.edited": gettext_lazy("Behov rettet"),
            "need.closed": gettext_lazy("Behov lukket"),
            "need.reopened": gettext_lazy("Behov genåbnet"),
            "need.tied": gettext_lazy("Behov knyttet til projekt"),
            "need.untied": gettext_lazy("Behov løsnet fra projekt"),
        },
    ),
    (
        gettext_lazy("Kursusplanlægning"),
        {
            "offered_hold.offered": gettext_lazy("Hold udbudt"),
            "offered_hold.edited": gettext_lazy("Udbudt hold rettet"),
            "offered_hold.withdrawn": gettext_lazy("Udbudt hold trukket tilbage"),
            "course_plan.ordered": gettext_lazy("Kursusplan bestilt"),
            "course_plan.stopped": gettext_lazy("Beregning af kursusplan stoppet"),
            "course_plan.replayed": gettext_lazy("Kursusplan beregnet igen"),
            "course_plan.hold_accepted": gettext_lazy("Hold i kursusplan godkendt"),
            "course_plan.hold_rejected": gettext_lazy("Hold i kursusplan afvist"),
        },
    ),
    (
        gettext_lazy("Aftaler og blåstempling"),
        {
            "agreement.created": gettext_lazy("Aftale skrevet"),
            "agreement.revised": gettext_lazy("Aftale ændret"),
            "agreement.signed": gettext_lazy("Aftale underskrevet"),
            "agreement.withdrawn": gettext_lazy("Aftale trukket tilbage"),
            "agreement.signatory_added": gettext_lazy("Underskriver tilføjet"),
            "agreement.signatory_removed": gettext_lazy("Underskriver fjernet"),
            "handover.proposed": gettext_lazy("Overdragelse foreslået"),
            "handover.in_force": gettext_lazy("Overdragelse trådt i kraft"),
            "handover.ended": gettext_lazy("Overdragelse afsluttet"),
            "endorsement.recorded": gettext_lazy("Blåstempling registreret"),
            "endorsement.removed": gettext_lazy("Blåstempling fjernet"),
            "commitment.given": gettext_lazy("Tilsagn givet"),
            "commitment.edited": gettext_lazy("Tilsagn rettet"),
            "commitment.withdrawn": gettext_lazy("Tilsagn trukket tilbage"),
        },
    ),
    (
        gettext_lazy("Plan og møder"),
        {
            "plan.saved": gettext_lazy("Projektplan gemt"),
            "task.added": gettext_lazy("Opgave tilføjet"),
            "task.changed": gettext_lazy("Opgave rettet"),
            "task.finished": gettext_lazy("Opgave udført"),
            "task.reopened": gettext_lazy("Opgave genåbnet"),
            "task.deleted": gettext_lazy("Opgave slettet"),
            "steering_seat.added": gettext_lazy("Sæde i styregruppen tilføjet"),
            "steering_seat.changed": gettext_lazy("Sæde i styregruppen rettet"),
            "steering_seat.removed": gettext_lazy("Sæde i styregruppen fjernet"),
            "screening_tool.issued": gettext_lazy("Screeningsværktøj taget i brug"),
            "screening_tool.draft_discarded": gettext_lazy("Kladde til screeningsværktøj slettet"),
            "screening_tool.criteria_taken_over": gettext_lazy("Krav hentet fra et tidligere projekt"),
            "criterion.added": gettext_lazy("Krav tilføjet"),
            "criterion.changed": gettext_lazy("Krav rettet"),
            "criterion.removed": gettext_lazy("Krav fjernet"),
            "meeting.called": gettext_lazy("Møde indkaldt"),
            "meeting.changed": gettext_lazy("Møde rettet"),
            "meeting.deleted": gettext_lazy("Møde slettet"),
            "minutes.written": gettext_lazy("Referat skrevet"),
        },
    ),
    (
        gettext_lazy("Udbud og kurser"),
        {
            "tender.opened": gettext_lazy("Udbud sendt ud"),
            "tender.cancelled": gettext_lazy("Udbud annulleret"),
            "procurement.edited": gettext_lazy("Udbud rettet"),
            "provider.invited": gettext_lazy("Udbyder inviteret"),
            "provider.chosen": gettext_lazy("Udbyder valgt"),
            "invitation.declined": gettext_lazy("Invitation afslået"),
            "offer.submitted": gettext_lazy("Tilbud givet"),
            "offer.changed": gettext_lazy("Tilbud ændret"),
            "course.created": gettext_lazy("Kursus oprettet"),
            "course.edited": gettext_lazy("Kursus rettet"),
            "course.held": gettext_lazy("Kursus meldt afholdt"),
            "course.cancelled": gettext_lazy("Kursus aflyst"),
        },
    ),
    (
        gettext_lazy("API"),
        {
            "api_token.made": gettext_lazy("Nøgle til API lavet"),
            "api_token.revoked": gettext_lazy("Nøgle til API lukket"),
            "api_token.used": gettext_lazy("Nøgle til API brugt første gang den dag"),
        },
    ),
    (
        gettext_lazy("Filer"),
        {
            "attachment.added": gettext_lazy("Fil vedhæftet"),
            "attachment.removed": gettext_lazy("Fil fjernet"),
            "attachment.infected": gettext_lazy("Virus fundet i fil, som ikke blev vedhæftet"),
        },
    ),
    (
        gettext_lazy("Personer"),
        {
            "person.registered": gettext_lazy("Person registreret"),
            "person.edited": gettext_lazy("Person rettet"),
            "person.facts_recorded": gettext_lazy("Formelle oplysninger rettet"),
            "looks.exported": gettext_lazy("Opslag i personers identitet hentet som fil"),
            "person.searched": gettext_lazy("Søgning efter person"),
            "candidacy.added": gettext_lazy("Kandidat tilføjet"),
            "candidacy.withdrawn": gettext_lazy("Kandidat taget ud af projektet"),
            "candidacy.reinstated": gettext_lazy("Kandidat tilføjet igen"),
            "screening.recorded": gettext_lazy("Screening registreret"),
            "waiting_place.joined": gettext_lazy("Kandidat sat på venteliste"),
            "waiting_place.left": gettext_lazy("Kandidat taget af venteliste"),
            "waiting_place.offered": gettext_lazy("Plads på kursus tilbudt fra venteliste"),
            "waiting_place.accepted": gettext_lazy("Tilbudt plads på kursus taget imod"),
            "waiting_place.expired": gettext_lazy("Tilbud om plads på kursus udløbet"),
            "course_day.recorded": gettext_lazy("Fremmøde på kursus registreret"),
            "activity.invited": gettext_lazy("Kandidat inviteret"),
            "activity.answered": gettext_lazy("Svar eller fremmøde registreret"),
            "statement.recorded": gettext_lazy("Kandidats tilkendegivelse registreret"),
            "presentation.recorded": gettext_lazy("Kandidat præsenteret for virksomhed"),
            "presentation.ended": gettext_lazy("Præsentation for virksomhed afsluttet"),
            "enrolment.recorded": gettext_lazy("Kandidat tilmeldt kursus"),
            "enrolment.removed": gettext_lazy("Tilmelding fjernet"),
            "enrolment.started": gettext_lazy("Kandidat begyndt på kursus"),
            "enrolment.completed": gettext_lazy("Kandidat har gennemført kursus"),
            "enrolment.dropped_out": gettext_lazy("Faldet fra kursus"),
            "enrolment.undone": gettext_lazy("Status på kursus taget tilbage"),
            "follow_up.recorded": gettext_lazy("Opfølgning registreret"),
            "outcome.recorded": gettext_lazy("Resultat registreret"),
            "outcome.edited": gettext_lazy("Resultat rettet"),
        },
    ),
    (
        gettext_lazy("Databeskyttelse"),
        {
            "person.erased": gettext_lazy("Person slettet"),
            "contact.erased": gettext_lazy("Kontaktperson slettet"),
            "user.anonymised": gettext_lazy("Bruger gjort anonym"),
            "contact.insight": gettext_lazy("Alt om en kontaktperson vist"),
            "contact.insight_file": gettext_lazy("Alt om en kontaktperson hentet som fil"),
            "user.insight_file": gettext_lazy("Egne oplysninger hentet som fil"),
            "consent_link.made": gettext_lazy("Personligt link til samtykker lavet"),
            "consent_link.sent": gettext_lazy("Personligt link til samtykker sendt"),
            "consent.given_by_contact": gettext_lazy("Samtykke givet af kontaktpersonen selv"),
            "consent.withdrawn_by_contact": gettext_lazy("Samtykke trukket tilbage af kontaktpersonen selv"),
            "consent_notice.seen": gettext_lazy("Besked om ændret samtykke set"),
            "retention.period_decided": gettext_lazy("Slettefrist fastsat"),
            "retention.run": gettext_lazy("Sletning efter fristerne"),
            "screening.corrected": gettext_lazy("Screening rettet"),
            "screening_answer.corrected": gettext_lazy("Uddybning af svar på krav rettet"),
            "activity.corrected": gettext_lazy("Bemærkning til invitation rettet"),
            "activity.removed": gettext_lazy("Invitation af kandidat fjernet"),
            "statement.corrected": gettext_lazy("Tilkendegivelse rettet"),
            "statement.removed": gettext_lazy("Tilkendegivelse fjernet"),
            "presentation.corrected": gettext_lazy("Bemærkning til virksomhed rettet"),
            "follow_up.corrected": gettext_lazy("Opfølgning rettet"),
            "follow_up.removed": gettext_lazy("Opfølgning fjernet"),
            "outcome.removed": gettext_lazy("Resultat fjernet"),
        },
    ),
    (
        gettext_lazy("Tal"),
        {
            "snapshot.taken": gettext_lazy("Øjebliksbillede taget"),
            "goal.set": gettext_lazy("Mål sat for råd"),
        },
    ),
    (
        gettext_lazy("Registre"),
        {
            "reference.loaded": gettext_lazy("Medfølgende registre indlæst"),
            "programme.loaded": gettext_lazy("Opdigtet register indlæst"),
            "industries.imported": gettext_lazy("Brancher (DB07) indlæst"),
            "municipalities.imported": gettext_lazy("Kommuner indlæst"),
        },
    ),
)
"""What can be done, by subject: the words of every action code."""

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
    "course_plans.offeredhold": gettext_lazy("Udbudt hold"),
    "course_plans.proposedhold": gettext_lazy("Hold i kursusplan"),
    "insight.goal": gettext_lazy("Mål"),
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
    "reference": gettext_lazy("Registre"),
    "reference.industry": gettext_lazy("Brancher"),
    "reference.municipality": gettext_lazy("Kommuner"),
}
"""What kinds of record the audit record tells of."""

DETAILS: Words = {
    "persons": gettext_lazy("Personer"),
    "seed": gettext_lazy("Tal, der giver det samme register igen"),
    "kinds": gettext_lazy("Om"),
    "active": gettext_lazy("Aktiv"),
    "administers": gettext_lazy("Administrerer brugerne"),
    "agrees": gettext_lazy("Siger ja til at blive præsenteret"),
    "answer": gettext_lazy("Svar"),
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
    "cpr_like": gettext_lazy("Ligner CPR-numre, men er sagt ikke at være det"),
    "cpr_replaced": gettext_lazy("CPR-nummer udskiftet"),
    "created": gettext_lazy("Nye"),
    "cvr": gettext_lazy("CVR-nummer"),
    "deadline": gettext_lazy("Frist"),
    "dialogue": gettext_lazy("Samtale nr."),
    "digest": gettext_lazy("Kontrolsum"),
    "earlier_reason": gettext_lazy("Begrundelse før"),
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
    "regions": gettext_lazy("Regioner"),
    "reported_participants": gettext_lazy("Deltagere i alt"),
    "result": gettext_lazy("Resultat"),
    "role": gettext_lazy("Rolle"),
    "scopes": gettext_lazy("Adgang til"),
    "scan": gettext_lazy("Virusscanning"),
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
}
FACTORS: Words = {
    "totp": gettext_lazy("Godkendelsesapp"),
    "webauthn": gettext_lazy("Adgangsnøgle"),
}
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
