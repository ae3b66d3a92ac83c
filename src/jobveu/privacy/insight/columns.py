"""How each table is told to whom it is about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobveu.privacy.insight.value import Columns

_NUMBER = "the system's own number of the row"
_COUNTER = "counts corrections, so that two who correct at once don't overwrite each other"
_SAME = "told by the part it stands in"

PERSON = Columns(
    "candidates.Person",
    {
        "id": _("Nummer i systemet"),
        "name_encrypted": _("Navn"),
        "cpr_encrypted": _("CPR-nummer"),
        "phone_encrypted": _("Telefon"),
        "email_encrypted": _("E-mail"),
        "job_centre": _("Jobcenter"),
        "situation": _("Situation"),
        "vulnerable": _("Udsat ledig"),
        "skill_level": _("Uddannelsesniveau"),
        "municipality": _("Bopælskommune"),
        "driving_licences": _("Kørekort"),
        "danish_level": _("Dansk"),
        "unemployed_since": _("Ledig siden"),
        "certificates": _("Certifikater"),
        "available_from": _("Kan begynde fra"),
        "away": _("Er væk"),
        "travel_limit_km": _("Rejser højst (km)"),
        "travel_limit_minutes": _("Rejser højst (minutter)"),
        "synthetic": _("Opdigtet person i demonstrationen"),
        "registered_by": _("Registreret af"),
        "registered_at": _("Registreret"),
    },
    {
        "key": "binds the encrypted values to the row",
        "cpr_hash": "finds the CPR number that is told",
        "name_position": "the place of the name that is told in an alphabetical list",
        "version": _COUNTER,
    },
)
CANDIDACY = Columns(
    "candidates.Candidacy",
    {
        "id": _("Nummer i systemet"),
        "project": _("Projekt"),
        "pseudonym": _("Betegnelse over for andre"),
        "job_centre": _("Jobcenter"),
        "added_on": _("Tilføjet den"),
        "added_by": _("Tilføjet af"),
        "withdrawn_on": _("Taget ud den"),
        "withdrawn_reason": _("Hvorfor taget ud"),
    },
    {"person": _SAME},
)
SCREENING = Columns(
    "candidates.Screening",
    {
        "candidacy": _("Projekt"),
        "screened_on": _("Dato"),
        "tool": _("Screeningsværktøj"),
        "result": _("Resultat"),
        "reason": _("Begrundelse"),
        "screened_by": _("Screenet af"),
    },
    {"id": _NUMBER},
)
SCREENING_ANSWER = Columns(
    "candidates.ScreeningAnswer",
    {
        "candidacy": _("Projekt"),
        "screening": _("Screenet den"),
        "criterion": _("Krav"),
        "answer": _("Svar"),
        "note": _("Uddybning"),
    },
    {"id": _NUMBER},
)
ACTIVITY = Columns(
    "candidates.Activity",
    {
        "candidacy": _("Projekt"),
        "kind": _("Aktivitet"),
        "timing": _("Hvornår i forløbet"),
        "company": _("Virksomhed"),
        "starts_on": _("Dato"),
        "ends_on": _("Sidste dag"),
        "invited_on": _("Inviteret den"),
        "invited_by": _("Inviteret af"),
        "answer": _("Svar"),
        "answered_on": _("Svaret den"),
        "attendance": _("Fremmøde"),
        "note": _("Bemærkning"),
    },
    {"id": _NUMBER, "version": _COUNTER, "meeting": "told by its day"},
)
COURSE_DAY = Columns(
    "candidates.CourseDay",
    {
        "candidacy": _("Projekt"),
        "enrolment": _("Kursus"),
        "day": _("Dag"),
        "attendance": _("Fremmøde"),
        "recorded_by": _("Registreret af"),
    },
    {"id": _NUMBER},
)
WAITING_PLACE = Columns(
    "candidates.WaitingPlace",
    {
        "candidacy": _("Projekt"),
        "course": _("Kursus"),
        "state": _("Status"),
        "joined_on": _("På ventelisten fra"),
        "joined_by": _("Sat på ventelisten af"),
        "offered_on": _("Tilbudt den"),
        "answer_by": _("Svar senest"),
    },
    {"id": _NUMBER},
)
STATEMENT = Columns(
    "candidates.Statement",
    {
        "candidacy": _("Projekt"),
        "stated_on": _("Dato"),
        "motivation": _("Motivation"),
        "agrees": _("Siger ja til at blive præsenteret for virksomheder"),
        "note": _("Uddybning"),
        "recorded_by": _("Registreret af"),
    },
    {"id": _NUMBER},
)
PRESENTATION = Columns(
    "candidates.Presentation",
    {
        "candidacy": _("Projekt"),
        "company": _("Virksomhed"),
        "presented_on": _("Præsenteret den"),
        "presented_by": _("Præsenteret af"),
        "ended_on": _("Afsluttet den"),
        "note": _("Bemærkning til virksomheden"),
    },
    {"id": _NUMBER},
)
ENROLMENT = Columns(
    "candidates.Enrolment",
    {
        "candidacy": _("Projekt"),
        "course": _("Kursus"),
        "status": _("Status"),
        "enrolled_on": _("Tilmeldt den"),
        "enrolled_by": _("Tilmeldt af"),
        "started_on": _("Første dag"),
        "ended_on": _("Sidste dag"),
        "dropout_reason": _("Årsag til frafald"),
        "dropout_note": _("Uddybning"),
    },
    {"id": _NUMBER, "version": _COUNTER},
)
FOLLOW_UP = Columns(
    "candidates.FollowUp",
    {
        "candidacy": _("Projekt"),
        "held_on": _("Dato"),
        "channel": _("Form"),
        "note": _("Notat"),
        "next_on": _("Næste opfølgning"),
        "by": _("Registreret af"),
        "organisation": _("Organisation"),
    },
    {"id": _NUMBER},
)
OUTCOME = Columns(
    "candidates.Outcome",
    {
        "candidacy": _("Projekt"),
        "milestone": _("Tidspunkt"),
        "kind": _("Resultat"),
        "as_of": _("Opgjort den"),
        "employer": _("Arbejdsgiver i registret"),
        "employer_name": _("Anden arbejdsgiver"),
        "recorded_by": _("Registreret af"),
    },
    {"id": _NUMBER, "version": _COUNTER},
)
WISH = Columns(
    "candidates.Wish",
    {
        "candidacy": _("Projekt"),
        "company": _("Virksomhed"),
        "course": _("Kursus"),
        "level": _("Ønske"),
    },
    {"id": _NUMBER},
)
COMPANY_SCORE = Columns(
    "candidates.CompanyScore",
    {"candidacy": _("Projekt"), "company": _("Virksomhed"), "level": _("Vurdering")},
    {"id": _NUMBER},
)
PROPOSAL = Columns(
    "candidates.ProposalPerson",
    {
        "candidacy": _("Projekt"),
        "proposal": _("Forslag beregnet"),
        "position": _("Foreslået stilling"),
        "course": _("Foreslået kursus"),
        "explanation_encrypted": _("Begrundelse for forslaget"),
        "decision": _("Afgørelse"),
        "decided_position": _("Valgt stilling"),
        "decided_course": _("Valgt kursus"),
        "decided_by": _("Afgjort af"),
        "decided_at": _("Afgjort"),
        "reason_encrypted": _("Begrundelse for afgørelsen"),
    },
    {
        "id": _NUMBER,
        "number": "in which order the calculation was told the candidates",
        "key": "binds the encrypted values to the row",
        "facts_encrypted": "what the calculation was told: the facts that are told elsewhere, as they were then",
        "points": "is told by the reasons",
        "decided_company": "is told by the position",
    },
)
LOOK = Columns(
    "candidates.IdentityView",
    {
        "at": _("Seneste tidspunkt den dag"),
        "user_name": _("Hvem"),
        "organisation_name": _("Organisation"),
        "part": _("Hvad"),
        "purpose": _("Formål"),
    },
    {
        "id": _NUMBER,
        "person": _SAME,
        "user_id": "told by the name",
        "organisation_id": "told by the name",
    },
)
CONTACT = Columns(
    "actors.Contact",
    {
        "id": _("Nummer i systemet"),
        "organisation": _("Organisation"),
        "name": _("Navn"),
        "job_title": _("Stilling"),
        "email": _("E-mail"),
        "phone": _("Telefon"),
        "user": _("Har log-ind som"),
        "active": _("Er kontaktperson"),
        "removed_on": _("Fjernet den"),
    },
    {"version": _COUNTER},
)
CONSENT = Columns(
    "actors.Consent",
    {
        "kind": _("Samtykke til"),
        "given_on": _("Givet den"),
        "withdrawn_on": _("Trukket tilbage den"),
        "shown_by": _("Hvad viser det"),
    },
    {"id": _NUMBER, "contact": _SAME},
)
CONSENT_LINK = Columns(
    "actors.ConsentLink",
    {
        "made_at": _("Lavet"),
        "made_by": _("Lavet af"),
        "used_at": _("Senest brugt"),
    },
    {"id": _NUMBER, "contact": _SAME, "secret_hash": "would be of no use: the secret cannot be read from it"},
)
CONSENT_NOTICE = Columns(
    "actors.ConsentNotice",
    {
        "at": _("Tidspunkt"),
        "kind": _("Samtykke til"),
        "given": _("Givet (ellers trukket tilbage)"),
        "told": _("Besked givet til"),
        "seen_at": _("Set"),
    },
    {"id": _NUMBER, "contact": _SAME},
)
DIALOGUE = Columns(
    "actors.Dialogue",
    {
        "held_on": _("Dato"),
        "spoken_by": _("Talte med"),
        "spoken_for": _("For"),
        "channel": _("Form"),
        "subject": _("Emne"),
        "notes": _("Noter"),
        "agreed": _("Hvad blev aftalt"),
        "reason": _("Begrundelse for at tale med organisationen nu"),
        "created_at": _("Registreret"),
    },
    {"id": _NUMBER, "organisation": _SAME, "contact": _SAME, "version": _COUNTER},
)
SURVEY_INVITATION = Columns(
    "surveys.SurveyInvitation",
    {
        "round": _("Undersøgelse"),
        "project": _("Spurgt om projektet"),
        "projects": _("Antal projekter, kontaktpersonen var med i"),
        "disposition": _("Hvad kom der ud af det"),
        "reminders": _("Påmindelser"),
        "route": _("Hvordan blev der svaret?"),
    },
    {
        "id": _NUMBER,
        "contact": _SAME,
        "stratum": "a group that the contact is counted in, told by the project",
        "mail": "told by what came of it",
        "link_key": "would open the link to whoever reads this",
        "secret_hash": "would be of no use: the secret cannot be read from it",
    },
)
ANSWER_SHEET = Columns(
    "surveys.AnswerSheet",
    {"round": _("Undersøgelse"), "complete": _("Svaret til ende"), "values": _("Svar")},
    {
        "id": _NUMBER,
        "stratum": "a group that the contact is counted in, told by the project",
        "project": "told by the invitation",
        "invitation": _SAME,
    },
)
STEERING_SEAT = Columns(
    "projects.SteeringSeat",
    {
        "project": _("Projekt"),
        "organisation": _("Organisation"),
        "chairs": _("Formand"),
        "since": _("Siden"),
    },
    {"id": _NUMBER, "contact": _SAME, "version": _COUNTER},
)
USER = Columns(
    "accounts.User",
    {
        "id": _("Nummer i systemet"),
        "name": _("Navn"),
        "email": _("E-mail"),
        "is_active": _("Kan logge ind"),
        "closed_on": _("Adgang lukket den"),
        "last_login": _("Sidst logget ind"),
        "created_at": _("Oprettet"),
    },
    {"password": "only a hash, from which it cannot be read", "version": _COUNTER},
)
MEMBERSHIP = Columns(
    "actors.Membership",
    {
        "organisation": _("Organisation"),
        "role": _("Rolle"),
        "valid_from": _("Fra"),
        "valid_to": _("Til og med"),
        "administers": _("Administrerer organisationens brugere"),
    },
    {"id": _NUMBER, "user": _SAME},
)
PRIMARY_CONTACT = Columns(
    "actors.PrimaryContact",
    {"organisation": _("Organisation"), "valid_from": _("Fra"), "valid_to": _("Til og med")},
    {"id": _NUMBER, "user": _SAME},
)

OF_A_PERSON = (
    PERSON,
    CANDIDACY,
    SCREENING,
    SCREENING_ANSWER,
    ACTIVITY,
    STATEMENT,
    COURSE_DAY,
    WAITING_PLACE,
    PRESENTATION,
    ENROLMENT,
    FOLLOW_UP,
    OUTCOME,
    WISH,
    COMPANY_SCORE,
    PROPOSAL,
    LOOK,
)
OF_A_CONTACT = (
    CONTACT,
    CONSENT,
    CONSENT_LINK,
    CONSENT_NOTICE,
    SURVEY_INVITATION,
    ANSWER_SHEET,
    DIALOGUE,
    STEERING_SEAT,
)
OF_A_USER = (USER, MEMBERSHIP, PRIMARY_CONTACT)
