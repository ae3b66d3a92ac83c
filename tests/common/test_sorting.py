from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from django.db import connection
from django.db.models import Index
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.common.sorting import DanishSortKey, danish_sort_key
from jobveu.reference.models import Region

IN_DANISH_ORDER = [
    "",
    "3F",
    "A-kassen",
    "A Nielsen",
    "ABC",
    "Andersen",
    "Andrésen",
    "Birkerød",
    "Bjørn",
    "Bær",
    "Bønne",
    "Båd",
    "Citroën",
    "Ærø",
    "Øl",
    "Aabenraa",
    "Aalborg",
    "Århus Å",
    "Aarhus Åbyhøj",
]
LETTERS = (
    "aAáÀâåÅäÄæÆǽbcdðđéêGłnñoøØöÖőœǿßþuüÜűúyzZ09 -–/.,'\"&()»«\u00a0\t\u0301\u0308\u030a\u030b\u0323жΩ½€"
)
LIKELY = st.text(alphabet=LETTERS, max_size=30)
ANYTHING = st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"], exclude_characters="\0"), max_size=30)


def sql_keys(texts: Sequence[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT danish_sort_key(name) FROM unnest(%s::text[]) WITH ORDINALITY AS n(name, position) "
            "ORDER BY position",
            [list(texts)],
        )
        return [key for (key,) in cursor.fetchall()]


def test_names_sort_in_danish_order() -> None:
    shuffled = random.Random(7).sample(IN_DANISH_ORDER, len(IN_DANISH_ORDER))
    assert sorted(shuffled, key=danish_sort_key) == IN_DANISH_ORDER


@pytest.mark.django_db
def test_the_database_sorts_names_in_danish_order() -> None:
    shuffled = random.Random(11).sample(IN_DANISH_ORDER, len(IN_DANISH_ORDER))
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT name FROM unnest(%s::text[]) AS n(name) ORDER BY danish_sort_key(name) COLLATE "C"',
            [shuffled],
        )
        assert [name for (name,) in cursor.fetchall()] == IN_DANISH_ORDER


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aabenraa", "Åbenrå"),
        ("AALBORG", "aalborg"),
        ("Ängholm", "Ængholm"),
        ("Ödegård", "Ødegaard"),
        ("Müller", "Myller"),
        ("Čapek", "Capek"),
        ("Þór", "Thor"),
        ("Lyngby-Taarbæk", "Lyngby Taarbæk"),
        ("  Lyngby  –  Taarbæk ", "Lyngby/Taarbæk"),
        ("A.P. Møller", "AP Møller"),
        ("A\u030arhus", "Århus"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert danish_sort_key(one) == danish_sort_key(other)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(st.lists(LIKELY | ANYTHING, min_size=1, max_size=60))
def test_the_database_and_python_make_the_same_key(texts: list[str]) -> None:
    assert sql_keys(texts) == [danish_sort_key(text) for text in texts]


@settings(max_examples=200)
@given(LIKELY)
def test_a_key_is_its_own_key_when_it_has_only_plain_letters(text: str) -> None:
    key = danish_sort_key(text)
    if key.replace(" ", "").isalnum() and key.isascii():
        assert danish_sort_key(key) == key


@pytest.mark.django_db
def test_no_name_has_no_key() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT danish_sort_key(NULL)")
        assert cursor.fetchone() == (None,)


@pytest.mark.django_db
def test_the_function_may_stand_in_an_index_and_is_inlined() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT provolatile, proisstrict, proparallel, proconfig FROM pg_proc "
            "WHERE proname = 'danish_sort_key'"
        )
        assert cursor.fetchall() == [("i", True, "s", None)]
        cursor.execute("EXPLAIN (VERBOSE) SELECT danish_sort_key(name) FROM reference_region")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "danish_sort_key" not in plan


@pytest.mark.django_db
def test_an_index_on_the_sort_key_serves_the_sorted_list() -> None:
    with connection.schema_editor() as editor:
        editor.add_index(Region, Index(DanishSortKey("name"), name="test_region_sort"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Region.objects.order_by(DanishSortKey("name")).explain()
    assert "Index Scan using test_region_sort" in plan
    assert "Sort" not in plan.replace("test_region_sort", "")
