"""The order of the rooms where the import linter cannot see it: foreign keys, migrations and templates."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.template.loader import get_template

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "src" / "jobveu" / "web" / "templates"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
ROOMS = [name.removeprefix("jobveu.") for name in reversed(CONTRACTS[0]["layers"])]
"""From the ground up, as the import linter has them."""

_INCLUDE = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")
TEMPLATE_FILES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


def floor(room: str) -> int:
    return ROOMS.index(room)


def test_no_foreign_key_points_to_a_room_above() -> None:
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.auto_created or target is None or target._meta.app_label not in ROOMS:
                continue
            assert floor(target._meta.app_label) <= floor(model._meta.app_label), (
                f"{model.__name__}.{field.name}"
            )


def test_no_migration_depends_on_a_room_above() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for (room, name), migration in loader.disk_migrations.items():
        if room not in ROOMS:
            continue
        for other, _other_name in migration.dependencies:
            if other in ROOMS:
                assert floor(other) <= floor(room), f"{room}.{name} depends on {other}"


@pytest.mark.parametrize("name", TEMPLATE_FILES)
def test_every_template_compiles_and_public_ones_show_nothing_of_the_staff_pages(name: str) -> None:
    get_template(name)
    if name.startswith("staff/"):
        return
    included = _INCLUDE.findall((TEMPLATES / name).read_text())
    assert not [other for other in included if other.startswith("staff/")]


def test_files_stay_one_subject_long() -> None:
    too_long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in (ROOT / "src").rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 600
    }
    assert too_long == {}
