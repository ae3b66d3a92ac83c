"""What the commands of all kernels do: read files, say how far the search is, answer, solve again and compare."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import django
from django.utils import translation

from jobveu.answering import files
from jobveu.answering.options import DIFFERENT
from jobveu.kernels.values import NotUnderstood
from jobveu.launcher.errors import LauncherError
from jobveu.launcher.preparation import compile_translations

LOCALE = Path(__file__).resolve().parents[1] / "locale"
SECONDS_BETWEEN_REPORTS = 2.0
NOT_COMPARED = ("stopped", "language", "words")
"""Who stopped is not part of what was found, nor is how it is told."""

Read = TypeVar("Read")


def read_text(path: Path) -> str:
    """Raises LauncherError."""
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LauncherError(f"{path} cannot be read: {error}") from None


def read_problem(path: Path, read: Callable[[str], Read]) -> Read:
    """What the file says. Raises LauncherError, with the field that is not understood."""
    text = read_text(path)
    try:
        return read(text)
    except NotUnderstood as error:
        raise LauncherError(f"{path}: {error}") from None


def kept_answer(path: Path, *, package: str, version: str, problem: str) -> dict[str, Any]:
    """An answer to be given again, of this version and to the problem with this digest. Raises LauncherError."""
    try:
        kept: dict[str, Any] = json.loads(read_text(path))
        files.check(kept, package, "answer")
    except (ValueError, NotUnderstood) as error:
        raise LauncherError(f"{path} is no answer: {error}") from None
    if kept["version"] != version:
        raise LauncherError(f"The answer is of {kept['version']}, and this is {version}.")
    if kept["problem"] != problem:
        raise LauncherError("The answer is to another problem.")
    return kept


def tell_difference(again: Mapping[str, Any], kept: Mapping[str, Any], *, besides: tuple[str, ...]) -> int:
    """Says where the answer differs from the kept one, and gives the exit code."""
    left_out = (*NOT_COMPARED, *besides)
    parts = [
        name
        for name in again
        if name not in left_out
        and files.canonical({"": again[name]}) != files.canonical({"": kept.get(name)})
    ]
    print("the same answer" if not parts else f"another answer: {', '.join(parts)}")
    return DIFFERENT if parts else 0


def tell(
    values: Callable[[], Mapping[str, Any]], text: Callable[[], str], *, language: str, as_json: bool
) -> None:
    """Prints the answer, in the language."""
    prepare_translations()
    with translation.override(language):
        print(files.canonical(values()) if as_json else text())


def print_schema(package: str, name: str) -> int:
    print(json.dumps(files.schema(package, name), indent=2, ensure_ascii=False))
    return 0


def prepare_translations() -> None:
    """Django's translations without the site's settings, which would make keys."""
    from django.conf import settings

    if not settings.configured:
        for _source in compile_translations(LOCALE):
            pass
        settings.configure(USE_I18N=True, LANGUAGE_CODE="da", LOCALE_PATHS=[LOCALE])
        django.setup()


def progress() -> Callable[[float | None, float | None], None]:
    """Says on the error output, now and then, how far the search is."""
    said = time.monotonic()

    def say(value: float | None, bound: float | None) -> None:
        nonlocal said
        if time.monotonic() - said < SECONDS_BETWEEN_REPORTS:
            return
        said = time.monotonic()
        best = "none yet" if value is None else f"{value:.3f}"
        most = "not known" if bound is None else f"{bound:.3f}"
        print(f"jobveu: best so far {best}, bound {most}", file=sys.stderr, flush=True)

    return say
