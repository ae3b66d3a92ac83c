"""Values that the template components take: plain, frozen, made by views."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way to the page; the page itself has no `href`."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to a sibling page of the one shown. `count` is shown behind the text when it is not None."""

    text: str
    href: str
    current: bool = False
    count: int | None = None


class StepState(StrEnum):
    """How far a phase is. STARTED: something is there, but it is not the phase the project is in."""

    DONE = "done"
    CURRENT = "current"
    STARTED = "started"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Step:
    """One phase in the phase guide. `note` is a short line below the title, e.g. "3 af 5 på plads"."""

    number: int
    title: str
    state: StepState
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a summary list. An empty value shows as "Ikke oplyst"; `href` leads to where it is edited,
    by a link that says `action`, or "Ret"."""

    label: str
    value: object
    href: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class PageLink:
    """One element of a pagination: a page number with its link, or a gap (`number` is None)."""

    number: int | None
    href: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main navigation. `current`: it is this page; `active`: this page lies below it."""

    text: str
    href: str
    current: bool = False
    active: bool = False
