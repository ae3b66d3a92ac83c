"""Persons and what is recorded of them."""

from __future__ import annotations

from jobveu.privacy.fields.declaration import table

FIELDS = (
    table(
        "candidates.Person",
        plain="id synthetic version",
        person_erased="job_centre key name_encrypted cpr_encrypted cpr_hash phone_encrypted email_encrypted "
        "name_position situation vulnerable skill_level municipality driving_licences danish_level "
        "unemployed_since certificates available_from away travel_limit_km travel_limit_minutes registered_at",
        user_follows="registered_by",
    ),
    table(
        "candidates.IdentityView",
        plain="id",
        look_erased="person user_id user_name organisation_id organisation_name part purpose at",
    ),
    table(
        "candidates.Candidacy",
        plain="id project job_centre",
        person_erased="person pseudonym withdrawn_reason",
        person_coarsened="added_on withdrawn_on",
        user_follows="added_by",
    ),
    table(
        "candidates.Screening",
        plain="id tool",
        person_follows="candidacy",
        person_figure="result",
        person_erased="reason",
        person_coarsened="screened_on",
        user_follows="screened_by",
    ),
    table(
        "candidates.ScreeningAnswer",
        plain="id criterion",
        person_follows="candidacy screening",
        person_figure="answer",
        person_erased="note",
    ),
    table(
        "candidates.Activity",
        plain="id version",
        person_follows="candidacy",
        person_figure="kind timing meeting company answer attendance",
        person_erased="note",
        person_coarsened="starts_on ends_on invited_on answered_on",
        user_follows="invited_by",
    ),
    table(
        "candidates.CourseDay",
        plain="id",
        person_erased="candidacy enrolment day attendance",
        user_follows="recorded_by",
    ),
    table(
        "candidates.WaitingPlace",
        plain="id",
        person_erased="candidacy course state joined_on offered_on answer_by",
        user_follows="joined_by",
    ),
    table(
        "candidates.Statement",
        plain="id",
        person_follows="candidacy",
        person_figure="motivation agrees",
        person_erased="note",
        person_coarsened="stated_on",
        user_follows="recorded_by",
    ),
    table(
        "candidates.Presentation",
        plain="id",
        person_follows="candidacy",
        person_figure="company",
        person_erased="note",
        person_coarsened="presented_on ended_on",
        user_follows="presented_by",
    ),
    table(
        "candidates.Enrolment",
        plain="id version",
        person_follows="candidacy",
        person_figure="course status dropout_reason",
        person_erased="dropout_note",
        person_coarsened="enrolled_on started_on ended_on",
        user_follows="enrolled_by",
    ),
    table(
        "candidates.FollowUp",
        plain="id",
        person_follows="candidacy",
        person_figure="channel organisation",
        person_erased="note next_on",
        person_coarsened="held_on",
        user_follows="by",
    ),
    table(
        "candidates.Outcome",
        plain="id version",
        person_follows="candidacy",
        person_figure="milestone kind",
        person_erased="employer employer_name",
        person_coarsened="as_of",
        user_follows="recorded_by",
    ),
    table(
        "candidates.Wish",
        plain="id",
        person_erased="candidacy company course level",
    ),
    table(
        "candidates.CompanyScore",
        plain="id",
        person_erased="candidacy company level",
    ),
    table("candidates.Position", plain="id commitment title count municipality starts_on course version"),
    table("candidates.MatchingProposal", plain="id project run mode choices effect explained_at"),
    table(
        "candidates.ProposalPerson",
        plain="id proposal number key",
        person_erased="candidacy facts_encrypted position course points explanation_encrypted decision "
        "decided_position decided_course decided_company decided_at reason_encrypted",
        user_follows="decided_by",
    ),
)
