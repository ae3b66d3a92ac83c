"""Mails go over TLS, with a password, to a server that proves who it is; to no other."""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from jobveu.config.environment import mail_server_from_url
from jobveu.delivery.enums import MailProblem, MailState
from jobveu.delivery.models import OutgoingMail
from jobveu.upkeep.doctor.settings import check_mail
from tests.delivery.server import Postman, serving
from tests.delivery.test_mails import attempt, queue

pytestmark = pytest.mark.django_db
USER, PASSWORD = "jobveu@drift.example", "hemmelig:/@#?%"


def certificate(folder: Path, address: str = "127.0.0.1") -> Path:
    """One that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{address}.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return file


def context(file: Path) -> ssl.SSLContext:
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.load_cert_chain(file)
    return made


@contextmanager
def at(settings: Settings, url: str) -> Iterator[None]:
    """As with JOBVEU_SMTP_URL."""
    server = mail_server_from_url(url)
    settings.EMAIL_BACKEND = server.backend
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = server.user, server.password
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = server.starttls, server.tls
    settings.DEFAULT_FROM_EMAIL = "Job-VEU <post@job-veu.dk>"
    yield


def url(port: int, scheme: str = "smtp", password: str = PASSWORD) -> str:
    return f"{scheme}://{quote(USER, safe='')}:{quote(password, safe='')}@127.0.0.1:{port}"


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_mail_goes_over_tls_with_a_password(settings: Settings, trusted: Path, scheme: str) -> None:
    postman, secure = Postman(account=(USER, PASSWORD)), context(trusted)
    how = {"starttls": secure} if scheme == "smtp" else {"tls": secure}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS")
        server = serving(postman, **how)
        with server, at(settings, url(postman.port, scheme)):
            assert [finding.what for finding in check_mail()] == [f"127.0.0.1:{postman.port} takes our mail."]
            assert attempt(queue()) == MailState.SENT
    assert postman.logins == [(USER, PASSWORD)] * 2
    [mail] = postman.received
    assert mail["Subject"] == "Vælg din adgangskode"


@pytest.mark.parametrize("who", ["jobveu:hemmelig%C3%B8", "j%C3%B8rgen:hemmelig"])
def test_what_a_mail_server_cannot_be_told_is_refused_at_the_start(who: str) -> None:
    """SMTP says a name and a password in ASCII; with other letters every mail would fail."""
    with pytest.raises(ImproperlyConfigured, match="ASCII"):
        mail_server_from_url(f"smtp://{who}@mail.example:587")


def test_a_wrong_password_is_told_as_such_and_put_right(settings: Settings, trusted: Path) -> None:
    postman = Postman(account=(USER, PASSWORD))
    with serving(postman, starttls=context(trusted)):
        mail_id = queue()
        with at(settings, url(postman.port, password="gammel")):
            assert attempt(mail_id) == MailState.WAITING
        row = OutgoingMail.objects.get(pk=mail_id)
        assert (row.problem, row.smtp_code) == (MailProblem.LOGIN, 535)
        with at(settings, url(postman.port)):
            assert attempt(mail_id) == MailState.SENT


@pytest.mark.parametrize("why", ["nobody vouches for it", "it is another's", "it speaks none"])
def test_a_server_that_cannot_be_trusted_is_told_nothing(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    """Neither the mail nor the password; the mail waits, and says why."""
    file = certificate(tmp_path, "127.0.0.9" if why == "it is another's" else "127.0.0.1")
    if why != "nobody vouches for it":
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    postman = Postman(account=(USER, PASSWORD))
    starttls = None if why == "it speaks none" else context(file)
    with serving(postman, starttls=starttls), at(settings, url(postman.port)):
        mail_id = queue()
        assert attempt(mail_id) == MailState.WAITING
        [finding] = check_mail()
        assert "does not take us" in finding.what
    assert OutgoingMail.objects.get(pk=mail_id).problem == MailProblem.INSECURE
    assert (postman.logins, postman.received) == ([], [])
