"""The report of made-up facts: what it says, that it says nothing of nothing, and that it is the same each time."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import cache

import pytest
from django.utils import translation

from jobveu.common.errors import DomainError
from jobveu.documents.formats import WRITERS
from jobveu.documents.value import Bullets, Definitions, Document, Paragraph, Picture, Table
from jobveu.evaluation.report import report
from jobveu.evaluation.scope import Scope, scope_of
from jobveu.insight.disclosure import disclosure
from jobveu.insight.sources import Source
from tests.documents.pdf_ua import faults
from tests.insight.made import Made, One, counts

WRONG = re.compile(
    r"\bnan\b|\binf\b|None|%\(|\{\}|  |\.\.|:\.| ,"
    r"|\b1 (?:projekter|deltagere|brancher|svarpersoner|projects|participants|industries|respondents)\b"
)
FOREIGN = {
    "da": re.compile(r"[“”]|\d%|\bper cent\b"),
    "en": re.compile(r"[»«]|\d%|\d pct\.|\bsamt\b|[Tt]ables \d\.\d+(?:[:.]|, and)"),
}
"""Marks and words of another language than the report's, and a plural of one."""


def source(*projects: Made) -> Source:
    found = counts(*projects)
    return Source(None, found, disclosure(found), datetime.combine(found.facts.day, time(14, 2), tzinfo=UTC))


@cache
def some() -> Source:
    people = [One()] * 12
    return source(
        *[Made(start=date(2018, 5, 1), reported=20)] * 3,
        *[Made(start=date(2019, 5, 1), people=people, type="employed", council="rar-fyn")] * 14,
        *[Made(start=date(2020, 5, 1), reported=40, type="crisis", industry="C")] * 12,
        Made(start=None, council="", industry="", initiative="", people=[One()] * 3),
    )


def document(of: Source, scope: Scope | None = None) -> Document:
    return report(of, scope or scope_of(of.counts.facts)).document()


def texts(made: Document) -> list[str]:
    """Everything that is read, the words of drawings too."""
    found = [made.title, *(row.value for row in made.details)]
    for section in made.sections:
        found.append(section.heading)
        for block in section.blocks:
            match block:
                case Paragraph(text=text):
                    found.append(text)
                case Bullets(items=items):
                    found += items
                case Definitions(rows=rows):
                    found += [part for row in rows for part in (row.label, row.value)]
                case Picture():
                    found += [block.caption, block.alternative]
                case Table():
                    found += [block.caption, *block.columns, *(cell for row in block.rows for cell in row)]
    return found


def all_text(made: Document) -> str:
    return "\n".join(texts(made))


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(some, id="some"),
        pytest.param(source, id="nothing"),
        pytest.param(lambda: source(Made(people=[One()])), id="one"),
        pytest.param(
            lambda: source(Made(start=None, council="", industry="", people=[One()] * 2)), id="unknown"
        ),
    ],
)
def test_no_report_has_a_wrong_word_or_an_empty_figure(make: Callable[[], Source], language: str) -> None:
    of = make()
    with translation.override(language):
        scopes = [scope_of(of.counts.facts)]
        scopes += [scope_of(of.counts.facts, office=one.code) for one in of.counts.facts.offices]
        scopes += [scope_of(of.counts.facts, council=one.code) for one in of.counts.facts.councils]
        for scope in scopes:
            made = document(of, scope)
            for text in texts(made):
                assert text.strip(), scope
                assert not WRONG.search(text), text
                assert not FOREIGN[language].search(text), text
            for section in made.sections:
                for block in section.blocks:
                    if isinstance(block, Table):
                        assert block.rows
                    if isinstance(block, Bullets):
                        assert block.items


def test_what_the_report_says() -> None:
    text = all_text(document(some()))
    assert "Der er gennemført 30 projekter i hele landet" in text
    assert (
        "Fra 2018 til 2019 er antallet steget fra 3 til 14, og fra 2019 til 2020 er det faldet fra 14 til 12."
        in text
    )
    assert "For 1 projekt er det ikke oplyst, hvornår de begyndte" not in text
    assert "14 projekter, 47 pct., opkvalificerer beskæftigede." in text
    assert "12 projekter, to femtedele (40 pct.), afbøder en krise." in text
    assert "Evalueringen fra 2021 ved siden af figur 4.1" in text


def test_where_nothing_is_done_the_report_says_so_and_shows_no_empty_figure() -> None:
    made = document(source())
    assert "Der er ingen gennemførte projekter i hele landet." in all_text(made)
    pictures = [block for section in made.sections for block in section.blocks if isinstance(block, Picture)]
    assert [picture.caption for picture in pictures] in ([], ["Tabel 1.1: Bevillinger til VEU-koordination"])


def test_of_a_council_and_of_what_there_is_not() -> None:
    of = some()
    fyn = document(of, scope_of(of.counts.facts, council="rar-fyn"))
    assert "14 projekter" in all_text(fyn)
    assert "Figur 4.3" not in all_text(fyn)
    for wrong in ({"office": "atlantis"}, {"council": "atlantis"}, {"office": "syd", "council": "rar-fyn"}):
        with pytest.raises(DomainError):
            scope_of(of.counts.facts, **wrong)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pdf_is_accessible(language: str) -> None:
    with translation.override(language):
        assert faults(WRITERS["pdf"].write(document(some())), language=language) == []


def digests() -> dict[str, str]:
    """Of a report with all chapters, answers and levels, of the country and of a council, in every format and language."""
    from tests.evaluation import test_chapters as chapters

    found = {}
    for language, council in (("da", ""), ("en", "rar-fyn")):
        with translation.override(language):
            made = chapters.made(chapters.by_place(), chapters.assessment(), council=council)
            for ending, writer in WRITERS.items():
                found[f"{language} {ending}"] = hashlib.sha256(writer.write(made)).hexdigest()
    return found


def test_the_same_inputs_give_the_same_bytes_in_another_process() -> None:
    """With another order of hashes, too: `_environment`."""
    script = (
        "import django; django.setup(); from tests.evaluation.test_report import digests; print(digests())"
    )
    other = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, env=_environment()
    )
    found = digests()
    assert len(set(found.values())) == 2 * len(WRITERS)
    assert other.stdout.strip().splitlines()[-1] == str(found)


def _environment() -> dict[str, str]:
    import os

    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONHASHSEED": "7",
    }
