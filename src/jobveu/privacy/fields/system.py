"""What the system keeps of its own use, and the tables everybody looks things up in."""

from __future__ import annotations

from jobveu.privacy.fields.declaration import table

FIELDS = (
    table(
        "common.AuditEntry",
        plain="id project_id",
        audit_erased="at user_id user_name action room record_id details transaction",
    ),
    table(
        "common.Change",
        plain="id",
        history_erased="at transaction user_id user_name origin operation room record_id parent_room parent_id "
        "person_id before after",
    ),
    table(
        "common.Submission",
        form_receipt_erased="token user_id path fingerprint result_url at",
    ),
    table(
        "delivery.OutgoingMail",
        plain="id key kind language hides_recipient queued_at expires_at attempts problem smtp_code sent_at "
        "failed_at given_up_at",
        mail_erased="content",
    ),
    table(
        "common.KeptAnswer",
        plain="id token_id key status",
        form_receipt_erased="fingerprint headers body at",
    ),
    table("privacy.RetentionPeriod", plain="id kind months decision at", user_follows="decided_by"),
    table(
        "privacy.RetentionRun",
        plain="id at finished_at lists_only rules_of",
        retention_log_kept="decision",
        user_follows="decided_by",
    ),
    table("privacy.RetentionItem", plain="id run kind number of", retention_log_kept="record_id since"),
    table(
        "solving.SolverRun",
        plain="id solver ordered_at time_limit seed state given started_at value bound told_at stop_asked_at "
        "finished_at ending answer kernel work cut_short",
        user_follows="ordered_by stop_asked_by",
    ),
    table(
        "solving.SolverReplay",
        plain="id run ordered_at finished_at result differs_in",
        user_follows="ordered_by",
    ),
    table("journeys.ReminderChoice", plain="id kind", user_erased="user"),
    table("journeys.Digest", plain="id day", user_erased="user"),
    table("journeys.CalendarAddress", plain="id made_at", user_erased="user key"),
    table(
        "insight.Snapshot",
        plain="id name day taken_at format rules digest projects participations synthetic",
        user_follows="taken_by",
    ),
    table("insight.LabourForceNumber", plain="id council year persons source"),
    table("insight.Goal", plain="id council year projects participants version"),
    table("insight.TextTheme", plain="id round name made_at", user_follows="made_by"),
    table("insight.ThemedText", plain="id theme sheet item coded_at", user_follows="coded_by"),
    # Candidates as codes, without names, CPR numbers, pseudonyms and days: nobody's.
    table("insight.SnapshotPart", plain="id snapshot number content"),
    table("insight.SnapshotDisclosure", plain="id snapshot version decided_at content"),
    table("insight.RegisterReading", plain="id read_at version format digest parts disclosure"),
    table("reference.Office", plain="id code name seat"),
    table(
        "reference.Council",
        plain="id code kind name area office valid_from valid_to successor source assumption",
    ),
    table("reference.Region", plain="id code name"),
    table("reference.Municipality", plain="id code name kind region landsdel_code landsdel_name origin"),
    table("reference.MunicipalityPoint", plain="id municipality latitude longitude as_of source"),
    table("reference.CouncilMunicipality", plain="id council municipality source assumption origin"),
    table("reference.Industry", plain="id code level parent title origin"),
)
