"""Documents as one HTML file that needs nothing else: landmarks, headings in order, tables with header cells, drawings
with their words."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from jobveu.documents.value import (
    Block,
    Bullets,
    Definition,
    Definitions,
    Document,
    Paragraph,
    Picture,
    Table,
    visible,
)

CONTENT_TYPE = "text/html; charset=utf-8"
_STYLE = Path(__file__).with_name("web_page.css")


def to_html(document: Document) -> bytes:
    """The same document gives the same bytes."""
    return "\n".join(_lines(document)).encode()


def _lines(document: Document) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield f'<html lang="{escape(document.language)}">'
    yield '<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(document.full_title)}</title>"
    if document.dated is not None:
        yield f'<meta name="dcterms.created" content="{document.dated.isoformat()}">'
    yield f"<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>"
    yield "<header>"
    if document.mark:
        yield f'<p class="mark">{_text(document.mark)}</p>'
    yield f'<p class="kind">{_text(document.kind)}</p>\n<h1>{_text(document.title)}</h1>'
    if document.notice:
        yield f'<p class="notice">{_text(document.notice)}</p>'
    yield from _definitions(document.details)
    yield "</header>"
    if document.contents:
        yield from _contents(document)
    yield "<main>"
    for number, section in enumerate(document.sections):
        level = section.level + 1
        yield f'<h{level} id="{_place(number)}">{_text(section.heading)}</h{level}>'
        for block in section.blocks:
            yield from _block(block)
    yield f"</main>\n<footer>\n<p>{_text(document.footer)}</p>\n</footer>\n</body>\n</html>\n"


def _text(text: str) -> str:
    return escape(visible(text)).replace("\n", "<br>")


def _place(number: int) -> str:
    return f"section-{number}"


def _contents(document: Document) -> Iterator[str]:
    """The chapters, each with the parts below it."""
    yield f'<nav aria-labelledby="contents">\n<h2 id="contents">{_text(document.contents)}</h2>\n<ul>'
    chapters: list[tuple[str, list[str]]] = []
    for number, section in enumerate(document.sections):
        link = f'<a href="#{_place(number)}">{_text(section.heading)}</a>'
        if section.level == 1:
            chapters.append((link, []))
        elif section.level == 2:
            chapters[-1][1].append(f"<li>{link}</li>")
    for link, parts in chapters:
        below = f"\n<ul>\n{chr(10).join(parts)}\n</ul>\n" if parts else ""
        yield f"<li>{link}{below}</li>"
    yield "</ul>\n</nav>"


def _block(block: Block) -> Iterable[str]:
    match block:
        case Paragraph(text=text):
            return [f"<p>{_text(text)}</p>"]
        case Bullets(items=items, numbered=numbered):
            tag = "ol" if numbered else "ul"
            return [f"<{tag}>", *(f"<li>{_text(item)}</li>" for item in items), f"</{tag}>"]
        case Definitions(rows=rows):
            return _definitions(rows)
        case Table():
            return _table(block)
        case Picture():
            return _picture(block)


def _definitions(rows: Sequence[Definition]) -> Iterator[str]:
    if rows:
        yield "<dl>"
        for row in rows:
            yield f"<div><dt>{_text(row.label)}</dt><dd>{_text(row.value)}</dd></div>"
        yield "</dl>"


def _table(block: Table) -> Iterator[str]:
    """In a frame that is scrolled by itself where the screen is narrow, by keyboard too."""
    caption = _text(block.caption)
    yield _scrolled(block.caption)
    yield f"<table>\n<caption>{caption}</caption>\n<thead>\n{_row(block, block.columns, head=True)}\n</thead>\n<tbody>"
    for cells in block.rows:
        yield _row(block, cells)
    yield "</tbody>\n</table>\n</div>"


def _row(block: Table, cells: Sequence[str], *, head: bool = False) -> str:
    words = len(cells) - block.numeric
    written = []
    for position, text in enumerate(cells):
        name = ' class="number"' if position >= words else ""
        if head:
            written.append(f'<th scope="col"{name}>{_text(text)}</th>')
        elif position == 0 and words and text:
            written.append(f'<th scope="row">{_text(text)}</th>')
        else:
            written.append(f"<td{name}>{_text(text)}</td>")
    return f"<tr>{''.join(written)}</tr>"


def _picture(block: Picture) -> Iterator[str]:
    drawn = b64encode(block.svg.encode()).decode()
    words = escape(visible(block.alternative), quote=True)
    yield "<figure>"
    if block.caption:
        yield f"<figcaption>{_text(block.caption)}</figcaption>"
    yield (
        f'{_scrolled(block.caption or block.alternative)}<img src="data:image/svg+xml;base64,{drawn}" alt="{words}"'
        f' width="800" height="{round(800 * block.height)}"></div>\n</figure>'
    )


def _scrolled(name: str) -> str:
    return (
        f'<div class="scrolled" role="group" tabindex="0" aria-label="{escape(visible(name), quote=True)}">'
    )
