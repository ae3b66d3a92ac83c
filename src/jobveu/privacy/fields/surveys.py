"""Rounds of surveys, whom they asked, and what was answered."""

from __future__ import annotations

from jobveu.privacy.fields.declaration import table

FIELDS = (
    table(
        "surveys.SurveyRound",
        plain="id name instrument instrument_digest office project statuses project_types respondent_types council "
        "started_from started_to anonymous synthetic state closes_on remind_on reminded_at made_at opened_at "
        "closed_at texts_erased_at version",
        user_follows="made_by",
    ),
    table(
        "surveys.RoundStratum",
        plain="id round respondent_type council office project_type population complete partial refused not_reached "
        "no_answer",
    ),
    table(
        "surveys.SurveyInvitation",
        plain="id round",
        contact_follows="contact",
        survey_invitation_erased="project projects stratum link_key secret_hash mail disposition reminders route",
    ),
    table("surveys.AnswerDraft", plain="id round", survey_answer_erased="key content"),
    table(
        "surveys.AnswerSheet",
        plain="id round stratum project complete",
        survey_invitation_follows="invitation",
        survey_answer_erased="values",
    ),
)
