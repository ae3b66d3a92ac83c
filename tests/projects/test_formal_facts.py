"""Whether what is registered meets what is asked for, and which words point to protected attributes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.projects.formal_facts import (
    ASKABLE_LICENCES,
    FACT_VALUES,
    INCLUDES,
    Asked,
    Certificate,
    FormalFact,
    FormalFacts,
    LanguageLevel,
    LicenceCategory,
    holds_licence,
    is_known_value,
    is_met,
    months_before,
)
from jobveu.projects.protected import ATTRIBUTES, found_in

TODAY = date(2026, 11, 28)
LICENCES = st.sampled_from(ASKABLE_LICENCES)


@settings(max_examples=50)
@given(LICENCES, LICENCES, LICENCES)
def test_what_a_licence_includes_is_closed(
    first: LicenceCategory, second: LicenceCategory, third: LicenceCategory
) -> None:
    if holds_licence(second, {first}) and holds_licence(third, {second}):
        assert holds_licence(third, {first})
    assert holds_licence(first, {first})
    assert not holds_licence(first, {LicenceCategory.NONE})
    assert first not in INCLUDES.get(first, ())


@settings(max_examples=60)
@given(st.integers(0, 4000), st.integers(1, 99))
def test_nobody_is_unemployed_for_both_more_and_less(days: int, months: int) -> None:
    facts = FormalFacts(unemployed_since=TODAY - timedelta(days=days))
    at_least = is_met(Asked(FormalFact.UNEMPLOYED_AT_LEAST, str(months)), facts, today=TODAY)
    at_most = is_met(Asked(FormalFact.UNEMPLOYED_AT_MOST, str(months)), facts, today=TODAY)
    assert at_least or at_most
    assert not (at_least and at_most) or facts.unemployed_since == months_before(TODAY, months)


def test_the_end_of_a_month() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 3, 31), 13) == date(2025, 2, 28)
    assert months_before(date(2024, 3, 30), 1) == date(2024, 2, 29)
    assert months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)


@pytest.mark.parametrize("fact", list(FormalFact))
def test_nothing_registered_says_nothing(fact: FormalFact) -> None:
    value = FACT_VALUES[fact][0][0] if fact in FACT_VALUES else "6"
    assert is_known_value(Asked(fact, value))
    assert not is_known_value(Asked(fact, "none"))
    assert is_met(Asked(fact, value), FormalFacts(), today=TODAY) is None


def test_levels_and_certificates() -> None:
    speaks = FormalFacts(danish_level=LanguageLevel.B1)
    met = [is_met(Asked(FormalFact.DANISH_LEVEL, level), speaks, today=TODAY) for level in LanguageLevel]
    assert met == [True, True, True, False, False, False]
    none = FormalFacts(certificates=frozenset({Certificate.NONE}))
    assert is_met(Asked(FormalFact.CERTIFICATE, Certificate.EPOXY), none, today=TODAY) is False


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Mand eller stærk kvinde", "sex"),
        ("Helst under 30 år", "age"),
        ("18-35 årig", "age"),
        ("Ikke ældre end 50", "age"),
        ("Skal være dansker", "origin"),
        ("Etnisk baggrund", "origin"),
        ("Medlem af en fagforening", "origin"),
        ("Ingen sygdomme", "health"),
        ("Må ikke have ADHD", "health"),
        ("IKKE GRAVID", "sex"),
        ("Ingen aeldre", "age"),
    ],
)
def test_words_of_protected_attributes_are_found(text: str, key: str) -> None:
    assert key in {found.attribute.key for found in found_in([text])}


@pytest.mark.parametrize(
    "text",
    [
        "Kan løfte 20 kg med hjælpemidler",
        "Mindst 5 års erfaring med svejsning",
        "Dansk på niveau B1",
        "Har en ungdomsuddannelse",
        "Kan arbejde i højden og tåler støv",
        "Har kørekort B",
        "Kalder tingene ved deres rette navn",
        "Motiveret for at blive faglært mandskabsleder",
        "Har været ledig i mindst 12 måneder",
    ],
)
def test_demands_of_the_work_are_let_through(text: str) -> None:
    assert found_in([text]) == ()


def test_every_attribute_says_what_to_write_instead() -> None:
    assert {attribute.key for attribute in ATTRIBUTES} == {"sex", "age", "origin", "health"}
    assert all(str(attribute.guidance) for attribute in ATTRIBUTES)
