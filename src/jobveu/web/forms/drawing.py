"""The mark-up of fields and of their controls.

Written in Python and not as templates, because a page may hold a dozen fields and several hundred options:
one template rendered for each option, as Django does it, was more than a quarter of the work of a list's page. What is
drawn is what Django's own templates draw (django/forms/widgets/*.html), without their blank lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jobveu.web.markup import NOTHING, html, html_join
from jobveu.web.templatetags.components import number

if TYPE_CHECKING:
    from jobveu.web.forms.renderer import DkfdsBoundField


def draw_field(field: DkfdsBoundField) -> SafeString:
    """A field with all that belongs to it: label, hint, errors and control."""
    match field.kind:
        case "picker":
            return field.as_widget()
        case "radios" | "checkboxes":
            return _draw_group(field)
        case "checkbox":
            return _draw_check(field)
    return _draw_labelled(field)


def draw_label(field: DkfdsBoundField) -> SafeString:
    """What stands in the label: the words, and that the field may be left empty."""
    if not field.optional:
        return html("{}", field.label)
    return html('{}<span class="weight-normal"> {}</span>', field.label, _("(frivilligt)"))


def draw_hint_and_error(field: DkfdsBoundField) -> SafeString:
    """What stands between the label and the control."""
    return _draw_hint(field) + _draw_error(field)


def _draw_hint(field: DkfdsBoundField) -> SafeString:
    if not field.help_text:
        return NOTHING
    return html('<span class="form-hint" id="{}_helptext">{}</span>', field.auto_id, field.help_text)


def _draw_error(field: DkfdsBoundField) -> SafeString:
    errors = field.errors
    if not errors:
        return NOTHING
    return html(
        '<span class="form-error-message" id="{}_error"><span class="sr-only">{}: </span>{}</span>',
        field.auto_id,
        _("Fejl"),
        html_join("{}", ((error,) for error in errors), between=" "),
    )


def _has_error(field: DkfdsBoundField) -> SafeString:
    return SafeString(" form-error" if field.errors else "")


def _draw_group(field: DkfdsBoundField) -> SafeString:
    kind = "radio" if field.kind == "radios" else "checkbox"
    described_by = field.aria_describedby
    css = getattr(field.field, "css", "")
    return html(
        '<div class="form-group{}{}"><fieldset{}><legend class="form-label">{}</legend>{}{}</fieldset></div>',
        html(" {}", css) if css else "",
        _has_error(field),
        html(' aria-describedby="{}"', described_by) if described_by else "",
        draw_label(field),
        draw_hint_and_error(field),
        html_join(
            '<div class="form-group-{}">{}<label class="form-label" for="{}">{}</label></div>',
            ((kind, option.tag(), option.id_for_label, option.choice_label) for option in field),
        ),
    )


def _draw_check(field: DkfdsBoundField) -> SafeString:
    return html(
        '<div class="form-group{}">{}<div class="form-group-checkbox">{}'
        '<label class="form-label" for="{}">{}</label>{}</div></div>',
        _has_error(field),
        _draw_error(field),
        field,
        field.id_for_label,
        field.label,
        _draw_hint(field),
    )


def _draw_labelled(field: DkfdsBoundField) -> SafeString:
    limit = field.character_limit
    return html(
        '<div class="form-group{}{}"{}><label class="form-label" for="{}">{}</label>{}{}{}</div>',
        _has_error(field),
        " form-limit" if limit else "",
        html(' data-maxlength="{}"', limit) if limit else "",
        field.id_for_label,
        draw_label(field),
        draw_hint_and_error(field),
        _draw_with_affixes(field),
        _draw_character_limit(field, limit) if limit else "",
    )


def _draw_with_affixes(field: DkfdsBoundField) -> SafeString:
    """The control, between what stands before and behind it within the frame ("kr.")."""
    prefix, suffix = field.prefix, field.suffix
    if not prefix and not suffix:
        return html("{}", field)
    affix = '<div class="form-input-{}" aria-hidden="true">{}</div>'
    return html(
        '<div class="form-input-wrapper{}{}">{}{}{}</div>',
        " form-input-wrapper--prefix" if prefix else "",
        " form-input-wrapper--suffix" if suffix else "",
        html(affix, "prefix", prefix) if prefix else "",
        field,
        html(affix, "suffix", suffix) if suffix else "",
    )


def _draw_character_limit(field: DkfdsBoundField, limit: int) -> SafeString:
    shown = {"limit": number(limit)}
    return html(
        '<span id="{}-limit-message" class="sr-only">{}</span>'
        '<span class="form-hint character-limit" aria-hidden="true">{}</span>'
        '<span class="character-limit-sr-only sr-only" aria-live="polite"></span>',
        field.auto_id,
        _("Du kan indtaste op til %(limit)s tegn") % shown,
        _("Højst %(limit)s tegn") % shown,
    )


# Controls, from what a Django widget's get_context() says of them


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    """True is an attribute without a value, False none at all."""
    return html_join(
        "{}",
        (
            (SafeString(f" {name}") if value is True else html(' {}="{}"', name, value),)
            for name, value in attrs.items()
            if value is not False
        ),
    )


def _draw_input(widget: Mapping[str, Any]) -> SafeString:
    value = widget["value"]
    return html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        "" if value is None else html(' value="{}"', value),
        _attributes(widget["attrs"]),
    )


def _draw_textarea(widget: Mapping[str, Any]) -> SafeString:
    # A line break behind the tag is no part of the text; without it, the text's own first one would be lost.
    return html(
        '<textarea name="{}"{}>\n{}</textarea>',
        widget["name"],
        _attributes(widget["attrs"]),
        widget["value"] or "",
    )


def _draw_select(widget: Mapping[str, Any]) -> SafeString:
    groups = (
        (
            html('<optgroup label="{}">{}</optgroup>', name, _draw_options(options))
            if name
            else _draw_options(options),
        )
        for name, options, _index in widget["optgroups"]
    )
    return html(
        '<select name="{}"{}>{}</select>',
        widget["name"],
        _attributes(widget["attrs"]),
        html_join("{}", groups),
    )


def _draw_options(options: list[dict[str, Any]]) -> SafeString:
    return html_join(
        '<option value="{}"{}>{}</option>',
        (
            (option["value"], _attributes(option["attrs"]) if option["attrs"] else NOTHING, option["label"])
            for option in options
        ),
    )


CONTROLS: Mapping[str, Callable[[Mapping[str, Any]], SafeString]] = {
    # Django's name of a widget's template: what draws it here.
    **{
        f"django/forms/widgets/{name}.html": _draw_input
        for name in ("text", "email", "password", "hidden", "search", "number", "checkbox", "file")
    },
    "django/forms/widgets/textarea.html": _draw_textarea,
    "django/forms/widgets/select.html": _draw_select,
    # Their labels stand beside them and not around: see _draw_group.
    "django/forms/widgets/radio_option.html": _draw_input,
    "django/forms/widgets/checkbox_option.html": _draw_input,
}
