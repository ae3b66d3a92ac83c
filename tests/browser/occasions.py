"""Pages where they look different from what `PAGES` of test_pages.py shows: to others, with nothing in them, or filtered."""

from __future__ import annotations

from jobveu.attachments.enums import OwnerKind
from tests.browser import world as w
from tests.browser.world import (
    ADMINISTRATOR,
    CASEWORKER,
    COORDINATOR,
    NEWCOMERS,
    NOBODY,
    SCHOOL,
    TWO_STEPS,
    At,
)

OTHERS: dict[str, tuple[str, At]] = {
    "home of the public": ("home", At(NOBODY)),
    "log out": ("account_logout", At(COORDINATOR)),
    "one's own second factor": ("mfa_index", At(TWO_STEPS)),
    "somebody's second factor": ("user", At(ADMINISTRATOR, w.two_step_user)),
    "session run out": ("account_login", At(NOBODY, query="?udloeb=1")),
    "project to a company": ("project", At("firma@demo.example", w.company_project)),
    "project to a council member": ("project", At("raad@demo.example", w.project)),
    "screening tool to a company": ("screening_tool", At("firma@demo.example", w.company_project)),
    "finding candidates without criteria": ("candidate_find", At(CASEWORKER, w.project_without_criteria)),
    "screening tool without criteria": ("screening_tool", At(COORDINATOR, w.new_project)),
    "matching to a job centre": ("project_matching", At(CASEWORKER, w.project)),
    "proposal to the coordinator": ("proposal", At(COORDINATOR, w.proposal)),
    "candidates to the coordinator": ("project_candidates", At(COORDINATOR, w.project)),
    "handover": ("agreement", At(COORDINATOR, w.handover)),
    "contribution": ("agreement", At(COORDINATOR, w.contribution)),
    "project from a need": ("project_create", At(COORDINATOR, query="?behov={need_id}")),
    "project from a template": ("project_create", At(COORDINATOR, query="?skabelon={project_id}")),
    "giving up a project": ("project_status", At(COORDINATOR, w.project, "?til=opgivet")),
    "need of a company": ("need_create", At("firma@demo.example")),
    "projects behind a figure": (
        "project_list",
        At(
            COORDINATOR,
            query="?counted=begun&section_ids=unknown&no_start=on&coordinator_role=unknown&step=matched",
        ),
    ),
    "filtered projects": ("project_list", At(COORDINATOR, query="?text=zzzz&side=9")),
    "search without a text": ("search", At(COORDINATOR)),
    "search for nothing there is": ("search", At(CASEWORKER, query="?q=zzzzqqqq&kind=project")),
    "search of one kind": ("search", At(COORDINATOR, query="?q=jobcenter&kind=organisation&side=2")),
    "search for a misspelled word": ("search", At("firma@demo.example", query="?q=hensigtserklering")),
    "search for a CPR number": ("search", At(CASEWORKER, query="?afvist=1")),
    "bad filter": ("need_list", At(COORDINATOR, query="?municipality=zzzz")),
    **{
        f"new project, {name}": (name, At(COORDINATOR, w.new_project))
        for name in (
            "project",
            "project_needs",
            "project_parties",
            "project_endorsement",
            "project_plan",
            "project_tasks",
            "project_meetings",
            "project_commitments",
            "project_procurement",
            "project_courses",
            "project_contributions",
            "project_candidates",
            "project_matching",
            "project_lessons",
            "project_files",
        )
    },
    **{
        f"{name} with files": (name, At(COORDINATOR, w.with_files(kind)))
        for kind, name in (
            (OwnerKind.AGREEMENT, "agreement"),
            (OwnerKind.MEETING, "meeting"),
            (OwnerKind.PROCUREMENT, "procurement"),
            (OwnerKind.COURSE, "course"),
        )
    },
    "invitation with files": ("invitation", At(SCHOOL, w.with_files(OwnerKind.PROCUREMENT))),
    "open survey": ("survey", At(COORDINATOR, w.survey_open)),
    "draft of a survey": ("survey", At(COORDINATOR, w.survey_draft)),
    "who has been asked": ("survey_audience", At(COORDINATOR, w.survey_open)),
    "scores and texts": ("survey_questions", At(NOBODY, w.last_survey_page)),
    **{f"home of {email}": ("home", At(email)) for email in NEWCOMERS},
    "API guide of a user": ("api_guide", At(COORDINATOR)),
    "no tokens": ("api_token_list", At("ny.skole@demo.example")),
    "no persons": ("person_list", At("ny.sagsbehandler@demo.example")),
    "no tenders": ("own_invitations", At("ny.skole@demo.example")),
    "no projects": ("project_list", At("nyt.forbund@demo.example")),
    "no needs": ("need_list", At("ny.virksomhed@demo.example")),
}
