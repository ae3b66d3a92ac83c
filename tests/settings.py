"""Settings of the tests: the site's own, on a temporary folder, with what would only cost time left out.

The environment is set before the site's settings are read. Workers of pytest-xdist inherit it, and so share
the folder and the database server in it (started by the first test that needs one, see conftest.py).
"""

from __future__ import annotations

import os
from pathlib import Path

from jobveu.launcher.postgres import EmbeddedPostgres
from jobveu.launcher.temporary import TemporaryDirectory

TEST_DIRECTORY: TemporaryDirectory | None = None
"""The folder, in the process that made it; None in the workers."""

if "JOBVEU_TEST_DIRECTORY" not in os.environ:
    TEST_DIRECTORY = TemporaryDirectory()
    os.environ["JOBVEU_TEST_DIRECTORY"] = str(TEST_DIRECTORY.path)

for name in [name for name in os.environ if name.startswith("JOBVEU_") and name != "JOBVEU_TEST_DIRECTORY"]:
    del os.environ[name]  # what the person at the keyboard has set for the site is not for its tests
TEST_SERVER = EmbeddedPostgres(Path(os.environ["JOBVEU_TEST_DIRECTORY"]), temporary=True)
os.environ["JOBVEU_DATA"] = str(TEST_SERVER.data_directory)
os.environ["JOBVEU_DATABASE_URL"] = TEST_SERVER.url
os.environ["JOBVEU_DEMO"] = "1"

from jobveu.config.openid import OpenIdProvider  # noqa: E402 - as above
from jobveu.config.settings import *  # noqa: E402, F403 - after the environment; Django's way to build on settings
from jobveu.config.settings import STORAGES as SITE_STORAGES  # noqa: E402 - as above
from jobveu.wall.acting import outside_requests_is_the_system  # noqa: E402 - as above

outside_requests_is_the_system()
"""What a test does by itself; what it asks of the site is walled as on the site."""

STORAGES = SITE_STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
OPENID_PROVIDER = OpenIdProvider(
    name="Prøvebroker",
    issuer="http://127.0.0.1:9",  # where nobody answers; test_openid.py runs a real one
    client_id="jobveu",
    client_secret="hemmelighed",
)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Fast and worthless. The fixture `site_password_hashers` brings the real ones back."""
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT = None
"""Nothing is collected: static files come from where they lie, through the finders."""
DATABASES["default"]["OPTIONS"]["options"] = "-c jobveu.emptying=on"  # noqa: F405 - from the site's settings
"""A test may empty a table with all that hangs on it, the records too that are never emptied elsewhere."""
