"""What the frame around every page needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse

from jobveu.accounts import demo as demonstration
from jobveu.accounts.actor import ANONYMOUS, Actor, Membership
from jobveu.web.made_up import is_made_up
from jobveu.web.navigation import sections_for
from jobveu.web.staff.history.page import history_url
from jobveu.web.ui import NavItem


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame: who is shown the page, the navigation they get, whether this is the demonstration, or else holds
    something made up."""

    actor: Actor
    navigation: tuple[NavItem, ...]
    demo: bool
    made_up: bool = False
    history_url: str = ""
    """Where the history of the record that the page is about is read."""

    @property
    def membership(self) -> Membership:
        return self.actor.primary_membership

    @property
    def demo_logins(self) -> tuple[demonstration.DemoLogin, ...]:
        """What the log-in page offers; nothing outside the demonstration."""
        return demonstration.DEMO_LOGINS if self.demo else ()


def site(request: HttpRequest) -> dict[str, Shell]:
    """Gives every template `shell` (not `site`: allauth's own views fill that name)."""
    # Absent when a request fails before ActorMiddleware has run, e.g. with a host that is not ours.
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    shell = Shell(
        actor=actor,
        navigation=_navigation(actor, request.path),
        demo=settings.DEMO,
        made_up=not settings.DEMO and is_made_up(),
        history_url=history_url(request),
    )
    return {"shell": shell}


@cache
def _address(url_name: str, _prefix: str) -> str:
    """The same for everybody, wherever the site stands on its server."""
    return reverse(url_name)


def _navigation(actor: Actor, path: str) -> tuple[NavItem, ...]:
    items = []
    for section in sections_for(actor):
        href = _address(section.url_name, get_script_prefix())
        items.append(
            NavItem(
                text=str(section.label),
                href=href,
                current=path == href,
                active=path == href or (href != "/" and path.startswith(href)),
            )
        )
    return tuple(items)
