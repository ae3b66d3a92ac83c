"""Every form that opens with something stored says from which version, so that nobody saves over another unseen."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from django.urls import get_resolver

from jobveu.web.forms import FormPage

SUGGESTS = "What it opens with is a suggestion: it makes a record of its own and changes none."
WITHOUT_VERSION = {
    **dict.fromkeys(
        [
            "ActivityInvite",
            "AffiliationAdd",
            "AgreedTaskCreate",
            "CommitmentCreate",
            "ConsentGive",
            "ContactConsentLink",
            "ContributionCreate",
            "CounterCreate",
            "DialogueCreate",
            "EndorsementCreate",
            "FollowUpRecord",
            "ImportUpload",
            "LessonCreate",
            "MeetingCreate",
            "MemberInvite",
            "MembershipAdd",
            "NeedCreate",
            "PartnerAgreementCreate",
            "PartyAdd",
            "PlanOrder",
            "PresentationRecord",
            "ProcurementCreate",
            "ProjectCreate",
            "ProposalOrder",
            "RoundCreate",
            "SeveralCandidates",
            "SnapshotTake",
            "StatementRecord",
            "SteeringSeatCreate",
            "TaskCreate",
            "TokenCreate",
            "UserCreate",
        ],
        SUGGESTS,
    ),
    **dict.fromkeys(
        ["AffiliationEnd", "CommitmentWithdraw", "ConsentWithdraw", "CourseParticipants", "MemberEnd"],
        "It opens with today, and takes a step that can be taken once.",
    ),
    "InvitationAccept": "The name by which one was invited, for a user of one's own.",
    "Reminders": "One's own choice, which nobody else can change.",
}


def _below(page: type[FormPage]) -> Iterator[type[FormPage]]:
    for one in page.__subclasses__():
        yield one
        yield from _below(one)


def _opens_with_something(page: type[FormPage]) -> bool:
    return page.initial is not FormPage.initial


def _says_its_version(page: type[FormPage]) -> bool:
    own = page.__mro__[: page.__mro__.index(FormPage)]
    return any("current_version = " in inspect.getsource(one) for one in own)


def test_a_form_that_opens_with_what_is_stored_says_its_version() -> None:
    get_resolver().url_patterns  # noqa: B018  # reads all pages in
    pages = {
        page.__name__: page
        for page in _below(FormPage)
        if page.__module__.startswith("jobveu.") and _opens_with_something(page)
    }
    without = {name for name, page in pages.items() if not _says_its_version(page)}
    assert without == set(WITHOUT_VERSION)
    assert len(pages) > len(without) + 40
