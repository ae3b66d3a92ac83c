"""Every page of agreements, plan, tasks and meetings: that it opens, and in how many statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from jobveu.actors.enums import OrganisationKind
from jobveu.projects.enums import EndorsementForm, MeetingKind
from jobveu.projects.models import Endorsement, Meeting, Party, PlanVersion
from jobveu.projects.operations import agreements, handover, steering
from jobveu.projects.operations.endorsements import record_endorsement
from tests import factories
from tests.factories import NOW, TODAY
from tests.projects.planning_setup import Setting, Side, contribution, partner_agreement
from tests.web.planning.pages import get, make_meeting, make_plan, make_task, text_of, url
from tests.web.query_counts import assert_page_has_same_number_of_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_the_pages_of_an_empty_project_say_what_to_do_first(one: Setting) -> None:
    for name, action in {
        "project_endorsement": "partner_agreement_create",
        "project_contributions": "contribution_create",
        "project_plan": "plan_edit",
        "project_tasks": "task_create",
        "project_meetings": "meeting_create",
    }.items():
        coordinator, company = get(one, one.coordinator, name), get(one, one.company, name)
        assert coordinator.status_code == company.status_code == 200
        assert url(one, action) in text_of(coordinator)
        assert url(one, action) not in text_of(company)
        assert "jv-empty" in text_of(company)


def test_every_page_opens(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    agreements.revise_agreement(
        agreement_id=agreement_id, version=1, text="Ny tekst", by=one.coordinator.actor, at=NOW
    )
    contribution_id = contribution(one, one.job_centre)
    contribution(one, one.other_job_centre, transport_paid=False)
    handover_id = handover.propose_handover(
        project_id=one.project.pk,
        job_centre_id=one.job_centre.id,
        text="Møder",
        from_date=TODAY,
        by=one.coordinator.actor,
        at=NOW,
    )
    endorsement_id = record_endorsement(
        project_id=one.project.pk,
        organisation_id=one.union.id,
        form=EndorsementForm.LOGO,
        shown_by="Pjece",
        given_on=TODAY,
        by=one.union.actor,
        at=NOW,
    )
    make_plan(one)
    meeting_id, task_id = make_meeting(one), make_task(one, one.union)
    seat_id = steering.add_seat(
        project_id=one.project.pk,
        organisation_id=one.union.id,
        since=TODAY,
        by=one.coordinator.actor,
        at=NOW,
    )
    pages: list[tuple[Any, ...]] = [
        ("project_endorsement",),
        ("endorsement_create",),
        ("endorsement_remove", endorsement_id),
        ("partner_agreement_create",),
        *[("agreement", row) for row in (agreement_id, contribution_id, handover_id)],
        *[("agreement_compare", row) for row in (agreement_id, contribution_id, handover_id)],
        *[("agreement_revise", row) for row in (agreement_id, contribution_id, handover_id)],
        *[("agreement_sign", row) for row in (contribution_id, handover_id)],
        ("agreement_version", agreement_id, 1),
        ("agreement_version", contribution_id, 1),
        ("agreement_withdraw", agreement_id),
        ("signatory_add", agreement_id),
        ("signatory_remove", agreement_id, one.union.id),
        ("project_contributions",),
        ("contribution_create",),
        ("handover_create",),
        ("handover_end", handover_id),
        ("project_plan",),
        ("plan_edit",),
        ("plan_version", 1),
        ("plan_compare",),
        ("steering_seat_create",),
        ("steering_seat_edit", seat_id),
        ("steering_seat_remove", seat_id),
        ("project_tasks",),
        ("task_create",),
        ("task_edit", task_id),
        ("task_delete", task_id),
        ("project_meetings",),
        ("meeting_create",),
        ("meeting", meeting_id),
        ("meeting_edit", meeting_id),
        ("meeting_delete", meeting_id),
        ("minutes_edit", meeting_id),
        ("minutes_versions", meeting_id),
    ]
    client = one.coordinator.client()
    for name, *more in pages:
        response = client.get(url(one, name, *more))
        assert response.status_code == 200, f"{name} answered {response.status_code}"
        assert b"<h1>" in response.content


def test_what_belongs_to_another_project_is_not_found(one: Setting) -> None:
    agreement_id, task_id, meeting_id = partner_agreement(one), make_task(one), make_meeting(one)
    elsewhere = factories.project(one.union.organisation)
    client = one.coordinator.client()
    for name, of in (("agreement", agreement_id), ("task_edit", task_id), ("meeting", meeting_id)):
        assert client.get(reverse(name, args=[elsewhere.pk, of])).status_code == 404


def add_agreements(one: Setting) -> Callable[[int], None]:
    def add(count: int) -> None:
        for _number in range(count):
            job_centre = factories.organisation(OrganisationKind.JOB_CENTRE)
            Party.objects.create(project=one.project, organisation=job_centre, joined_on=TODAY)
            contribution(one, Side(job_centre, one.job_centre.user, one.job_centre.actor))

    return add


def test_the_job_centres_page_has_the_same_number_of_queries_for_many(one: Setting) -> None:
    assert_page_has_same_number_of_queries(
        one.coordinator.client(), url(one, "project_contributions"), add_rows=add_agreements(one)
    )


def test_the_endorsement_page_has_the_same_number_of_queries_for_many(one: Setting) -> None:
    agreement_id = partner_agreement(one)

    def add(count: int) -> None:
        for _number in range(count):
            union = factories.organisation(OrganisationKind.TRADE_UNION)
            Party.objects.create(project=one.project, organisation=union, joined_on=TODAY)
            Endorsement.objects.create(
                project=one.project, organisation=union, form="logo", shown_by="Pjece", given_on=TODAY
            )
            agreements.add_signatory(
                agreement_id=agreement_id, organisation_id=union.pk, by=one.coordinator.actor, at=NOW
            )

    assert_page_has_same_number_of_queries(
        one.coordinator.client(), url(one, "project_endorsement"), add_rows=add
    )


def test_tasks_meetings_and_plan_have_the_same_number_of_queries_for_many(one: Setting) -> None:
    client = one.coordinator.client()

    def add_tasks(count: int) -> None:
        for _number in range(count):
            make_task(one, one.union)

    def add_meetings(count: int) -> None:
        for _number in range(count):
            row = Meeting.objects.create(project=one.project, kind=MeetingKind.KICK_OFF, starts_at=NOW)
            row.attendance.create(organisation=one.union.organisation)

    def add_versions(count: int) -> None:
        start = PlanVersion.objects.count()
        for number in range(start + 1, start + count + 1):
            PlanVersion.objects.create(
                project=one.project,
                number=number,
                purpose="a",
                target_group="b",
                upskilling_need="c",
                matching_model="d",
                written_by=one.coordinator.user,
                written_at=NOW,
            )

    assert_page_has_same_number_of_queries(client, url(one, "project_tasks"), add_rows=add_tasks)
    assert_page_has_same_number_of_queries(client, url(one, "project_meetings"), add_rows=add_meetings)
    assert_page_has_same_number_of_queries(client, url(one, "project_plan"), add_rows=add_versions)
    add_meetings(1)
    beyond = client.get(url(one, "project_meetings") + "?side=999")
    assert (beyond.context["number"], beyond.context["pages"]) == (2, 2), "beyond the last page is the last"
    assert len(beyond.context["rows"]) == 1
    file = b"".join(client.get(url(one, "project_meetings") + "?format=csv").streaming_content)
    assert file.count(b"\r\n") == 1 + Meeting.objects.filter(project=one.project).count()
