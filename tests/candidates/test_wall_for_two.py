"""Whoever works for two companies or two schools sees and writes as each of them may, and no more."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from jobveu.accounts.enums import Role
from jobveu.accounts.wall import as_the_database_is_told
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Membership, Organisation
from jobveu.candidates.models import Activity, Candidacy, CompanyScore, Enrolment, FollowUp, Presentation
from jobveu.wall.acting import acting_as
from tests import factories
from tests.candidates.scene import TODAY, Scene


def also_works_for(scene: Scene, who: str, role: Role, organisation: Organisation) -> None:
    Membership.objects.create(
        user=scene.users[who], organisation=organisation, role=role, valid_from=date(2020, 1, 1)
    )


def follow_up(scene: Scene, candidate: Candidacy, of: Organisation) -> FollowUp:
    return FollowUp.objects.create(
        candidacy=candidate,
        held_on=TODAY,
        channel="phone",
        note="Notat",
        by=scene.users["provider"],
        organisation=of,
    )


def test_what_is_said_to_one_company_opens_nothing_of_the_others(scene: Scene) -> None:
    """The other one is no party of the project, so that by the matrix nobody is presented to it."""
    outside = factories.organisation(OrganisationKind.COMPANY, "Uden for projektet")
    also_works_for(scene, "company", Role.COMPANY, outside)
    candidate = scene.candidate()
    by = scene.users["caseworker"]
    for company in (scene.company, outside):
        Presentation.objects.create(candidacy=candidate, company=company, presented_on=TODAY, presented_by=by)
        CompanyScore.objects.create(candidacy=candidate, company=company, level="most")
        Activity.objects.create(
            candidacy=candidate,
            kind="company_meeting",
            timing="before",
            company=company,
            starts_on=TODAY,
            invited_on=TODAY,
            invited_by=by,
        )
    with acting_as(as_the_database_is_told(scene.actor("company"))):
        for model in (Presentation, CompanyScore, Activity):
            assert [row.company_id for row in model.objects.all()] == [scene.company.pk], model


def test_a_participant_of_one_school_opens_nothing_of_the_others(scene: Scene) -> None:
    also_works_for(scene, "provider", Role.PROVIDER, scene.other_provider)
    candidate = scene.candidate()
    Enrolment.objects.create(
        candidacy=candidate, course=scene.course(), enrolled_on=TODAY, enrolled_by=scene.users["caseworker"]
    )
    own = follow_up(scene, candidate, scene.provider)
    follow_up(scene, candidate, scene.other_provider)
    with acting_as(as_the_database_is_told(scene.actor("provider"))):
        assert list(FollowUp.objects.all()) == [own]
        follow_up(scene, candidate, scene.provider)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            follow_up(scene, candidate, scene.other_provider)
