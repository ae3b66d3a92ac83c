"""A real mail server that answers as a test wants it to."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class Postman:
    """`answers` are given one after the other to the text of a mail, then "250"; a mail is kept when it is taken.

    `asked` counts the texts that have come. While `open` is not set their answers are held back. With `account` (user
    and password) nobody sends without logging in, and `logins` keeps what was tried.
    """

    def __init__(self, *answers: str, unknown: str = "", account: tuple[str, str] | None = None) -> None:
        self.answers = list(answers)
        self.account = account
        self.logins: list[tuple[str, str]] = []
        self.unknown = unknown
        self.received: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.asked = threading.Semaphore(0)
        self.open = threading.Event()
        self.open.set()
        self.port = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == self.unknown:
            return "550 5.1.1 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.asked.release()
        assert await asyncio.to_thread(self.open.wait, 120), "nobody opened"
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            parsed = message_from_bytes(cast(bytes, envelope.content), policy=policy.default)
            self.received.append(cast(EmailMessage, parsed))
            self.recipients += envelope.rcpt_tos
        return answer

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=self.logins[-1] == self.account, handled=False)


class _OnAnyPort(Controller):
    """Keeps the port that the system has chosen: aiosmtpd asks the one it was given whether it answers."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def serving(
    postman: Postman,
    port: int = 0,
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Postman]:
    """With `starttls` it takes nothing before the connection is secured, with `tls` it speaks it from the start."""
    controller = _OnAnyPort(
        postman,
        hostname="127.0.0.1",
        port=port,
        ssl_context=tls,
        tls_context=starttls,
        require_starttls=starttls is not None,
        authenticator=postman.authenticate if postman.account else None,
        auth_required=postman.account is not None,
        auth_require_tls=tls is None,
    )
    controller.start()
    postman.port = controller.port
    try:
        yield postman
    finally:
        controller.stop()
