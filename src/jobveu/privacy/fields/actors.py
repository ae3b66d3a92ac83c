"""Organisations, the people in them, and users."""

from __future__ import annotations

from jobveu.privacy.fields.declaration import table

FIELDS = (
    table(
        "accounts.User",
        plain="id is_active version created_at closed_on",
        user_erased="password last_login email name",
    ),
    table(
        "actors.Organisation",
        plain="id kind name cvr p_number municipality industry size_band website office council active version "
        "created_at",
    ),
    table("actors.Affiliation", plain="id kind member body valid_from valid_to"),
    table(
        "actors.Contact",
        plain="id version",
        contact_erased="organisation name job_title email phone active removed_on",
        user_follows="user",
    ),
    table(
        "actors.Consent",
        plain="id",
        contact_follows="contact",
        consent_erased="kind given_on withdrawn_on shown_by",
    ),
    table(
        "actors.ConsentLink",
        plain="id",
        contact_follows="contact",
        consent_link_erased="secret_hash made_at used_at",
        user_follows="made_by",
    ),
    table(
        "actors.ConsentNotice",
        plain="id",
        contact_follows="contact",
        consent_notice_erased="kind given at seen_at",
        user_follows="told",
    ),
    table(
        "actors.Membership",
        plain="id organisation role valid_from valid_to administers",
        user_follows="user",
    ),
    table(
        "actors.Dialogue",
        plain="id organisation spoken_for held_on channel subject version created_at",
        contact_follows="contact",
        dialogue_erased="notes agreed reason",
        user_follows="spoken_by",
    ),
    table(
        "actors.AgreedTask",
        plain="id dialogue responsible due_on done_on version",
        dialogue_erased="title",
        user_follows="user done_by",
    ),
    table(
        "actors.ApiToken",
        plain="id scopes created_at expires_on revoked_at last_used_at minute requests",
        user_erased="name digest ending",
        user_follows="membership",
    ),
    table("accounts.OpenIdentity", plain="id linked_at", user_erased="user issuer subject"),
    table(
        "actors.MemberInvitation",
        plain="id organisation role administers language sent_at expires_at accepted_at withdrawn_at",
        member_invitation_erased="name email token_hash",
        user_follows="invited_by accepted_by",
    ),
    table(
        "actors.Merge",
        plain="id room kept_id gone_id organisation_id at undone_at",
        merge_erased="gone_name journal",
        user_erased="by_id by_name undone_by_name",
    ),
    table("actors.NotDuplicate", plain="id room first_id second_id at", user_erased="by_id by_name"),
    table("actors.PrimaryContact", plain="id organisation valid_from valid_to", user_follows="user"),
    table(
        "actors.ContactPause",
        plain="id organisation until reason noted_on lifted_on",
        user_follows="noted_by",
    ),
    table(
        "actors.ContactNotice",
        plain="id",
        dialogue_erased="dialogue earlier seen_at",
        user_follows="told",
    ),
)
