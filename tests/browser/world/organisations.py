"""Addresses of organisations, their contacts, conversations and members."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import (
    Affiliation,
    AgreedTask,
    Consent,
    ConsentNotice,
    Contact,
    ContactNotice,
    ContactPause,
    Dialogue,
    MemberInvitation,
    Membership,
    Merge,
    Organisation,
)
from jobveu.actors.operations.consent_links import make_link
from jobveu.actors.queries import actor_for_user
from jobveu.journeys.merging.operations import ORGANISATION, merge
from tests import factories
from tests.browser.world.finding import (
    CASEWORKER,
    COORDINATOR,
    LONG,
    LONG_WORD,
    Address,
    actor_of,
    organisation_of,
    user_of,
)


def organisation() -> Address:
    return {"organisation_id": Contact.objects.filter(consents__isnull=False)[0].organisation_id}


def affiliation() -> Address:
    row = Affiliation.objects.filter(member__kind=OrganisationKind.COMPANY, valid_to=None).order_by("pk")[0]
    return {"organisation_id": row.member_id, "affiliation_id": row.pk}


def contact() -> Address:
    row = Contact.objects.filter(consents__isnull=False)[0]
    return {"organisation_id": row.organisation_id, "contact_id": row.pk}


def pair() -> Address:
    """The haulier of the demonstration that was registered twice."""
    first, second = Organisation.objects.filter(name__startswith="Tænkt Transport").order_by("pk")
    return {"organisation_id": first.pk, "other_id": second.pk}


def contact_pair() -> Address:
    row = Contact.objects.filter(consents__isnull=False)[0]
    twin, _made = Contact.objects.get_or_create(
        organisation=row.organisation, name=row.name, phone="00 00 00 02", defaults={"job_title": "Vagt"}
    )
    return {"organisation_id": row.organisation_id, "contact_id": row.pk, "other_contact_id": twin.pk}


def contact_pair_organisation() -> Address:
    return {"organisation_id": contact_pair()["organisation_id"]}


def merges() -> Address:
    merged()
    return {}


def merged() -> Address:
    """Two companies that a coordinator has merged."""
    made = Merge.objects.filter(undone_at=None).first()
    if made is not None:
        return {"merge_id": made.pk}
    kept, gone = (factories.organisation(OrganisationKind.COMPANY, f"Dobbelt{LONG}") for _number in range(2))
    user = user_of(COORDINATOR)
    by = actor_for_user(user_id=user.pk, name=user.name, on=date.today())
    merge_id = merge(by=by, at=timezone.now(), room=ORGANISATION, kept_id=kept.pk, gone_id=gone.pk)
    return {"merge_id": merge_id}


def consent() -> Address:
    row = Consent.objects.filter(withdrawn_on=None).select_related("contact")[0]
    return {
        "organisation_id": row.contact.organisation_id,
        "contact_id": row.contact_id,
        "consent_id": row.pk,
    }


def pause() -> Address:
    """The company of the office's first conversation asks to be left alone."""
    organisation_id = dialogue()["organisation_id"]
    ContactPause.objects.get_or_create(
        organisation_id=organisation_id,
        lifted_on=None,
        defaults={
            "until": date.today() + timedelta(days=30),
            "reason": "Vi flytter",
            "noted_by": user_of(COORDINATOR),
            "noted_on": date.today(),
        },
    )
    return {"organisation_id": organisation_id}


def contact_notice() -> Address:
    own = Dialogue.objects.get(pk=dialogue()["dialogue_id"])
    other = Dialogue.objects.exclude(spoken_by=own.spoken_by).order_by("pk")[0]
    told, _made = ContactNotice.objects.get_or_create(
        dialogue=other, told=own.spoken_by, defaults={"earlier": own}
    )
    return {"notice_id": told.pk}


def agreed_task() -> Address:
    row = Dialogue.objects.get(pk=dialogue()["dialogue_id"])
    task = AgreedTask.objects.create(
        dialogue=row,
        title=f"Send materiale{LONG} til {LONG_WORD}",
        responsible=row.spoken_for,
        user=row.spoken_by,
        due_on=date.today() - timedelta(days=1),
    )
    return {"task_id": task.pk}


def dialogue() -> Address:
    own = Dialogue.objects.filter(spoken_for=organisation_of(COORDINATOR), spoken_by=user_of(COORDINATOR))
    row = own.order_by("pk")[0]
    return {"organisation_id": row.organisation_id, "dialogue_id": row.pk}


def member_invitation() -> Address:
    """Of the caseworker's job centre, as member() is."""
    row = MemberInvitation.objects.get(organisation=member()["organisation_id"])
    return {"organisation_id": row.organisation_id, "invitation_id": row.pk}


def consent_secret() -> Address:
    row = Contact.objects.get(pk=contact()["contact_id"])
    return {"secret": make_link(by=actor_of(COORDINATOR), at=timezone.now(), contact_id=row.pk)}


def consent_notice() -> Address:
    row, _made = ConsentNotice.objects.get_or_create(
        contact_id=contact()["contact_id"],
        told=user_of(COORDINATOR),
        defaults={"kind": "survey", "given": False, "at": timezone.now()},
    )
    return {"notice_id": row.pk}


def member() -> Address:
    row = Membership.objects.get(user__email=CASEWORKER)
    return {"organisation_id": row.organisation_id, "membership_id": row.pk}


def membership_organisation() -> Address:
    return {"organisation_id": member()["organisation_id"]}
