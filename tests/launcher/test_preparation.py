"""Translations are compiled when they changed."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from jobveu.launcher.errors import LauncherError
from jobveu.launcher.preparation import compile_translations

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Forløb"
msgstr "Project"

#, fuzzy
msgid "Hold"
msgstr "Team"

msgctxt "uddannelse"
msgid "Hold"
msgstr "Class"

msgid "%(count)d person"
msgid_plural "%(count)d personer"
msgstr[0] "%(count)d person"
msgstr[1] "%(count)d people"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    return source


def test_a_translation_is_compiled_once_and_again_when_it_changed(source: Path, tmp_path: Path) -> None:
    assert compile_translations(tmp_path) == [source]
    assert compile_translations(tmp_path) == []
    newer = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (newer, newer))
    assert compile_translations(tmp_path) == [source]


def test_the_compiled_translation_holds_contexts_and_plurals_but_nothing_uncertain(
    source: Path, tmp_path: Path
) -> None:
    compile_translations(tmp_path)
    with source.with_suffix(".mo").open("rb") as file:
        english = gettext.GNUTranslations(file)
    assert english.gettext("Forløb") == "Project"
    assert english.gettext("Hold") == "Hold"
    assert english.pgettext("uddannelse", "Hold") == "Class"
    assert english.ngettext("%(count)d person", "%(count)d personer", 2) == "%(count)d people"


def test_a_broken_translation_is_named(source: Path, tmp_path: Path) -> None:
    source.write_text('nonsense "Forløb"\n', encoding="utf-8")
    with pytest.raises(LauncherError, match=r"django\.po is not a valid"):
        compile_translations(tmp_path)
