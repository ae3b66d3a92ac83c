"""What must be true before the site serves: translations compiled, tables made, data loaded, files collected.

Each step does nothing when there is nothing to do.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

from jobveu.launcher.errors import LauncherError

LOADERS = ("keep_history", "load_reference", "load_cases")
DEMO_LOADER = "load_demo"


def compile_translations(locale: Path) -> list[Path]:
    """Compiles each .po file under `locale` that is newer than its .mo; returns those compiled."""
    compiled = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        from babel.messages.mofile import write_mo  # imported here: it is slow, and seldom needed
        from babel.messages.pofile import PoFileError, read_po

        try:
            with source.open("rb") as file:
                catalog = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
        except PoFileError as error:
            raise LauncherError(f"The translation {source} is not a valid .po file: {error}") from None
        draft = target.with_suffix(f".{os.getpid()}.draft")
        with draft.open("wb") as file:
            write_mo(file, catalog)
        os.replace(draft, target)
        compiled.append(source)
    return compiled


def prepare_database(*, demo: bool, say: Callable[[str], None]) -> None:
    """Brings the tables up to date and loads the data. Needs django.setup() and a running database."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"making or changing tables ({len(plan)} migrations)")
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    say("loading reference data and cases")
    for loader in LOADERS:
        call_command(loader, stdout=io.StringIO())  # what it counts is of interest when it is run by hand
    if demo:
        call_command(DEMO_LOADER)


def collect_static_files(*, say: Callable[[str], None]) -> None:
    """Copies and compresses the static files when one of them changed. Needs django.setup()."""
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    record = root.with_name(f"{root.name}.fingerprint")
    fingerprint = _static_fingerprint()
    if record.exists() and root.is_dir() and record.read_text(encoding="ascii") == fingerprint:
        return
    say("collecting static files")
    record.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    record.write_text(fingerprint, encoding="ascii")


def _static_fingerprint() -> str:
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    entries: list[object] = [settings.STORAGES["staticfiles"], settings.STATIC_URL]
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = os.stat(storage.path(name))
            entries.append([storage.path(name), state.st_size, state.st_mtime_ns])
    return hashlib.sha256(json.dumps(entries, default=str).encode()).hexdigest()
