"""The configuration, and what it leads to: e-mail."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import get_connection

from jobveu.upkeep import clamd
from jobveu.upkeep.doctor.findings import Finding, error, ok, warning

SECONDS_FOR_MAIL = 10
OLD_SIGNATURES = timedelta(days=7)
_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_EXAMPLES = ("example.dk", "example.com", "localhost")


def check_configuration() -> Iterator[Finding]:
    """What may be right on one's own machine and never where others reach the site."""
    public = [host for host in settings.ALLOWED_HOSTS if not _is_local(host)]
    if not public:
        yield ok("configuration", "The site is for this machine only (JOBVEU_HOSTS).")
        return
    hosts = ", ".join(public)
    faults = []
    if settings.DEBUG:
        faults.append(
            error(
                "configuration",
                f"JOBVEU_DEBUG is on, and {hosts} shows visitors the inside of the site when something fails.",
                "Unset JOBVEU_DEBUG.",
            )
        )
    if settings.DEMO:
        faults.append(
            error(
                "configuration",
                f"The demonstration is loaded, and its passwords are public: anybody can log in at {hosts}.",
                "Unset JOBVEU_DEMO, and use a database that the demonstration was not loaded into.",
            )
        )
    if not settings.HTTPS:
        faults.append(
            warning(
                "configuration",
                f"Passwords and personal data travel to {hosts} unencrypted, unless JOBVEU_HTTPS is set.",
                "Put a proxy that ends TLS in front, and set JOBVEU_HTTPS=1 and JOBVEU_BEHIND_PROXY=1.",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        faults.append(
            warning(
                "configuration",
                "The site answers under any name: a link in a mail may lead to another's machine.",
                "Name the site's own names in JOBVEU_HOSTS.",
            )
        )
    yield from faults or [ok("configuration", f"The site is asked for as {hosts}, over TLS.")]


def check_mail() -> Iterator[Finding]:
    """That mail leaves the machine: the server is connected to and greeted, and nothing is sent."""
    if settings.EMAIL_BACKEND != _SMTP:
        yield warning(
            "mail",
            f"Mail is not sent by SMTP ({settings.EMAIL_BACKEND.rsplit('.', 2)[-2]}): links to set a password may "
            "reach nobody but whoever reads the output.",
            "Set JOBVEU_SMTP_URL.",
        )
        return
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    mailer = get_connection(timeout=SECONDS_FOR_MAIL)
    try:
        mailer.open()
    except (OSError, SMTPException) as problem:
        yield error(
            "mail",
            f"The mail server {where} does not take us ({type(problem).__name__}); nobody gets a link to set a password.",
            "Is the address right, is the server up, is its certificate, and does it accept this machine or its password?",
        )
        return
    finally:
        mailer.close()
    if settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ").endswith(_EXAMPLES):
        yield warning(
            "mail",
            f"{where} takes our mail, but the sender is {settings.DEFAULT_FROM_EMAIL}; others will refuse it.",
            "Set JOBVEU_EMAIL_FROM to an address of your own.",
        )
    else:
        yield ok("mail", f"{where} takes our mail.")


def check_scanner(*, now: datetime) -> Iterator[Finding]:
    """Whether attachments are scanned for viruses, by a clamd that answers and knows this week's."""
    if settings.CLAMD is None:
        yield warning(
            "virus scanner",
            "None: attachments are not scanned, and are marked so.",
            "Run ClamAV's clamd and name its address in JOBVEU_CLAMD (host:port or the path of its socket).",
        )
        return
    where = settings.CLAMD if isinstance(settings.CLAMD, str) else ":".join(map(str, settings.CLAMD))
    try:
        version = clamd.version(settings.CLAMD)
    except clamd.ScannerUnavailable as problem:
        yield error(
            "virus scanner",
            f"{where}: {problem}. Nobody can attach files.",
            "Start clamd, or unset JOBVEU_CLAMD.",
        )
        return
    day = _day_of_signatures(version)
    if day is None or now.date() - day > OLD_SIGNATURES:
        known = (
            f"knows viruses up to {day:%d %B %Y}" if day else "does not say how new its list of viruses is"
        )
        yield warning(
            "virus scanner", f"clamd at {where} {known}.", "Let freshclam bring new ones every day."
        )
    else:
        yield ok("virus scanner", f"clamd at {where} knows viruses up to {day:%d %B %Y}.")


def _day_of_signatures(version: str) -> date | None:
    """From clamd's "ClamAV 1.4.3/27700/Fri Nov 27 09:26:00 2026"."""
    try:
        return datetime.strptime(version.split("/")[2], "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC).date()
    except (IndexError, ValueError):
        return None


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
