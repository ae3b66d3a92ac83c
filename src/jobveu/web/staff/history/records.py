"""Whose history is read where: one line for each page that shows a record.

The history of a record stands at the address of its page with "historik/" after it, and is read by whoever may
open that page. Where the page hides something from some of its readers, `hides` says what.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from jobveu.accounts.access import Action, Subject
from jobveu.candidates.queries.candidacy import candidacy_page, insight_of
from jobveu.journeys.history import Part
from jobveu.web.access import Page
from jobveu.web.staff.actors.dialogue import DialogueShow
from jobveu.web.staff.actors.members import MemberShow
from jobveu.web.staff.actors.organisations import OrganisationPage
from jobveu.web.staff.administration.users import UserShow
from jobveu.web.staff.candidates.candidacy import CandidacyDetail
from jobveu.web.staff.candidates.persons import PersonDetail
from jobveu.web.staff.course_plans.offered_holds import OfferedHoldShow
from jobveu.web.staff.course_plans.plans import PlanShow
from jobveu.web.staff.history.files import (
    FILES,
    files_of_agreement,
    files_of_course,
    files_of_invitation,
    files_of_meeting,
    files_of_procurement,
    files_of_project,
)
from jobveu.web.staff.legacy.imports import ImportShow
from jobveu.web.staff.planning.agreements import ShowAgreement
from jobveu.web.staff.planning.meetings import ShowMeeting
from jobveu.web.staff.procurement.courses import CoursePage
from jobveu.web.staff.procurement.offers import InvitationShown
from jobveu.web.staff.procurement.tenders import ProcurementShown
from jobveu.web.staff.projects.lessons import LessonShow
from jobveu.web.staff.projects.needs import NeedShow
from jobveu.web.staff.projects.overview import ProjectShow
from jobveu.web.staff.surveys.rounds import RoundShow

_PROJECT = "projekter/<int:project_id>/"
_ORGANISATION = "organisationer/<int:organisation_id>/"


def _nothing(_page: Any) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A page whose record's history is read. `url_name` and `route` are the page's own.

    `key` gives the record's id from the prepared page, `parts` what else belongs to its history, `hides` the
    "room.column" whose values this reader is not shown. `subject` narrows the readers of the page down.
    """

    page: type[Page]
    url_name: str
    route: str
    room: str
    key: Callable[[Any], int]
    parts: Callable[[Any], tuple[Part, ...]] = lambda _page: ()
    hides: Callable[[Any], frozenset[str]] = _nothing
    subject: Callable[[Any], Subject | None] | None = None
    by_person: bool = False


def _rooms(
    *rooms: str,
    files: Callable[[Any], Part] | None = None,
    seen_by: Mapping[Action, Sequence[str]] = MappingProxyType({}),
) -> Callable[[Any], tuple[Part, ...]]:
    """Parts that hang on the record itself, or ("room<over") on another part; the record's files; and what is only for
    those who may do the action with the record. Without a page: all that some reader is shown."""

    def parts(page: Any) -> tuple[Part, ...]:
        shown = [*rooms]
        for action, more in seen_by.items():
            if page is None or page.may(action):
                shown += more
        found = [Part(room, over) for room, _sign, over in (text.partition("<") for text in shown)]
        if files is not None:
            found.append(Part(FILES) if page is None else files(page))
        return tuple(found)

    return parts


def _candidacy_parts(page: Any) -> tuple[Part, ...]:
    """All to those who see the whole course of events; to providers and companies what their page shows."""
    insight = insight_of(by=page.actor, subject=page.place.subject)
    if insight.whole:
        return tuple(
            Part(f"candidates.{room}")
            for room in (
                "screening",
                "screeninganswer",
                "activity",
                "statement",
                "courseday",
                "waitingplace",
                "presentation",
                "enrolment",
                "followup",
                "outcome",
                "wish",
                "companyscore",
                "proposalperson",
            )
        )
    shown = candidacy_page(by=page.actor, place=page.place, today=page.today)
    return (
        Part("candidates.presentation", only=[row.id for row in shown.presentations]),
        Part("candidates.enrolment", only=[row.id for row in shown.enrolments]),
    )


def _candidacy_hides(page: Any) -> frozenset[str]:
    """The reasons and notes that the page itself leaves out for all but the candidate's own job centre."""
    insight = insight_of(by=page.actor, subject=page.place.subject)
    if insight.own:
        return frozenset()
    hidden = {
        "candidates.candidacy.person_id",
        "candidates.candidacy.withdrawn_reason",
        "candidates.screening.reason",
        "candidates.screeninganswer.note",
        "candidates.activity.note",
        "candidates.statement.note",
        "candidates.followup.note",
        "candidates.outcome.employer_id",
        "candidates.outcome.employer_name",
    }
    if insight.whole or not insight.company_ids:
        hidden.add("candidates.presentation.note")
    if insight.whole or not insight.provider_ids:
        hidden |= {"candidates.enrolment.dropout_reason", "candidates.enrolment.dropout_note"}
    if not insight.whole:
        hidden |= {
            f"candidates.candidacy.{column}"
            for column in ("added_by_id", "added_on", "withdrawn_on", "job_centre_id")
        }
    return frozenset(hidden)


def _dialogue_hides(page: Any) -> frozenset[str]:
    """The notes are for those who held the conversation."""
    held_it = Subject(organisation_ids=frozenset({page.dialogue.spoken_for_id}))
    if page.may(Action.VIEW_DIALOGUE_NOTES, held_it):
        return frozenset()
    return frozenset({"actors.dialogue.notes"})


def _organisation_hides(page: Any) -> frozenset[str]:
    """Whom an organisation has spoken with, and why it wants to be left alone, is for those who speak with it."""
    if page.may(Action.VIEW_DIALOGUE):
        return frozenset()
    return frozenset({"actors.contactpause.reason", "actors.contactpause.noted_by_id"})


RECORDS: tuple[Record, ...] = (
    Record(
        page=ProjectShow,
        url_name="project",
        route=_PROJECT,
        room="projects.project",
        key=lambda page: page.project.id,
        parts=_rooms(
            "projects.party",
            "projects.projectneed",
            "projects.setaside",
            "projects.endorsement",
            "projects.steeringseat",
            "projects.planversion",
            "projects.screeningtool",
            "projects.criterion<projects.screeningtool",
            "projects.task",
            "projects.meeting",
            "projects.commitment",
            "candidates.position<projects.commitment",
            "education.course",
            "projects.lesson",
            "assessment.overruling",
            "assessment.riskcheck",
            "assessment.riskanswer<assessment.riskcheck",
            "assessment.countertask",
            files=files_of_project,
            seen_by={
                Action.VIEW_DIALOGUE: ("projects.projectdialogue",),
                Action.VIEW_MATCHING: ("candidates.matchingproposal",),
                Action.VIEW_DATA_QUALITY: ("quality.acceptance",),
            },
        ),
    ),
    Record(
        page=ShowAgreement,
        url_name="agreement",
        route=_PROJECT + "aftaler/<int:agreement_id>/",
        room="projects.agreement",
        key=lambda page: page.agreement.id,
        parts=_rooms(
            "projects.agreementtext",
            "projects.signatory",
            "projects.signature<projects.agreementtext",
            "projects.contributionterms<projects.agreementtext",
            "projects.handoverterms<projects.agreementtext",
            files=files_of_agreement,
        ),
    ),
    Record(
        page=ShowMeeting,
        url_name="meeting",
        route=_PROJECT + "moeder/<int:meeting_id>/",
        room="projects.meeting",
        key=lambda page: page.meeting.id,
        parts=_rooms("projects.meetingattendance", "projects.minutesversion", files=files_of_meeting),
    ),
    Record(
        page=ProcurementShown,
        url_name="procurement",
        route=_PROJECT + "udbyder/<int:procurement_id>/",
        room="projects.procurement",
        key=lambda page: page.procurement.id,
        parts=_rooms("projects.invitation", "projects.offer<projects.invitation", files=files_of_procurement),
        # An invited provider has a page of its own, and never sees the others' offers.
        subject=lambda page: page.project.subject,
    ),
    Record(
        page=InvitationShown,
        url_name="invitation",
        route=_PROJECT + "udbyder/<int:procurement_id>/tilbud/",
        room="projects.invitation",
        key=lambda page: page.own.id,
        parts=_rooms("projects.offer", files=files_of_invitation),
    ),
    Record(
        page=CoursePage,
        url_name="course",
        route=_PROJECT + "kurser/<int:course_id>/",
        room="education.course",
        key=lambda page: page.course.id,
        parts=_rooms(files=files_of_course, seen_by={Action.WORK_ON_PROJECT: ("course_plans.holdcourse",)}),
    ),
    Record(
        page=NeedShow,
        url_name="need",
        route="behov/<int:need_id>/",
        room="projects.need",
        key=lambda page: page.need.id,
    ),
    Record(
        page=OfferedHoldShow,
        url_name="offered_hold",
        route="udbudte-hold/<int:hold_id>/",
        room="course_plans.offeredhold",
        key=lambda page: page.hold.id,
    ),
    Record(
        page=PlanShow,
        url_name="course_plan",
        route="kursusplaner/<int:plan_id>/",
        room="course_plans.courseplan",
        key=lambda page: page.plan.id,
        parts=_rooms("course_plans.proposedhold"),
    ),
    Record(
        page=RoundShow,
        url_name="survey",
        route="undersoegelser/<int:round_id>/",
        room="surveys.surveyround",
        key=lambda page: page.round.id,
    ),
    Record(
        page=LessonShow,
        url_name="lesson",
        route="erfaringer/<int:lesson_id>/",
        room="projects.lesson",
        key=lambda page: page.lesson.id,
    ),
    Record(
        page=OrganisationPage,
        url_name="organisation",
        route=_ORGANISATION,
        room="actors.organisation",
        key=lambda page: page.organisation.id,
        parts=_rooms(
            "actors.contact",
            "actors.consent<actors.contact",
            "actors.affiliation",
            "actors.primarycontact",
            "actors.contactpause",
            seen_by={
                Action.MANAGE_MEMBERS: ("actors.memberinvitation",),
                Action.VIEW_DIALOGUE: (
                    "actors.consentlink<actors.contact",
                    "actors.consentnotice<actors.contact",
                ),
            },
        ),
        hides=_organisation_hides,
    ),
    Record(
        page=DialogueShow,
        url_name="dialogue",
        route=_ORGANISATION + "samtaler/<int:dialogue_id>/",
        room="actors.dialogue",
        key=lambda page: page.dialogue.id,
        parts=_rooms("actors.contactnotice", "actors.agreedtask"),
        hides=_dialogue_hides,
    ),
    Record(
        page=MemberShow,
        url_name="member",
        route=_ORGANISATION + "brugere/<int:membership_id>/",
        room="actors.membership",
        key=lambda page: page.member.id,
    ),
    Record(
        page=UserShow,
        url_name="user",
        route="administration/brugere/<int:user_id>/",
        room="accounts.user",
        key=lambda page: page.user.id,
        parts=_rooms("actors.membership", "accounts.openidentity", "mfa.authenticator"),
    ),
    Record(
        page=ImportShow,
        url_name="import",
        route="import/<int:import_id>/",
        room="legacy.import",
        key=lambda page: page.of.id,
    ),
    Record(
        page=PersonDetail,
        url_name="person",
        route="personer/<int:person_id>/",
        room="candidates.person",
        key=lambda page: page.place.id,
        parts=_rooms("candidates.candidacy"),
        by_person=True,
    ),
    Record(
        page=CandidacyDetail,
        url_name="candidacy",
        route="kandidater/<int:candidacy_id>/",
        room="candidates.candidacy",
        key=lambda page: page.place.id,
        parts=_candidacy_parts,
        hides=_candidacy_hides,
    ),
)


@dataclass(frozen=True, slots=True)
class Within:
    """A page about a part of a record: its history is the record's, narrowed down to the part's `room` and,
    where the page is about one row, to the number that its address holds under `number`."""

    url_name: str
    room: str
    number: str = ""


WITHIN: dict[str, Within] = {
    "project_needs": Within("project", "projects.projectneed"),
    "project_parties": Within("project", "projects.party"),
    "party_edit": Within("project", "projects.party", "party_id"),
    "project_plan": Within("project", "projects.planversion"),
    "screening_tool": Within("project", "projects.screeningtool"),
    "steering_seat_edit": Within("project", "projects.steeringseat", "seat_id"),
    "project_tasks": Within("project", "projects.task"),
    "task_edit": Within("project", "projects.task", "task_id"),
    "project_meetings": Within("project", "projects.meeting"),
    "project_commitments": Within("project", "projects.commitment"),
    "commitment_edit": Within("project", "projects.commitment", "commitment_id"),
    "project_courses": Within("project", "education.course"),
    "project_lessons": Within("project", "projects.lesson"),
    "project_files": Within("project", "attachments.attachment"),
    "project_risks": Within("project", "assessment.riskcheck"),
    "project_assessment": Within("project", "assessment.overruling"),
    "contact_edit": Within("organisation", "actors.contact", "contact_id"),
    "affiliation_list": Within("organisation", "actors.affiliation"),
}
"""By the URL name of the page about the part. The part's address begins with the record's."""
