"""Organisations, their contacts, and the dialogue with them (under /organisationer/)."""

from __future__ import annotations

from django.urls import path

from jobveu.web.staff.actors import (
    affiliations,
    agreed_tasks,
    approach,
    contacts,
    dialogue,
    duplicates,
    invitations,
    members,
    of_organisation,
    organisations,
)

ONE = "<int:organisation_id>/"
CONTACT = f"{ONE}kontakter/<int:contact_id>/"
INVITED = f"{ONE}brugere/invitationer/"
MEMBER = f"{ONE}brugere/<int:membership_id>/"

urlpatterns = [
    path("", organisations.OrganisationList.as_view(), name="organisation_list"),
    path("ny/", organisations.OrganisationCreate.as_view(), name="organisation_create"),
    path("dubletter/", duplicates.DuplicateList.as_view(), name="duplicate_list"),
    path("sammenlaegninger/", duplicates.MergeList.as_view(), name="merge_list"),
    path("sammenlaegninger/<int:merge_id>/fortryd/", duplicates.MergeUndo.as_view(), name="merge_undo"),
    path(
        f"{ONE}laeg-sammen/<int:other_id>/",
        duplicates.OrganisationMerge.as_view(),
        name="organisation_merge",
    ),
    path(
        f"{ONE}ikke-dublet/<int:other_id>/",
        duplicates.OrganisationNotDuplicate.as_view(),
        name="organisation_not_duplicate",
    ),
    path(f"{ONE}kontakter/dubletter/", duplicates.ContactDuplicates.as_view(), name="contact_duplicates"),
    path(
        f"{CONTACT}laeg-sammen/<int:other_contact_id>/",
        duplicates.ContactMerge.as_view(),
        name="contact_merge",
    ),
    path(
        f"{CONTACT}ikke-dublet/<int:other_contact_id>/",
        duplicates.ContactNotDuplicate.as_view(),
        name="contact_not_duplicate",
    ),
    path(ONE, organisations.OrganisationPage.as_view(), name="organisation"),
    path(f"{ONE}ret/", organisations.OrganisationEdit.as_view(), name="organisation_edit"),
    path(f"{ONE}projekter/", of_organisation.ProjectsOfOrganisation.as_view(), name="organisation_projects"),
    path(f"{ONE}behov/", of_organisation.NeedsOfOrganisation.as_view(), name="organisation_needs"),
    path(f"{ONE}tilknytninger/", of_organisation.AffiliationList.as_view(), name="affiliation_list"),
    path(f"{ONE}tilknytninger/ny/", affiliations.AffiliationAdd.as_view(), name="affiliation_add"),
    path(
        f"{ONE}tilknytninger/<int:affiliation_id>/afslut/",
        affiliations.AffiliationEnd.as_view(),
        name="affiliation_end",
    ),
    path(f"{ONE}kontakter/ny/", contacts.ContactCreate.as_view(), name="contact_create"),
    path(f"{CONTACT}ret/", contacts.ContactEdit.as_view(), name="contact_edit"),
    path(f"{CONTACT}fjern/", contacts.ContactRemove.as_view(), name="contact_remove"),
    path(f"{CONTACT}samtykker/nyt/", contacts.ConsentGive.as_view(), name="consent_give"),
    path(
        f"{CONTACT}samtykker/<int:consent_id>/traek-tilbage/",
        contacts.ConsentWithdraw.as_view(),
        name="consent_withdraw",
    ),
    path(f"{ONE}brugere/", members.MemberList.as_view(), name="member_list"),
    path(f"{ONE}brugere/inviter/", invitations.MemberInvite.as_view(), name="member_invite"),
    path(INVITED, invitations.MemberInvitationList.as_view(), name="member_invitation_list"),
    path(
        f"{INVITED}<int:invitation_id>/",
        invitations.MemberInvitationShow.as_view(),
        name="member_invitation",
    ),
    path(
        f"{INVITED}<int:invitation_id>/send/",
        invitations.MemberInvitationSend.as_view(),
        name="member_invitation_send",
    ),
    path(
        f"{INVITED}<int:invitation_id>/traek-tilbage/",
        invitations.MemberInvitationWithdraw.as_view(),
        name="member_invitation_withdraw",
    ),
    path(MEMBER, members.MemberShow.as_view(), name="member"),
    path(f"{MEMBER}rolle/", members.MemberRole.as_view(), name="member_role"),
    path(f"{MEMBER}administration/", members.MemberAdministration.as_view(), name="member_administration"),
    path(f"{MEMBER}afslut/", members.MemberEnd.as_view(), name="member_end"),
    path(f"{ONE}kontakt/", approach.Approach.as_view(), name="organisation_approach"),
    path(
        f"{ONE}primaer-kontaktperson/",
        approach.PrimaryContactChoose.as_view(),
        name="primary_contact_choose",
    ),
    path(f"{ONE}ikke-nu/", approach.PauseNote.as_view(), name="pause_note"),
    path(f"{ONE}ikke-nu/ophaev/", approach.PauseLift.as_view(), name="pause_lift"),
    path(f"{ONE}samtaler/", dialogue.DialogueList.as_view(), name="dialogue_list"),
    path(f"{ONE}samtaler/ny/", dialogue.DialogueCreate.as_view(), name="dialogue_create"),
    path(f"{ONE}samtaler/<int:dialogue_id>/", dialogue.DialogueShow.as_view(), name="dialogue"),
    path(
        f"{ONE}samtaler/<int:dialogue_id>/opgaver/ny/",
        agreed_tasks.AgreedTaskCreate.as_view(),
        name="agreed_task_create",
    ),
    path(f"{ONE}samtaler/<int:dialogue_id>/ret/", dialogue.DialogueEdit.as_view(), name="dialogue_edit"),
]
