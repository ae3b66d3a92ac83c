"""Mail leaves the site as `jobveu run` starts it, also when the database has died under the worker."""

from __future__ import annotations

from pathlib import Path

from jobveu.launcher.postgres import EmbeddedPostgres
from tests.delivery.server import Postman, serving
from tests.launcher.helpers import kill_everything
from tests.tables import give_to_a_site
from tests.upkeep.site import RunningSite

QUEUE = """
from django.utils import timezone
from jobveu.delivery.enums import MailKind
from jobveu.delivery.operations import queue_mail
queue_mail(at=timezone.now(), kind=MailKind.ACCOUNT_NOTICE, recipient="a@example.dk", language="da",
           subject="{subject}", text="Tekst")
"""
PATIENCE = 240


def test_the_sites_worker_sends_mail_and_outlives_the_database(folder: Path, django_db_setup: None) -> None:
    give_to_a_site(folder / "mail")
    with serving(Postman()) as postman:
        site = RunningSite(
            folder / "mail", workers=1, JOBVEU_SMTP_URL=f"smtp://127.0.0.1:{postman.port}?tls=no"
        )
        with site:
            site.manage(QUEUE.format(subject="Før"))
            assert postman.asked.acquire(timeout=PATIENCE)
            kill_everything(EmbeddedPostgres(site.folder))
            site.manage(QUEUE.format(subject="Efter"))
            assert postman.asked.acquire(timeout=PATIENCE)
        assert [mail["Subject"] for mail in postman.received] == ["Før", "Efter"]
        assert "Traceback" not in site.said
        assert site.said.endswith("jobveu: stopped\n")
