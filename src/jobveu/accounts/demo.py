"""The log-ins that the demonstration shows on its log-in page (settings.DEMO)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """One invented user: the role's name, the e-mail to log in with, and what can be tried as that user."""

    role: str | Promise
    email: str
    description: str | Promise


DEMO_LOGINS: tuple[DemoLogin, ...] = ()
"""In the order in which they carry a project through its phases."""
