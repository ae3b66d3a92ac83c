"""The number that stands for what a form showed: another value gives another one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.common.concurrency import check_shown, version_of
from jobveu.common.errors import StaleEdit

VALUES = st.one_of(
    st.text(max_size=5), st.integers(0, 9), st.dates(), st.lists(st.integers(0, 9), max_size=3)
)
SHOWN = st.dictionaries(st.text("abc", max_size=2), VALUES, max_size=4)


@settings(max_examples=100, deadline=None)
@given(SHOWN, SHOWN)
def test_the_same_is_the_same_number_and_something_else_another(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    def told(shown: dict[str, Any]) -> dict[str, str]:
        as_text = {
            name: "\n".join(sorted(map(str, value))) if isinstance(value, list) else str(value)
            for name, value in shown.items()
        }
        return {name: text for name, text in as_text.items() if text}

    assert (version_of(one) == version_of(other)) == (told(one) == told(other))
    assert version_of(one) == version_of(dict(reversed(one.items())) | {"none": None, "empty": ""})
    assert 0 <= version_of(one) < 10**9, "a page's version has nine digits at most"


def test_whoever_was_shown_something_else_is_told_what_stands_there() -> None:
    shown = {"until": date(2026, 11, 25), "reason": "Vi bygger om"}
    check_shown(version=None, shown=shown)
    check_shown(version=version_of(shown), shown=shown)
    with pytest.raises(StaleEdit) as caught:
        check_shown(version=version_of({}), shown=shown)
    assert (caught.value.current, caught.value.version) == (shown, version_of(shown))
    assert (caught.value.changed_by, caught.value.changed_at) == ("", None)
