"""Every page of the site, on a desk and on a phone: the accessibility rules, the width, and what pages have
in common. The world is the demonstration with long names (world/).

`PAGES` says for every named address how to come by it; an address without an entry fails. A file
that a page gives away is fetched here too, where the world is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import get_resolver, reverse
from playwright.sync_api import Browser, expect

from jobveu.attachments.enums import OwnerKind
from jobveu.candidates.enums import EnrolmentStatus
from jobveu.web.staff.history.page import PAGE_SUFFIX
from jobveu.web.staff.history.records import RECORDS
from tests.architecture.test_access_matrix import all_patterns, is_for_programs
from tests.browser import world as w
from tests.browser.chromium import DESKTOP, PHONE
from tests.browser.desk import Desk, path_of, title_of, visit
from tests.browser.faults import faults
from tests.browser.occasions import OTHERS
from tests.browser.world import (
    ADMINISTRATOR,
    ANALYST,
    CASEWORKER,
    COORDINATOR,
    NOBODY,
    OFFICE_MANAGER,
    SCHOOL,
    TWO_STEPS,
    At,
)
from tests.documents import pdf_ua

NOT_PAGES = {
    "set_language": "is posted to, and leads back",
    "account_logout": "is posted to by the button; the page for those without a button is among OTHERS",
    "person_identity": "is posted to, and shows the person's page",
    "task_done": "is posted to",
    **dict.fromkeys(
        ["plan_document", "agreement_document", "minutes_document", "commitment_document", "tender_document"],
        "is a file",
    ),
    "certificate_list": "is a file",
    "api_document": "is a file",
    **dict.fromkeys(
        [
            pattern.name
            for pattern in all_patterns(get_resolver())
            if pattern.name and is_for_programs(pattern)
        ],
        "is for programs",
    ),
    "look_letter": "is a file",
    **dict.fromkeys(
        [
            "figure_file",
            "figure_report",
            "figure_presentation",
            "evaluation_file",
            "survey_item_file",
            "survey_results_file",
        ],
        "is a file",
    ),
    **dict.fromkeys([f"{kind.value}_file" for kind in OwnerKind], "is a file"),
    "calendar_feed": "is a file",
    "task_reopen": "is posted to",
    **dict.fromkeys(("proposal_stop", "proposal_replay", "placement_explain"), "is posted to"),
    "mfa_login_webauthn": "answers a script",
    "openid_begin": "leads to the provider: gone through in test_openid.py",
    "member_invitation_open": "keeps the link's secret and leads on",
    **dict.fromkeys(
        [
            "mfa_authenticate",
            "mfa_edit_webauthn",
            "mfa_remove_webauthn",
            "mfa_reauthenticate_webauthn",
            "mfa_view_recovery_codes",
        ],
        "takes a passkey or a log-in under way: looked at in test_second_factor.py",
    ),
    **dict.fromkeys(("agreed_task_done", "agreed_task_reopen"), "is posted to"),
}
"""Addresses that show no page of their own when they are opened."""

PAGES: dict[str, At] = {
    "home": At(COORDINATOR),
    "desk": At(COORDINATOR),
    "reminders": At(COORDINATOR, w.calendar_open),
    "calendar_open": At(COORDINATOR),
    "calendar_close": At(COORDINATOR),
    "about": At(NOBODY),
    "was": At(NOBODY),
    "privacy": At(NOBODY),
    "search": At(COORDINATOR, query="?q=svejse"),
    "showcase_list": At(NOBODY),
    "showcase_project": At(NOBODY, w.project),
    "account_login": At(NOBODY),
    "account_inactive": At(NOBODY),
    "account_change_password": At(COORDINATOR),
    "account_reauthenticate": At(COORDINATOR),
    "mfa_index": At(COORDINATOR),
    "mfa_reauthenticate": At(TWO_STEPS),
    "mfa_activate_totp": At(COORDINATOR),
    "mfa_deactivate_totp": At(TWO_STEPS),
    "mfa_add_webauthn": At(COORDINATOR),
    "mfa_generate_recovery_codes": At(TWO_STEPS),
    "account_reset_password": At(NOBODY),
    "member_invitation_accept": At(NOBODY),
    "openid_callback": At(NOBODY),
    "openid_link": At(COORDINATOR),
    "openid_unlink": At(COORDINATOR),
    "account_reset_password_done": At(NOBODY),
    "account_reset_password_from_key": At(NOBODY, w.reset_key),
    "account_reset_password_from_key_done": At(NOBODY),
    # Organisations
    "organisation_list": At(COORDINATOR),
    "organisation_create": At(COORDINATOR),
    "organisation": At(COORDINATOR, w.organisation),
    "organisation_edit": At(COORDINATOR, w.organisation),
    "organisation_projects": At(COORDINATOR, w.organisation),
    "organisation_needs": At(COORDINATOR, w.organisation),
    "duplicate_list": At(COORDINATOR),
    "organisation_merge": At(COORDINATOR, w.pair),
    "organisation_not_duplicate": At(COORDINATOR, w.pair),
    "contact_duplicates": At(COORDINATOR, w.contact_pair_organisation),
    "contact_merge": At(COORDINATOR, w.contact_pair),
    "contact_not_duplicate": At(COORDINATOR, w.contact_pair),
    "merge_list": At(COORDINATOR, w.merges),
    "merge_undo": At(COORDINATOR, w.merged),
    "affiliation_list": At(COORDINATOR, w.organisation),
    "affiliation_add": At(COORDINATOR, w.organisation),
    "affiliation_end": At(COORDINATOR, w.affiliation),
    "contact_create": At(COORDINATOR, w.organisation),
    "contact_edit": At(COORDINATOR, w.contact),
    "contact_remove": At(COORDINATOR, w.contact),
    "consent_give": At(COORDINATOR, w.contact),
    "consent_withdraw": At(COORDINATOR, w.consent),
    "all_dialogues": At(COORDINATOR),
    "organisation_approach": At(COORDINATOR, w.organisation),
    "primary_contact_choose": At(COORDINATOR, w.organisation),
    "pause_note": At(COORDINATOR, w.organisation),
    "pause_lift": At(COORDINATOR, w.pause),
    "contact_notice": At(COORDINATOR, w.contact_notice),
    "member_list": At(ADMINISTRATOR, w.membership_organisation),
    **dict.fromkeys(
        ("member", "member_role", "member_administration", "member_end"), At(ADMINISTRATOR, w.member)
    ),
    "member_invite": At(ADMINISTRATOR, w.membership_organisation),
    "member_invitation_list": At(ADMINISTRATOR, w.membership_organisation),
    **dict.fromkeys(
        ("member_invitation", "member_invitation_send", "member_invitation_withdraw"),
        At(ADMINISTRATOR, w.member_invitation),
    ),
    "dialogue_list": At(COORDINATOR, w.organisation),
    "dialogue_create": At(COORDINATOR, w.organisation),
    **dict.fromkeys(("dialogue", "dialogue_edit"), At(COORDINATOR, w.dialogue)),
    "agreed_task_create": At(COORDINATOR, w.dialogue),
    **dict.fromkeys(
        ("agreed_task", "agreed_task_edit", "agreed_task_delete"), At(COORDINATOR, w.agreed_task)
    ),
    # Needs and projects
    "offered_hold_list": At(SCHOOL),
    "offered_hold_create": At(SCHOOL),
    "offered_hold": At(SCHOOL, w.offered_hold),
    "offered_hold_edit": At(SCHOOL, w.offered_hold),
    "offered_hold_withdraw": At(SCHOOL, w.offered_hold),
    "offered_hold_history": At(SCHOOL, w.offered_hold),
    "course_plan_list": At(COORDINATOR),
    "course_plan_order": At(COORDINATOR),
    "course_plan": At(COORDINATOR, w.course_plan),
    "course_plan_stop": At(COORDINATOR, w.course_plan),
    "course_plan_replay": At(COORDINATOR, w.course_plan),
    "course_plan_hold": At(COORDINATOR, w.hold_of_plan),
    "course_plan_hold_undo": At(COORDINATOR, w.hold_of_plan),
    "own_placements": At(CASEWORKER),
    "course_plan_history": At(COORDINATOR, w.course_plan),
    # Surveys
    "survey_list": At(COORDINATOR),
    "survey_create": At(COORDINATOR),
    "survey": At(COORDINATOR, w.survey_closed),
    "survey_edit": At(COORDINATOR, w.survey_draft),
    "survey_audience": At(COORDINATOR, w.survey_draft),
    "survey_answer_for": At(COORDINATOR, w.survey_invitation),
    "survey_refuse_for": At(COORDINATOR, w.survey_invitation),
    "survey_open": At(COORDINATOR, w.survey_draft),
    "survey_remind": At(COORDINATOR, w.survey_open),
    "survey_close": At(COORDINATOR, w.survey_open),
    "survey_discard": At(COORDINATOR, w.survey_draft),
    "instrument_list": At(COORDINATOR),
    "instrument": At(COORDINATOR, lambda: {"name": "standard-1"}),
    "project_pulse": At(COORDINATOR, w.ended_project),
    "survey_start": At(NOBODY, w.survey_secret),
    "survey_questions": At(NOBODY, w.survey_page),
    "survey_refuse": At(NOBODY, w.survey_secret),
    "need_list": At(COORDINATOR),
    "need_create": At(COORDINATOR),
    "need": At(COORDINATOR, w.need),
    "need_edit": At(COORDINATOR, w.need),
    "need_close": At(COORDINATOR, w.need),
    "need_reopen": At(COORDINATOR, w.need),
    "project_list": At(COORDINATOR),
    "project_create": At(COORDINATOR),
    "project": At(COORDINATOR, w.project),
    "project_edit": At(COORDINATOR, w.project),
    "project_status": At(COORDINATOR, w.project, "?til=gennemfoert"),
    "project_publish": At(COORDINATOR, w.project),
    "project_needs": At(COORDINATOR, w.project),
    "project_need_tie": At(COORDINATOR, w.project),
    "project_need_untie": At(COORDINATOR, w.tied_need),
    "project_parties": At(COORDINATOR, w.project),
    "party_add": At(COORDINATOR, w.project),
    "party_edit": At(COORDINATOR, w.party),
    "party_remove": At(COORDINATOR, w.party),
    "indicator_set_aside": At(COORDINATOR, w.indicator),
    "indicator_resume": At(COORDINATOR, w.indicator),
    "project_lessons": At(COORDINATOR, w.project),
    "lesson_create": At(COORDINATOR, w.project),
    "lesson_list": At(COORDINATOR),
    "lesson": At(COORDINATOR, w.lesson),
    "lesson_edit": At(COORDINATOR, w.lesson),
    "lesson_remove": At(COORDINATOR, w.lesson),
    # Agreements, plan, tasks and meetings
    "project_endorsement": At(COORDINATOR, w.project_of(w.partner_agreement)),
    "partner_agreement_create": At(COORDINATOR, w.project),
    "endorsement_create": At(COORDINATOR, w.project),
    "endorsement_remove": At(COORDINATOR, w.endorsement),
    "agreement": At(COORDINATOR, w.partner_agreement),
    "agreement_version": At(COORDINATOR, w.agreement_version),
    "agreement_compare": At(COORDINATOR, w.partner_agreement),
    "agreement_revise": At(COORDINATOR, w.contribution),
    "agreement_sign": At(w.who_has_not_signed, w.unsigned),
    "agreement_withdraw": At(COORDINATOR, w.partner_agreement),
    "signatory_add": At(COORDINATOR, w.partner_agreement),
    "signatory_remove": At(COORDINATOR, w.signatory),
    "project_contributions": At(COORDINATOR, w.project),
    "contribution_create": At(COORDINATOR, w.project),
    "handover_create": At(COORDINATOR, w.project),
    "handover_end": At(COORDINATOR, w.handover),
    "project_plan": At(COORDINATOR, w.plan),
    "plan_edit": At(COORDINATOR, w.plan),
    "plan_version": At(COORDINATOR, w.plan_version),
    "plan_compare": At(COORDINATOR, w.plan),
    "steering_seat_create": At(COORDINATOR, w.project),
    "steering_seat_edit": At(COORDINATOR, w.seat),
    "steering_seat_remove": At(COORDINATOR, w.seat),
    "project_tasks": At(COORDINATOR, w.project, "?vis=alle"),
    "task_create": At(COORDINATOR, w.project),
    "task_edit": At(COORDINATOR, w.task),
    "task_delete": At(COORDINATOR, w.task),
    "project_meetings": At(COORDINATOR, w.project_of(w.meeting)),
    "meeting_create": At(COORDINATOR, w.project),
    "meeting": At(COORDINATOR, w.meeting),
    "meeting_edit": At(COORDINATOR, w.meeting),
    "meeting_delete": At(COORDINATOR, w.meeting_without_minutes),
    "minutes_edit": At(COORDINATOR, w.meeting),
    "minutes_versions": At(COORDINATOR, w.meeting),
    # Commitments, providers and courses
    "project_commitments": At(COORDINATOR, w.project_of(w.commitment)),
    "commitment_create": At(COORDINATOR, w.project),
    "commitment_edit": At(COORDINATOR, w.commitment),
    "commitment_withdraw": At(COORDINATOR, w.commitment),
    "project_procurement": At(COORDINATOR, w.project_of(w.procurement)),
    "procurement_create": At(COORDINATOR, w.project),
    "procurement": At(COORDINATOR, w.procurement),
    "procurement_edit": At(COORDINATOR, w.procurement),
    "procurement_cancel": At(COORDINATOR, w.procurement),
    "invitation_add": At(COORDINATOR, w.procurement),
    "provider_choose": At(COORDINATOR, w.procurement),
    "own_invitations": At(SCHOOL),
    "invitation": At(SCHOOL, w.invitation),
    "offer_submit": At(SCHOOL, w.invitation),
    "offer_decline": At(SCHOOL, w.invitation),
    "project_courses": At(COORDINATOR, w.project_of(w.course)),
    "course_create": At(COORDINATOR, w.project),
    "course": At(COORDINATOR, w.course),
    "course_edit": At(COORDINATOR, w.course),
    "course_cancel": At(COORDINATOR, w.planned_course),
    "course_held": At(COORDINATOR, w.course),
    # The API
    "api_guide": At(NOBODY),
    "api_token_list": At(COORDINATOR),
    "api_token_create": At(COORDINATOR),
    "api_token_revoke": At(COORDINATOR, w.token),
    # Files
    "project_files": At(COORDINATOR, w.with_files(OwnerKind.PROJECT)),
    **{
        f"{kind.value}_file_attach": At(
            SCHOOL if kind is OwnerKind.OFFER else COORDINATOR, w.with_files(kind)
        )
        for kind in OwnerKind
    },
    **{
        f"{kind.value}_file_remove": At(SCHOOL if kind is OwnerKind.OFFER else COORDINATOR, w.attached(kind))
        for kind in OwnerKind
    },
    # Persons and candidates
    "person_list": At(CASEWORKER),
    "person_search": At(CASEWORKER),
    "person_search_result": At(CASEWORKER, w.expired_search),
    "person_create": At(CASEWORKER),
    "person": At(CASEWORKER, w.person),
    "person_edit": At(CASEWORKER, w.person),
    "identity_log": At(CASEWORKER, w.person),
    "look_list": At(CASEWORKER),
    "person_facts": At(CASEWORKER, w.person),
    "screening_tool": At(CASEWORKER, w.screening_draft),
    "screening_tool_version": At(CASEWORKER, w.screening_version),
    "screening_tool_issue": At(COORDINATOR, w.project_of(w.screening_draft)),
    "screening_draft_discard": At(COORDINATOR, w.project_of(w.screening_draft)),
    "criterion_create": At(CASEWORKER, w.project),
    "criterion_edit": At(CASEWORKER, w.criterion),
    "criterion_remove": At(CASEWORKER, w.criterion),
    "criteria_take_over": At(COORDINATOR, w.new_project),
    "candidate_find": At(CASEWORKER, w.project),
    "candidates_several": At(CASEWORKER, w.project),
    "meeting_invited": At(CASEWORKER, w.information_meeting),
    "activity_invite": At(CASEWORKER, w.new_candidacy),
    "activity_answer": At(CASEWORKER, w.activity),
    "statement_record": At(CASEWORKER, w.new_candidacy),
    "line_join": At(CASEWORKER, w.new_candidacy),
    "place_accept": At(CASEWORKER, w.waiting_place),
    "place_leave": At(CASEWORKER, w.waiting_place),
    "project_candidates": At(CASEWORKER, w.project),
    "project_matching": At(COORDINATOR, w.project),
    "proposal_order": At(COORDINATOR, w.project),
    "position_create": At(COORDINATOR, w.project),
    "position_edit": At(COORDINATOR, w.position),
    "position_remove": At(COORDINATOR, w.position),
    "proposal": At(CASEWORKER, w.proposal),
    "placement": At(CASEWORKER, w.placement),
    "placement_accept": At(CASEWORKER, w.placement),
    "placement_change": At(CASEWORKER, w.placement),
    "placement_reject": At(CASEWORKER, w.placement),
    "wishes": At(CASEWORKER, w.candidacy),
    "company_scores": At(CASEWORKER, w.candidacy),
    "candidate_add": At(CASEWORKER, w.project),
    "candidate_register": At(CASEWORKER, w.project),
    "course_participants": At(CASEWORKER, w.running_course),
    "course_day": At(CASEWORKER, w.running_course),
    "candidacy": At(CASEWORKER, w.candidacy),
    "candidacy_withdraw": At(CASEWORKER, w.new_candidacy),
    "screening_record": At(CASEWORKER, w.new_candidacy),
    "presentation_record": At(CASEWORKER, w.new_candidacy),
    "presentation_end": At(CASEWORKER, w.presentation),
    "enrolment_create": At(CASEWORKER, w.new_candidacy),
    "enrolment_start": At(CASEWORKER, w.enrolment(*EnrolmentStatus)),
    "enrolment_complete": At(CASEWORKER, w.enrolment(*EnrolmentStatus)),
    "enrolment_drop_out": At(CASEWORKER, w.enrolment(*EnrolmentStatus)),
    "enrolment_undo": At(CASEWORKER, w.enrolment(*EnrolmentStatus)),
    "follow_up_record": At(CASEWORKER, w.candidacy),
    "outcome_record": At(CASEWORKER, w.outcome),
    "record_correct": At(CASEWORKER, w.written_record),
    "record_remove": At(CASEWORKER, w.removable_record),
    # Administration
    "user_list": At(ADMINISTRATOR),
    "user_create": At(ADMINISTRATOR),
    "user": At(ADMINISTRATOR, w.user),
    "user_edit": At(ADMINISTRATOR, w.user),
    "user_send_link": At(ADMINISTRATOR, w.user),
    "membership_add": At(ADMINISTRATOR, w.user),
    "user_factors_reset": At(ADMINISTRATOR, w.two_step_user),
    "user_deactivate": At(ADMINISTRATOR, w.user),
    "user_reactivate": At(ADMINISTRATOR, w.closed_user),
    "mail_list": At(ADMINISTRATOR),
    **dict.fromkeys(("mail", "mail_send_again", "mail_give_up"), At(ADMINISTRATOR, w.failed_mail)),
    # The figures
    "assessment": At(COORDINATOR),
    "success_criteria": At(COORDINATOR),
    "barriers": At(COORDINATOR),
    "project_risks": At(COORDINATOR, w.project),
    "risk_check": At(COORDINATOR, w.kick_off),
    "counter_create": At(COORDINATOR, w.counter_measure),
    "council_assessment": At(COORDINATOR, w.council),
    "national_overrule": At(ANALYST, w.element),
    "council_overrule": At(OFFICE_MANAGER, w.council_element),
    "project_assessment": At(COORDINATOR, w.project),
    "project_overrule": At(COORDINATOR, w.project_element),
    "figure_list": At(COORDINATOR),
    "figure": At(COORDINATOR, w.figure),
    "figure_compare": At(COORDINATOR, w.figure),
    "snapshot_list": At(COORDINATOR, w.snapshots),
    "snapshot_take": At(OFFICE_MANAGER),
    "goal_list": At(OFFICE_MANAGER),
    "evaluation": At(OFFICE_MANAGER),
    "goal_set": At(OFFICE_MANAGER, w.council_and_year),
    "survey_result_list": At(COORDINATOR, w.some_closed_round),
    "survey_results": At(COORDINATOR, w.closed_round),
    "survey_response": At(COORDINATOR, w.closed_round),
    "survey_changes": At(COORDINATOR, w.closed_round),
    "survey_item": At(COORDINATOR, w.survey_item),
    "survey_texts": At(COORDINATOR, w.closed_round),
    "survey_theme_make": At(COORDINATOR, w.closed_round),
    "survey_text_code": At(COORDINATOR, w.survey_text),
    "survey_text_take_out": At(COORDINATOR, w.survey_text),
    "audit_list": At(ADMINISTRATOR),
    # Data protection
    "person_insight": At(CASEWORKER, w.person),
    "person_erase": At(CASEWORKER, w.person),
    "contact_insight": At(COORDINATOR, w.contact),
    "own_data": At(COORDINATOR),
    "own_consents": At(NOBODY, w.consent_secret),
    "consent_link": At(COORDINATOR, w.contact),
    "consent_notice": At(COORDINATOR, w.consent_notice),
    "import_list": At(COORDINATOR, w.an_import_was_made),
    "import_upload": At(COORDINATOR),
    "import": At(COORDINATOR, w.register_import),
    "import_map": At(COORDINATOR, w.register_import),
    "import_problems": At(COORDINATOR, w.register_import),
    "import_run": At(COORDINATOR, w.register_import),
    "import_discard": At(COORDINATOR, w.register_import),
    "quality": At(COORDINATOR),
    "finding_list": At(COORDINATOR),
    "finding": At(COORDINATOR, w.lapsed_acceptance),
    "deviation_accept": At(COORDINATOR, w.lapsed_acceptance),
    "acceptance_withdraw": At(COORDINATOR, w.lapsed_acceptance),
    "project_council": At(COORDINATOR, w.project_without_council),
    "project_participants": At(COORDINATOR, w.project),
    "mapping_list": At(COORDINATOR, w.a_mapping_was_saved),
    "mapping_remove": At(COORDINATOR, w.column_mapping),
    "retention": At(ADMINISTRATOR),
    "retention_period": At(ADMINISTRATOR, lambda: {"kind": "contact"}),
    "retention_run": At(ADMINISTRATOR),
    "retention_run_log": At(ADMINISTRATOR, w.retention_run),
}

PAGES |= {f"{record.url_name}{PAGE_SUFFIX}": PAGES[record.url_name] for record in RECORDS}
"""The history of each record, as whoever is shown the record."""

EMPTY_FORMS = (
    "project_file_attach",
    "api_token_create",
    "account_login",
    "organisation_create",
    "need_create",
    "project_create",
    "party_add",
    "partner_agreement_create",
    "contribution_create",
    "plan_edit",
    "meeting_create",
    "commitment_create",
    "procurement_create",
    "offer_submit",
    "course_create",
    "person_create",
    "person_search",
    "candidate_add",
    "screening_record",
    "outcome_record",
    "enrolment_drop_out",
    "course_participants",
    "lesson_create",
    "user_create",
    "member_invite",
    "mfa_activate_totp",
    "account_reauthenticate",
    "dialogue_create",
    "need_close",
    "person_erase",
    "retention_run",
    "import_upload",
    "deviation_accept",
)
"""Forms that are sent with nothing in them, to see their errors."""


@pytest.fixture(scope="module")
def world(db: None) -> None:
    w.load_world()


@pytest.fixture(scope="module")
def desk(world: None, chromium: Browser, site: str) -> Iterator[Desk]:
    made = Desk(chromium, site)
    yield made
    made.close()


_TITLES: dict[str, str] = {}
"""By address: of the pages that have been visited already."""


def test_every_address_is_visited() -> None:
    names = {pattern.name for pattern in all_patterns(get_resolver())}
    assert names == PAGES.keys() | NOT_PAGES.keys()
    assert not PAGES.keys() & NOT_PAGES.keys()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_every_rule(desk: Desk, name: str) -> None:
    assert visit(desk, name, PAGES[name]) == []
    page, _complaints = desk.page_of(PAGES[name].email)
    _TITLES[name] = page.title()


@pytest.mark.parametrize("occasion", OTHERS)
def test_so_it_does_to_others_and_with_nothing_on_it(desk: Desk, occasion: str) -> None:
    assert visit(desk, *OTHERS[occasion]) == []


def test_a_table_that_is_wider_than_a_phone_is_scrolled_with_the_arrow_keys(desk: Desk) -> None:
    page, _complaints = desk.page_of(COORDINATOR)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(f"{desk.site}{reverse('figure', args=['situations'])}")
    frame = page.get_by_role("region", name=page.locator("h1").inner_text())
    assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth")
    while not frame.evaluate("frame => frame === document.activeElement"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement !== document.body"), "no way to the table"
    assert frame.evaluate("frame => frame.matches(':focus-visible')")
    page.keyboard.press("ArrowRight")
    expect(frame).not_to_have_js_property("scrollLeft", 0)
    assert page.evaluate("document.documentElement.scrollLeft") == 0


@pytest.mark.parametrize("name", EMPTY_FORMS)
def test_errors_are_told_at_the_top_and_lead_to_their_fields(desk: Desk, name: str) -> None:
    at = PAGES[name]
    page, complaints = desk.page_of(at.email)
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.goto(desk.site + path_of(name, at))
    for field in page.locator("main form[method=post]").first.get_by_role("textbox").all():
        field.fill("")
    with page.expect_navigation():
        page.locator("main form[method=post] .jv-actions button[type=submit]").first.click()
    summary = page.locator(".jv-error-summary")
    assert summary.count() == 1, page.locator("main").inner_text()
    assert page.evaluate("document.activeElement.classList.contains('jv-error-summary')")
    assert page.title().startswith("Fejl")
    links = summary.get_by_role("link")
    for number in range(links.count()):
        target = str(links.nth(number).get_attribute("href"))
        links.nth(number).click()
        focused = page.evaluate("document.activeElement.id")
        assert f"#{focused}" == target, f"{target} leads to {focused}"
    assert faults(page) + complaints.found == []


def test_no_two_pages_have_the_same_title(world: None) -> None:
    titles: dict[str, list[str]] = {}
    for name, at in PAGES.items():
        titles.setdefault(_TITLES.get(name) or title_of(name, at), []).append(name)
    doubled = {title: names for title, names in titles.items() if len(names) > 1}
    assert not doubled, "; ".join(f"{title}: {names}" for title, names in doubled.items())


def test_the_project_plan_is_fetched_as_pdf_and_as_word(desk: Desk) -> None:
    page, complaints = desk.page_of(COORDINATOR)
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.goto(desk.site + reverse("project_plan", kwargs=w.plan()))
    for text, ending in (("Hent som PDF", ".pdf"), ("Hent som Word", ".docx")):
        with page.expect_download() as download:
            page.get_by_role("link", name=text).click()
        assert download.value.suggested_filename.startswith("Projektplan for ")
        assert download.value.suggested_filename.endswith(ending)
        data = Path(download.value.path()).read_bytes()
        assert pdf_ua.faults(data, language="da") == [] if ending == ".pdf" else data.startswith(b"PK")
    assert complaints.found == []
