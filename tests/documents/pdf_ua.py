"""A structural check of PDF/UA-1: what a screen reader needs is in the file. Answers what is wrong, in words."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

_TEXT_OR_PATH = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "EI"}
_HEADING = re.compile(r"^/H([1-6])$")


def faults(data: bytes, *, language: str) -> list[str]:
    with pikepdf.open(io.BytesIO(data)) as file:
        return list(_faults(file, language))


def _faults(file: pikepdf.Pdf, language: str) -> Iterator[str]:
    root = file.Root
    if not bool(root.get("/MarkInfo", {}).get("/Marked", False)):
        yield "the file does not say that it is tagged"
    if not str(root.get("/Lang", "")).startswith(language):
        yield f"the language is {root.get('/Lang', None)}, not {language}"
    if not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        yield "viewers are not told to show the title"
    with file.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "the metadata do not claim PDF/UA-1"
        if not metadata.get("dc:title"):
            yield "the metadata hold no title"
    yield from _fonts(file)
    if "/StructTreeRoot" not in root:
        yield "there is no structure tree"
        return
    elements = list(_elements(root.StructTreeRoot))
    held = {(page, mark) for element in elements for page, mark in _marks(element)}
    for number, page in enumerate(file.pages, start=1):
        yield from _content(page, number, held)
        if page.obj.get("/Tabs") not in (None, pikepdf.Name.S):
            yield f"page {number}: the order of tabs is not the structure's"
    yield from _order_of_headings(elements)
    yield from _tables(elements)
    for element in elements:
        if pikepdf.Name.Figure == element.S and not str(element.get("/Alt", "")):
            yield "a figure has no alternative text"
        if element.S == pikepdf.Name.L and not any(kid.S == pikepdf.Name.LI for kid in _kids(element)):
            yield "a list has no items"


def _elements(parent: Any) -> Iterator[Any]:
    for kid in _kids(parent):
        yield kid
        yield from _elements(kid)


def _kids(parent: Any) -> list[Any]:
    """The structure elements right below."""
    return [kid for kid in _all_kids(parent) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _all_kids(parent: Any) -> list[Any]:
    kids = parent.get("/K", None)
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _marks(element: Any) -> Iterator[tuple[tuple[int, int], int]]:
    """The marked contents that an element holds, as (page, MCID)."""
    for kid in _all_kids(element):
        if isinstance(kid, int):
            yield element.Pg.objgen, kid
        elif isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid:
            yield kid.get("/Pg", element.get("/Pg")).objgen, int(kid.MCID)


def _content(page: Any, number: int, held: set[tuple[tuple[int, int], int]]) -> Iterator[str]:
    open_marks: list[bool] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            covered = str(operands[0]) == "/Artifact"
            if name == "BDC" and not covered:
                properties = operands[1]
                if isinstance(properties, pikepdf.Name):
                    properties = page.Resources.Properties[properties]
                mark = properties.get("/MCID", None)
                if mark is not None:
                    covered = True
                    if (page.obj.objgen, int(mark)) not in held:
                        yield f"page {number}: content {mark} is in no structure element"
            open_marks.append(covered)
        elif name == "EMC":
            open_marks.pop()
        elif name in _TEXT_OR_PATH and not any(open_marks):
            yield f"page {number}: content is neither tagged nor an artifact"
            return


def _order_of_headings(elements: list[Any]) -> Iterator[str]:
    before = 0
    found = [int(match[1]) for element in elements if (match := _HEADING.match(str(element.S)))]
    if not found:
        yield "there are no headings"
    for level in found:
        if level > before + 1:
            yield f"a heading of level {level} follows one of level {before}"
        before = level


def _tables(elements: list[Any]) -> Iterator[str]:
    for table in (element for element in elements if pikepdf.Name.Table == element.S):
        cells = list(_elements(table))
        rows = [cell for cell in cells if cell.S == pikepdf.Name.TR]
        headers = [cell for cell in cells if cell.S == pikepdf.Name.TH]
        if not headers:
            yield "a table has no header cells"
        if len({len(_kids(row)) for row in rows}) != 1:
            yield "a table's rows have different numbers of cells"
        for cell in headers:
            attributes = cell.get("/A", None)
            every = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
            if not any(isinstance(one, pikepdf.Dictionary) and "/Scope" in one for one in every):
                yield "a header cell does not say what it heads"


def _fonts(file: pikepdf.Pdf) -> Iterator[str]:
    for item in file.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type", None) == pikepdf.Name.FontDescriptor:
            if not any(key in item for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield f"the font {item.get('/FontName')} is not embedded"
        elif (
            isinstance(item, pikepdf.Dictionary)
            and item.get("/Subtype", None) == pikepdf.Name.Type0
            and "/ToUnicode" not in item
        ):
            yield f"the font {item.get('/BaseFont')} does not say which characters it draws"
