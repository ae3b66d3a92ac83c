"""What is installed is what was chosen: locked versions with checksums, and a reason for each."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SITE = PROJECT["project"]["dependencies"]
TESTS = PROJECT["project"]["optional-dependencies"]["dev"]
GROUPS = PROJECT["dependency-groups"]
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")


def pin(requirement: str) -> tuple[str, str]:
    """Name and version of a requirement that is pinned; fails for one that is not."""
    found = _PINNED.match(requirement)
    assert found, f"{requirement} has no exact version."
    return re.sub(r"[-_.]+", "-", found[1]).lower(), found[2]


def locked(name: str) -> dict[str, set[str]]:
    """Versions (by markers there may be several) of each package in a file of requirements/, each with checksums."""
    versions: dict[str, set[str]] = {}
    for block in re.split(r"\n(?=\S)", (ROOT / "requirements" / name).read_text()):
        if block.startswith("#") or not block.strip():
            continue
        package, version = pin(block)
        assert "--hash=sha256:" in block, f"{package} in requirements/{name} has no checksum."
        versions.setdefault(package, set()).add(version)
    return versions


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("site.txt", [*SITE, *GROUPS["build"]]),
        ("tests.txt", [*SITE, *TESTS, *GROUPS["build"]]),
        ("node.txt", GROUPS["node"]),
    ],
)
def test_the_locked_versions_are_those_that_were_chosen(name: str, wanted: list[str]) -> None:
    """Run `make lock` where this fails."""
    versions = locked(name)
    assert {package: {version} for package, version in map(pin, wanted)}.items() <= versions.items()


def test_the_tests_run_on_the_versions_that_the_site_runs_on() -> None:
    assert locked("site.txt").items() <= locked("tests.txt").items()


@pytest.mark.parametrize("requirement", [*SITE, *TESTS, *GROUPS["build"], *GROUPS["node"]])
def test_every_package_has_its_reason(requirement: str) -> None:
    package, version = pin(requirement)
    text = (ROOT / "docs" / "dependencies.md").read_text()
    rows = [
        line for line in text.splitlines() if re.search(rf"(?<![\w-]){re.escape(package)}(?![\w-])", line)
    ]
    assert rows, f"docs/dependencies.md does not say why {package} and not another."
    assert any(version in row for row in rows), f"docs/dependencies.md names another version of {package}."
