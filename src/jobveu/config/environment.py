"""Reads configuration from environment variables; every value is checked here and nowhere else."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from jobveu.launcher.places import DATABASE, PORT, ROLE, socket_directory


def flag(name: str, *, default: bool) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off or empty; anything else is a configuration error."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be one of 1, true, yes, on, 0, false, no, off; it is {value!r}.")


def words(name: str, *, default: str) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def log_form() -> str:
    """How log lines are written: "json", one object a line, or "plain", for reading."""
    value = os.environ.get("JOBVEU_LOG", "").strip().lower() or "plain"
    if value not in {"json", "plain"}:
        raise ImproperlyConfigured(f"JOBVEU_LOG must be json or plain; it is {value!r}.")
    return value


def megabytes(name: str, *, default: int) -> int:
    """A size in bytes, given in whole megabytes from 1 to 500."""
    text = os.environ.get(name, "").strip() or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 500):
        raise ImproperlyConfigured(
            f"{name} must be a whole number of megabytes from 1 to 500; it is {text!r}."
        )
    return int(text) << 20


def clamd_address(name: str) -> str | tuple[str, int] | None:
    """Where clamd listens: the path of a Unix socket, or host and port; None where it is not said."""
    text = os.environ.get(name, "").strip()
    if not text:
        return None
    path = text.removeprefix("unix:")
    if path.startswith("/"):
        return path
    host, _colon, port = text.rpartition(":")
    if host and port.isascii() and port.isdigit() and 0 < int(port) < 65536:
        return host.strip("[]"), int(port)
    raise ImproperlyConfigured(f"{name} must be host:port or the path of a Unix socket; it is {text!r}.")


def secrets_directory(data_directory: Path) -> Path:
    """Where the keys lie: never in the database, and outside the data directory when JOBVEU_KEYS says so."""
    return Path(os.environ.get("JOBVEU_KEYS", data_directory / "keys")).resolve()


def database_from_url(url: str, data_directory: Path) -> dict[str, Any]:
    """Django's database settings from `postgresql://user:password@host:port/name?option=value`.

    Without a URL: the embedded server's socket, wherever jobveu.launcher.places puts it.
    """
    settings: dict[str, Any] = {
        "ENGINE": "jobveu.wall",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Without a limit, a server that has gone silent would hold every thread for minutes.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 3, "connect_timeout": 5},
    }
    if not url:
        return settings | {
            "NAME": DATABASE,
            "USER": ROLE,
            "HOST": str(socket_directory(data_directory)),
            "PORT": str(PORT),
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            "JOBVEU_DATABASE_URL must look like postgresql://user:password@host:5432/name; "
            f"its scheme is {parts.scheme!r}."
        )
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured("JOBVEU_DATABASE_URL names no database: add /name after the host.")
    return settings | {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": settings["OPTIONS"] | options,
    }


@dataclass(frozen=True, slots=True)
class MailServer:
    """How mail is sent. `starttls` begins in the clear and changes to TLS before anything is told; `tls` begins
    with it."""

    backend: str = "django.core.mail.backends.console.EmailBackend"
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def mail_server_from_url(url: str) -> MailServer:
    """From `smtp://user:password@host:587` (STARTTLS, unless `?tls=no`) or `smtps://user:password@host:465` (TLS
    from the first byte). Without a URL mail is written to the console."""
    if not url:
        return MailServer()
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    tls = options.pop("tls", "yes")
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or options or tls not in {"yes", "no"}:
        # The address itself holds a password, and is not repeated.
        raise ImproperlyConfigured(
            "JOBVEU_SMTP_URL must look like smtp://user:password@host:587 or smtps://user:password@host:465; the "
            "only option is ?tls=no, for a server on this machine that speaks no TLS."
        )
    implicit = parts.scheme == "smtps"
    if implicit and tls == "no":
        raise ImproperlyConfigured("JOBVEU_SMTP_URL: smtps:// is TLS; with ?tls=no write smtp://.")
    starttls = not implicit and tls == "yes"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():
        raise ImproperlyConfigured(
            "JOBVEU_SMTP_URL: mail servers are told the user and the password in ASCII; use others, without æ, ø, å."
        )
    return MailServer(
        backend="django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or (465 if implicit else 587 if starttls else 25),
        user=user,
        password=password,
        starttls=starttls,
        tls=implicit,
    )


def site_address(https: bool, hosts: list[str]) -> str:
    """JOBVEU_ADDRESS without a slash at its end, such as https://job-veu.dk; otherwise made from the first of the
    site's names."""
    given = os.environ.get("JOBVEU_ADDRESS", "").rstrip("/")
    if not given:
        host = next((host.lstrip(".") for host in hosts if host != "*"), "127.0.0.1")
        return f"https://{host}" if https else f"http://{host}:8000"
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query:
        raise ImproperlyConfigured(
            f"JOBVEU_ADDRESS must look like https://job-veu.dk, without a path; it is {given!r}."
        )
    return given
