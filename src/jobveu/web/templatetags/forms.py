"""The parts of a form, for pages that place them themselves."""

from __future__ import annotations

from django import forms, template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from jobveu.web.forms.base import Group, summary_lines

register = template.Library()


@register.simple_tag
def error_summary(form: forms.BaseForm) -> SafeString:
    """The box above a form that lists its errors with links to their fields; nothing when it has none."""
    return render_to_string("forms/error_summary.html", {"lines": summary_lines(form), "heading": ""})


@register.simple_tag
def form_fields(form: forms.BaseForm) -> SafeString:
    """All fields of any form, in their groups."""
    groups = getattr(form, "groups", None) or [Group("", "", tuple(form.visible_fields()))]
    return render_to_string("forms/fields.html", {"groups": groups, "hidden": form.hidden_fields()})
