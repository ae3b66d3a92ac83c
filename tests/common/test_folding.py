"""What counts as the same word: by example, and Python against PostgreSQL."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.common.folding import bare, fold

ALIKE = [
    ("Åbenrå", "Aabenraa", "ÅBENRAA", "Aabenrå", "a\u030abenrå"),
    ("Ærø", "Aeroe", "ærö", "Äro\u0308"),
    ("Køge", "Koege", "KÖGE"),
    ("café", "CAFE", "Cafe\u0301"),
    ("Lyngby-Taarbæk", "lyngby tårbæk", "Lyngby/Taarbaek"),
    ("A/S", "a s", "A.S."),
    ("O'Brien", "o’brien", "O Brien"),
]
LETTERS = st.text(
    alphabet=st.one_of(
        st.sampled_from("aeoåæøäöüéÅÆØÄÖaA/-.,'’() 0123456789"),
        st.characters(blacklist_categories=("Cs", "Cn"), blacklist_characters="\0", max_codepoint=0x2FFF),
    ),
    max_size=40,
)


@pytest.mark.parametrize("group", ALIKE, ids=lambda group: group[0])
def test_one_word_written_in_several_ways(group: tuple[str, ...]) -> None:
    assert len({fold(text) for text in group}) == 1


def test_different_words_stay_different() -> None:
    words = ["rå", "ro", "rø", "ræ", "ra", "tømrer", "tommer"]
    assert len({fold(word) for word in words}) == len(words)
    assert bare(fold("Aabenraa")) == "abenra"


@pytest.mark.django_db
@settings(max_examples=300, deadline=None)
@given(text=LETTERS)
def test_python_and_postgresql_fold_alike(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_fold(%s::text), search_bare(search_fold(%s::text))", [text, text])
        assert cursor.fetchone() == (fold(text), bare(fold(text)))


@given(text=LETTERS)
def test_folding_twice_changes_nothing_but_what_has_come_together(text: str) -> None:
    once = fold(text)
    assert fold(once) == fold(fold(once))
    assert once == " ".join(once.split(" ")).strip(" ")
