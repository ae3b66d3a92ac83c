"""What chapters consist of, before a report is put together of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from jobveu.documents.value import Block
from jobveu.evaluation.exhibits import Exhibit


@dataclass(frozen=True)
class Part:
    """`blocks` are read first; the figures stand below them."""

    heading: str
    blocks: tuple[Block, ...]
    exhibits: tuple[Exhibit, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """`findings`: the chapter in a few sentences, for the summary. The parts are written when they are first asked for, in the
    language that is active then: a page that shows the findings draws no charts."""

    heading: str
    blocks: tuple[Block, ...]
    write: Callable[[], Iterable[Part]]
    findings: tuple[str, ...] = ()

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return tuple(self.write())
