"""The demonstration with names as long as they get, and which address shows what to whom in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db.models import Count, F, Value
from django.db.models.functions import Concat
from django.test import Client
from django.utils import timezone

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import ApiScope, OrganisationKind
from jobveu.actors.models import (
    Affiliation,
    AgreedTask,
    ApiToken,
    Consent,
    ConsentNotice,
    Contact,
    ContactNotice,
    ContactPause,
    Dialogue,
    MemberInvitation,
    Membership,
    Merge,
    Organisation,
)
from jobveu.actors.operations.api_tokens import make_token
from jobveu.actors.operations.consent_links import make_link
from jobveu.actors.queries import actor_for_user
from jobveu.attachments.enums import OwnerKind
from jobveu.attachments.models import Attachment
from jobveu.attachments.queries import Owner
from jobveu.candidates.enums import EnrolmentStatus, Situation, SkillLevel
from jobveu.candidates.models import (
    Activity,
    Candidacy,
    Enrolment,
    MatchingProposal,
    Outcome,
    Person,
    Position,
    Presentation,
    ProposalPerson,
    Screening,
    WaitingPlace,
)
from jobveu.candidates.operations.candidacies import add_candidates
from jobveu.candidates.operations.persons import register_person
from jobveu.common.cpr import parse_cpr
from jobveu.course_plans.models import CoursePlan, OfferedHold, ProposedHold
from jobveu.delivery.enums import MailKind, MailProblem
from jobveu.delivery.models import OutgoingMail
from jobveu.delivery.operations import queue_mail
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.insight.models import Snapshot, TextTheme
from jobveu.insight.operations import take_snapshot
from jobveu.insight.surveys.queries import closed_round as closed_round_of
from jobveu.insight.surveys.texts import make_theme, read_texts
from jobveu.journeys.calendar import make_address
from jobveu.journeys.demo.loader import load_demo
from jobveu.journeys.merging.operations import ORGANISATION, merge
from jobveu.journeys.waiting import WaitingItem, WaitingKind, waiting_for
from jobveu.legacy.models import ColumnMapping, Import, ImportProblem, Origin
from jobveu.legacy.problems import CODES
from jobveu.privacy.models import RetentionItem, RetentionRun
from jobveu.projects.enums import (
    AgreementKind,
    CriterionKind,
    MeetingKind,
    ProcurementKind,
    ProjectStatus,
    ProjectType,
    Strength,
)
from jobveu.projects.models import (
    Agreement,
    Commitment,
    Criterion,
    Endorsement,
    Invitation,
    Lesson,
    Meeting,
    Need,
    Party,
    PlanVersion,
    Procurement,
    Project,
    ProjectNeed,
    ScreeningTool,
    SteeringSeat,
    Task,
)
from jobveu.projects.operations.screening_tool import Demand, add_criterion
from jobveu.quality.models import Acceptance
from jobveu.reference.management.reports import COMMAND_LINE
from jobveu.reference.models import Council, Office
from jobveu.solving.carrying_out import carry_out
from jobveu.surveys.enums import RespondentType, RoundState
from jobveu.surveys.instruments import STANDARD
from jobveu.surveys.links import secret_of
from jobveu.surveys.models import SurveyInvitation, SurveyRound
from jobveu.surveys.operations.answering import questionnaire
from jobveu.surveys.operations.rounds import RoundFacts, make_round, open_round
from jobveu.surveys.synthetic import NAME as MADE_UP_ROUND
from tests import factories
from tests.insight.surveys.made import made_round
from tests.insight.surveys.stored import store

NOBODY = ""
LONG = " for den midtjyske beskæftigelses- og efteruddannelsesindsats i produktionsvirksomhederne"
LONG_WORD = "Arbejdsmarkedsuddannelseskompetenceudviklingssamarbejdet"
COORDINATOR = "koordinator@demo.example"
OFFICE_MANAGER = "leder@demo.example"
ANALYST = "analytiker@demo.example"
CASEWORKER = "sagsbehandler.randers@demo.example"
ADMINISTRATOR = "administrator@demo.example"
SCHOOL = "erhvervsskole@demo.example"
TWO_STEPS = "to.trin@demo.example"
NEWCOMERS: Mapping[str, tuple[Role, OrganisationKind]] = {
    "ny.virksomhed@demo.example": (Role.COMPANY, OrganisationKind.COMPANY),
    "ny.skole@demo.example": (Role.PROVIDER, OrganisationKind.EDUCATION_PROVIDER),
    "nyt.forbund@demo.example": (Role.SOCIAL_PARTNER, OrganisationKind.TRADE_UNION),
    "ny.sagsbehandler@demo.example": (Role.CASEWORKER, OrganisationKind.JOB_CENTRE),
}
"""Users of organisations that nothing is recorded of: they see the empty states."""

Address = dict[str, Any]


NOTHING_IN_IT = "Nyt projekt uden noget i"


def load_world() -> None:
    """Loads the demonstration, lengthens every name in it, and adds a project and users with nothing;
    once, for all the modules that share the database."""
    if Project.objects.filter(title=NOTHING_IN_IT).exists():
        return
    now = timezone.now()
    load_demo(by=Actor(user_id=None, name="Testmaskinen"), at=now)
    Organisation.objects.update(name=Concat(F("name"), Value(LONG)))
    Project.objects.update(title=Concat(F("title"), Value(LONG)), description="Opdigtet.", published_at=now)
    for model, field in (
        (Course, "title"),
        (OfferedHold, "title"),
        (Task, "title"),
        (Lesson, "title"),
        (Need, "occupation"),
    ):
        model.objects.update(**{field: Concat(F(field), Value(f" {LONG_WORD}"))})
    carry_out(run_id=CoursePlan.objects.get().run_id, at=now)
    office = Organisation.objects.get(pk=_user(COORDINATOR).memberships.get().organisation_id)
    Project.objects.create(
        title=NOTHING_IN_IT,
        type="unemployed",
        council=Project.objects.exclude(council=None).order_by("-start_date")[0].council,
        industry=factories.industry(),
        initiative="company",
        start_date=now.date(),
        description="Opdigtet.",
        published_at=now,
    )
    for email, (role, kind) in NEWCOMERS.items():
        fields: dict[str, Any] = {}
        if kind is OrganisationKind.JOB_CENTRE:
            fields["municipality"] = factories.municipality("0400")
        factories.user(role, factories.organisation(kind, f"Ny {kind.label}", **fields), email, email)
    factories.user(Role.COORDINATOR, office, f"Lukket {LONG_WORD}", "lukket@demo.example")
    User.objects.filter(email="lukket@demo.example").update(is_active=False)
    two_steps = factories.user(Role.COORDINATOR, office, f"To {LONG_WORD}", TWO_STEPS)
    TOTP.activate(two_steps, generate_totp_secret())
    RecoveryCodes.activate(two_steps)
    caseworker = _actor(CASEWORKER)
    person = register_person(
        by=caseworker,
        at=now,
        job_centre_id=_organisation_of(CASEWORKER),
        name=f"Prøve-{LONG_WORD} Af Den Meget Lange Slægt Eksempelsen-Opdigtsen-Påfundsen",
        cpr=parse_cpr("750190-9876"),
        phone="",
        email="",
        situation=Situation.UNEMPLOYED,
        vulnerable=True,
        skill_level=SkillLevel.UNSKILLED,
        municipality_id=None,
    )
    add_candidates(by=caseworker, at=now, project_id=_richest().pk, person_ids=[person])
    for row in (Agreement.objects.order_by("pk")[0], Endorsement.objects.order_by("pk")[0]):
        kind = OwnerKind.AGREEMENT if isinstance(row, Agreement) else OwnerKind.ENDORSEMENT
        owner = Owner(kind, row.pk, row.project_id)
        factories.attachment(owner, _user(COORDINATOR), f"Bilag {LONG_WORD}.txt")
    make_token(
        by=_actor(COORDINATOR),
        at=now,
        membership_id=_user(COORDINATOR).memberships.get().pk,
        name="Fagsystemet i Jobcenter Randers",
        scopes=list(ApiScope),
        expires_on=now.date(),
    )
    Attachment.objects.update(note=Concat(F("note"), Value(LONG)))


def session_of(email: str) -> str:
    """A session's key: somebody who has logged in, and has shown anew who they are for as long as tests run."""
    user = _user(email)
    client = Client()
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time() + 3600, "reauthenticated": True}
    ]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
    session.save()
    return client.cookies["sessionid"].value


def _user(email: str) -> User:
    return User.objects.get(email=email)


def _actor(email: str) -> Actor:
    user = _user(email)
    return actor_for_user(user_id=user.pk, name=user.name, on=date.today())


def _organisation_of(email: str) -> int:
    return Membership.objects.get(user__email=email).organisation_id


def _richest() -> Project:
    """The active project with most candidates of the caseworker's."""
    projects = Project.objects.filter(status="active", candidacies__job_centre=_organisation_of(CASEWORKER))
    return projects.annotate(number=Count("candidacies")).order_by("-number")[0]


# What stands in addresses


def token() -> Address:
    return {"token_id": ApiToken.objects.order_by("pk")[0].pk}


def nothing() -> Address:
    return {}


def project() -> Address:
    return {"project_id": _richest().pk}


def company_project() -> Address:
    """One that the company with a log-in is a party to."""
    rows = Party.objects.filter(organisation=_organisation_of("firma@demo.example"))
    return {"project_id": rows.order_by("pk")[0].project_id}


def new_project() -> Address:
    return {"project_id": Project.objects.get(title="Nyt projekt uden noget i").pk}


def _below(row: Any, name: str, project_id: int | None = None) -> Address:
    return {"project_id": project_id or row.project_id, name: row.pk}


def project_of(find: Callable[[], Address]) -> Callable[[], Address]:
    """The project in which such a record is found."""
    return lambda: {"project_id": find()["project_id"]}


def screening_draft() -> Address:
    """A project with a tool in force and a draft that changes it."""
    project_id = _richest().pk
    if not ScreeningTool.objects.filter(project=project_id, issued_at=None).exists():
        demand = Demand(
            kind=CriterionKind.PROFESSIONAL,
            text=f"Kender {LONG_WORD}",
            strength=Strength.NICE,
            weight=3,
            guidance=f"Spørg efter erfaring{LONG}",
        )
        add_criterion(by=_actor(COORDINATOR), at=timezone.now(), project_id=project_id, demand=demand)
    return {"project_id": project_id}


def screening_version() -> Address:
    tool = ScreeningTool.objects.filter(project=_richest(), issued_at__isnull=False).order_by("number")[0]
    return {"project_id": tool.project_id, "number": tool.number}


def criterion() -> Address:
    address = screening_draft()
    row = Criterion.objects.filter(tool__project_id=address["project_id"]).order_by("-tool__number", "pk")[0]
    return address | {"criterion_key": row.key}


def need() -> Address:
    return {"need_id": ProjectNeed.objects.filter(need__closed_on=None).order_by("pk")[0].need_id}


def tied_need() -> Address:
    row = ProjectNeed.objects.order_by("pk")[0]
    return {"project_id": row.project_id, "need_id": row.need_id}


def offered_hold() -> Address:
    return {"hold_id": OfferedHold.objects.filter(provider=_organisation_of(SCHOOL)).order_by("pk")[0].pk}


def course_plan() -> Address:
    return {"plan_id": CoursePlan.objects.get().pk}


def survey_draft() -> Address:
    return {"round_id": SurveyRound.objects.get(state=RoundState.DRAFT).pk}


def survey_open() -> Address:
    """The pulse of the project that has ended."""
    return {"round_id": SurveyRound.objects.get(project__isnull=False).pk}


def survey_invitation() -> Address:
    """Somebody who is asked in the pulse."""
    open_ = survey_open()
    return open_ | {"invitation_id": SurveyInvitation.objects.filter(round=open_["round_id"]).latest("pk").pk}


def survey_closed() -> Address:
    """The made-up one."""
    return {"round_id": SurveyRound.objects.get(name=MADE_UP_ROUND).pk}


def survey_secret() -> Address:
    """Of somebody who is asked with the standard instrument, which has the most pages."""
    by, name = _actor(COORDINATOR), "Aktørerne, til at svare på"
    made = SurveyRound.objects.filter(name=name).first()
    if made is None:
        draft = SurveyRound.objects.get(pk=survey_draft()["round_id"])
        facts = RoundFacts(
            name=name,
            statuses=[ProjectStatus(each) for each in draft.statuses],
            project_types=list(ProjectType),
            respondent_types=list(RespondentType),
            closes_on=timezone.localdate() + timedelta(days=21),
            anonymous=False,
            office_id=draft.office_id,
        )
        round_id = make_round(by=by, at=timezone.now(), facts=facts, instrument=STANDARD)
        open_round(by=by, at=timezone.now(), round_id=round_id)
        made = SurveyRound.objects.get(pk=round_id)
    link_key = made.invitations.order_by("pk")[0].link_key
    assert link_key is not None
    return {"secret": secret_of(link_key)}


def survey_page() -> Address:
    return survey_secret() | {"page": 1}


def last_survey_page() -> Address:
    found = survey_secret()
    return found | {"page": len(questionnaire(secret=found["secret"]).pages)}


def ended_project() -> Address:
    return {"project_id": SurveyRound.objects.get(pk=survey_open()["round_id"]).project_id}


def hold_of_plan() -> Address:
    return course_plan() | {"hold_id": ProposedHold.objects.order_by("pk")[0].pk}


def party() -> Address:
    return _below(Party.objects.filter(project=_richest())[0], "party_id")


def indicator() -> Address:
    return project() | {"key": "lessons"}


def lesson() -> Address:
    return {"lesson_id": Lesson.objects.order_by("pk")[0].pk}


def _agreements(kind: AgreementKind, **criteria: Any) -> Any:
    rows = Agreement.objects.filter(kind=kind, withdrawn_on=None, **criteria)
    return rows.annotate(versions=Count("texts")).order_by("-versions", "pk")


def partner_agreement() -> Address:
    return _below(_agreements(AgreementKind.PARTNER)[0], "agreement_id")


def agreement_version() -> Address:
    return partner_agreement() | {"number": 1}


def contribution() -> Address:
    return _below(_agreements(AgreementKind.CONTRIBUTION)[0], "agreement_id")


def handover() -> Address:
    return _below(_agreements(AgreementKind.HANDOVER)[0], "agreement_id")


def signatory() -> Address:
    found = _agreements(AgreementKind.PARTNER)[0]
    return _below(found, "agreement_id") | {"organisation_id": found.signatories.all()[0].organisation_id}


def _unsigned() -> tuple[str, WaitingItem]:
    """Somebody for whom an agreement waits to be signed."""
    for email in Membership.objects.filter(user__is_active=True).values_list("user__email", flat=True):
        for item in waiting_for(by=_actor(email), on=date.today()):
            if item.kind is WaitingKind.SIGNATURE:
                return email, item
    raise LookupError("Nothing waits to be signed.")


def unsigned() -> Address:
    _email, item = _unsigned()
    return {"project_id": item.project_id, "agreement_id": item.record_id}


def who_has_not_signed() -> str:
    return _unsigned()[0]


def endorsement() -> Address:
    return _below(Endorsement.objects.order_by("pk")[0], "endorsement_id")


def plan() -> Address:
    """The plan with most versions."""
    rows = PlanVersion.objects.order_by("-number", "pk")
    return {"project_id": rows[0].project_id}


def plan_version() -> Address:
    return plan() | {"number": 1}


def seat() -> Address:
    return _below(SteeringSeat.objects.order_by("pk")[0], "seat_id")


def task() -> Address:
    return _below(Task.objects.filter(project=_richest()).order_by("pk")[0], "task_id")


def meeting() -> Address:
    rows = Meeting.objects.annotate(versions=Count("minutes")).order_by("-versions", "pk")
    return _below(rows[0], "meeting_id")


def meeting_without_minutes() -> Address:
    return _below(Meeting.objects.filter(minutes=None).order_by("pk")[0], "meeting_id")


def commitment() -> Address:
    return _below(Commitment.objects.filter(withdrawn_on=None).order_by("pk")[0], "commitment_id")


def procurement() -> Address:
    rows = Procurement.objects.filter(kind=ProcurementKind.TENDER)
    return _below(rows.annotate(n=Count("invitations__offer")).order_by("-n", "pk")[0], "procurement_id")


def invitation() -> Address:
    rows = Invitation.objects.filter(provider=_organisation_of(SCHOOL)).select_related("procurement")
    return _below(rows.order_by("-pk")[0].procurement, "procurement_id")


def with_files(kind: OwnerKind) -> Callable[[], Address]:
    """A record that files are attached to."""

    def find() -> Address:
        row = _attached(kind)
        ids = {} if kind is OwnerKind.PROJECT else {f"{kind.value}_id": getattr(row, f"{kind.value}_id")}
        if row.offer is not None:
            ids["procurement_id"] = row.offer.invitation.procurement_id
        return {"project_id": row.project_id, **ids}

    return find


def attached(kind: OwnerKind) -> Callable[[], Address]:
    """A file of such a record."""
    return lambda: with_files(kind)() | {"attachment_id": _attached(kind).pk}


def _attached(kind: OwnerKind) -> Attachment:
    rows = Attachment.objects.order_by("pk")
    if kind is OwnerKind.PROJECT:
        return rows.filter(**{other.value: None for other in OwnerKind if other is not kind})[0]
    return rows.filter(**{f"{kind.value}__isnull": False})[0]


def course() -> Address:
    rows = Course.objects.filter(enrolments__candidacy__job_centre=_organisation_of(CASEWORKER))
    return _below(rows.annotate(n=Count("enrolments")).order_by("-n", "pk")[0], "course_id")


def running_course() -> Address:
    """One that somebody has not finished."""
    rows = Enrolment.objects.filter(
        candidacy__in=_own_candidacies(), status__in=(EnrolmentStatus.ENROLLED, EnrolmentStatus.STARTED)
    )
    return _below(rows.exclude(course__status=CourseStatus.CANCELLED).order_by("pk")[0].course, "course_id")


def planned_course() -> Address:
    return _below(Course.objects.filter(status=CourseStatus.PLANNED).order_by("pk")[0], "course_id")


def person() -> Address:
    rows = Person.objects.filter(job_centre=_organisation_of(CASEWORKER))
    return {"person_id": rows.annotate(n=Count("candidacies")).order_by("-n", "pk")[0].pk}


def expired_search() -> Address:
    return {"token": "udloebet"}


def _own_candidacies() -> Any:
    return Candidacy.objects.filter(job_centre=_organisation_of(CASEWORKER), withdrawn_on=None)


def candidacy() -> Address:
    rows = _own_candidacies().annotate(n=Count("outcomes") + Count("enrolments") + Count("follow_ups"))
    return {"candidacy_id": rows.order_by("-n", "pk")[0].pk}


def new_candidacy() -> Address:
    return {"candidacy_id": _own_candidacies().order_by("-pk")[0].pk}


def information_meeting() -> Address:
    row = Activity.objects.filter(candidacy__in=_own_candidacies(), meeting__isnull=False).order_by("pk")[0]
    return {"project_id": row.candidacy.project_id, "meeting_id": row.meeting_id}


def activity() -> Address:
    row = Activity.objects.filter(candidacy__in=_own_candidacies()).order_by("pk")[0]
    return {"candidacy_id": row.candidacy_id, "activity_id": row.pk}


def project_without_criteria() -> Address:
    rows = Party.objects.filter(organisation=_organisation_of(CASEWORKER), project__screening_tools=None)
    return {"project_id": rows.order_by("pk")[0].project_id}


def waiting_place() -> Address:
    """One that is offered: what the page of the candidate shows most of."""
    row = _own_candidacies().order_by("-pk")[0]
    place, _made = WaitingPlace.objects.get_or_create(
        candidacy=row,
        course=Course.objects.filter(project=row.project_id).order_by("pk")[0],
        defaults={
            "state": "offered",
            "joined_on": date.today(),
            "joined_by": _user(CASEWORKER),
            "offered_on": date.today(),
            "answer_by": date.today() + timedelta(days=3),
        },
    )
    return {"candidacy_id": row.pk, "place_id": place.pk}


def presentation() -> Address:
    rows = Presentation.objects.filter(candidacy__in=_own_candidacies(), ended_on=None).order_by("pk")
    return {"candidacy_id": rows[0].candidacy_id, "presentation_id": rows[0].pk}


def position() -> Address:
    row = Position.objects.select_related("commitment").order_by("pk")[0]
    return {"project_id": row.commitment.project_id, "position_id": row.pk}


def proposal() -> Address:
    row = MatchingProposal.objects.order_by("pk")[0]
    return {"project_id": row.project_id, "proposal_id": row.pk}


def placement() -> Address:
    """One that something is proposed for, and nothing decided."""
    rows = ProposalPerson.objects.filter(candidacy__in=_own_candidacies(), points__isnull=False, decision="")
    return {**proposal(), "candidacy_id": rows.order_by("pk")[0].candidacy_id}


def enrolment(*statuses: EnrolmentStatus) -> Callable[[], Address]:
    def found() -> Address:
        rows = Enrolment.objects.filter(candidacy__in=_own_candidacies(), status__in=statuses)
        row = rows.order_by("pk")[0]
        return {"candidacy_id": row.candidacy_id, "enrolment_id": row.pk}

    return found


def outcome() -> Address:
    return candidacy() | {"milestone": "slut"}


def organisation() -> Address:
    return {"organisation_id": Contact.objects.filter(consents__isnull=False)[0].organisation_id}


def affiliation() -> Address:
    row = Affiliation.objects.filter(member__kind=OrganisationKind.COMPANY, valid_to=None).order_by("pk")[0]
    return {"organisation_id": row.member_id, "affiliation_id": row.pk}


def contact() -> Address:
    row = Contact.objects.filter(consents__isnull=False)[0]
    return {"organisation_id": row.organisation_id, "contact_id": row.pk}


def pair() -> Address:
    """The haulier of the demonstration that was registered twice."""
    first, second = Organisation.objects.filter(name__startswith="Tænkt Transport").order_by("pk")
    return {"organisation_id": first.pk, "other_id": second.pk}


def contact_pair() -> Address:
    row = Contact.objects.filter(consents__isnull=False)[0]
    twin, _made = Contact.objects.get_or_create(
        organisation=row.organisation, name=row.name, phone="00 00 00 02", defaults={"job_title": "Vagt"}
    )
    return {"organisation_id": row.organisation_id, "contact_id": row.pk, "other_contact_id": twin.pk}


def contact_pair_organisation() -> Address:
    return {"organisation_id": contact_pair()["organisation_id"]}


def merges() -> Address:
    merged()
    return {}


def merged() -> Address:
    """Two companies that a coordinator has merged."""
    made = Merge.objects.filter(undone_at=None).first()
    if made is not None:
        return {"merge_id": made.pk}
    kept, gone = (factories.organisation(OrganisationKind.COMPANY, f"Dobbelt{LONG}") for _number in range(2))
    user = _user(COORDINATOR)
    by = actor_for_user(user_id=user.pk, name=user.name, on=date.today())
    merge_id = merge(by=by, at=timezone.now(), room=ORGANISATION, kept_id=kept.pk, gone_id=gone.pk)
    return {"merge_id": merge_id}


def consent() -> Address:
    row = Consent.objects.filter(withdrawn_on=None).select_related("contact")[0]
    return {
        "organisation_id": row.contact.organisation_id,
        "contact_id": row.contact_id,
        "consent_id": row.pk,
    }


def pause() -> Address:
    """The company of the office's first conversation asks to be left alone."""
    organisation_id = dialogue()["organisation_id"]
    ContactPause.objects.get_or_create(
        organisation_id=organisation_id,
        lifted_on=None,
        defaults={
            "until": date.today() + timedelta(days=30),
            "reason": "Vi flytter",
            "noted_by": _user(COORDINATOR),
            "noted_on": date.today(),
        },
    )
    return {"organisation_id": organisation_id}


def contact_notice() -> Address:
    own = Dialogue.objects.get(pk=dialogue()["dialogue_id"])
    other = Dialogue.objects.exclude(spoken_by=own.spoken_by).order_by("pk")[0]
    told, _made = ContactNotice.objects.get_or_create(
        dialogue=other, told=own.spoken_by, defaults={"earlier": own}
    )
    return {"notice_id": told.pk}


def calendar_open() -> Address:
    """The page shows its user's secret address where there is one."""
    make_address(by=_actor(COORDINATOR), at=timezone.now())
    return {}


def failed_mail() -> Address:
    mail_id = queue_mail(
        at=timezone.now(),
        kind=MailKind.PASSWORD_LINK,
        recipient=f"{LONG_WORD.lower()}@example.dk",
        language="da",
        subject="Vælg din adgangskode",
        text="Link",
    )
    OutgoingMail.objects.filter(pk=mail_id).update(
        failed_at=timezone.now(), attempts=9, problem=MailProblem.RECIPIENT, smtp_code=550
    )
    return {"mail_id": mail_id}


def agreed_task() -> Address:
    row = Dialogue.objects.get(pk=dialogue()["dialogue_id"])
    task = AgreedTask.objects.create(
        dialogue=row,
        title=f"Send materiale{LONG} til {LONG_WORD}",
        responsible=row.spoken_for,
        user=row.spoken_by,
        due_on=date.today() - timedelta(days=1),
    )
    return {"task_id": task.pk}


def dialogue() -> Address:
    row = Dialogue.objects.filter(spoken_for=_organisation_of(COORDINATOR)).order_by("pk")[0]
    return {"organisation_id": row.organisation_id, "dialogue_id": row.pk}


def user() -> Address:
    return {"user_id": _user(CASEWORKER).pk}


def member_invitation() -> Address:
    """Of the caseworker's job centre, as member() is."""
    row = MemberInvitation.objects.get(organisation=member()["organisation_id"])
    return {"organisation_id": row.organisation_id, "invitation_id": row.pk}


def two_step_user() -> Address:
    return {"user_id": _user(TWO_STEPS).pk}


def retention_run() -> Address:
    row, _made = RetentionRun.objects.get_or_create(
        decision="Direktionens beslutning af 3. marts 2026",
        defaults={"at": timezone.now(), "rules_of": date(2026, 11, 28), "decided_by": _user(ADMINISTRATOR)},
    )
    RetentionItem.objects.get_or_create(run=row, kind="contact", record_id=7)
    return {"run_id": row.pk}


def snapshots() -> Address:
    """There is one, taken by a command."""
    if not Snapshot.objects.exists():
        take_snapshot(by=COMMAND_LINE, at=timezone.now(), name="2026-k4")
    return {}


def closed_round() -> Address:
    """Of the coordinator's office, with answers in words."""
    name = f"Runde{LONG}"
    row = SurveyRound.objects.filter(name=name).first()
    if row is None:
        row = store(
            made_round(3, mean=4),
            name=name,
            office=_office(),
            texts={"text-advice": [LONG, "Begynd tidligere"]},
        )
    return {"round_id": row.pk}


def some_closed_round() -> Address:
    closed_round()
    return {}


def survey_item() -> Address:
    return {**closed_round(), "item": "principle-1"}


def survey_text() -> Address:
    address = closed_round()
    found = closed_round_of(round_id=int(address["round_id"]))
    assert found is not None
    made_by = _actor(COORDINATOR)
    if not TextTheme.objects.filter(round_id=found.id).exists():
        make_theme(by=made_by, at=timezone.now(), found=found, name="Tid til at planlægge")
    text = read_texts(by=made_by, at=timezone.now(), found=found).texts[0]
    return {**address, "text_key": text.key}


def council_and_year() -> Address:
    return {"council_id": Council.objects.filter(office__code="midt-nord", valid_to=None)[0].pk, "year": 2026}


def council() -> Address:
    return {"council_id": council_and_year()["council_id"]}


def element() -> Address:
    return {"element": "principle-1"}


def council_element() -> Address:
    return council() | element()


def kick_off() -> Address:
    meeting = Meeting.objects.filter(project=_richest(), kind=MeetingKind.KICK_OFF).order_by("pk")[0]
    return {"project_id": meeting.project_id, "meeting_id": meeting.pk}


def counter_measure() -> Address:
    return project() | {"barrier": "terms", "measure": "align-terms"}


def project_element() -> Address:
    return project() | element()


def figure() -> Address:
    snapshots()
    return {"figure": "funnel"}


def lapsed_acceptance() -> Address:
    """Of a project of the coordinator's office; nobody has said who took the initiative."""
    row = Project.objects.filter(council__office=_office(), source_key="", status="active").order_by("pk")[0]
    Project.objects.filter(pk=row.pk).update(coordinator_role="")
    Acceptance.objects.get_or_create(
        project=row,
        rule="role-missing",
        defaults={
            "facts": {"coordinator_role": "helmsman"},
            "reason": LONG,
            "accepted_by": _user(COORDINATOR),
            "accepted_at": timezone.now(),
        },
    )
    return {"project_id": row.pk, "rule": "role-missing"}


def project_without_council() -> Address:
    row, _made = Project.objects.get_or_create(
        source_note="Overført fra VIREGO", defaults={"title": f"Uden råd{LONG}", "type": "unemployed"}
    )
    Origin.objects.get_or_create(system="VIREGO", kind="projects", key="1", project=row, office=_office())
    return {"project_id": row.pk}


def _office() -> Office:
    found = Membership.objects.get(user=_user(COORDINATOR)).organisation.office
    assert found is not None
    return found


def column_mapping() -> Address:
    row, _made = ColumnMapping.objects.get_or_create(
        kind="projects",
        name=f"Kontorets {LONG_WORD}",
        defaults={
            "columns": {"old_id": "Nr", "title": LONG_WORD},
            "saved_by": _user(COORDINATOR),
            "saved_at": timezone.now(),
        },
    )
    return {"mapping_id": row.pk}


def a_mapping_was_saved() -> Address:
    column_mapping()
    return {}


def register_import() -> Address:
    """A file with every kind of problem in it."""
    row, made = Import.objects.get_or_create(
        file_name=f"{LONG_WORD}.xlsx",
        defaults={
            "kind": "projects",
            "system": "VIREGO",
            "office": _office(),
            "sheet": "Projekter",
            "size": 1,
            "header": ["Nr", LONG_WORD, "Type"],
            "samples": [["1001", "1002"], [LONG], ["Ledige"]],
            "columns": {"old_id": "Nr", "title": LONG_WORD, "type": "Type"},
            "state": "checked",
            "rows": 12_345,
            "errors": 3,
            "warnings": 1,
            "uploaded_by": _user(COORDINATOR),
            "uploaded_at": timezone.now(),
        },
    )
    if made:
        ImportProblem.objects.bulk_create(
            ImportProblem(
                of_import=row,
                row=number,
                column="title",
                code=code,
                is_error=True,
                value=LONG_WORD,
                detail="12",
            )
            for number, code in enumerate(CODES, start=2)
        )
    return {"import_id": row.pk}


def an_import_was_made() -> Address:
    register_import()
    return {}


def written_record() -> Address:
    """A screening: its text can be corrected."""
    row = Screening.objects.filter(candidacy__job_centre_id=_organisation_of(CASEWORKER))[0]
    return {"candidacy_id": row.candidacy_id, "what": "screening", "record_id": row.pk}


def removable_record() -> Address:
    row = Outcome.objects.filter(candidacy__job_centre_id=_organisation_of(CASEWORKER))[0]
    return {"candidacy_id": row.candidacy_id, "what": "resultat", "record_id": row.pk}


def consent_secret() -> Address:
    row = Contact.objects.get(pk=contact()["contact_id"])
    return {"secret": make_link(by=_actor(COORDINATOR), at=timezone.now(), contact_id=row.pk)}


def consent_notice() -> Address:
    row, _made = ConsentNotice.objects.get_or_create(
        contact_id=contact()["contact_id"],
        told=_user(COORDINATOR),
        defaults={"kind": "survey", "given": False, "at": timezone.now()},
    )
    return {"notice_id": row.pk}


def closed_user() -> Address:
    return {"user_id": _user("lukket@demo.example").pk}


def member() -> Address:
    row = Membership.objects.get(user__email=CASEWORKER)
    return {"organisation_id": row.organisation_id, "membership_id": row.pk}


def membership_organisation() -> Address:
    return {"organisation_id": member()["organisation_id"]}


def reset_key() -> Address:
    """A password link that has been used or is made up."""
    return {"uidb36": "1", "key": "opdigtet"}


@dataclass(frozen=True, slots=True)
class At:
    """How a page is come by: as whom, and with what in its address."""

    who: str | Callable[[], str]
    address: Callable[[], Address] = nothing
    query: str = ""

    @property
    def email(self) -> str:
        return self.who if isinstance(self.who, str) else self.who()
