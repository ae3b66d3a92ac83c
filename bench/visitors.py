"""Who visits in the measurement, and what they may see: written as JSON for the load generator.

Run after bench.fill, in the same environment.
"""

from __future__ import annotations

import json
import sys
import time
from urllib.parse import quote_plus

import django

IDS = 200
"""How many different records each page is asked for."""


QUERIES = (
    "svejsere",
    "svejsere randers",
    "Aabenraa",
    "åbenrå kursus",
    "svejsre",
    "modelsen tømrere",
    "tag kontakten",
    "jobcenter ærø",
    "kabeltræk",
    "kabel",
    "industrioperatør rønne",
    "eksempelsen",
    "kursus 123",
    "sosu",
    "39",
    "hjælper",
    "findes slet ikke",
    "chauffoer",
)
"""What is searched for: common and rare words, misspellings, parts of words, places, numbers, nothing."""


def main() -> int:
    django.setup()
    from allauth.account.internal.flows.login import record_authentication
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    from jobveu.accounts.enums import Role
    from jobveu.actors.models import Membership
    from jobveu.projects.models import Party, Project

    def cookie(membership: Membership) -> str:
        session = SessionStore()
        session[SESSION_KEY] = str(membership.user_id)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = membership.user.get_session_auth_hash()
        session["last_seen"] = time.time()
        TOTP.activate(membership.user, generate_totp_secret())
        request = HttpRequest()
        request.session = session
        record_authentication(request, membership.user, method="mfa", type="totp")
        session.save()
        return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"

    def first(role: Role) -> Membership:
        return Membership.objects.select_related("user", "organisation").filter(role=role).order_by("pk")[0]

    def spread(ids: list[int]) -> list[int]:
        return ids[:: max(1, len(ids) // IDS)][:IDS]

    coordinator, caseworker = first(Role.COORDINATOR), first(Role.CASEWORKER)
    provider = first(Role.PROVIDER)
    projects = Project.objects.order_by("pk")
    values = {
        "cookies": {
            "coordinator": cookie(coordinator),
            "caseworker": cookie(caseworker),
            "provider": cookie(provider),
            "public": "",
        },
        "ids": {
            "project": spread(
                list(
                    projects.filter(council__office=coordinator.organisation.office_id).values_list(
                        "pk", flat=True
                    )
                )
            ),
            "published": spread(
                list(projects.filter(published_at__isnull=False).values_list("pk", flat=True))
            ),
            "caseworker_project": spread(
                sorted(
                    Party.objects.filter(organisation=caseworker.organisation_id).values_list(
                        "project", flat=True
                    )
                )
            ),
            "query": [quote_plus(text) for text in QUERIES],
            "page": list(range(1, 6)),
        },
    }
    sys.stdout.write(json.dumps(values))
    return 0


if __name__ == "__main__":
    sys.exit(main())
