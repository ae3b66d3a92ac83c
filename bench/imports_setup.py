"""An empty register with its reference tables and one administrator. Run by benches that load the rest themselves."""

from __future__ import annotations

import io
import sys
from datetime import date

import django

from jobveu.wall.acting import outside_requests_is_the_system


def main() -> int:
    django.setup()
    outside_requests_is_the_system()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_reference", verbosity=0, stdout=io.StringIO())
    from jobveu.accounts.enums import Role
    from jobveu.accounts.models import User
    from jobveu.actors.enums import OrganisationKind
    from jobveu.actors.models import Membership, Organisation

    agency = Organisation.objects.create(kind=OrganisationKind.NATIONAL_AGENCY, name="Styrelsen")
    user = User.objects.create(email="administrator@example.dk", name="Bruger", password="!")  # noqa: S106
    Membership.objects.create(
        user=user, organisation=agency, role=Role.ADMINISTRATOR, valid_from=date(2020, 1, 1)
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
