"""How a round stands is told by the rule of its results: an anonymous round's page does not give back what they withhold."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.accounts.enums import Role
from jobveu.insight.disclosure import RULE
from jobveu.insight.surveys import ALL, Division, Group, response
from jobveu.insight.surveys.standing import withheld_while_open
from jobveu.kernels.disclosure import attack
from jobveu.surveys.enums import Disposition, RespondentType
from jobveu.surveys.operations.rounds import close_round
from jobveu.surveys.queries.rounds import Standing
from jobveu.surveys.round_data import Stratum, StratumCount
from tests import factories
from tests.insight.surveys.made import round_of
from tests.surveys.scene import LATER, Scene, answer_all, make, secret_to

COMPANY, SCHOOL, UNION = (
    RespondentType.WORKPLACE,
    RespondentType.EDUCATION_PROVIDER,
    RespondentType.SOCIAL_PARTNER,
)


@pytest.fixture
def scene(reference: None) -> Scene:
    return make()


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(client: Client, round_id: int) -> Mapping[str, tuple[str, ...]]:
    page = client.get(reverse("survey", args=[round_id]))
    return {line.who: line.counts for line in page.context["lines"]} | {"all": tuple(page.context["sums"])}


@pytest.mark.django_db
def test_of_few_who_have_answered_no_numbers_are_told(scene: Scene) -> None:
    contacts = {each: scene.contacts(each, 8) for each in (COMPANY, SCHOOL, UNION)}
    round_id = scene.opened()
    runner = client_of(scene.coordinator)
    list_page, remind_page = reverse("survey_list"), reverse("survey_remind", args=[round_id])
    answer_all(secret_to(contacts[COMPANY][0], round_id))
    assert set(shown(runner, round_id).values()) == {("*",) * 5} | {("0", "0", "0", "0", "8")}
    assert ">24<" in runner.get(reverse("survey", args=[round_id])).content.decode()
    assert ">*<" in runner.get(list_page).content.decode()
    assert "Alle, der ikke har svaret" in runner.get(remind_page).content.decode()

    for each in contacts[COMPANY][1:6]:
        answer_all(secret_to(each, round_id))
    found = shown(runner, round_id)
    assert found["Virksomhed eller offentlig arbejdsplads"] == ("6", "0", "0", "0", "2")
    assert found["all"][0] == "6"
    assert "18 kontaktpersoner" in runner.get(remind_page).content.decode()

    answer_all(secret_to(contacts[SCHOOL][0], round_id))
    found = shown(runner, round_id)
    assert found["all"][0] == "7"
    assert found["Uddannelsesinstitution"] == ("*",) * 5
    # Seven less six would tell of the one: another goes along.
    assert found["Virksomhed eller offentlig arbejdsplads"] == ("*",) * 5

    close_round(by=scene.by, at=LATER, round_id=round_id)
    assert shown(runner, round_id)["Uddannelsesinstitution"] == ("*",) * 5
    history = runner.get(reverse("survey_history", args=[round_id])).content.decode()
    assert "Har svaret" not in history


@pytest.mark.django_db
def test_whoever_runs_a_round_with_names_sees_its_numbers_others_do_not(scene: Scene) -> None:
    [contact, _other] = scene.contacts(COMPANY, 2)
    round_id = scene.opened(anonymous=False)
    answer_all(secret_to(contact, round_id))
    who = "Virksomhed eller offentlig arbejdsplads"
    assert shown(client_of(scene.coordinator), round_id)[who] == ("1", "0", "0", "0", "1")
    elsewhere = factories.user(Role.COORDINATOR, factories.office("syd"))
    assert shown(client_of(elsewhere), round_id)[who] == ("*",) * 5


counts = st.dictionaries(
    st.sampled_from(list(RespondentType)),
    st.tuples(st.integers(5, 12), st.integers(0, 12)).map(lambda pair: (pair[0], min(pair))),
    min_size=1,
)


@settings(max_examples=40, deadline=None)
@given(counts)
def test_nothing_shown_while_open_tells_of_one_to_four(drawn: dict) -> None:
    lines = [
        Standing(
            each,
            asked + 1,
            dict.fromkeys(Disposition, 0)
            | {Disposition.COMPLETE: answered, Disposition.NO_ANSWER: asked - answered},
        )
        for each, (asked, answered) in drawn.items()
    ]
    withheld = withheld_while_open("standard-1", lines)
    data = round_of(
        [
            StratumCount(Stratum(line.respondent_type, None, None), line.population, line.drawn)
            for line in lines
        ],
        [],
    )
    groups = {None: ALL} | {each: Group(Division.RESPONDENTS, each.value) for each in RespondentType}
    tables = response.tables(data)
    hidden = {
        response.key(groups[one], quantity)
        for one in withheld
        for quantity in response.SHOWN
        if response.key(groups[one], quantity) in tables.counts
    }
    # The groups of councils and project types are one, "unknown", which is everybody.
    for division in Division:
        if division is not Division.RESPONDENTS and None in withheld:
            hidden |= {key for key in tables.counts if key[1:] and key[1].startswith(f"{division.value}=")}
    small = [key for key in tables.counts if tables.protects(key, RULE) and key not in tables.known]
    found = attack(tables, hidden, cells=small)
    assert not {key: one for key, one in found.items() if one.tells(RULE)}
