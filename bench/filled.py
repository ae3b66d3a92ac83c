"""A filled register on a database of its own, for what one process measures on it by itself."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable

import django

from bench.__main__ import run
from jobveu.launcher.postgres import EmbeddedPostgres
from jobveu.launcher.temporary import TemporaryDirectory
from jobveu.wall.acting import outside_requests_is_the_system


def measured(module: str, measure: Callable[[], None], *, description: str, scale: int) -> int:
    """What `python -m module` does: fills a register at so many times the real volume, unless told otherwise, and runs
    the module once more, with it as its database, to `measure`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--scale", type=int, default=scale, help=f"times the real volume (default {scale})")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        django.setup()
        outside_requests_is_the_system()
        measure()
        return 0
    directory = TemporaryDirectory()
    try:
        postgres = EmbeddedPostgres(directory.path)
        postgres.start()
        try:
            environment = os.environ | {
                "DJANGO_SETTINGS_MODULE": "jobveu.config.settings",
                "JOBVEU_DATA": str(directory.path),
                "JOBVEU_DATABASE_URL": postgres.url,
            }
            run(environment, "bench.fill", "--scale", str(arguments.scale))
            run(environment, module, "--measure")
        finally:
            postgres.remove()
    finally:
        directory.remove()
    return 0
