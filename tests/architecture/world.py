"""Two complete sets of records: one that belongs to the people who visit, and one that belongs to others."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from jobveu.accounts.enums import Role
from jobveu.actors.enums import AffiliationKind, ApiScope, OrganisationKind
from jobveu.actors.models import (
    Affiliation,
    AgreedTask,
    Consent,
    ConsentNotice,
    Contact,
    ContactNotice,
    ContactPause,
    Dialogue,
    Membership,
    Merge,
)
from jobveu.actors.operations.api_tokens import make_token
from jobveu.actors.operations.consent_links import make_link
from jobveu.actors.operations.invitations import invite
from jobveu.attachments.enums import OwnerKind
from jobveu.attachments.queries import Owner
from jobveu.course_plans.models import CoursePlan, OfferedHold, ProposedHold
from jobveu.course_plans.operations.plans import order_plan
from jobveu.delivery.enums import MailKind
from jobveu.delivery.models import OutgoingMail
from jobveu.delivery.operations import queue_mail
from jobveu.education.models import Course
from jobveu.insight.surveys.queries import closed_round
from jobveu.insight.surveys.texts import read_texts
from jobveu.journeys.calendar import make_address
from jobveu.legacy.models import ColumnMapping, Import
from jobveu.privacy.models import RetentionRun
from jobveu.projects import models
from jobveu.projects.enums import AgreementKind, ProjectStatus, ProjectType
from jobveu.solving.carrying_out import carry_out
from jobveu.surveys.enums import RespondentType
from jobveu.surveys.instruments import STANDARD
from jobveu.surveys.links import secret_of
from jobveu.surveys.models import SurveyInvitation
from jobveu.surveys.operations.rounds import RoundFacts, make_round, open_round
from tests import factories
from tests.architecture.side import Side
from tests.architecture.world_of_candidates import fill_candidates
from tests.insight.surveys.made import of_one_type
from tests.insight.surveys.stored import store

NOW, TODAY = factories.NOW, factories.TODAY
INDICATOR = "letters-of-intent"


def make_side(office_code: str, municipality_code: str) -> Side:
    kinds = OrganisationKind
    office = factories.office(office_code)
    a_council = factories.council(office_code=office_code)
    council = factories.organisation(kinds.REGIONAL_COUNCIL, council=a_council)
    job_centre = factories.organisation(
        kinds.JOB_CENTRE, municipality=factories.municipality(municipality_code)
    )
    provider = factories.organisation(kinds.EDUCATION_PROVIDER)
    company = factories.organisation(kinds.COMPANY)
    partner = factories.organisation(kinds.EMPLOYER_ASSOCIATION)
    agency = factories.organisation(kinds.NATIONAL_AGENCY)
    users = {
        role: factories.user(role, of)
        for role, of in (
            (Role.NATIONAL_ANALYST, agency),
            (Role.COORDINATOR, office),
            (Role.OFFICE_MANAGER, office),
            (Role.COUNCIL_MEMBER, council),
            (Role.CASEWORKER, job_centre),
            (Role.COMPANY_CONSULTANT, job_centre),
            (Role.PROVIDER, provider),
            (Role.COMPANY, company),
            (Role.SOCIAL_PARTNER, partner),
            (Role.ADMINISTRATOR, agency),
        )
    }
    Membership.objects.filter(organisation=provider).update(administers=True)
    secret = make_address(by=factories.actor(users[Role.COORDINATOR]), at=NOW)
    mail_id = queue_mail(
        at=NOW,
        kind=MailKind.ACCOUNT_NOTICE,
        recipient="alma@example.dk",
        language="da",
        subject="S",
        text="T",
    )
    OutgoingMail.objects.filter(pk=mail_id).update(failed_at=NOW)
    side = Side(
        office,
        council,
        job_centre,
        provider,
        company,
        partner,
        users,
        {"mail_id": mail_id, "calendar_secret": secret},
    )
    _fill_actors(side)
    _fill_privacy(side)
    side.ids |= {"council_id": a_council.pk}
    _fill_imports(side)
    _fill_surveys(side)
    _fill_project(side, a_council)
    _fill_course_plans(side)
    _fill_rounds(side)
    _fill_agreements(side)
    fill_candidates(side)
    for kind in OwnerKind:
        owner = Owner(kind, side.ids[f"{kind.value}_id"], side.ids["project_id"])
        side.ids[f"{kind.value}_attachment_id"] = factories.attachment(owner, side.users[Role.COORDINATOR])
    return side


def _fill_actors(side: Side) -> None:
    association = factories.organisation(OrganisationKind.EMPLOYER_ASSOCIATION)
    contact = Contact.objects.create(organisation=side.company, name="Kontakt", email="kontakt@example.dk")
    coordinator = side.users[Role.COORDINATOR]
    talk = {"organisation": side.company, "held_on": TODAY, "channel": "phone", "subject": "Behov"}
    own = Dialogue.objects.create(spoken_by=coordinator, spoken_for=side.office, **talk)
    others = Dialogue.objects.create(
        spoken_by=side.users[Role.CASEWORKER], spoken_for=side.job_centre, **talk
    )
    ContactPause.objects.create(
        organisation=side.company,
        until=date(2199, 1, 1),
        reason="Ombygning",
        noted_by=coordinator,
        noted_on=TODAY - timedelta(days=1),
    )
    side.ids |= {
        "other_id": factories.organisation(OrganisationKind.COMPANY).pk,
        "other_contact_id": Contact.objects.create(organisation=side.company, name="Kontakt", phone="1").pk,
        "merge_id": Merge.objects.create(
            room="actors.organisation",
            kept_id=side.company.pk,
            gone_id=10_000_000 + side.company.pk,
            organisation_id=side.company.pk,
            by_name="Nogen",
            at=NOW,
        ).pk,
        "notice_id": ContactNotice.objects.create(dialogue=others, earlier=own, told=coordinator).pk,
        "organisation_id": side.company.pk,
        "affiliation_id": Affiliation.objects.create(
            kind=AffiliationKind.ASSOCIATION_MEMBER, member=side.company, body=association, valid_from=TODAY
        ).pk,
        "contact_id": contact.pk,
        "consent_id": Consent.objects.create(
            contact=contact, kind="survey", given_on=TODAY, shown_by="Mail"
        ).pk,
        "dialogue_id": Dialogue.objects.create(
            organisation=side.company,
            spoken_by=coordinator,
            spoken_for=side.office,
            held_on=TODAY,
            channel="phone",
            subject="Behov",
        ).pk,
        "agreed_task_id": AgreedTask.objects.create(
            dialogue=own, title="Send materiale", responsible=side.office, due_on=TODAY
        ).pk,
        "user_id": side.users[Role.PROVIDER].pk,
        "token_id": make_token(
            by=factories.actor(coordinator),
            at=NOW,
            membership_id=Membership.objects.get(user=coordinator).pk,
            name="Fagsystem",
            scopes=[ApiScope.PROJECTS_READ],
            expires_on=TODAY,
        ).id,
        "provider_id": side.provider.pk,
        "membership_id": Membership.objects.get(user=side.users[Role.PROVIDER]).pk,
        "member_invitation_id": invite(
            by=factories.actor(side.users[Role.PROVIDER]),
            at=NOW,
            organisation_id=side.provider.pk,
            name="Ny Bruger",
            email="ny@example.dk",
            role=Role.PROVIDER,
        ).invitation_id,
    }


def _fill_privacy(side: Side) -> None:
    administrator = side.users[Role.ADMINISTRATOR]
    run = RetentionRun.objects.create(at=NOW, decided_by=administrator, decision="Nr. 1", rules_of=TODAY)
    side.ids |= {
        "run_id": run.pk,
        "kind": "contact",
        "figure": "funnel",
        "figure_format": "csv",
        "year": 2026,
    }
    side.ids["secret"] = make_link(
        by=factories.actor(administrator), at=NOW, contact_id=side.ids["contact_id"]
    )
    side.ids["consent_notice_id"] = ConsentNotice.objects.create(
        contact_id=side.ids["contact_id"],
        kind="survey",
        given=False,
        at=NOW,
        told=side.users[Role.COORDINATOR],
    ).pk


def _fill_surveys(side: Side) -> None:
    row = store(
        of_one_type({ProjectType.BOTH: [5] * 6}, "principle-1"),
        name=f"Runde for {side.office.name}",
        office=side.office.office,
        texts={"text-advice": ["Begynd tidligere"]},
    )
    found = closed_round(round_id=row.pk)
    assert found is not None
    texts = read_texts(by=factories.actor(side.users[Role.COORDINATOR]), at=NOW, found=found).texts
    side.ids |= {
        "closed_round_id": row.pk,
        "survey_item": "principle-1",
        "division": "respondent",
        "text_key": texts[0].key,
    }


def _fill_imports(side: Side) -> None:
    coordinator = side.users[Role.COORDINATOR]
    row = Import.objects.create(
        kind="projects",
        system="VIREGO",
        office=side.office.office,
        file_name="register.csv",
        size=1,
        header=["Nr", "Titel", "Type"],
        state="checked",
        uploaded_by=coordinator,
        uploaded_at=NOW,
    )
    mapping = ColumnMapping.objects.create(
        kind="projects", name=f"Kobling {row.pk}", saved_by=coordinator, saved_at=NOW
    )
    side.ids |= {"import_id": row.pk, "mapping_id": mapping.pk, "rule": "role-missing"}


def _fill_project(side: Side, council: Any) -> None:
    coordinator = side.users[Role.COORDINATOR]
    project = factories.project(
        side.job_centre,
        side.provider,
        side.company,
        side.partner,
        council=council,
        type=ProjectType.UNEMPLOYED,
        coordinator=coordinator,
        published_at=NOW,
    )
    need = models.Need.objects.create(
        organisation=side.company,
        stated_by=side.company,
        occupation="Tjener",
        head_count=3,
        competences="Servering",
        municipality=side.job_centre.municipality,
        needed_by=date(2027, 3, 1),
        stated_on=TODAY,
    )
    models.ProjectNeed.objects.create(project=project, need=need)
    models.SetAside.objects.create(
        project=project, indicator=INDICATOR, reason="Ikke relevant", by=coordinator, at=NOW
    )
    procurement = models.Procurement.objects.create(
        project=project, kind="tender", subject="Kursus", opened_on=TODAY, deadline=date(2027, 1, 1)
    )
    invitation = models.Invitation.objects.create(
        procurement=procurement, provider=side.provider, invited_on=TODAY
    )
    offer = models.Offer.objects.create(
        invitation=invitation,
        description="Kurser",
        price=1000,
        earliest_start=date(2027, 2, 1),
        min_participants=1,
        max_participants=10,
        merit_giving=True,
        submitted_at=NOW,
        submitted_by=side.users[Role.PROVIDER],
    )
    criterion = _fill_screening_tool(project, coordinator)
    meeting = models.Meeting.objects.create(project=project, kind="kick_off", starts_at=NOW)
    for number in (1, 2):
        models.MinutesVersion.objects.create(
            meeting=meeting, number=number, text=f"Referat {number}", written_by=coordinator, written_at=NOW
        )
        models.PlanVersion.objects.create(
            project=project,
            number=number,
            purpose="Job",
            target_group="Ledige",
            upskilling_need="Kurser",
            matching_model="Samtaler",
            written_by=coordinator,
            written_at=NOW,
        )
    side.ids |= {
        "project_id": project.pk,
        "need_id": need.pk,
        "key": INDICATOR,
        "element": "principle-1",
        "barrier": "terms",
        "measure": "align-terms",
        "criterion_key": criterion.key,
        "party_id": project.parties.get(organisation=side.partner).pk,
        "procurement_id": procurement.pk,
        "offer_id": offer.pk,
        "meeting_id": meeting.pk,
        "information_meeting_id": models.Meeting.objects.create(
            project=project, kind="information", starts_at=NOW
        ).pk,
        "number": 1,
        "file_format": "pdf",
        "seat_id": models.SteeringSeat.objects.create(
            project=project, organisation=side.partner, since=TODAY
        ).pk,
        "task_id": models.Task.objects.create(
            project=project, title="Opgave", phase=3, responsible=side.job_centre, due_on=TODAY
        ).pk,
        "commitment_id": models.Commitment.objects.create(
            project=project,
            kind="letter_of_intent",
            organisation=side.company,
            given_on=TODAY,
            recorded_by=coordinator,
        ).pk,
        "endorsement_id": models.Endorsement.objects.create(
            project=project, organisation=side.partner, form="logo", shown_by="Folder", given_on=TODAY
        ).pk,
        "lesson_id": models.Lesson.objects.create(
            project=project, phase=1, title="Lært", text="Tekst", organisation=side.partner, written_at=NOW
        ).pk,
        "course_id": Course.objects.create(
            project=project,
            title="Kursus",
            provider=side.provider,
            starts_on=TODAY,
            ends_on=date(2026, 12, 18),
            merit_giving=True,
        ).pk,
    }


def _fill_screening_tool(project: models.Project, coordinator: Any) -> models.Criterion:
    """A version in force, and a draft with the same criterion."""
    by = {"project": project, "begun_by": coordinator, "begun_at": NOW}
    issued = models.ScreeningTool.objects.create(**by, number=1, issued_by=coordinator, issued_at=NOW)
    draft = models.ScreeningTool.objects.create(**by, number=2)
    demand = {"kind": "personal", "text": "Møder til tiden", "strength": "must"}
    row = models.Criterion.objects.create(tool=issued, **demand)
    return models.Criterion.objects.create(tool=draft, key=row.key, **demand)


def _fill_course_plans(side: Side) -> None:
    coordinator = factories.actor(side.users[Role.COORDINATOR])
    side.ids["hold_id"] = OfferedHold.objects.create(
        provider=side.provider,
        title="Kursus",
        municipality=side.job_centre.municipality,
        starts_on=TODAY,
        min_participants=1,
        max_participants=20,
        price=1000,
        offered_on=TODAY,
    ).pk
    plan_id = order_plan(
        by=coordinator,
        at=NOW,
        office_id=coordinator.memberships[0].office_id,
        first_on=TODAY,
        last_on=TODAY,
        travel_limit=100,
        leeway=4,
        time_limit=30,
    )
    carry_out(run_id=CoursePlan.objects.get(pk=plan_id).run_id, at=NOW)
    side.ids |= {"plan_id": plan_id, "proposed_hold_id": ProposedHold.objects.filter(plan=plan_id)[0].pk}


def _fill_rounds(side: Side) -> None:
    """A draft of the office's, an open round, and the link of somebody who is asked in it."""
    by = factories.actor(side.users[Role.COORDINATOR])
    contact = Contact.objects.create(
        organisation=side.provider, name="Svarperson", email=f"svar.{side.provider.pk}@example.dk"
    )
    Consent.objects.create(contact=contact, kind="survey", given_on=TODAY, shown_by="Mail")
    rounds = [
        make_round(
            by=by,
            at=NOW,
            facts=RoundFacts(
                name=f"{name} {side.office.pk}",
                statuses=(ProjectStatus.ACTIVE,),
                project_types=tuple(ProjectType),
                respondent_types=tuple(RespondentType),
                closes_on=TODAY + timedelta(days=21),
                anonymous=False,
                office_id=by.memberships[0].office_id,
            ),
            instrument=STANDARD,
        )
        for name in ("Kladde", "Åben")
    ]
    open_round(by=by, at=NOW, round_id=rounds[1])
    invitation = SurveyInvitation.objects.get(contact=contact)
    link_key = invitation.link_key
    assert link_key is not None
    side.ids |= {
        "draft_round_id": rounds[0],
        "open_round_id": rounds[1],
        "survey_secret": secret_of(link_key),
        "survey_invitation_id": invitation.pk,
        "page": 1,
        "instrument_name": "standard-1",
    }


def _fill_agreements(side: Side) -> None:
    project = models.Project.objects.get(pk=side.ids["project_id"])
    agreements = {}
    for kind, counterpart, signatories in (
        (AgreementKind.PARTNER, None, [side.partner]),
        (AgreementKind.HANDOVER, side.job_centre, [side.office, side.job_centre]),
    ):
        agreement = models.Agreement.objects.create(
            project=project, kind=kind, title=kind.label, counterpart=counterpart
        )
        for organisation in signatories:
            models.Signatory.objects.create(agreement=agreement, organisation=organisation)
        for number in (1, 2):
            text = models.AgreementText.objects.create(
                agreement=agreement,
                number=number,
                text=f"Tekst {number}",
                written_by=side.users[Role.COORDINATOR],
                written_at=NOW,
            )
            if kind is AgreementKind.HANDOVER:
                models.HandoverTerms.objects.create(text=text, from_date=TODAY)
        agreements[kind] = agreement.pk
    side.ids["agreement_id"] = agreements[AgreementKind.PARTNER]
    side.ids["handover_id"] = agreements[AgreementKind.HANDOVER]
