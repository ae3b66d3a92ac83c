"""What is said of the success criteria where a number that a share rests on is withheld."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from jobveu.assessment.success import HEADLINE, criteria
from jobveu.insight.counting import Counts, Selection
from jobveu.insight.disclosure import Disclosure
from jobveu.insight.figures import Figure, draw
from jobveu.insight.publishing import without
from jobveu.insight.sources import Source
from jobveu.insight.table import Table
from tests.insight import made
from tests.insight.made import Made, One


@dataclass(frozen=True, slots=True)
class Withholding(Source):
    """A source that withholds some counts of one group's results after six months."""

    group: str
    withheld: tuple[str, ...]

    def table(self, figure: Figure, *, by: str | None = None, selection: Selection | None = None) -> Table:
        table = draw(figure, self.counts.only(selection or Selection()), by=by)
        cells = [
            (at, table.measure(key))
            for at, row in enumerate(table.rows)
            if row.codes == (self.group, HEADLINE)
            for key in self.withheld
            if figure.id == "success-jobs"
        ]
        return without(table, cells)


@pytest.fixture(scope="module")
def counts() -> Counts:
    """Twelve unemployed whose result should be known: six in a job, three apprentices, one at home, two not known."""
    kinds = ["ordinary_job"] * 5 + ["subsidised_job"] + ["adult_apprenticeship"] * 3 + ["unemployed", "", ""]
    candidates = [
        One(
            outcomes={HEADLINE: kind} if kind else {},
            started=date(2019, 8, 1),
            ended=date(2019, 9, 1),
        )
        for kind in kinds
    ]
    return made.counts(Made(start=date(2019, 8, 1), people=candidates))


def said_of_unemployed(counts: Counts, *withheld: str) -> str:
    source = Withholding(None, counts, Disclosure(frozenset(), {}), None, "unemployed", withheld)
    return criteria(source, Selection())[0].says[1]


def test_without_the_adult_apprentices_the_others_in_a_job_are_told(counts: Counts) -> None:
    said = said_of_unemployed(counts, "apprenticeship")
    assert "mindst 60,0 pct. i job af de 10, hvis resultat er oplyst" in said
    assert "For 2 af 12 mangler resultatet; af dem alle er mindst 50,0 pct. i job." in said
    assert "voksenlærlinge er ikke regnet med" in said


@pytest.mark.parametrize("withheld", ["job", "retained", "known", "due"])
def test_nothing_is_told_where_more_is_withheld(counts: Counts, withheld: str) -> None:
    assert (
        said_of_unemployed(counts, "apprenticeship", withheld) == "Ledige: Der er ingen tal, der kan vises."
    )


def test_all_is_told_where_nothing_is_withheld(counts: Counts) -> None:
    assert "er 90,0 pct. i job af de 10" in said_of_unemployed(counts)
