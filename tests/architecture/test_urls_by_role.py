"""Every address × every role, with one's own records and with others': what the matrix says, and no more.

`HELD` says, apart from the code, how each role stands to the records that are its own; together with
`MATRIX` it gives what is expected. An address that is not in `KIND` fails, and so does one whose page
forgets to ask.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.urls import reverse

from jobveu.accounts.access import MATRIX, Action, Scope
from jobveu.accounts.enums import Role
from jobveu.attachments.enums import OwnerKind
from jobveu.web.staff.history.page import PAGE_SUFFIX
from jobveu.web.staff.history.records import RECORDS
from tests.architecture.side import Side
from tests.architecture.test_access_matrix import PATTERNS, action_of, is_for_programs
from tests.architecture.visits import included_arguments, visit

pytestmark = pytest.mark.django_db

_STAFF = (Role.COORDINATOR, Role.OFFICE_MANAGER)
_JOB_CENTRE = (Role.CASEWORKER, Role.COMPANY_CONSULTANT)
_PARTIES = (*_JOB_CENTRE, Role.PROVIDER, Role.COMPANY, Role.SOCIAL_PARTNER)


def _held(*rows: tuple[tuple[Role, ...], Scope]) -> dict[Role, set[Scope]]:
    held: dict[Role, set[Scope]] = {}
    for roles, scope in rows:
        for role in roles:
            held.setdefault(role, set()).add(scope)
    return held


_OFFICE = (_STAFF, Scope.OWN_OFFICE)
_COUNCIL = ((Role.COUNCIL_MEMBER,), Scope.OWN_COUNCIL)
_PROJECT = (_OFFICE, _COUNCIL, (_PARTIES, Scope.PARTY))

MEMBER_PAGES = (
    "member_list",
    "member",
    "member_role",
    "member_administration",
    "member_end",
    "member_invite",
    "member_invitation_list",
    "member_invitation",
    "member_invitation_send",
    "member_invitation_withdraw",
)


def files_of(kind: str, *, change_only: bool = False) -> list[str]:
    """The addresses of a record's files."""
    return [f"{kind}_file_attach", f"{kind}_file_remove", *([] if change_only else [f"{kind}_file"])]


SURVEY_RESULTS = (
    "survey_results",
    "survey_results_file",
    "survey_response",
    "survey_changes",
    "survey_item",
    "survey_item_file",
)
SURVEY_FOR = ("survey_answer_for", "survey_refuse_for")
SURVEY_TEXTS = ("survey_texts", "survey_theme_make", "survey_text_code", "survey_text_take_out")
HELD: Mapping[str, Mapping[Role, set[Scope]]] = {
    "by role alone": {},
    "project": _held(*_PROJECT),
    # signed by the social partner only
    "partner agreement": _held(_OFFICE, _COUNCIL, ((Role.SOCIAL_PARTNER,), Scope.OWN_ORGANISATION)),
    # signed by the office and the job centre
    "handover": _held(_OFFICE, _COUNCIL, ((*_STAFF, *_JOB_CENTRE), Scope.OWN_ORGANISATION)),
    "partner's endorsement": _held(_OFFICE, ((Role.SOCIAL_PARTNER,), Scope.PARTY)),
    "job centre's task": _held(*_PROJECT, (_JOB_CENTRE, Scope.OWN_ORGANISATION)),
    "company's commitment": _held(_OFFICE, ((Role.COMPANY,), Scope.PARTY)),
    "tender": _held(*_PROJECT, ((Role.PROVIDER,), Scope.OWN_ORGANISATION)),
    # asked for as the provider's own, whose record it is
    "provider's offer": _held(*_PROJECT, ((Role.PROVIDER,), Scope.OWN_ORGANISATION)),
    "provider's course": _held(*_PROJECT, ((Role.PROVIDER,), Scope.OWN_COURSE)),
    "participants of the course": _held(
        (_JOB_CENTRE, Scope.REGISTERED), ((Role.PROVIDER,), Scope.OWN_COURSE)
    ),
    # registered by the job centre, on the provider's course, presented to the company
    "candidacy": _held(
        _OFFICE,
        (_JOB_CENTRE, Scope.REGISTERED),
        ((Role.PROVIDER,), Scope.OWN_COURSE),
        ((Role.COMPANY,), Scope.PRESENTED),
    ),
    # the provider's user in the world administers its users; the others administer nobody
    # the caseworkers of the world administer nobody
    "managed job centre's looks": {},
    "provider's members": _held(((Role.PROVIDER,), Scope.ADMINISTERED)),
    "person": _held((_JOB_CENTRE, Scope.REGISTERED)),
    "company": _held(((Role.COMPANY,), Scope.OWN_ORGANISATION)),
    "office's conversation": _held((_STAFF, Scope.OWN_ORGANISATION)),
    "office's agreed task": _held((_STAFF, Scope.OWN_ORGANISATION), (_STAFF, Scope.OWN_OFFICE)),
    # of others' tokens there are no pages
    "coordinator's token": _held(((Role.COORDINATOR,), Scope.SELF)),
    "coordinator's notice": _held(((Role.COORDINATOR,), Scope.SELF)),
    "company's need": _held(((Role.COMPANY,), Scope.OWN_ORGANISATION), (_PARTIES, Scope.PARTY)),
    "office's course plan": _held(_OFFICE),
    "provider's offered hold": _held(((Role.PROVIDER,), Scope.OWN_ORGANISATION)),
    "office's import": _held(_OFFICE),
    "office's survey": _held(_OFFICE),
    "partner's lesson": _held(_OFFICE, ((Role.SOCIAL_PARTNER,), Scope.PARTY)),
}

KIND: dict[str, str] = {
    **dict.fromkeys(
        [
            "home",
            "desk",
            "reminders",
            "calendar_open",
            "calendar_close",
            "calendar_feed",
            "about",
            "was",
            "privacy",
            "search",
            "showcase_list",
            "showcase_project",
            "account_login",
            "account_logout",
            "account_inactive",
            "account_change_password",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_reset_password_from_key_done",
            "account_reauthenticate",
            "openid_begin",
            "openid_callback",
            "openid_link",
            "openid_unlink",
            "member_invitation_open",
            "member_invitation_accept",
            "mfa_authenticate",
            "mfa_login_webauthn",
            "mfa_index",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_add_webauthn",
            "mfa_edit_webauthn",
            "mfa_remove_webauthn",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "user_factors_reset",
            "set_language",
            "api_guide",
            "api_document",
            "api_token_list",
            "api_token_create",
            "organisation_list",
            "organisation_create",
            "duplicate_list",
            "merge_list",
            "merge_undo",
            "organisation_merge",
            "organisation_not_duplicate",
            "contact_duplicates",
            "contact_merge",
            "contact_not_duplicate",
            "need_list",
            "offered_hold_list",
            "offered_hold_create",
            "course_plan_list",
            "course_plan_order",
            "survey_list",
            "survey_create",
            "instrument_list",
            "instrument",
            "survey_start",
            "survey_questions",
            "survey_refuse",
            "own_placements",
            "need_create",
            "project_list",
            "project_create",
            "lesson_list",
            "lesson",
            "person_list",
            "person_search",
            "person_search_result",
            "person_create",
            "own_invitations",
            "all_dialogues",
            "organisation_approach",
            "primary_contact_choose",
            "dialogue",
            "dialogue_list",
            "dialogue_create",
            "user_list",
            "user_create",
            "user",
            "user_edit",
            "user_send_link",
            "membership_add",
            "user_deactivate",
            "user_reactivate",
            "audit_list",
            "mail_list",
            "mail",
            "mail_send_again",
            "mail_give_up",
            "own_data",
            "own_consents",
            "retention",
            "retention_run",
            "retention_run_log",
            "retention_period",
            "assessment",
            "national_overrule",
            "council_assessment",
            "success_criteria",
            "barriers",
            "figure_list",
            "goal_list",
            "figure",
            "figure_compare",
            "figure_file",
            "figure_report",
            "figure_presentation",
            "evaluation",
            "evaluation_file",
            "snapshot_list",
            "snapshot_take",
            "survey_result_list",
            *SURVEY_RESULTS,
            "import_list",
            "import_upload",
            "mapping_list",
            "mapping_remove",
            "quality",
            "finding_list",
            "finding",
        ],
        "by role alone",
    ),
    "goal_set": "project",  # of the project's council
    **dict.fromkeys(SURVEY_TEXTS, "project"),  # of rounds about the projects of an office
    "council_overrule": "project",
    **dict.fromkeys(
        [
            "project",
            "project_edit",
            "project_status",
            "project_publish",
            "project_needs",
            "project_need_tie",
            "project_need_untie",
            "project_parties",
            "party_add",
            "party_edit",
            "party_remove",
            "indicator_set_aside",
            "indicator_resume",
            "project_lessons",
            "lesson_create",
            "project_endorsement",
            "partner_agreement_create",
            "endorsement_create",
            "project_contributions",
            "contribution_create",
            "handover_create",
            "project_plan",
            "plan_edit",
            "plan_version",
            "plan_compare",
            "plan_document",
            "steering_seat_create",
            "steering_seat_edit",
            "steering_seat_remove",
            "project_tasks",
            "task_create",
            "task_edit",
            "task_delete",
            "project_meetings",
            "meeting_create",
            "meeting",
            "meeting_edit",
            "meeting_delete",
            "minutes_edit",
            "minutes_versions",
            "minutes_document",
            "commitment_document",
            "project_commitments",
            "commitment_create",
            "project_procurement",
            "procurement_create",
            "procurement_edit",
            "procurement_cancel",
            "invitation_add",
            "provider_choose",
            "project_courses",
            "course_create",
            "screening_tool",
            "screening_tool_version",
            "screening_tool_issue",
            "screening_draft_discard",
            "criterion_create",
            "criterion_edit",
            "criterion_remove",
            "criteria_take_over",
            "candidate_find",
            "candidates_several",
            "meeting_invited",
            "deviation_accept",
            "acceptance_withdraw",
            "project_council",
            "project_participants",
            "project_candidates",
            "candidate_add",
            "candidate_register",
            "project_risks",
            "risk_check",
            "counter_create",
            "project_assessment",
            "project_overrule",
            "project_matching",
            "proposal_order",
            "position_create",
            "position_edit",
            "position_remove",
            "proposal",
            "proposal_stop",
            "proposal_replay",
            "placement",
            "placement_explain",
        ],
        "project",
    ),
    **dict.fromkeys(
        [
            "agreement",
            "agreement_version",
            "agreement_compare",
            "agreement_document",
            "agreement_revise",
            "agreement_sign",
            "agreement_withdraw",
            "signatory_add",
            "signatory_remove",
        ],
        "partner agreement",
    ),
    "handover_end": "handover",
    "endorsement_remove": "partner's endorsement",
    **dict.fromkeys(files_of("project"), "project"),
    "project_files": "project",
    "api_token_revoke": "coordinator's token",
    **dict.fromkeys(files_of("meeting"), "project"),
    **dict.fromkeys(files_of("agreement"), "partner agreement"),
    **dict.fromkeys(files_of("endorsement", change_only=True), "partner's endorsement"),
    "endorsement_file": "project",
    **dict.fromkeys(files_of("commitment", change_only=True), "company's commitment"),
    "commitment_file": "project",
    **dict.fromkeys(files_of("procurement"), "tender"),
    **dict.fromkeys(files_of("offer"), "provider's offer"),
    **dict.fromkeys(files_of("course"), "provider's course"),
    **dict.fromkeys(["task_done", "task_reopen"], "job centre's task"),
    **dict.fromkeys(["commitment_edit", "commitment_withdraw"], "company's commitment"),
    **dict.fromkeys(
        ["procurement", "tender_document", "invitation", "offer_submit", "offer_decline"], "tender"
    ),
    **dict.fromkeys(["course", "course_edit", "course_cancel", "course_held"], "provider's course"),
    **dict.fromkeys(["course_participants", "course_day", "certificate_list"], "participants of the course"),
    **dict.fromkeys(
        [
            "candidacy",
            "candidacy_withdraw",
            "screening_record",
            "activity_invite",
            "activity_answer",
            "statement_record",
            "line_join",
            "place_accept",
            "place_leave",
            "presentation_record",
            "presentation_end",
            "enrolment_create",
            "enrolment_start",
            "enrolment_complete",
            "enrolment_drop_out",
            "enrolment_undo",
            "follow_up_record",
            "outcome_record",
            "record_correct",
            "record_remove",
            "wishes",
            "company_scores",
            "placement_accept",
            "placement_change",
            "placement_reject",
        ],
        "candidacy",
    ),
    **dict.fromkeys(
        ["person", "person_facts", "person_identity", "person_edit", "identity_log", "look_letter"], "person"
    ),
    **dict.fromkeys(
        ["person", "person_identity", "person_edit", "identity_log", "person_insight", "person_erase"],
        "person",
    ),
    **dict.fromkeys(
        [
            "organisation",
            "organisation_projects",
            "organisation_needs",
            "affiliation_list",
            "pause_note",
            "pause_lift",
            "organisation_edit",
            "affiliation_add",
            "affiliation_end",
            "contact_create",
            "contact_edit",
            "contact_remove",
            "consent_give",
            "contact_insight",
            "consent_link",
            "consent_withdraw",
        ],
        "company",
    ),
    **dict.fromkeys(
        ["dialogue_edit", "agreed_task_create", "agreed_task_edit", "agreed_task_delete"],
        "office's conversation",
    ),
    **dict.fromkeys(["agreed_task", "agreed_task_done", "agreed_task_reopen"], "office's agreed task"),
    "look_list": "managed job centre's looks",
    **dict.fromkeys(
        ["import", "import_map", "import_problems", "import_run", "import_discard"], "office's import"
    ),
    **dict.fromkeys(MEMBER_PAGES, "provider's members"),
    **dict.fromkeys(["contact_notice", "consent_notice"], "coordinator's notice"),
    **dict.fromkeys(["need", "need_edit", "need_close", "need_reopen"], "company's need"),
    **dict.fromkeys(["lesson_edit", "lesson_remove"], "partner's lesson"),
    **dict.fromkeys(
        [
            "course_plan",
            "course_plan_stop",
            "course_plan_replay",
            "course_plan_hold",
            "course_plan_hold_undo",
        ],
        "office's course plan",
    ),
    **dict.fromkeys(
        ["offered_hold", "offered_hold_edit", "offered_hold_withdraw"], "provider's offered hold"
    ),
    **dict.fromkeys(
        [
            "survey",
            *(f"survey_{step}" for step in ("edit", "audience", "open", "remind", "close", "discard")),
            *SURVEY_FOR,
        ],
        "office's survey",
    ),
    "project_pulse": "project",
}
KIND |= {f"{record.url_name}{PAGE_SUFFIX}": KIND[record.url_name] for record in RECORDS} | {
    # An invited provider reads its own invitation's history, not the procurement's.
    "procurement_history": "project",
}

PARTICULAR = {
    ("calendar_feed", "secret"): "calendar_secret",
    **{(name, "organisation_id"): "provider_id" for name in (*MEMBER_PAGES, "member_history")},
    ("record_correct", "record_id"): "presentation_id",
    ("record_remove", "what"): "removable",
    ("consent_notice", "notice_id"): "consent_notice_id",
    **{(name, "organisation_id"): "provider_id" for name in MEMBER_PAGES},
    **{
        (name, "task_id"): "agreed_task_id"
        for name in (
            "agreed_task",
            *(f"agreed_task_{step}" for step in ("done", "reopen", "edit", "delete")),
        )
    },
    ("handover_end", "agreement_id"): "handover_id",
    ("course_plan_hold", "hold_id"): "proposed_hold_id",
    **{(name, "secret"): "survey_secret" for name in ("survey_start", "survey_questions", "survey_refuse")},
    **{
        (f"survey{page}", "round_id"): "draft_round_id"
        for page in ("", "_edit", "_audience", "_open", "_discard", PAGE_SUFFIX)
    },
    ("survey_remind", "round_id"): "open_round_id",
    ("survey_close", "round_id"): "open_round_id",
    **{(name, "round_id"): "open_round_id" for name in SURVEY_FOR},
    **{(name, "invitation_id"): "survey_invitation_id" for name in SURVEY_FOR},
    ("instrument", "name"): "instrument_name",
    ("course_plan_hold_undo", "hold_id"): "proposed_hold_id",
    **{
        (f"{kind.value}_file{page}", "attachment_id"): f"{kind.value}_attachment_id"
        for kind in OwnerKind
        for page in ("", "_remove")
    },
    ("signatory_remove", "organisation_id"): "partner_id",
    **{
        (name, "invitation_id"): "member_invitation_id"
        for name in ("member_invitation", "member_invitation_send", "member_invitation_withdraw")
    },
    ("figure_file", "file_format"): "figure_format",
    **{(name, "round_id"): "closed_round_id" for name in (*SURVEY_RESULTS, *SURVEY_TEXTS)},
    **{(name, "item"): "survey_item" for name in SURVEY_RESULTS},
    **{(name, "file_format"): "figure_format" for name in SURVEY_RESULTS},
    # Nobody has a passkey here: allauth asks for the password before it looks.
    ("mfa_edit_webauthn", "pk"): "user_id",
    ("mfa_remove_webauthn", "pk"): "user_id",
    ("meeting_invited", "meeting_id"): "information_meeting_id",
}
"""Where an argument means another record than its name alone says."""

QUERY = {"project_status": "?til=gennemfoert"}
"""What an address needs after the question mark to be a page at all."""


PAGES = [pattern for pattern in PATTERNS if not is_for_programs(pattern)]


def address(name: str, arguments: Mapping[str, object], side: Side) -> str:
    values = {
        argument: side.ids[PARTICULAR.get((name, argument), argument)]
        for argument in arguments
        if argument not in ("uidb36",)
    }
    if "uidb36" in arguments:
        values = {"uidb36": "1", "key": "set-password"}
    return reverse(name, kwargs=values) + QUERY.get(name, "")


def expected(action: Action, role: Role, kind: str, *, own: bool) -> bool:
    scopes = set(MATRIX[action].get(role, ())) | set(MATRIX[action].get(Role.PUBLIC, ()))
    if kind == "by role alone":
        return bool(scopes)
    held = HELD[kind].get(role, set()) if own else set()
    return bool(scopes & (held | {Scope.ALL}))


def was_refused(response, action: Action) -> bool:
    if action is Action.LOG_IN:
        return False  # led to the log-in page: where somebody who is to log in belongs
    if response.status_code in (403, 404):
        return True
    return response.status_code == 302 and response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("pattern", PAGES, ids=lambda pattern: pattern.name)
def test_every_role_reaches_what_the_matrix_says_and_nothing_else(pattern, sides) -> None:
    name, action = pattern.name, action_of(pattern)
    assert name in KIND, f"Say in KIND whose records the address {name} is about."
    arguments = dict.fromkeys(pattern.pattern.regex.groupindex) | dict.fromkeys(included_arguments(name))
    own, others = sides
    wrong = []
    for role in Role:
        client = own.client(role)
        whose = ((own, True),) if KIND[name] == "by role alone" else ((own, True), (others, False))
        for side, is_own in whose:
            path = address(name, arguments, side)
            allowed = expected(action, role, KIND[name], own=is_own)
            for method in ("get", "post"):
                if name in ("account_logout", "set_language") and method == "post":
                    continue  # would log the visitor out, or change the language of what follows
                response = visit(client, method, path)
                assert response.status_code < 500, (method, path, role)
                if was_refused(response, action) == allowed:
                    record = "own" if is_own else "others'"
                    wrong.append(f"{method} {path} as {role.value} ({record}): {response.status_code}")
    assert wrong == []
