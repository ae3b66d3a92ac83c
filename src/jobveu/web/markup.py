"""Mark-up put together in Python, for what a page holds by the hundred.

The same as Django's format_html() and format_html_join(), escaping included, without their detours for lazy
texts at every single value: four times as fast.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.functional import Promise
from django.utils.safestring import SafeString

NOTHING = SafeString()


def html(mark_up: str, *values: object) -> SafeString:
    """`mark_up` with each {} filled by the next value, escaped unless it is mark-up itself."""
    return SafeString(mark_up.format(*map(_escaped, values)))


def html_join(mark_up: str, rows: Iterable[tuple[object, ...]], between: str = "") -> SafeString:
    """`mark_up` filled once for each row of values."""
    return SafeString(between.join([mark_up.format(*map(_escaped, row)) for row in rows]))


def html_if(value: object, mark_up: str) -> SafeString:
    """`mark_up` with the value in it, where there is one."""
    return html(mark_up, value) if value else NOTHING


def _escaped(value: object) -> str:
    if type(value) is str:  # by far the most
        return escape(value)
    if isinstance(value, Promise):
        value = str(value)
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))
