"""Projects and their documents. Their texts are about organisations, work and courses; that somebody is named in
one cannot be ruled out, and so they have a rule of their own."""

from __future__ import annotations

from jobveu.privacy.fields.declaration import table

FIELDS = (
    table(
        "projects.Project",
        plain="id title type status council industry target_groups initiative initiative_organisation "
        "coordinator_role coordinating_organisation area_kind area_basis start_date start_precision end_date "
        "start_year reported_participants current_phase published_at template source_note source_key synthetic version created_at",
        project_record_kept="description status_reason",
        user_follows="coordinator",
    ),
    table(
        "projects.Party",
        plain="id project organisation joined_on in_first_dialogue defines_content version",
        project_record_kept="note",
    ),
    table("projects.ProjectDialogue", plain="id project dialogue"),
    table(
        "projects.SetAside",
        plain="id project indicator at",
        project_record_kept="reason",
        user_follows="by",
    ),
    table(
        "projects.Agreement",
        plain="id project kind title counterpart withdrawn_on created_at",
        project_record_kept="withdrawn_reason",
    ),
    table(
        "projects.AgreementText",
        plain="id agreement number written_at",
        project_record_kept="text",
        user_follows="written_by",
    ),
    table("projects.Signatory", plain="id agreement organisation"),
    table("projects.Signature", plain="id text organisation at", user_follows="user"),
    table(
        "projects.ContributionTerms",
        plain="id text head_count by_date job_search_duty transport_paid benefit_kept work_placement_weeks",
        project_record_kept="other_terms",
    ),
    table("projects.HandoverTerms", plain="id text from_date", project_record_kept="still_done"),
    table(
        "projects.Endorsement",
        plain="id project organisation form given_on",
        project_record_kept="shown_by",
    ),
    table(
        "projects.Lesson",
        plain="id project phase tags organisation written_at version",
        project_record_kept="title text",
        user_follows="written_by",
    ),
    table(
        "projects.Need",
        plain="id organisation stated_by occupation head_count competences municipality needed_by stated_on "
        "closed_on answered version created_at",
        project_record_kept="closed_reason",
    ),
    table("projects.ProjectNeed", plain="id project need"),
    table(
        "projects.SteeringSeat",
        plain="id project organisation chairs since version",
        contact_follows="contact",
    ),
    table(
        "projects.Meeting",
        plain="id project kind starts_at place version",
        project_record_kept="agenda",
    ),
    table("projects.MeetingAttendance", plain="id meeting organisation"),
    table(
        "projects.MinutesVersion",
        plain="id meeting number written_at",
        project_record_kept="text",
        user_follows="written_by",
    ),
    table(
        "projects.PlanVersion",
        plain="id project number written_at",
        project_record_kept="purpose target_group upskilling_need matching_model change_note",
        user_follows="written_by",
    ),
    table(
        "projects.Task",
        plain="id project phase responsible due_on done_on version",
        project_record_kept="title description",
        user_follows="done_by",
    ),
    table(
        "projects.Commitment",
        plain="id project kind organisation head_count on_behalf_of content_matches given_on withdrawn_on version",
        project_record_kept="conditions shown_by withdrawn_reason",
        user_follows="recorded_by",
    ),
    table(
        "projects.ScreeningTool",
        plain="id project number begun_at issued_at",
        project_record_kept="change_note",
        user_follows="begun_by issued_by",
    ),
    table(
        "projects.Criterion",
        plain="id tool key kind strength weight company dialogue fact fact_value version",
        project_record_kept="text guidance wording_reason",
    ),
    table(
        "projects.Procurement",
        plain="id project kind subject opened_on deadline chosen_provider chosen_on cancelled_on version",
        project_record_kept="requirements choice_reason cancelled_reason",
        user_follows="chosen_by",
    ),
    table(
        "projects.Invitation",
        plain="id procurement provider invited_on declined_on",
        project_record_kept="declined_reason",
    ),
    table(
        "projects.Offer",
        plain="id invitation price earliest_start min_participants max_participants merit_giving submitted_at "
        "version",
        project_record_kept="description",
        user_follows="submitted_by",
    ),
    table(
        "attachments.Attachment",
        plain="id project agreement endorsement meeting commitment procurement offer course stored_as kind size "
        "sha256 scan uploaded_at",
        project_record_kept="name note",
        user_follows="uploaded_by",
    ),
    table(
        "assessment.Overruling",
        plain="id project council element number level computed yardstick at",
        project_record_kept="reason",
        user_follows="by",
    ),
    # Facts of projects and numbers of five or more of their candidates; no names, no days of a person.
    table("assessment.FrozenRecord", plain="id snapshot format content digest"),
    table(
        "assessment.RiskCheck",
        plain="id project meeting checked_at version",
        user_follows="checked_by",
    ),
    table(
        "assessment.RiskAnswer",
        plain="id risk_check barrier state",
        project_record_kept="note",
    ),
    table("assessment.CounterTask", plain="id project barrier measure task"),
    table(
        "quality.Acceptance",
        plain="id project rule facts accepted_at",
        project_record_kept="reason",
        user_follows="accepted_by",
    ),
    table(
        "legacy.ColumnMapping",
        plain="id name kind columns saved_at",
        user_follows="saved_by",
    ),
    table(
        "legacy.Import",
        plain="id kind system office sheet size stored_as header columns state progress rows errors warnings created "
        "updated unchanged failure uploaded_at finished_at",
        project_record_kept="file_name samples",
        user_follows="uploaded_by ordered_by",
    ),
    # Cells of a file, until the problems are forgotten (legacy.operations.imports); CPR numbers are left out.
    table(
        "legacy.ImportProblem",
        plain="id of_import row column code is_error detail",
        project_record_kept="value",
    ),
    table(
        "legacy.Origin",
        plain="id system kind key old_id project course office of_import",
        project_record_kept="values",
    ),
    # Keyed hashes that nobody here can be found by; they go a year after the last import of their system.
    table("legacy.Participation", plain="id system key_hash project course person_hash"),
    table(
        "education.Course",
        plain="id project title course_code provider municipality place starts_on ends_on merit_giving "
        "min_participants max_participants status reported_participants from_source version",
        project_record_kept="cancelled_reason",
    ),
    table(
        "course_plans.OfferedHold",
        plain="id provider title course_code municipality place starts_on ends_on min_participants "
        "max_participants price either_or offered_on withdrawn_on version",
        project_record_kept="withdrawn_reason",
    ),
    table(
        "course_plans.CoursePlan",
        plain="id office run first_on last_on travel_limit travel_minutes leeway budget",
    ),
    table(
        "course_plans.HoldCourse",
        plain="id proposed_hold course asked_by heads takings made before task_ids",
    ),
    table(
        "course_plans.ProposedHold",
        plain="id plan key offered_hold course runs heads decision decided_at",
        project_record_kept="reason",
        user_follows="decided_by",
    ),
)
