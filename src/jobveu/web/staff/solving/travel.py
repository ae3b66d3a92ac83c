"""How travel is estimated, as pages tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from django.utils.translation import gettext as _

from jobveu.reference.travel import Band, Crossing, bands, crossings


@dataclass(frozen=True, slots=True)
class BandLine:
    """`reach`: from and to how many kilometres; None is as far as it goes."""

    reach: tuple[float, float | None]
    factor: float
    speed: float
    source: str

    @property
    def words(self) -> str:
        first, last = self.reach
        if last is None:
            return _("Over %(first)d km") % {"first": first}
        return _("Fra %(first)d til %(last)d km") % {"first": first, "last": last}


@dataclass(frozen=True, slots=True)
class Estimate:
    bands: tuple[BandLine, ...]
    crossings: tuple[Crossing, ...]
    as_of: date


@cache
def estimate() -> Estimate:
    edges = (0.0, *(one.straight_km for one in bands()))
    given = tuple(zip(pairwise(edges), bands(), strict=True))
    return Estimate(
        bands=tuple(_line(reach, band, last=band is bands()[-1]) for reach, band in given),
        crossings=crossings(),
        as_of=max(one.as_of for one in (*bands(), *crossings())),
    )


def _line(reach: tuple[float, float], band: Band, *, last: bool) -> BandLine:
    first, end = reach
    return BandLine((first, None if last else end), band.factor, band.km_per_hour, band.source)
