"""One office's corner of the country, to visit pages from."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.test import Client

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.models import Organisation
from jobveu.web.middleware import BEGAN, LAST_SEEN


@dataclass
class Side:
    """The organisations and people of one office's corner of the country, and one record of each kind."""

    office: Organisation
    council: Organisation
    job_centre: Organisation
    provider: Organisation
    company: Organisation
    partner: Organisation
    users: dict[Role, User]
    ids: dict[str, Any]
    sessions: dict[Role, str] = field(default_factory=dict)

    def log_in(self) -> None:
        """Everybody, once for all the tests that visit as them. As if they had last been seen an hour from now: otherwise
        every visit would write down when it was, since each of them is taken back."""
        now = time.time()
        for role, user in self.users.items():
            client = Client()
            client.force_login(user)
            session = client.session
            session[BEGAN], session[LAST_SEEN] = now, now + 3600
            session.save()
            self.sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def client(self, role: Role, **options: Any) -> Client:
        """A browser of its own for whoever holds the role, logged in already; for the public, nobody."""
        client = Client(**options)
        if role is not Role.PUBLIC:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client
