"""The matching from the register to what people decide: three job centres, two companies, one school."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.answering.matching import running
from jobveu.answering.options import DIFFERENT
from jobveu.candidates.attributes import attributes_of
from jobveu.candidates.enums import (
    CompanyInterest,
    MatchingMode,
    OutcomeKind,
    Purpose,
    ScreeningResult,
    WishLevel,
)
from jobveu.candidates.models import (
    CompanyScore,
    IdentityView,
    Outcome,
    Person,
    ProposalPerson,
    Statement,
    Wish,
)
from jobveu.candidates.operations.erasure import erase_person
from jobveu.candidates.operations.preferences import record_company_scores, record_wishes
from jobveu.candidates.operations.screening import record_screening
from jobveu.common.cpr import Cpr
from jobveu.common.errors import DomainError
from jobveu.journeys.enrolment import enrol
from jobveu.journeys.matching.choices import VULNERABLE, QuotaUse
from jobveu.journeys.matching.effect import FEWEST, Line, suppressed
from jobveu.journeys.matching.ordering import order_explanation, replay_proposal
from jobveu.journeys.matching.people import LeftOut
from jobveu.journeys.matching.problem import candidate_key, gather
from jobveu.journeys.matching.reasons import part_of
from jobveu.journeys.matching.shown import proposal as shown_proposal
from jobveu.journeys.matching.solver import persons_of
from jobveu.solving.carrying_out import compare_with_kept, replay
from jobveu.solving.enums import Ending, ReplayResult
from jobveu.solving.models import SolverReplay
from tests import factories
from tests.candidates.scene import NOW, TODAY
from tests.journeys.matching_scene import FAR, Match, subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def match(reference: None) -> Match:
    return Match()


def test_what_the_kernel_is_told(match: Match) -> None:
    scene = match.scene
    one = match.suitable(vulnerable=True, travel_limit_km=60, available_from=date(2027, 1, 4))
    other = match.suitable(who="other_caseworker", licence=False)
    scene.candidate("Ikke screenet")
    failed = match.suitable()
    record_screening(
        by=scene.actor("caseworker"),
        at=NOW,
        candidacy_id=failed.pk,
        result=ScreeningResult.FAILED,
        reason="Vil ikke",
        screened_on=TODAY,
    )
    on_course = match.suitable()
    enrol(by=scene.actor("caseworker"), at=NOW, candidacy_id=on_course.pk, course_id=match.course.pk)
    unwilling = match.suitable()
    Statement.objects.create(
        candidacy=unwilling,
        motivation="wants",
        agrees=False,
        stated_on=TODAY,
        recorded_by=scene.users["caseworker"],
    )
    in_job = match.suitable()
    Outcome.objects.create(
        candidacy=in_job,
        milestone="end",
        kind=OutcomeKind.ORDINARY_JOB,
        employer_name="Et sted",
        as_of=TODAY,
        recorded_by=scene.users["caseworker"],
    )
    match.promise(scene.company, None)
    record_wishes(
        by=scene.actor("caseworker"),
        at=NOW,
        candidacy_id=one.pk,
        companies={scene.company.pk: WishLevel.MOST, scene.other_company.pk: WishLevel.NO},
        courses={match.course.pk: WishLevel.FINE},
    )
    record_company_scores(
        by=scene.actor("other_caseworker"),
        at=NOW,
        candidacy_id=other.pk,
        scores={scene.company.pk: CompanyInterest.NO, scene.other_company.pk: CompanyInterest.GLADLY},
    )
    gathered = gather(proposal=match.order(vulnerable_share=20), on=TODAY)
    problem = gathered.problem
    assert gathered.left_out == {
        LeftOut.NOT_SCREENED: 1,
        LeftOut.NOT_SUITABLE: 1,
        LeftOut.DECLINES: 1,
        LeftOut.ON_COURSE: 1,
        LeftOut.HAS_OUTCOME: 1,
    }
    first, second = problem.persons
    hold, position, other_position = (
        f"kursus-{match.course.pk}",
        f"tilsagn-{match.commitment.pk}",
        f"tilsagn-{match.other_commitment.pk}",
    )
    assert (first.id, second.id) == (candidate_key(one.pk), candidate_key(other.pk))
    assert first.job_centre == f"jobcenter-{scene.centre.pk}"
    assert first.groups == {VULNERABLE}
    assert (first.travel_limit, first.available.first) == (60, date(2027, 1, 4))
    assert (first.wishes, first.only_wishes) == ({position: 100, hold: 0}, True)
    assert second.wishes == {position: 0, other_position: 0, hold: 0}
    assert first.has == {f"krav-{match.licence.hex}"}
    assert second.has == frozenset()
    by_id = {row.id: row for row in problem.positions}
    assert by_id[position].count == 2
    assert by_id[position].hold == hold, "the project's only course comes before its positions"
    assert (by_id[position].scores, by_id[position].only_scored) == ({first.id: 0}, True)
    assert by_id[other_position].scores == {first.id: 0, second.id: 60}
    assert by_id[other_position].must == (frozenset({f"krav-{match.licence.hex}"}),)
    assert by_id[position].must == ()
    [course] = problem.holds
    assert (course.least, course.most, course.may_be_cancelled) == (1, 3, True), "one is on it already"
    assert problem.travel.table[0][1] == problem.travel.table[1][0] > 10
    [floor] = problem.floors
    assert (floor.group, floor.per_cent) == (VULNERABLE, 20)
    assert gathered.names[position] == "Medarbejder hos Prøvefirmaet"


def test_sex_age_and_who_somebody_is_are_no_inputs(match: Match) -> None:
    """Two who are as different as can be in what is not to count change places, and nothing changes."""
    man = match.suitable("Østrid Ærenprisfeldt", cpr=Cpr("0101501235")).person
    woman = match.scene.person("Bjarkhild Ulvemoselund", cpr=Cpr("3112991234"))
    assert man is not None
    proposal = match.order()
    with CaptureQueriesContext(connection) as read:
        before = gather(proposal=proposal, on=TODAY)
    for query in read.captured_queries:
        for column in ("cpr", "name_encrypted", "phone_", "email_", "skill_level", "situation"):
            assert column not in query["sql"]
    woman.delete()
    Person.objects.filter(pk=man.pk).update(
        key=woman.key,
        name_encrypted=woman.name_encrypted,
        cpr_encrypted=woman.cpr_encrypted,
        cpr_hash=woman.cpr_hash,
        skill_level="skilled",
    )
    [attributes] = attributes_of(person_ids=[man.pk]).values()
    assert attributes.is_woman
    assert gather(proposal=proposal, on=TODAY) == before


def test_a_proposal_is_calculated_kept_and_gives_the_same_again(match: Match) -> None:
    rows = [match.suitable() for _ in range(3)] + [match.suitable(who="third_caseworker", licence=False)]
    proposal = match.propose()
    run = proposal.run
    assert (run.state, run.ending) == ("finished", Ending.OPTIMAL)
    assert run.value == run.bound
    placed = ProposalPerson.objects.filter(proposal=proposal)
    assert {row.candidacy_id for row in placed} == {row.pk for row in rows}
    assert Counter(row.position for row in placed) == {
        f"tilsagn-{match.commitment.pk}": 2,
        f"tilsagn-{match.other_commitment.pk}": 1,
        "": 1,
    }
    assert all(row.course == f"kursus-{match.course.pk}" for row in placed), (
        "the fourth gets the course alone"
    )
    for row in rows:
        assert row.pseudonym is not None
        assert row.pseudonym not in run.given + run.answer
        assert candidate_key(row.pk) not in run.given + run.answer, "the run itself tells of nobody"
    assert compare_with_kept(run=run) == (ReplayResult.SAME, ())
    replay_proposal(by=match.scene.actor("coordinator"), at=NOW, proposal_id=proposal.pk)
    replay(replay_id=SolverReplay.objects.get().pk)
    assert SolverReplay.objects.get().result == ReplayResult.SAME
    ProposalPerson.objects.filter(pk=placed[0].pk).update(points=1)
    assert compare_with_kept(run=run) == (ReplayResult.DIFFERENT, ("assignment",))


def test_the_command_line_replays_a_proposal_from_its_files(match: Match, tmp_path: Path) -> None:
    for _ in range(3):
        match.suitable()
    proposal = match.propose()
    call_command("match_files", str(proposal.pk), to=tmp_path, stdout=StringIO())
    names = [tmp_path / f"{proposal.pk}-{part}.json" for part in ("problem", "answer")]
    assert [name.stat().st_mode & 0o777 for name in names] == [0o600, 0o600]
    options = argparse.Namespace(file=names[0], answer=names[1])
    assert running.replay(options) == 0
    changed = json.loads(names[1].read_text())
    changed["objective"] += 1
    names[1].write_text(json.dumps(changed))
    assert running.replay(options) == DIFFERENT
    with pytest.raises(CommandError):
        call_command("match_files", "0", to=tmp_path)


def test_somebody_who_is_erased_goes_from_every_proposal(match: Match) -> None:
    row, other = match.suitable(), match.suitable()
    proposal = match.propose()
    assert row.person_id is not None
    erase_person(by=match.scene.actor("caseworker"), at=NOW, person_id=row.person_id, ground="not_needed")
    assert [one.candidacy_id for one in persons_of(proposal.pk)] == [other.pk]
    assert compare_with_kept(run=proposal.run) == (ReplayResult.INCOMPLETE, ())


def test_requirements_that_cannot_all_be_met_are_told_in_words(match: Match) -> None:
    match.agree(9)
    for _ in range(2):
        match.suitable()
    assert match.propose(quotas=QuotaUse.MOST).run.ending == Ending.OPTIMAL
    proposal = match.propose(quotas=QuotaUse.LEAST)
    assert proposal.run.ending == Ending.INFEASIBLE
    page = match.scene.client("coordinator").get(
        reverse("proposal", args=[match.scene.project.pk, proposal.pk])
    )
    text = page.content.decode()
    assert "Derfor er der intet forslag" in text
    assert "Mindst 9 fra Jobcenter Prøvestad skal placeres i alt" in text
    assert "2 personer kan tælle med." in text
    assert page.context["proposal"].lines == ()


def test_nobody_gets_what_they_or_the_company_refuse(match: Match) -> None:
    scene = match.scene
    row = match.suitable()
    match.suitable()
    record_wishes(
        by=scene.actor("caseworker"),
        at=NOW,
        candidacy_id=row.pk,
        companies={scene.company.pk: WishLevel.NO},
        courses={},
    )
    record_company_scores(
        by=scene.actor("caseworker"),
        at=NOW,
        candidacy_id=row.pk,
        scores={scene.other_company.pk: CompanyInterest.NO},
    )
    proposal = match.propose()
    part = ProposalPerson.objects.get(proposal=proposal, candidacy=row)
    assert (part.position, part.course) == ("", f"kursus-{match.course.pk}")
    match.explain(proposal)
    found = part_of(
        proposal_id=proposal.pk, candidacy_id=row.pk, by=scene.actor("caseworker"), subject=subject(scene)
    )
    assert found is not None
    assert found.not_there is not None
    [there] = found.not_there
    assert there.name == "Medarbejder hos Nabofirmaet"
    assert "Virksomheden har sagt, at den ikke vil ansætte kandidaten." in there.why
    record_wishes(by=scene.actor("caseworker"), at=NOW, candidacy_id=row.pk, companies={}, courses={})
    record_company_scores(
        by=scene.actor("caseworker"), at=NOW, candidacy_id=row.pk, scores={scene.other_company.pk: None}
    )
    assert not Wish.objects.exists()
    assert not CompanyScore.objects.exists()


def test_why_here_why_not_there_and_what_would_have_changed_it(match: Match) -> None:
    """Two want the one position; the other job centre's candidate gets it, and is told of as a number only."""
    scene = match.scene
    mine, theirs = match.suitable(), match.suitable(who="other_caseworker")
    far = match.suitable(travel_limit_km=5, municipality_id=factories.municipality(FAR).pk)
    for row, who, level in (
        (mine, "caseworker", WishLevel.GLADLY),
        (theirs, "other_caseworker", WishLevel.MOST),
    ):
        record_wishes(
            by=scene.actor(who),
            at=NOW,
            candidacy_id=row.pk,
            companies={scene.other_company.pk: level},
            courses={},
        )
    match.commitment.withdrawn_on, match.commitment.withdrawn_reason = TODAY, "Ordren røg"
    match.commitment.save()
    proposal = match.propose()
    match.explain(proposal)
    proposal.refresh_from_db()
    assert proposal.explained_at == NOW

    def part(row, who: str):
        return part_of(
            proposal_id=proposal.pk, candidacy_id=row.pk, by=scene.actor(who), subject=subject(scene)
        )

    own = part(mine, "caseworker")
    assert own is not None
    assert own.proposed.startswith("Plads på kurset Fibersplidsning")
    [there] = own.not_there or ()
    assert there.name == "Medarbejder hos Nabofirmaet"
    assert there.why[0] == "Alle pladser er taget, af 1 kandidat fra et andet jobcenter."
    assert any("i stedet for 1" in change for change in there.changes), "one more place"
    assert own.smallest_change.startswith("Kandidaten ville have fået Medarbejder hos Nabofirmaet, hvis ")
    assert part(theirs, "caseworker") is None
    seen = part(mine, "coordinator")
    assert seen is not None
    assert theirs.pseudonym in (seen.not_there or ())[0].why[0]
    nowhere = part(far, "caseworker")
    assert nowhere is not None
    assert nowhere.proposed == ""
    assert all("og grænsen er 5" in " ".join(one.why) for one in nowhere.not_there or ())


def test_a_stable_proposal_says_what_it_does_not_heed(match: Match) -> None:
    rows = [match.suitable() for _ in range(2)]
    for row, level in zip(rows, (CompanyInterest.PERHAPS, CompanyInterest.MOST), strict=True):
        record_company_scores(
            by=match.scene.actor("caseworker"),
            at=NOW,
            candidacy_id=row.pk,
            scores={match.scene.other_company.pk: level},
        )
        record_wishes(
            by=match.scene.actor("caseworker"),
            at=NOW,
            candidacy_id=row.pk,
            companies={match.scene.other_company.pk: WishLevel.MOST},
            courses={},
        )
    proposal = match.propose(MatchingMode.STABLE, vulnerable_share=50)
    assert proposal.run.ending == Ending.STABLE
    wanted = ProposalPerson.objects.get(proposal=proposal, candidacy=rows[1])
    assert wanted.position == f"tilsagn-{match.other_commitment.pk}"
    found = shown_proposal(
        proposal_id=proposal.pk, by=match.scene.actor("coordinator"), at=NOW, subject=subject(match.scene)
    )
    [unmet] = found.unmet
    assert "50 %" in unmet
    with pytest.raises(DomainError):
        order_explanation(
            by=match.scene.actor("coordinator"), at=NOW, proposal_id=proposal.pk, candidacy_id=rows[0].pk
        )
    assert compare_with_kept(run=proposal.run)[0] is ReplayResult.SAME


def test_each_sees_their_own_and_the_others_as_numbers(match: Match) -> None:
    scene = match.scene
    rows = {
        "caseworker": match.suitable("Østrid Ærenprisfeldt"),
        "other_caseworker": match.suitable("Cirkeline Rønnebærsholm", "other_caseworker"),
        "third_caseworker": match.suitable("Dagfinnur Mosekonebryg", "third_caseworker"),
    }
    names = {
        "caseworker": "Ærenprisfeldt",
        "other_caseworker": "Rønnebærsholm",
        "third_caseworker": "Mosekonebryg",
    }
    proposal = match.propose()
    match.explain(proposal)
    project = scene.project.pk
    for who in rows:
        client = scene.client(who)
        pages = [
            client.get(reverse("project_matching", args=[project])),
            client.get(reverse("proposal", args=[project, proposal.pk])),
            client.get(reverse("placement", args=[project, proposal.pk, rows[who].pk])),
        ]
        assert [page.status_code for page in pages] == [200, 200, 200]
        text = "".join(page.content.decode() for page in pages)
        assert names[who] in text
        assert IdentityView.objects.filter(
            user_id=scene.users[who].pk, person=rows[who].person_id, purpose=Purpose.MATCHING
        ).exists()
        for other, row in rows.items():
            if other != who:
                assert names[other] not in text
                assert row.pseudonym not in text
                for name in ("placement", "placement_accept", "placement_change", "placement_reject"):
                    there = reverse(name, args=[project, proposal.pk, row.pk])
                    assert client.get(there).status_code == 404
    text = scene.client("coordinator").get(reverse("proposal", args=[project, proposal.pk])).content.decode()
    for who, row in rows.items():
        assert names[who] not in text
        assert row.pseudonym in text
    for who in ("company", "other_company", "provider", "union", "analyst", "council", "other_coordinator"):
        client = scene.client(who)
        for name, args in (
            ("project_matching", [project]),
            ("proposal", [project, proposal.pk]),
            ("placement", [project, proposal.pk, rows["caseworker"].pk]),
        ):
            assert client.get(reverse(name, args=args)).status_code in (403, 404)


def test_the_number_of_queries_does_not_grow(match: Match) -> None:
    scene = match.scene
    match.suitable()
    few = match.propose()

    def queries(proposal) -> int:
        client = scene.client("caseworker")
        address = reverse("proposal", args=[scene.project.pk, proposal.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    before = queries(few)
    for _ in range(12):
        match.suitable()
    assert queries(match.propose()) == before


def test_the_pages_take_the_way_that_people_take(match: Match) -> None:
    """Ordered, calculated, accepted and replayed by forms."""
    scene = match.scene
    row = match.suitable()
    match.suitable()
    project = scene.project.pk
    coordinator, caseworker = scene.client("coordinator"), scene.client("caseworker")
    order = reverse("proposal_order", args=[project])
    form = coordinator.get(order).context["form"]
    answer = coordinator.post(order, {name: form[name].value() for name in form.fields})
    proposal = match.newest()
    address = reverse("proposal", args=[project, proposal.pk])
    assert answer.url == address
    waiting = coordinator.get(address).content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    assert "Beregningen venter på at komme til." in waiting
    polled = coordinator.get(address, headers={"HX-Target": "run-progress"})
    assert polled.content.decode().count("<div") == 1, "nothing but how far it is"
    match.carry_out(proposal)
    polled = coordinator.get(address, headers={"HX-Target": "run-progress"})
    assert (polled.content, polled["HX-Refresh"]) == (b"", "true")
    done = coordinator.get(address).content.decode()
    assert "every 2s" not in done
    assert "Det er bevist, at intet andet forslag giver flere." in done
    accept = reverse("placement_accept", args=[project, proposal.pk, row.pk])
    assert caseworker.get(accept).status_code == 200
    assert caseworker.post(accept, {"reason": ""}).status_code == 200
    assert caseworker.post(accept, {"reason": "Passer"}).url == address
    assert "Godkendt" in caseworker.get(address).content.decode()
    assert coordinator.post(reverse("proposal_replay", args=[project, proposal.pk])).url == address
    assert "every 2s" in coordinator.get(address).content.decode()


@given(
    st.lists(
        st.integers(0, 30).flatmap(lambda persons: st.tuples(st.just(persons), st.integers(0, persons))),
        max_size=5,
    )
)
@settings(max_examples=100, deadline=None)
def test_no_number_of_an_effect_tells_of_one_to_four(numbers: list[tuple[int, int]]) -> None:
    lines = [Line(str(index), *pair) for index, pair in enumerate(numbers)]
    shown = suppressed(lines)
    for line in shown:
        if line.persons is not None and line.placed is not None:
            for number in (line.persons, line.placed, line.persons - line.placed):
                assert number == 0 or number >= FEWEST
    hidden = [was for was, line in zip(lines, shown, strict=True) if line.persons is None]
    if hidden and len(hidden) < len(lines):
        persons = sum(line.persons or 0 for line in hidden)
        placed = sum(line.placed or 0 for line in hidden)
        for number in (persons, placed, persons - placed):
            assert number == 0 or number >= FEWEST
