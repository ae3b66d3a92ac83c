"""What else a proposal heeds: when a candidate is away, how long the way takes, what companies say by themselves, and what
has been rejected before."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.candidates.enums import CompanyInterest, MatchingMode, PlacementDecision, WishLevel
from jobveu.candidates.models import CompanyScore, Person, Presentation, ProposalPerson
from jobveu.candidates.operations.formal_facts import Registered, record_formal_facts
from jobveu.candidates.operations.preferences import record_company_scores, record_wishes
from jobveu.candidates.operations.screening import present_candidate
from jobveu.candidates.periods import AwayPeriod
from jobveu.common.errors import DomainError
from jobveu.journeys.matching.deciding import reject_placement
from jobveu.journeys.matching.problem import gather
from jobveu.projects.models import Commitment
from tests import factories
from tests.candidates.scene import NOW, TODAY, Scene
from tests.editing import opened
from tests.journeys.matching_scene import Match

pytestmark = pytest.mark.django_db
AWAY = AwayPeriod(date(2027, 1, 18), date(2027, 1, 24))
"""In the middle of the course."""


@pytest.fixture
def match(reference: None) -> Match:
    return Match()


def register(scene: Scene, person_id: int, **facts: object) -> None:
    person = Person.objects.get(pk=person_id)
    record_formal_facts(
        by=scene.actor("caseworker"),
        at=NOW,
        person_id=person_id,
        version=person.version,
        registered=Registered(**facts),  # type: ignore[arg-type]
    )


def placed(match: Match, **choices: object) -> dict[int, tuple[str, str]]:
    proposal = match.propose(**choices)
    rows = ProposalPerson.objects.filter(proposal=proposal)
    return {row.candidacy_id: (row.position, row.course) for row in rows}


def log_in(match: Match, who: str) -> Client:
    client = Client()
    client.force_login(match.scene.users[who])
    return client


def test_whoever_is_away_during_the_course_is_not_proposed_for_it(match: Match) -> None:
    away, there, also = match.suitable(), match.suitable(), match.suitable()
    register(match.scene, away.person_id, away=(AWAY,))
    found = placed(match)
    assert found[away.pk] == ("", "")
    assert all(found[row.pk] != ("", "") for row in (there, also))
    register(match.scene, away.person_id, away=(AwayPeriod(date(2027, 2, 1), date(2027, 2, 7)),))
    assert placed(match)[away.pk] != ("", "")


def test_a_person_is_registered_as_away_in_periods_that_make_sense(match: Match) -> None:
    row = match.suitable()
    with pytest.raises(DomainError, match="efter den første"):
        register(match.scene, row.person_id, away=(AwayPeriod(date(2027, 1, 2), date(2027, 1, 1)),))
    client = log_in(match, "caseworker")
    address = reverse("person_facts", args=[row.person_id])
    page = client.get(address)
    sent = {"version": Person.objects.get(pk=row.person_id).version, "travel_limit_minutes": "45"}
    assert "Er væk" in page.content.decode()
    wrong = client.post(address, sent | {"away": "uge 7"}).content.decode()
    assert "»uge 7« kan ikke læses" in wrong
    wrong = client.post(address, sent | {"away": "14-02-2027 til 01-02-2027"}).content.decode()
    assert "slutter, før den begynder" in wrong
    sent["away"] = "01-03-2027\r\n18.1.2027 – 24. januar 2027"
    assert client.post(address, sent).status_code == 302
    person = Person.objects.get(pk=row.person_id)
    assert person.travel_limit_minutes == 45
    shown = client.get(reverse("person", args=[row.person_id])).content.decode()
    assert f"{AWAY}, {AwayPeriod(date(2027, 3, 1), date(2027, 3, 1))}" in shown
    assert "45 minutter" in shown
    again = client.get(address).content.decode()
    assert "18-01-2027 til 24-01-2027" in again
    told = client.get(reverse("person_history", args=[row.person_id])).content.decode()
    assert str(AWAY) in told


def test_a_limit_of_time_is_heeded_besides_one_of_distance(match: Match) -> None:
    """From Samsø it is forty kilometres by ferry to Odder, and more than an hour and a half."""
    match.course.municipality = factories.municipality("0727")
    match.course.save()
    Commitment.objects.update(withdrawn_on=TODAY, withdrawn_reason="x")
    row, other = (
        match.suitable(municipality_id=factories.municipality("0741").pk, travel_limit_km=60)
        for _ in range(2)
    )
    assert placed(match, travel=0)[row.pk] != ("", "")
    register(match.scene, row.person_id, travel_limit_km=60, travel_limit_minutes=75)
    found = placed(match, travel=0)
    assert (found[row.pk], found[other.pk]) == (("", ""), ("", "")), "one alone is too few for the course"
    problem = gather(proposal=match.newest(), on=TODAY).problem
    assert {person.time_limit for person in problem.persons} == {75, None}


def test_a_company_says_itself_what_it_thinks_of_whom_it_has_met(match: Match) -> None:
    scene = match.scene
    one, other = match.suitable(), match.suitable()
    client = log_in(match, "other_company")
    address = reverse("company_scores", args=[one.pk])
    assert client.get(address).status_code == 404, "nobody has been presented"
    for row in (one, other):
        present_candidate(
            by=scene.actor("caseworker"),
            at=NOW,
            candidacy_id=row.pk,
            company_ids=[scene.other_company.pk],
            presented_on=TODAY,
        )
    page = client.get(address).content.decode()
    assert scene.other_company.name in page
    assert scene.company.name not in page
    assert (
        reverse("company_scores", args=[one.pk])
        in client.get(reverse("candidacy", args=[one.pk])).content.decode()
    )
    for candidacy, said in ((one, "no"), (other, "most")):
        scores = reverse("company_scores", args=[candidacy.pk])
        sent = opened(client, scores) | {f"company_{scene.other_company.pk}": said}
        assert client.post(scores, sent).status_code == 302
    record_wishes(
        by=scene.actor("caseworker"),
        at=NOW,
        candidacy_id=other.pk,
        companies={scene.other_company.pk: WishLevel.MOST},
        courses={},
    )
    for mode in (MatchingMode.BEST, MatchingMode.STABLE):
        found = placed(match, mode=mode)
        assert found[other.pk][0] == f"tilsagn-{match.other_commitment.pk}"
        assert found[one.pk][0] != f"tilsagn-{match.other_commitment.pk}", "the company won't have them"
    with pytest.raises(PermissionDenied):
        record_company_scores(
            by=scene.actor("other_company"),
            at=NOW,
            candidacy_id=one.pk,
            scores={scene.company.pk: CompanyInterest.MOST},
        )
    Presentation.objects.update(ended_on=TODAY)
    assert client.get(address).status_code == 404


def test_the_coordinator_says_it_on_a_companys_behalf(match: Match) -> None:
    scene = match.scene
    row = match.suitable()
    client = log_in(match, "coordinator")
    page = client.get(reverse("candidacy", args=[row.pk])).content.decode()
    assert reverse("company_scores", args=[row.pk]) in page
    assert reverse("wishes", args=[row.pk]) not in page
    address = reverse("company_scores", args=[row.pk])
    said = {f"company_{scene.company.pk}": "most", f"company_{scene.other_company.pk}": ""}
    client.post(address, opened(client, address) | said)
    assert CompanyScore.objects.get().company == scene.company
    other_office = factories.user(Role.COORDINATOR, factories.office("syd"))
    elsewhere = Client()
    elsewhere.force_login(other_office)
    assert elsewhere.get(reverse("company_scores", args=[row.pk])).status_code in (403, 404)


def test_what_was_rejected_is_not_proposed_again_unless_it_is_asked_for(match: Match) -> None:
    scene = match.scene
    row, _other = match.suitable(), match.suitable()
    proposal = match.propose()
    first = ProposalPerson.objects.get(proposal=proposal, candidacy=row)
    assert first.position
    reject_placement(
        by=scene.actor("caseworker"), at=NOW, proposal_id=proposal.pk, candidacy_id=row.pk, reason="For tungt"
    )
    later = ProposalPerson.objects.get(proposal=match.propose(), candidacy=row)
    assert later.decision == ""
    assert later.position not in ("", first.position), (
        "there is something else, and the candidate is in again"
    )
    reject_placement(
        by=scene.actor("caseworker"),
        at=NOW,
        proposal_id=later.proposal_id,
        candidacy_id=row.pk,
        reason="Heller ikke",
    )
    last = ProposalPerson.objects.get(proposal=match.propose(), candidacy=row)
    assert last.position == ""
    assert last.course, "a place on the course was not rejected"
    again = ProposalPerson.objects.get(proposal=match.propose(again=True), candidacy=row)
    assert again.position == first.position
    assert ProposalPerson.objects.filter(candidacy=row, decision=PlacementDecision.REJECTED).count() == 2
