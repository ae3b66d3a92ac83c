"""What a contact does with their consents by themselves, and who is told."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from jobveu.accounts.models import User
from jobveu.actors.enums import ConsentKind
from jobveu.actors.models import Contact
from jobveu.actors.operations.consent_links import change_consent, change_consent_of, contact_of_link
from jobveu.actors.queries.consents import link_maker
from jobveu.actors.queries.primary_contacts import primary_contact
from jobveu.projects.enums import ProjectStatus
from jobveu.projects.models import Project


def change_own_consent(*, at: datetime, secret: str, kind: ConsentKind, given: bool) -> bool:
    """Gives or withdraws the consent of whoever holds the link, and tells those who coordinate with the
    organisation. Returns whether that changed anything. Raises as operations.consent_links.change_consent."""
    contact_id = contact_of_link(secret=secret)
    told = who_is_told(contact_id=contact_id, at=at)
    return change_consent(at=at, secret=secret, kind=kind, given=given, told=told)


def withdraw_survey_consent(*, at: datetime, contact_id: int) -> bool:
    """Withdraws the consent to surveys of whoever says so through a survey's personal link, and tells those who
    coordinate with the organisation. Returns whether there was one."""
    return change_consent_of(
        at=at,
        contact_id=contact_id,
        kind=ConsentKind.SURVEY,
        given=False,
        told=who_is_told(contact_id=contact_id, at=at),
    )


def who_is_told(*, contact_id: int, at: datetime) -> frozenset[int]:
    """The coordinators of the active projects that the contact's organisation takes part in, its primary contact on
    our side, and whoever made the link; those of them who can log in."""
    organisation_id = Contact.objects.values_list("organisation_id", flat=True).get(pk=contact_id)
    coordinators = Project.objects.filter(
        status=ProjectStatus.ACTIVE, parties__organisation=organisation_id, coordinator__isnull=False
    ).values_list("coordinator_id", flat=True)
    found = {*coordinators, link_maker(contact_id=contact_id)}
    primary = primary_contact(organisation_id=organisation_id, on=localdate(at))
    if primary is not None:
        found.add(primary.user_id)
    return frozenset(User.objects.filter(pk__in=found - {None}, is_active=True).values_list("pk", flat=True))
