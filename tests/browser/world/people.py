"""Addresses of persons, and of candidates and what is recorded of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count

from jobveu.candidates.enums import EnrolmentStatus
from jobveu.candidates.models import (
    Activity,
    Candidacy,
    Enrolment,
    Outcome,
    Person,
    Presentation,
    ProposalPerson,
    Screening,
    WaitingPlace,
)
from jobveu.education.models import Course
from tests.browser.world.finding import CASEWORKER, Address, below, organisation_of, user_of


def person() -> Address:
    rows = Person.objects.filter(job_centre=organisation_of(CASEWORKER))
    return {"person_id": rows.annotate(n=Count("candidacies")).order_by("-n", "pk")[0].pk}


def expired_search() -> Address:
    return {"token": "udloebet"}


def own_candidacies() -> Any:
    return Candidacy.objects.filter(job_centre=organisation_of(CASEWORKER), withdrawn_on=None)


def candidacy() -> Address:
    rows = own_candidacies().annotate(n=Count("outcomes") + Count("enrolments") + Count("follow_ups"))
    return {"candidacy_id": rows.order_by("-n", "pk")[0].pk}


def new_candidacy() -> Address:
    return {"candidacy_id": own_candidacies().order_by("-pk")[0].pk}


def information_meeting() -> Address:
    row = Activity.objects.filter(candidacy__in=own_candidacies(), meeting__isnull=False).order_by("pk")[0]
    return {"project_id": row.candidacy.project_id, "meeting_id": row.meeting_id}


def activity() -> Address:
    row = Activity.objects.filter(candidacy__in=own_candidacies()).order_by("pk")[0]
    return {"candidacy_id": row.candidacy_id, "activity_id": row.pk}


def waiting_place() -> Address:
    """One that is offered: what the page of the candidate shows most of."""
    row = own_candidacies().order_by("-pk")[0]
    place, _made = WaitingPlace.objects.get_or_create(
        candidacy=row,
        course=Course.objects.filter(project=row.project_id).order_by("pk")[0],
        defaults={
            "state": "offered",
            "joined_on": date.today(),
            "joined_by": user_of(CASEWORKER),
            "offered_on": date.today(),
            "answer_by": date.today() + timedelta(days=3),
        },
    )
    return {"candidacy_id": row.pk, "place_id": place.pk}


def presentation() -> Address:
    rows = Presentation.objects.filter(candidacy__in=own_candidacies(), ended_on=None).order_by("pk")
    return {"candidacy_id": rows[0].candidacy_id, "presentation_id": rows[0].pk}


def placement() -> Address:
    """One that something is proposed for, and nothing decided."""
    rows = ProposalPerson.objects.filter(candidacy__in=own_candidacies(), points__isnull=False, decision="")
    row = rows.select_related("proposal").order_by("pk")[0]
    return below(row.proposal, "proposal_id") | {"candidacy_id": row.candidacy_id}


def enrolment(*statuses: EnrolmentStatus) -> Callable[[], Address]:
    def found() -> Address:
        rows = Enrolment.objects.filter(candidacy__in=own_candidacies(), status__in=statuses)
        row = rows.order_by("pk")[0]
        return {"candidacy_id": row.candidacy_id, "enrolment_id": row.pk}

    return found


def outcome() -> Address:
    return candidacy() | {"milestone": "slut"}


def written_record() -> Address:
    """A screening: its text can be corrected."""
    row = Screening.objects.filter(candidacy__job_centre_id=organisation_of(CASEWORKER))[0]
    return {"candidacy_id": row.candidacy_id, "what": "screening", "record_id": row.pk}


def removable_record() -> Address:
    row = Outcome.objects.filter(candidacy__job_centre_id=organisation_of(CASEWORKER))[0]
    return {"candidacy_id": row.candidacy_id, "what": "resultat", "record_id": row.pk}
