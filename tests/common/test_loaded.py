"""What a load did is said in number, in both languages."""

from __future__ import annotations

from django.utils import translation

from jobveu.common.loaded import rows_loaded


def test_one_and_many_rows() -> None:
    assert rows_loaded(created=1, updated=0, unchanged=1_203) == "1 ny, 0 ændrede og 1.203 uændrede"
    assert rows_loaded(created=2, updated=1, unchanged=1) == "2 nye, 1 ændret og 1 uændret"
    with translation.override("en"):
        assert rows_loaded(created=1, updated=2, unchanged=1_203) == "1 new, 2 changed and 1,203 unchanged"
