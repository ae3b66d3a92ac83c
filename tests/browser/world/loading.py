"""The demonstration with names as long as they get."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import Client
from django.utils import timezone

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import ApiScope, OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.actors.operations.api_tokens import make_token
from jobveu.attachments.enums import OwnerKind
from jobveu.attachments.models import Attachment
from jobveu.attachments.queries import Owner
from jobveu.candidates.enums import Situation, SkillLevel
from jobveu.candidates.operations.candidacies import add_candidates
from jobveu.candidates.operations.persons import register_person
from jobveu.common.cpr import parse_cpr
from jobveu.course_plans.models import CoursePlan, OfferedHold
from jobveu.education.models import Course
from jobveu.insight.keeping import keep
from jobveu.insight.models import Snapshot
from jobveu.journeys.demo.loader import load_demo
from jobveu.projects.models import Agreement, Endorsement, Lesson, Need, Project, Task
from jobveu.solving.carrying_out import carry_out
from tests import factories
from tests.browser.world.finding import (
    CASEWORKER,
    COORDINATOR,
    LONG,
    LONG_WORD,
    NEWCOMERS,
    TWO_STEPS,
    actor_of,
    organisation_of,
    richest_project,
    user_of,
)

NOTHING_IN_IT = "Nyt projekt uden noget i"


def load_world() -> None:
    """Loads the demonstration, lengthens every name in it, and adds a project and users with nothing;
    once, for all the modules that share the database."""
    if Project.objects.filter(title=NOTHING_IN_IT).exists():
        return
    now = timezone.now()
    load_demo(by=Actor(user_id=None, name="Testmaskinen"), at=now)
    for id_ in Snapshot.objects.values_list("pk", flat=True):
        keep(snapshot_id=id_)  # as the worker does, so that no page waits for it
    Organisation.objects.update(name=Concat(F("name"), Value(LONG)))
    Project.objects.update(title=Concat(F("title"), Value(LONG)), description="Opdigtet.", published_at=now)
    for model, field in (
        (Course, "title"),
        (OfferedHold, "title"),
        (Task, "title"),
        (Lesson, "title"),
        (Need, "occupation"),
    ):
        model.objects.update(**{field: Concat(F(field), Value(f" {LONG_WORD}"))})
    carry_out(run_id=CoursePlan.objects.get().run_id, at=now)
    office = Organisation.objects.get(pk=user_of(COORDINATOR).memberships.get().organisation_id)
    Project.objects.create(
        title=NOTHING_IN_IT,
        type="unemployed",
        council=Project.objects.exclude(council=None).order_by("-start_date")[0].council,
        industry=factories.industry(),
        initiative="company",
        start_date=timezone.localdate(now),
        description="Opdigtet.",
        published_at=now,
    )
    for email, (role, kind) in NEWCOMERS.items():
        fields: dict[str, Any] = {}
        if kind is OrganisationKind.JOB_CENTRE:
            fields["municipality"] = factories.municipality("0400")
        factories.user(role, factories.organisation(kind, f"Ny {kind.label}", **fields), email, email)
    factories.user(Role.COORDINATOR, office, f"Lukket {LONG_WORD}", "lukket@demo.example")
    User.objects.filter(email="lukket@demo.example").update(is_active=False)
    two_steps = factories.user(Role.COORDINATOR, office, f"To {LONG_WORD}", TWO_STEPS)
    TOTP.activate(two_steps, generate_totp_secret())
    RecoveryCodes.activate(two_steps)
    caseworker = actor_of(CASEWORKER)
    person = register_person(
        by=caseworker,
        at=now,
        job_centre_id=organisation_of(CASEWORKER),
        name=f"Prøve-{LONG_WORD} Af Den Meget Lange Slægt Eksempelsen-Opdigtsen-Påfundsen",
        cpr=parse_cpr("750190-9876"),
        phone="",
        email="",
        situation=Situation.UNEMPLOYED,
        vulnerable=True,
        skill_level=SkillLevel.UNSKILLED,
        municipality_id=None,
    )
    add_candidates(by=caseworker, at=now, project_id=richest_project().pk, person_ids=[person])
    for row in (Agreement.objects.order_by("pk")[0], Endorsement.objects.order_by("pk")[0]):
        kind = OwnerKind.AGREEMENT if isinstance(row, Agreement) else OwnerKind.ENDORSEMENT
        owner = Owner(kind, row.pk, row.project_id)
        factories.attachment(owner, user_of(COORDINATOR), f"Bilag {LONG_WORD}.txt")
    make_token(
        by=actor_of(COORDINATOR),
        at=now,
        membership_id=user_of(COORDINATOR).memberships.get().pk,
        name="Fagsystemet i Jobcenter Randers",
        scopes=list(ApiScope),
        expires_on=timezone.localdate(now),
    )
    Attachment.objects.update(note=Concat(F("note"), Value(LONG)))


def session_of(email: str) -> str:
    """A session's key: somebody who has logged in, and has shown anew who they are for as long as tests run."""
    user = user_of(email)
    client = Client()
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time() + 3600, "reauthenticated": True}
    ]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
    session.save()
    return client.cookies["sessionid"].value
