"""Addresses of projects, and of what belongs to one: needs, agreements, plan, meetings, commitments, tenders, matching."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils import timezone

from jobveu.actors.models import Membership
from jobveu.attachments.enums import OwnerKind
from jobveu.attachments.models import Attachment
from jobveu.candidates.models import MatchingProposal, Position
from jobveu.journeys.waiting import WaitingItem, WaitingKind, waiting_for
from jobveu.legacy.models import Origin
from jobveu.projects.enums import AgreementKind, CriterionKind, MeetingKind, ProcurementKind, Strength
from jobveu.projects.models import (
    Agreement,
    Commitment,
    Criterion,
    Endorsement,
    Invitation,
    Lesson,
    Meeting,
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
from tests.browser.world.finding import (
    CASEWORKER,
    COORDINATOR,
    LONG,
    LONG_WORD,
    SCHOOL,
    Address,
    actor_of,
    below,
    organisation_of,
    own_office,
    richest_project,
    user_of,
)
from tests.browser.world.loading import NOTHING_IN_IT
from tests.browser.world.office import element


def project() -> Address:
    return {"project_id": richest_project().pk}


def company_project() -> Address:
    """One that the company with a log-in is a party to."""
    rows = Party.objects.filter(organisation=organisation_of("firma@demo.example"))
    return {"project_id": rows.order_by("pk")[0].project_id}


def new_project() -> Address:
    return {"project_id": Project.objects.get(title=NOTHING_IN_IT).pk}


def project_of(find: Callable[[], Address]) -> Callable[[], Address]:
    """The project in which such a record is found."""
    return lambda: {"project_id": find()["project_id"]}


def screening_draft() -> Address:
    """A project with a tool in force and a draft that changes it."""
    project_id = richest_project().pk
    if not ScreeningTool.objects.filter(project=project_id, issued_at=None).exists():
        demand = Demand(
            kind=CriterionKind.PROFESSIONAL,
            text=f"Kender {LONG_WORD}",
            strength=Strength.NICE,
            weight=3,
            guidance=f"Spørg efter erfaring{LONG}",
        )
        add_criterion(by=actor_of(COORDINATOR), at=timezone.now(), project_id=project_id, demand=demand)
    return {"project_id": project_id}


def screening_version() -> Address:
    tool = ScreeningTool.objects.filter(project=richest_project(), issued_at__isnull=False).order_by(
        "number"
    )[0]
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


def party() -> Address:
    return below(Party.objects.filter(project=richest_project())[0], "party_id")


def indicator() -> Address:
    return project() | {"key": "lessons"}


def lesson() -> Address:
    return {"lesson_id": Lesson.objects.order_by("pk")[0].pk}


def _agreements(kind: AgreementKind, **criteria: Any) -> Any:
    rows = Agreement.objects.filter(kind=kind, withdrawn_on=None, **criteria)
    return rows.annotate(versions=Count("texts")).order_by("-versions", "pk")


def partner_agreement() -> Address:
    return below(_agreements(AgreementKind.PARTNER)[0], "agreement_id")


def agreement_version() -> Address:
    return partner_agreement() | {"number": 1}


def contribution() -> Address:
    return below(_agreements(AgreementKind.CONTRIBUTION)[0], "agreement_id")


def handover() -> Address:
    return below(_agreements(AgreementKind.HANDOVER)[0], "agreement_id")


def signatory() -> Address:
    found = _agreements(AgreementKind.PARTNER)[0]
    return below(found, "agreement_id") | {"organisation_id": found.signatories.all()[0].organisation_id}


def _unsigned() -> tuple[str, WaitingItem]:
    """Somebody for whom an agreement waits to be signed."""
    for email in Membership.objects.filter(user__is_active=True).values_list("user__email", flat=True):
        for item in waiting_for(by=actor_of(email), on=date.today()):
            if item.kind is WaitingKind.SIGNATURE:
                return email, item
    raise LookupError("Nothing waits to be signed.")


def unsigned() -> Address:
    _email, item = _unsigned()
    return {"project_id": item.project_id, "agreement_id": item.record_id}


def who_has_not_signed() -> str:
    return _unsigned()[0]


def endorsement() -> Address:
    return below(Endorsement.objects.order_by("pk")[0], "endorsement_id")


def plan() -> Address:
    """The plan with most versions."""
    rows = PlanVersion.objects.order_by("-number", "pk")
    return {"project_id": rows[0].project_id}


def plan_version() -> Address:
    return plan() | {"number": 1}


def seat() -> Address:
    return below(SteeringSeat.objects.order_by("pk")[0], "seat_id")


def task() -> Address:
    return below(Task.objects.filter(project=richest_project()).order_by("pk")[0], "task_id")


def meeting() -> Address:
    rows = Meeting.objects.annotate(versions=Count("minutes")).order_by("-versions", "pk")
    return below(rows[0], "meeting_id")


def meeting_without_minutes() -> Address:
    return below(Meeting.objects.filter(minutes=None).order_by("pk")[0], "meeting_id")


def commitment() -> Address:
    return below(Commitment.objects.filter(withdrawn_on=None).order_by("pk")[0], "commitment_id")


def procurement() -> Address:
    rows = Procurement.objects.filter(kind=ProcurementKind.TENDER)
    return below(rows.annotate(n=Count("invitations__offer")).order_by("-n", "pk")[0], "procurement_id")


def invitation() -> Address:
    rows = Invitation.objects.filter(provider=organisation_of(SCHOOL)).select_related("procurement")
    return below(rows.order_by("-pk")[0].procurement, "procurement_id")


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


def project_without_criteria() -> Address:
    rows = Party.objects.filter(organisation=organisation_of(CASEWORKER), project__screening_tools=None)
    return {"project_id": rows.order_by("pk")[0].project_id}


def position() -> Address:
    row = Position.objects.select_related("commitment").order_by("pk")[0]
    return {"project_id": row.commitment.project_id, "position_id": row.pk}


def proposal() -> Address:
    """The demonstration's: other tests that share the database make some too."""
    own = MatchingProposal.objects.filter(project__candidacies__job_centre=organisation_of(CASEWORKER))
    row = own.order_by("pk")[0]
    return {"project_id": row.project_id, "proposal_id": row.pk}


def kick_off() -> Address:
    meeting = Meeting.objects.filter(project=richest_project(), kind=MeetingKind.KICK_OFF).order_by("pk")[0]
    return {"project_id": meeting.project_id, "meeting_id": meeting.pk}


def counter_measure() -> Address:
    return project() | {"barrier": "terms", "measure": "align-terms"}


def project_element() -> Address:
    return project() | element()


def lapsed_acceptance() -> Address:
    """Of a project of the coordinator's office; nobody has said who took the initiative."""
    row = Project.objects.filter(council__office=own_office(), source_key="", status="active").order_by("pk")[
        0
    ]
    Project.objects.filter(pk=row.pk).update(coordinator_role="")
    Acceptance.objects.get_or_create(
        project=row,
        rule="role-missing",
        defaults={
            "facts": {"coordinator_role": "helmsman"},
            "reason": LONG,
            "accepted_by": user_of(COORDINATOR),
            "accepted_at": timezone.now(),
        },
    )
    return {"project_id": row.pk, "rule": "role-missing"}


def project_without_council() -> Address:
    row, _made = Project.objects.get_or_create(
        source_note="Overført fra VIREGO", defaults={"title": f"Uden råd{LONG}", "type": "unemployed"}
    )
    Origin.objects.get_or_create(system="VIREGO", kind="projects", key="1", project=row, office=own_office())
    return {"project_id": row.pk}
