"""Screening by the criteria of the project's tool: what is answered, what is proposed, and that people decide."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.candidates.enums import CandidacyState, CriterionAnswer, ScreeningResult
from jobveu.candidates.facts import facts_of
from jobveu.candidates.fit import Answered, fit_of
from jobveu.candidates.models import Candidacy, Screening, ScreeningAnswer
from jobveu.candidates.operations.corrections import correct_text
from jobveu.candidates.operations.formal_facts import Registered, record_formal_facts
from jobveu.candidates.operations.screening import record_screening
from jobveu.candidates.queries.answers import newest_answers
from jobveu.candidates.rules import state_of
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.projects.enums import CriterionKind, Strength
from jobveu.projects.formal_facts import FormalFact, LicenceCategory
from jobveu.projects.queries.screening_tool import CriterionRow
from tests.candidates.scene import NOW, TODAY, Scene, a_demand, an_issued_tool, make_scene

MET, NOT_MET, UNKNOWN = CriterionAnswer.MET, CriterionAnswer.NOT_MET, CriterionAnswer.UNKNOWN


@pytest.fixture
def scene(reference: None) -> Scene:
    return make_scene()


def screen(scene: Scene, candidacy: Candidacy, **more: Any) -> int:
    values: dict[str, Any] = {"result": ScreeningResult.PASSED, "reason": "Egnet", "screened_on": TODAY}
    return record_screening(
        by=scene.actor("caseworker"), at=NOW, candidacy_id=candidacy.pk, **(values | more)
    )


@pytest.mark.django_db
def test_each_criterion_is_answered_and_the_caseworker_decides(scene: Scene) -> None:
    candidacy = scene.candidate()
    must, nice, theirs = an_issued_tool(
        scene,
        a_demand(),
        a_demand(text="Har gravet", strength=Strength.NICE, weight=3),
        a_demand(text="Kan klatre", company_id=scene.company.pk),
    )
    answers = {must: (NOT_MET, "Har ingen bus"), nice: (MET, ""), theirs: (UNKNOWN, "")}
    screen(scene, candidacy, tool_number=1, answers=answers)
    assert state_of(facts_of(candidacy)) is CandidacyState.SCREENED, (
        "people decide, whatever the answers come to"
    )
    found = newest_answers(candidacy_ids=[candidacy.pk])[candidacy.pk]
    assert [
        (group.company, group.fit.must_not_met, group.fit.nice_met, group.fit.must_unknown)
        for group in found.groups
    ] == [
        ("", 1, 3, 0),
        ("Prøvefirmaet", 0, 0, 1),
    ]
    assert found.by_key()[must].note == "Har ingen bus"


@pytest.mark.django_db
def test_a_screening_answers_all_of_the_version_in_force_or_none(scene: Scene) -> None:
    candidacy = scene.candidate()
    with pytest.raises(DomainError, match="intet screeningsværktøj"):
        screen(scene, candidacy, tool_number=1, answers={})
    [key] = an_issued_tool(scene, a_demand())
    with pytest.raises(DomainError) as caught:
        screen(scene, candidacy, tool_number=1, answers={})
    assert caught.value.field == f"answer_{key.hex}"
    with pytest.raises(DomainError, match="CPR"):
        screen(scene, candidacy, tool_number=1, answers={key: (MET, "Er 010190-1234")})
    an_issued_tool(scene, a_demand(text="Endnu et"))
    with pytest.raises(StaleEdit):
        screen(scene, candidacy, tool_number=1, answers={key: (MET, "")})
    assert not Screening.objects.exists()
    screen(scene, candidacy)  # a decision that doesn't rest on the criteria, as before there was a tool
    assert newest_answers(candidacy_ids=[candidacy.pk]) == {}


@pytest.mark.django_db
def test_answers_stay_with_the_version_that_they_answered(scene: Scene) -> None:
    candidacy = scene.candidate()
    [key] = an_issued_tool(scene, a_demand())
    screen(scene, candidacy, tool_number=1, answers={key: (MET, "")})
    [other] = an_issued_tool(scene, a_demand(text="Endnu et"))
    assert newest_answers(candidacy_ids=[candidacy.pk])[candidacy.pk].tool_number == 1
    screen(scene, candidacy, tool_number=2, answers={key: (MET, ""), other: (NOT_MET, "")})
    found = newest_answers(candidacy_ids=[candidacy.pk])[candidacy.pk]
    assert (found.tool_number, found.groups[0].fit.must_not_met) == (2, 1)
    assert ScreeningAnswer.objects.count() == 3


@pytest.mark.django_db
def test_the_words_of_an_answer_can_be_corrected(scene: Scene) -> None:
    candidacy = scene.candidate()
    [key] = an_issued_tool(scene, a_demand())
    screen(scene, candidacy, tool_number=1, answers={key: (MET, "Tog fejl")})
    row = ScreeningAnswer.objects.get()
    correct_text(
        by=scene.actor("caseworker"),
        at=NOW,
        what="svar",
        candidacy_id=candidacy.pk,
        record_id=row.pk,
        text="Møder altid",
        reason="Skrevet om en anden",
    )
    row.refresh_from_db()
    assert row.note == "Møder altid"


KINDS = st.sampled_from(CriterionAnswer)


@settings(max_examples=40)
@given(st.lists(st.tuples(KINDS, st.none() | st.integers(1, 5)), max_size=12))
def test_every_answer_is_counted_once(told: list[tuple[CriterionAnswer, int | None]]) -> None:
    fit = fit_of(Answered(0, criterion(weight), answer, "") for answer, weight in told)
    assert fit.musts == sum(weight is None for _answer, weight in told)
    assert fit.must_met == sum(weight is None and answer is MET for answer, weight in told)
    assert fit.nice_of == sum(weight or 0 for _answer, weight in told)
    assert fit.nice_met == sum(weight or 0 for answer, weight in told if answer is MET)


def criterion(weight: int | None) -> CriterionRow:
    return CriterionRow(
        id=1,
        key=UUID(int=1),
        kind=CriterionKind.PERSONAL,
        text="Krav",
        guidance="",
        strength=Strength.MUST if weight is None else Strength.NICE,
        weight=weight,
        company_id=None,
        company="",
        dialogue_id=None,
        dialogue_on=None,
        asked=None,
        wording_reason="",
        version=1,
    )


# What a person is registered with


@pytest.mark.django_db
def test_formal_facts_are_kept_and_checked(scene: Scene) -> None:
    person = scene.person()
    step: dict[str, Any] = {"by": scene.actor("caseworker"), "at": NOW, "person_id": person.pk}
    both = Registered(driving_licences=(LicenceCategory.NONE, LicenceCategory.CAR))
    future = Registered(unemployed_since=date(2027, 1, 1))
    for registered, field in ((both, "driving_licences"), (future, "unemployed_since")):
        with pytest.raises(DomainError) as caught:
            record_formal_facts(**step, version=1, registered=registered)
        assert caught.value.field == field
    record_formal_facts(
        **step, version=1, registered=Registered(driving_licences=(LicenceCategory.CAR,), travel_limit_km=40)
    )
    with pytest.raises(StaleEdit) as stale:
        record_formal_facts(**step, version=1, registered=Registered())
    assert stale.value.current["driving_licences"] == (LicenceCategory.CAR,)
    person.refresh_from_db()
    assert (person.driving_licences, person.certificates, person.travel_limit_km) == (["B"], None, 40)


@pytest.mark.django_db
def test_the_form_proposes_what_is_registered_and_asks_about_each_criterion(scene: Scene) -> None:
    candidacy = scene.candidate()
    licence, danish, punctual = an_issued_tool(
        scene,
        a_demand(text="Kørekort", kind=CriterionKind.FORMAL, fact=FormalFact.DRIVING_LICENCE, fact_value="B"),
        a_demand(text="Dansk", kind=CriterionKind.FORMAL, fact=FormalFact.DANISH_LEVEL, fact_value="B2"),
        a_demand(company_id=scene.company.pk),
    )
    client = scene.client("caseworker")
    facts = reverse("person_facts", args=[candidacy.person_id])
    sent = {"driving_licences": ["CE"], "danish_level": "A2", "version": "1"}
    assert client.post(facts, sent).status_code == 302
    person = client.get(reverse("person", args=[candidacy.person_id])).content.decode()
    assert "CE (vogntog)" in person
    address = reverse("screening_record", args=[candidacy.pk])
    form = client.get(address).context["form"]
    assert form[f"answer_{licence.hex}"].value() == "met"
    assert form[f"answer_{danish.hex}"].value() == "not_met"
    assert form[f"answer_{punctual.hex}"].value() is None
    assert [str(group.heading) for group in form.groups] == [
        "Krav til alle kandidater",
        "Krav til kandidater til Prøvefirmaet",
        "Samlet vurdering",
    ]
    data = {
        f"answer_{licence.hex}": "met",
        f"answer_{danish.hex}": "unknown",
        f"note_{danish.hex}": "Skal testes",
        "result": "passed",
        "reason": "Egnet",
        "screened_on": "28-11-2026",
        "version": "1",
    }
    assert "Vælg en mulighed" in client.post(address, data).content.decode()
    data[f"answer_{punctual.hex}"] = "met"
    an_issued_tool(scene, a_demand(text="Nyt krav"))
    changed = client.post(address, data).content.decode()
    assert "Nyt krav" in changed, (
        "another version came into force: what was answered stays, the new one is asked"
    )
    assert "Skal testes" in changed
    new = next(key for key in form_keys(client.get(address).context["form"]) if key not in data)
    assert client.post(address, {**data, new: "not_met", "version": "2"}).status_code == 302
    shown = client.get(reverse("candidacy", args=[candidacy.pk])).content.decode()
    assert "Skal testes" in shown
    assert "1 af 3 skal-krav er opfyldt. 1 er ikke afklaret." in shown
    seen = scene.client("coordinator").get(reverse("candidacy", args=[candidacy.pk])).content.decode()
    assert "Projektets krav" in seen
    assert "Skal testes" not in seen
    assert client.get(address).context["form"][f"note_{danish.hex}"].value() == "Skal testes"


def form_keys(form: Any) -> list[str]:
    return [name for name in form.fields if name.startswith("answer_")]


@pytest.mark.django_db
def test_nobody_else_sees_what_was_answered(scene: Scene) -> None:
    candidacy = scene.candidate()
    [key] = an_issued_tool(scene, a_demand())
    screen(scene, candidacy, tool_number=1, answers={key: (MET, "Kun for jobcentret")})
    address = reverse("candidacy", args=[candidacy.pk])
    assert scene.client("other_caseworker").get(address).status_code == 404
    assert "Kun for jobcentret" in scene.client("caseworker").get(address).content.decode()
