"""What chapters consist of, before a report is put together of them."""

from __future__ import annotations

from dataclasses import dataclass

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
    """`findings`: the chapter in a few sentences, for the summary."""

    heading: str
    blocks: tuple[Block, ...]
    parts: tuple[Part, ...]
    findings: tuple[str, ...] = ()
