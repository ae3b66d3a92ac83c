"""The plan of the made-up register: the totals, whatever the seed; and where it may not be loaded."""

from __future__ import annotations

from collections import defaultdict
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from jobveu.journeys.programme import totals
from jobveu.journeys.programme.plan import FIRST_DAY, planned
from jobveu.projects.models import Project
from tests.factories import project


def test_it_is_not_mixed_with_what_is_real(reference: None) -> None:
    project()
    with pytest.raises(CommandError, match="ikke er opdigtede"):
        call_command("demo", "programme", stdout=StringIO())
    assert Project.objects.count() == 1


@pytest.mark.parametrize("seed", range(0, 400, 20))
def test_every_seed_gives_the_totals(seed: int) -> None:
    plans = planned(seed)
    assert plans == planned(seed)
    assert sum(one.participants for one in plans) == sum(totals.PARTICIPANTS_OF_TYPE) == 14_086
    by_council: defaultdict[str, int] = defaultdict(int)
    by_cell: defaultdict[tuple[str, int], int] = defaultdict(int)
    for one in plans:
        by_council[one.council] += one.participants
        by_cell[one.type, one.starts_on.year] += 1
        assert FIRST_DAY <= one.starts_on < one.ends_on
        assert one.participants >= totals.SMALLEST
        assert 0 <= one.registered <= one.participants
    assert by_council == totals.PARTICIPANTS_OF_COUNCIL
    assert all(
        by_cell[type_, year] == number
        for type_, numbers in totals.YEARS.items()
        for year, number in zip((2018, 2019, 2020), numbers, strict=True)
    )
    assert planned(seed + 1) != plans
