"""Addresses of what an office and its administrator work with: users, mail, figures, imports, retention."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from jobveu.actors.models import ApiToken
from jobveu.delivery.enums import MailKind, MailProblem
from jobveu.delivery.models import OutgoingMail
from jobveu.delivery.operations import queue_mail
from jobveu.insight.models import Snapshot
from jobveu.insight.operations import take_snapshot
from jobveu.journeys.calendar import make_address
from jobveu.legacy.models import ColumnMapping, Import, ImportProblem
from jobveu.legacy.problems import CODES
from jobveu.privacy.models import RetentionItem, RetentionRun
from jobveu.reference.management.reports import COMMAND_LINE
from jobveu.reference.models import Council
from tests.browser.world.finding import (
    ADMINISTRATOR,
    CASEWORKER,
    COORDINATOR,
    LONG,
    LONG_WORD,
    TWO_STEPS,
    Address,
    actor_of,
    own_office,
    user_of,
)


def token() -> Address:
    return {"token_id": ApiToken.objects.order_by("pk")[0].pk}


def calendar_open() -> Address:
    """The page shows its user's secret address where there is one."""
    make_address(by=actor_of(COORDINATOR), at=timezone.now())
    return {}


def failed_mail() -> Address:
    mail_id = queue_mail(
        at=timezone.now(),
        kind=MailKind.PASSWORD_LINK,
        recipient=f"{LONG_WORD.lower()}@example.dk",
        language="da",
        subject="Vælg din adgangskode",
        text="Link",
    )
    OutgoingMail.objects.filter(pk=mail_id).update(
        failed_at=timezone.now(), attempts=9, problem=MailProblem.RECIPIENT, smtp_code=550
    )
    return {"mail_id": mail_id}


def user() -> Address:
    return {"user_id": user_of(CASEWORKER).pk}


def two_step_user() -> Address:
    return {"user_id": user_of(TWO_STEPS).pk}


def retention_run() -> Address:
    row, _made = RetentionRun.objects.get_or_create(
        decision="Direktionens beslutning af 3. marts 2026",
        defaults={"at": timezone.now(), "rules_of": date(2026, 11, 28), "decided_by": user_of(ADMINISTRATOR)},
    )
    RetentionItem.objects.get_or_create(run=row, kind="contact", record_id=7)
    return {"run_id": row.pk}


def snapshots() -> Address:
    """There is one, taken by a command."""
    if not Snapshot.objects.exists():
        take_snapshot(by=COMMAND_LINE, at=timezone.now(), name="2026-k4")
    return {}


def council_and_year() -> Address:
    return {"council_id": Council.objects.filter(office__code="midt-nord", valid_to=None)[0].pk, "year": 2026}


def council() -> Address:
    return {"council_id": council_and_year()["council_id"]}


def element() -> Address:
    return {"element": "principle-1"}


def council_element() -> Address:
    return council() | element()


def figure() -> Address:
    snapshots()
    return {"figure": "funnel"}


def column_mapping() -> Address:
    row, _made = ColumnMapping.objects.get_or_create(
        kind="projects",
        name=f"Kontorets {LONG_WORD}",
        defaults={
            "columns": {"old_id": "Nr", "title": LONG_WORD},
            "saved_by": user_of(COORDINATOR),
            "saved_at": timezone.now(),
        },
    )
    return {"mapping_id": row.pk}


def a_mapping_was_saved() -> Address:
    column_mapping()
    return {}


def register_import() -> Address:
    """A file with every kind of problem in it."""
    row, made = Import.objects.get_or_create(
        file_name=f"{LONG_WORD}.xlsx",
        defaults={
            "kind": "projects",
            "system": "VIREGO",
            "office": own_office(),
            "sheet": "Projekter",
            "size": 1,
            "header": ["Nr", LONG_WORD, "Type"],
            "samples": [["1001", "1002"], [LONG], ["Ledige"]],
            "columns": {"old_id": "Nr", "title": LONG_WORD, "type": "Type"},
            "state": "checked",
            "rows": 12_345,
            "errors": 3,
            "warnings": 1,
            "uploaded_by": user_of(COORDINATOR),
            "uploaded_at": timezone.now(),
        },
    )
    if made:
        ImportProblem.objects.bulk_create(
            ImportProblem(
                of_import=row,
                row=number,
                column="title",
                code=code,
                is_error=True,
                value=LONG_WORD,
                detail="12",
            )
            for number, code in enumerate(CODES, start=2)
        )
    return {"import_id": row.pk}


def an_import_was_made() -> Address:
    register_import()
    return {}


def closed_user() -> Address:
    return {"user_id": user_of("lukket@demo.example").pk}


def reset_key() -> Address:
    """A password link that has been used or is made up."""
    return {"uidb36": "1", "key": "opdigtet"}
