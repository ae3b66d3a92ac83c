"""Two organisations with everything that one can have, put together at random."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, models

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import (
    Affiliation,
    ApiToken,
    Consent,
    Contact,
    ContactPause,
    Dialogue,
    Membership,
    Organisation,
    PrimaryContact,
)
from jobveu.journeys.merging.graph import pointing_to
from jobveu.journeys.merging.operations import ORGANISATION, merge
from jobveu.projects import models as projects
from tests import factories
from tests.architecture.test_rooms import ROOMS
from tests.factories import NOW, TODAY

COUNTS_UP = {"version"}
"""Goes on counting when a merge is undone: a form that was opened meanwhile is told."""
TELLS = {"common.auditentry", "common.change", "actors.merge", "actors.notduplicate"}


def dump() -> dict[str, list[Any]]:
    """Every table of the program, row by row."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS or model._meta.label_lower in TELLS | {"search.word"}:
            continue
        columns = [field.column for field in model._meta.concrete_fields if field.name not in COUNTS_UP]
        if model._meta.label_lower == "search.entry":
            columns.remove("id")
        quoted = ", ".join(f'"{column}"' for column in columns)
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT row({quoted})::text FROM "{model._meta.db_table}" ORDER BY 1')
            found[model._meta.label_lower] = [row[0] for row in cursor.fetchall()]
    return found


def pointers(pk: int, model: type[models.Model] = Organisation) -> dict[str, int]:
    return {
        f"{column.model._meta.label_lower}.{column.name}": count
        for column in pointing_to(model)
        if (count := column.model._base_manager.filter(**{column.attname: pk}).count())
    }


class World:
    """Two companies that are one, and rows of every kind that point to either, both or neither."""

    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)
        kinds = OrganisationKind
        self.office = factories.office()
        self.kept = factories.organisation(kinds.COMPANY, "Smedjen A/S", cvr="12345674")
        self.gone = factories.organisation(
            kinds.COMPANY,
            "Smedjen",
            cvr="12345674",
            p_number=f"{1_000_000_000 + seed}",
            municipality=factories.municipality(),
        )
        self.third = factories.organisation(kinds.EMPLOYER_ASSOCIATION)
        self.user = factories.user(Role.COORDINATOR, self.office)
        self.admin = factories.actor(
            factories.user(Role.ADMINISTRATOR, factories.organisation(kinds.NATIONAL_AGENCY))
        )
        self.projects = [factories.project(self.third) for _number in range(3)]

    def some(self) -> list[Organisation]:
        """The kept one, the other, both or neither, in any order."""
        return self.pick.choice(
            ([self.kept], [self.gone], [self.kept, self.gone], [self.gone, self.kept], [])
        )

    def day(self) -> date:
        return TODAY - timedelta(days=self.pick.randrange(1, 400))

    def fill(self) -> World:
        for project in self.projects:
            agreement = projects.Agreement.objects.create(project=project, kind="partner", title="Aftale")
            text = projects.AgreementText.objects.create(
                agreement=agreement, number=1, text="T", written_by=self.user, written_at=NOW
            )
            meeting = projects.Meeting.objects.create(project=project, kind="kick_off", starts_at=NOW)
            procurement = projects.Procurement.objects.create(
                project=project, kind="tender", subject="Kursus", opened_on=TODAY, deadline=TODAY
            )
            chair = self.pick.choice([True, False])
            for one in self.some():
                projects.Party.objects.create(
                    project=project,
                    organisation=one,
                    joined_on=self.day(),
                    defines_content=self.pick.choice([True, False]),
                    note=self.pick.choice(["", "Vært", "Finder kandidater"]),
                )
            for one in self.some():
                projects.Signatory.objects.create(agreement=agreement, organisation=one)
            for one in self.some():
                projects.Signature.objects.create(text=text, organisation=one, user=self.user, at=NOW)
            for one in self.some():
                projects.Endorsement.objects.create(
                    project=project, organisation=one, form="logo", shown_by="Folder"
                )
            for one in self.some():
                projects.SteeringSeat.objects.create(
                    project=project, organisation=one, chairs=chair, since=self.day()
                )
                chair = False
            for one in self.some():
                projects.MeetingAttendance.objects.create(meeting=meeting, organisation=one)
            offered = False
            for one in self.some():
                invitation = projects.Invitation.objects.create(
                    procurement=procurement, provider=one, invited_on=self.day()
                )
                if not offered and self.pick.random() < 0.5:
                    offered = True
                    projects.Offer.objects.create(
                        invitation=invitation,
                        description="Tilbud",
                        price="1234.50",
                        earliest_start=TODAY,
                        min_participants=1,
                        max_participants=2,
                        merit_giving=True,
                        submitted_at=NOW,
                        submitted_by=self.user,
                    )
            for one in self.some():
                projects.Task.objects.create(project=project, title="Opgave", phase=3, responsible=one)
                projects.Lesson.objects.create(
                    project=project,
                    phase=1,
                    title="L",
                    text="T",
                    organisation=one,
                    written_at=NOW,
                    tags=["a", "b"],
                )
            if self.pick.random() < 0.5:
                projects.Project.objects.filter(pk=project.pk).update(initiative_organisation=self.gone)
        for one in (self.kept, self.gone):
            self._fill_actors(one)
        for member, body in ((self.kept, self.third), (self.gone, self.third), (self.gone, self.kept)):
            if self.pick.random() < 0.7:
                Affiliation.objects.create(
                    kind="association_member", member=member, body=body, valid_from=self.day()
                )
        return self

    def _fill_actors(self, one: Organisation) -> None:
        pick = self.pick
        for number in range(pick.randrange(3)):
            active = pick.random() < 0.8
            contact = Contact.objects.create(
                organisation=one,
                name=f"Kontakt {number}",
                email=pick.choice(["a@example.dk", "A@example.dk", ""])
                if number == 0
                else f"{one.pk}{number}@example.dk",
                phone=pick.choice(["87654321", "12345678"]),
                active=active,
                removed_on=None if active else TODAY,
            )
            for kind in ("survey", "public_contact"):
                if pick.random() < 0.6:
                    Consent.objects.create(
                        contact=contact,
                        kind=kind,
                        given_on=self.day(),
                        shown_by="Mail",
                        withdrawn_on=TODAY if pick.random() < 0.3 else None,
                    )
            Dialogue.objects.create(
                organisation=one,
                contact=contact,
                spoken_by=self.user,
                spoken_for=self.office,
                held_on=self.day(),
                channel="phone",
                subject="Behov",
            )
        if pick.random() < 0.6:
            PrimaryContact.objects.create(organisation=one, user=self.user, valid_from=self.day())
        if pick.random() < 0.6:
            ContactPause.objects.create(
                organisation=one,
                until=TODAY + timedelta(days=pick.randrange(1, 90)),
                reason="Travlt",
                noted_by=self.user,
                noted_on=self.day(),
            )
        self._fill_memberships(one)
        projects.Need.objects.create(
            organisation=one,
            stated_by=one,
            occupation="Smed",
            head_count=2,
            competences="Kan svejse",
            municipality=factories.municipality(),
            needed_by=TODAY,
            stated_on=self.day(),
        )

    def _fill_memberships(self, one: Organisation) -> None:
        """None to four, one after the other, the last of which may go on; some with a token."""
        days = sorted(self.pick.sample(range(1, 400), 2 * self.pick.randrange(5)), reverse=True)
        for first, last in zip(days[::2], days[1::2], strict=True):
            goes_on = last == days[-1] and self.pick.random() < 0.6
            made = Membership.objects.create(
                user=self.user,
                organisation=one,
                role=Role.COMPANY,
                valid_from=TODAY - timedelta(days=first),
                valid_to=None if goes_on else TODAY - timedelta(days=last),
                administers=self.pick.choice([True, False]),
            )
            if self.pick.random() < 0.5:
                ApiToken.objects.create(
                    membership=made,
                    name="Fagsystem",
                    digest=str(made.pk),
                    ending="0",
                    scopes=["projects:read"],
                    created_at=NOW,
                    expires_on=TODAY,
                )

    def merge(self, from_gone: frozenset[str] = frozenset(), by: Any = None) -> int:
        return merge(
            by=by or self.admin,
            at=NOW,
            room=ORGANISATION,
            kept_id=self.kept.pk,
            gone_id=self.gone.pk,
            from_gone=from_gone,
        )
