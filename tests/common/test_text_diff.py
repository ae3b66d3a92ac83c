from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from jobveu.common.text_diff import Change, Paragraph, compare_texts

TEXTS = st.text(alphabet="ab æ\n.", max_size=60)


def side(paragraphs: tuple[Paragraph, ...], unwanted: Change) -> list[str]:
    """The words of one of the two texts, as the comparison holds them."""
    return [
        word
        for paragraph in paragraphs
        for part in paragraph.parts
        if part.change is not unwanted
        for word in part.text.split()
    ]


@given(TEXTS, TEXTS)
def test_a_comparison_holds_every_word_of_both_texts_in_order(old: str, new: str) -> None:
    found = compare_texts(old=old, new=new)
    assert side(found, Change.ADDED) == old.split()
    assert side(found, Change.REMOVED) == new.split()


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert not any(paragraph.changed for paragraph in compare_texts(old=text, new=text))


def test_a_changed_word_is_marked_alone_and_what_was_removed_comes_first() -> None:
    (paragraph,) = compare_texts(old="Vi finder ti kandidater i maj", new="Vi finder tolv kandidater i maj")
    assert [(part.change.value, part.text) for part in paragraph.parts] == [
        ("same", "Vi finder"),
        ("removed", "ti"),
        ("added", "tolv"),
        ("same", "kandidater i maj"),
    ]


def test_paragraphs_with_nothing_in_common_are_shown_whole() -> None:
    found = compare_texts(old="Formålet er ansættelse.", new="Transport betales af jobcentret.")
    assert [[part.change for part in paragraph.parts] for paragraph in found] == [
        [Change.REMOVED],
        [Change.ADDED],
    ]


def test_a_new_paragraph_leaves_its_neighbours_alone() -> None:
    found = compare_texts(old="Et.\n\nTo.", new="Et.\n\nEt og et halvt.\n\nTo.")
    assert [paragraph.changed for paragraph in found] == [False, True, False]


def test_long_texts_are_compared_in_no_time() -> None:
    started = time.monotonic()
    compare_texts(old="ord og " * 3000, new="og ord " * 3000)
    assert time.monotonic() - started < 5
