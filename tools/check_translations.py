"""Fails when a visible string has no English, or a doubtful one.

The strings in code and templates are Danish; `locale/en` holds their English. The check takes the strings
out of a copy of the source as `makemessages` does (GNU gettext), merges them with the catalogue, and reports
what is untranslated, fuzzy, or loses a placeholder, and what xgettext cannot see.

    python tools/check_translations.py            # the check
    python tools/check_translations.py --update   # brings the catalogue up to date with the source
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = PROJECT / "src" / "jobveu"
CATALOGUE = Path("locale") / "en" / "LC_MESSAGES" / "django.po"
_MARKERS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def merged_catalogue(package: Path) -> Path:
    """Runs makemessages in `package`; returns the catalogue it wrote."""
    subprocess.run(
        [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "--locale=en",
            "--no-location",
            "--no-wrap",
            "--no-obsolete",
            "--ignore=static/*",
            "--verbosity=0",
        ],
        cwd=package,
        check=True,
        # makemessages needs no settings of ours, and so no database and no keys.
        env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
    )
    return package / CATALOGUE


def problems(catalogue: Catalog) -> list[str]:
    """One line for each message that is not fully translated."""
    found = []
    for message in catalogue:
        if not message.id:
            continue
        text = message.id if isinstance(message.id, str) else message.id[0]
        if message.fuzzy:
            found.append(f"fuzzy: {text!r}")
        elif not _translated(message):
            found.append(f"untranslated: {text!r}")
        else:
            found.extend(f"{error}: {text!r}" for error in message.check(catalogue))
    return found


def unseen(package: Path) -> list[str]:
    """One line for each string to be translated that stands within an f-string, where xgettext does not look."""
    found = []
    for path in sorted(package.rglob("*.py")):
        for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(outer, ast.JoinedStr):
                for call in ast.walk(outer):
                    name = (
                        call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
                    )
                    if name in _MARKERS:
                        found.append(f"within an f-string: {path.relative_to(package)}:{outer.lineno}")
    return found


def _translated(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return bool(strings) and all(strings)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--update", action="store_true", help="write the merged catalogue back")
    arguments = parser.parse_args()
    if shutil.which("xgettext") is None:
        print("GNU gettext is missing. Install it: apt-get install gettext")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "jobveu"
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "vendor", "*.mo"))
        path = merged_catalogue(copy)
        if arguments.update:
            shutil.copyfile(path, PACKAGE / CATALOGUE)
        with path.open("rb") as file:
            catalogue = read_po(file, locale="en")
    found = problems(catalogue) + unseen(PACKAGE)
    for line in found:
        print(line)
    total = sum(1 for message in catalogue if message.id)
    print(f"{total} strings, {len(found)} to see to")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
