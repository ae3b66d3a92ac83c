"""How many answered, by the definitions of the American Association for Public Opinion Research (AAPOR, Standard
Definitions, 10th edition, 2023)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dispositions:
    """What became of those who were asked. `other`: eligible and reached, but for another reason no answer (O);
    `unknown`: nobody knows whether they were among those the survey is about (UH and UO); `ineligible`: they were
    not."""

    complete: int = 0
    partial: int = 0
    refused: int = 0
    not_contacted: int = 0
    other: int = 0
    unknown: int = 0
    ineligible: int = 0

    @property
    def eligible(self) -> int:
        """Known to be."""
        return self.complete + self.partial + self.refused + self.not_contacted + self.other

    @property
    def eligible_share(self) -> float:
        """Of those of whom it is known: AAPOR's e, estimated in proportion (CASRO). 1 where nothing is known."""
        known = self.eligible + self.ineligible
        return self.eligible / known if known else 1.0


@dataclass(frozen=True, slots=True)
class Rates:
    """None where there is nobody to divide by.

    RR1 and RR2 count all unknown as eligible, RR3 and RR4 the share that is estimated, RR5 and RR6 none. RR2, RR4 and
    RR6 count partial answers as answers. COOP1 is the share of those reached who answered, REF1 of all who refused, CON1
    of all who were reached.
    """

    rr1: float | None
    rr2: float | None
    rr3: float | None
    rr4: float | None
    rr5: float | None
    rr6: float | None
    coop1: float | None
    ref1: float | None
    con1: float | None


def rates(of: Dispositions, *, eligible_share: float | None = None) -> Rates:
    """`eligible_share`: of the unknown; None estimates it in proportion."""
    e = of.eligible_share if eligible_share is None else eligible_share
    some = of.complete + of.partial
    reached = some + of.refused + of.other
    all_, estimated = of.eligible + of.unknown, of.eligible + e * of.unknown
    return Rates(
        rr1=_share(of.complete, all_),
        rr2=_share(some, all_),
        rr3=_share(of.complete, estimated),
        rr4=_share(some, estimated),
        rr5=_share(of.complete, of.eligible),
        rr6=_share(some, of.eligible),
        coop1=_share(of.complete, reached),
        ref1=_share(of.refused, all_),
        con1=_share(reached, all_),
    )


def _share(over: float, under: float) -> float | None:
    return over / under if under else None
