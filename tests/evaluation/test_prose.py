"""What is said of numbers is true of them, whatever they are, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.evaluation.prose.changes import highest, lowest, most_and_fewest, moved, moved_share
from jobveu.evaluation.prose.numbers import INDUSTRIES, PARTICIPANTS, PROJECTS, per_cent, whole
from jobveu.evaluation.prose.sentences import sentence
from jobveu.evaluation.prose.shares import (
    FRACTIONS,
    NEAR,
    SAME,
    SLIGHTLY,
    SMALL,
    part_of,
    portion,
    share_of,
    told,
)

SHARES = st.floats(0, 1, allow_nan=False)
PARTS = st.integers(1, 20_000).flatmap(lambda all_: st.tuples(st.integers(0, all_), st.just(all_)))
WORDS = {
    "da": ("knap", "lidt over", "godt", "omkring"),
    "en": ("just under", "slightly over", "well over", "about"),
}


@pytest.fixture(params=["da", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


def _fraction(words: str) -> float:
    """The fraction that the words name."""
    [found] = [float(fraction) for fraction, name in FRACTIONS if words == name or words.endswith(f" {name}")]
    return found


@settings(max_examples=300)
@given(share=SHARES, margin=st.sampled_from([0.0, 0.0, 0.01, 0.05]))
def test_a_share_is_called_by_a_fraction_that_it_lies_near_on_the_side_that_is_said(
    share: float, margin: float
) -> None:
    for language, (below, slightly, above, about) in WORDS.items():
        with translation.override(language):
            words = portion(share, margin=margin)
            if not words:
                assert all(abs(share - float(fraction)) > NEAR for fraction, _name in FRACTIONS)
                continue
            fraction = _fraction(words)
            assert abs(share - fraction) <= NEAR
            assert all(abs(share - fraction) <= abs(share - float(other)) for other, _name in FRACTIONS)
            if words.startswith(below):
                assert share < fraction
            elif words.startswith(slightly):
                assert SAME <= share - fraction <= SLIGHTLY
            elif words.startswith(above):
                assert share - fraction > SLIGHTLY
            elif words.startswith(about):
                assert SAME <= abs(share - fraction) <= margin
            else:
                assert abs(share - fraction) < SAME


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.5, "halvdelen"),
        (0.48, "knap halvdelen"),
        (0.51, "lidt over halvdelen"),
        (0.528, "godt halvdelen"),
        (0.344, "lidt over en tredjedel"),
        (1 / 3, "en tredjedel"),
        (0.66, "knap to tredjedele"),
        (0.43, "godt to femtedele"),
        (0.15, ""),
        (0.0, ""),
        (1.0, ""),
    ],
)
def test_shares_in_words(share: float, words: str) -> None:
    assert portion(share) == words


@settings(max_examples=300)
@given(PARTS)
def test_a_part_is_told_with_what_it_is_a_part_of(parts: tuple[int, int]) -> None:
    part, all_ = parts
    for language in WORDS:
        with translation.override(language):
            text = part_of(part, all_, PROJECTS)
            assert whole(all_) in text
            assert not re.search(r"nan|inf|None|%\(", text)
            if all_ < SMALL:
                assert "pct." not in text
                assert "per cent" not in text
            elif 0 < part < all_:
                assert per_cent(part / all_) in text
            assert not re.search(r"100 (pct|per cent)", text)
            assert not re.search(r"(?<![\d,.])0 (pct|per cent)", text)
            one, many = str(PROJECTS.one), str(PROJECTS.many)
            if all_ < SMALL:
                assert text.endswith(f" {whole(all_)} {one if all_ == 1 else many}")


@pytest.mark.parametrize(
    ("part", "all_", "text"),
    [
        (190, 395, "knap halvdelen af projekterne (48 pct., n = 395)"),
        (140, 395, "godt en tredjedel af projekterne (35 pct., n = 395)"),
        (180, 395, "46 pct. af projekterne (n = 395)"),
        (3, 7, "3 af 7 projekter"),
        (1, 1, "1 af 1 projekt"),
        (0, 1, "0 af 1 projekt"),
        (7, 7, "alle 7 projekter"),
        (0, 7, "ingen af de 7 projekter"),
        (0, 50, "ingen af projekterne (n = 50)"),
        (1_200, 1_200, "alle projekterne (n = 1.200)"),
        (1, 1_000, "under 1 pct. af projekterne (n = 1.000)"),
        (999, 1_000, "over 99 pct. af projekterne (n = 1.000)"),
    ],
)
def test_parts_in_words(part: int, all_: int, text: str) -> None:
    assert part_of(part, all_, PROJECTS) == text


def test_what_is_no_share_is_refused() -> None:
    for share in (float("nan"), float("inf"), -0.1, 1.1):
        with pytest.raises(ValueError, match="is no"):
            per_cent(share)
        with pytest.raises(ValueError, match="is no"):
            portion(share)
    for part, all_ in ((1, 0), (0, 0), (5, 4), (-1, 4)):
        with pytest.raises(ValueError, match="is no part"):
            part_of(part, all_, PROJECTS)
    with pytest.raises(ValueError, match="is no number"):
        whole(float("nan"))


@settings(max_examples=200)
@given(st.integers(0, 100_000))
def test_a_noun_stands_in_the_number_that_fits(number: int) -> None:
    for noun, one, many in ((PROJECTS, "projekt", "projekter"), (PARTICIPANTS, "deltager", "deltagere")):
        text = noun.counted(number)
        assert text.endswith(f" {one if number == 1 else many}")
        assert text.startswith("ingen ") == (number == 0)


@settings(max_examples=200)
@given(st.integers(0, 5_000), st.integers(0, 5_000))
def test_what_has_risen_is_said_to_have_risen(before: int, after: int) -> None:
    for language, rose, fell, same in (
        ("da", "steget", "faldet", "uændret"),
        ("en", "risen", "fallen", "remained"),
    ):
        with translation.override(language):
            text = moved(before, after)
            assert text.startswith(rose) == (after > before)
            assert text.startswith(fell) == (after < before)
            assert text.startswith(same) == (after == before)
            assert ("(" in text) == (before >= SMALL and before != after)
            assert not re.search(r"nan|inf|None|%\(|(?<![\d.,])0 (pct|per cent)", text)


def test_changes_in_words() -> None:
    assert moved(35, 85) == "steget fra 35 til 85 (med 143 pct.)"
    assert moved(7, 3) == "faldet fra 7 til 3"
    assert moved(12, 12) == "uændret 12"
    assert moved_share(0.74, 0.76, chance=True) == (
        "stort set uændret (74 pct. dengang, 76 pct. nu; forskellen kan være tilfældig)"
    )
    assert moved_share(0.5, 0.7, chance=False) == "steget fra 50 pct. til 70 pct."
    assert moved_share(0.7, 0.5, chance=None).startswith("faldet fra 70 pct. til 50 pct., men")
    assert moved_share(0.701, 0.702, chance=False) == "uændret 70 pct."


@settings(max_examples=100)
@given(st.lists(st.integers(0, 6), min_size=0, max_size=6))
def test_most_and_fewest_name_all_that_are(numbers: list[int]) -> None:
    named = [(f"sted {chr(97 + place)}", number) for place, number in enumerate(numbers)]
    text = most_and_fewest(named, what="projekter")
    assert (text == "") == (len(named) < 2)
    if len(set(numbers)) > 1:
        first, second = text.split("færrest")
        assert all(name in first for name in highest(named))
        assert all(name in second for name in lowest(named))
        assert not any(name in first for name in lowest(named))


@settings(max_examples=100)
@given(SHARES, st.integers(1, 10_000), st.floats(0, 0.2))
def test_a_weighted_share_is_told_with_its_number(share: float, all_: int, margin: float) -> None:
    text = share_of(share, all_, PARTICIPANTS, margin=margin)
    assert f"n = {whole(all_)}" in text
    assert "deltagerne" in text


def test_every_phrase_has_its_words(language: str) -> None:
    below, slightly, above, about = WORDS[language]
    assert portion(0.48).startswith(below)
    assert portion(0.51).startswith(slightly)
    assert portion(0.528).startswith(above)
    assert portion(0.48, margin=0.05).startswith(about)
    assert told(190, 395).startswith(f", {below}")
    assert told(3, 7) == ""
    assert INDUSTRIES.counted(0)


def test_sentences_begin_large_and_end_once() -> None:
    assert sentence("det er 48 pct.") == "Det er 48 pct."
    assert sentence("det er alt") == "Det er alt."
    assert sentence("  ") == ""
