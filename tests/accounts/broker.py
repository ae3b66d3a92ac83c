"""Runs the OpenID provider of provider.mjs, and walks through its log-in as a browser would."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc.jwk import RSAKey

from jobveu.config.openid import OpenIdProvider

SCRIPT = Path(__file__).with_name("provider.mjs")
STRONG = "https://data.gov.dk/concept/core/nsis/loa/Substantial"
OWN_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OWN_PEM = OWN_KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@dataclass(frozen=True)
class Broker:
    """The running provider. `settings` are how the site is told of it."""

    issuer: str

    @property
    def settings(self) -> OpenIdProvider:
        return OpenIdProvider(
            name="Prøvebroker",
            issuer=self.issuer,
            client_id="jobveu",
            client_secret="hemmelighed",
            strong=(STRONG,),
        )

    def spoil_next(self, kind: str) -> None:
        requests.post(f"{self.issuer}/fault", json={"kind": kind}, timeout=10).raise_for_status()

    def last_asked(self) -> dict[str, str]:
        """What the site asked with last."""
        return requests.get(f"{self.issuer}/asked", timeout=10).json()[-1]

    def log_in(self, address: str, who: str, *, go: str = "in") -> str:
        """From the address that the site led to, as the user `who`, to the address that leads back there."""
        with requests.Session() as browser:
            page = browser.get(address, timeout=10)
            page.raise_for_status()
            assert "Broker" in page.text
            answer = browser.post(page.url, {"login": who, "go": go}, allow_redirects=False, timeout=10)
            while answer.headers["Location"].startswith((self.issuer, "/")):
                answer = browser.get(
                    requests.compat.urljoin(self.issuer, answer.headers["Location"]),
                    allow_redirects=False,
                    timeout=10,
                )
            return re.sub(r"^https?://[^/]+", "", answer.headers["Location"])


@contextmanager
def running(redirect_uri: str) -> Iterator[Broker]:
    """Fails, and says what to install, where there is no node."""
    node = shutil.which("node")
    if node is None:
        pytest.fail("These tests need node: apt-get install nodejs")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    public: dict[str, Any] = RSAKey.import_key(OWN_PEM).as_dict(private=False)
    told = {
        "port": port,
        "redirectUri": redirect_uri,
        "publicKey": public | {"kid": "own", "use": "sig", "alg": "RS256"},
    }
    process = subprocess.Popen(
        [node, str(SCRIPT), json.dumps(told)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if line.strip() == "ready":
                break
        else:
            pytest.fail("".join(said))
        yield Broker(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.communicate(timeout=10)
