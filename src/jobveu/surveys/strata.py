"""Who is counted together in an anonymous round, so that a sheet could be that of several: a pure function.

Whoever has the database can see who was asked, and about which project. Were a sheet to say "a school, Bornholm, a
project for the employed", and only one such person had been asked, it would not be anonymous. So each stratum that a
sheet can say is one of which at least `least` persons were asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

from jobveu.surveys.enums import RespondentType
from jobveu.surveys.round_data import Stratum

LEAST = 5


class TooFewError(ValueError):
    """Fewer than the least number of a respondent type were asked: no stratum could hide them."""

    def __init__(self, respondent_types: tuple[RespondentType, ...]) -> None:
        super().__init__(f"Too few of {', '.join(respondent_types)}")
        self.respondent_types = respondent_types


def coarsened(asked: Mapping[Stratum, int], *, least: int = LEAST) -> dict[Stratum, Stratum]:
    """The stratum that each is counted in: itself where enough were asked; otherwise without the project type where enough
    are left of the council; otherwise without the council; otherwise only the respondent type. Where those who are
    left of an office are too few, the smallest stratum of the office joins them, until they are enough; and so at
    last of the type.

    `asked`: how many were asked in each. Raises TooFewError.
    """
    by_type: dict[RespondentType, dict[Stratum, int]] = defaultdict(dict)
    for stratum, number in asked.items():
        if number:
            by_type[stratum.respondent_type][stratum] = number
    too_few = tuple(each for each in RespondentType if 0 < sum(by_type[each].values()) < least)
    if too_few:
        raise TooFewError(too_few)
    answer: dict[Stratum, Stratum] = {}
    for respondent_type, numbers in by_type.items():
        answer |= _of_one_type(respondent_type, numbers, least)
    return answer


def _of_one_type(
    respondent_type: RespondentType, numbers: Mapping[Stratum, int], least: int
) -> dict[Stratum, Stratum]:
    answer = {stratum: stratum for stratum in numbers}
    for wider in (_without_project_type, _without_council):
        answer = _widened(answer, numbers, least, wider)
    for left in sorted({_without_council(stratum) for stratum in numbers if stratum.office}, key=_order):
        answer = _filled(answer, numbers, least, left)
    answer = _widened(answer, numbers, least, _only_type)
    return _filled(answer, numbers, least, Stratum(respondent_type, None, None))


def _widened(
    answer: Mapping[Stratum, Stratum],
    numbers: Mapping[Stratum, int],
    least: int,
    wider: Callable[[Stratum], Stratum],
) -> dict[Stratum, Stratum]:
    sizes = _sizes(answer, numbers)
    return {
        stratum: within if sizes[within] >= least else wider(stratum) for stratum, within in answer.items()
    }


def _filled(
    answer: Mapping[Stratum, Stratum], numbers: Mapping[Stratum, int], least: int, left: Stratum
) -> dict[Stratum, Stratum]:
    """Where too few are counted in `left`, the smallest stratum of its office (of all, where it has none) joins them, until
    they are enough or there is none."""
    filled = dict(answer)
    while 0 < _sizes(filled, numbers)[left] < least:
        others = [
            (size, _order(stratum), stratum)
            for stratum, size in _sizes(filled, numbers).items()
            if stratum != left and left.office in (None, stratum.office)
        ]
        if not others:
            break
        joins = min(others)[2]
        filled = {stratum: left if within == joins else within for stratum, within in filled.items()}
    return filled


def _sizes(answer: Mapping[Stratum, Stratum], numbers: Mapping[Stratum, int]) -> Counter[Stratum]:
    sizes: Counter[Stratum] = Counter()
    for stratum, within in answer.items():
        sizes[within] += numbers[stratum]
    return sizes


def _order(stratum: Stratum) -> tuple[str, str, str]:
    return stratum.council or "", stratum.project_type or "", stratum.office or ""


def _without_project_type(stratum: Stratum) -> Stratum:
    return Stratum(stratum.respondent_type, stratum.council, None, stratum.office)


def _without_council(stratum: Stratum) -> Stratum:
    return Stratum(stratum.respondent_type, None, None, stratum.office)


def _only_type(stratum: Stratum) -> Stratum:
    return Stratum(stratum.respondent_type, None, None)
