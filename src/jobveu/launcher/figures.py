"""The folder in which the worker processes of one site keep their counts."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
PREFIX = "metrics-"


@contextmanager
def counting_folder(data_directory: Path) -> Iterator[Path]:
    """Makes the folder and names it in the environment, which must happen before anything counts. It goes with
    the block; those of sites that were killed go when the next one starts."""
    data_directory.mkdir(parents=True, exist_ok=True)
    for old in data_directory.glob(f"{PREFIX}*"):
        number = old.name.removeprefix(PREFIX)
        if not (number.isdecimal() and (Path("/proc") / number).exists()):
            shutil.rmtree(old, ignore_errors=True)
    folder = data_directory / f"{PREFIX}{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.environ[VARIABLE] = str(folder)
    try:
        yield folder
    finally:
        os.environ.pop(VARIABLE, None)
        shutil.rmtree(folder, ignore_errors=True)
