"""Renders every form of the site in the mark-up of Det Fælles Designsystem (settings.FORM_RENDERER)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.template import loader
from django.utils.safestring import SafeString

from jobveu.web.forms.drawing import CONTROLS, draw_field, draw_hint_and_error

_KINDS: tuple[tuple[type[forms.Widget], str, str], ...] = (
    # widget, kind (how drawing.py draws it), class of its control; first match counts
    (forms.CheckboxSelectMultiple, "checkboxes", "form-checkbox"),
    (forms.RadioSelect, "radios", "form-radio"),
    (forms.CheckboxInput, "checkbox", "form-checkbox"),
    (forms.Select, "select", "form-select"),
    (forms.Textarea, "textarea", "form-input"),
)


class DkfdsBoundField(BoundField):
    """A field of a form, knowing what its mark-up needs. Works with any Django field; those of
    jobveu.web.forms.fields also carry `width`, `prefix`, `suffix` and `count_characters`."""

    @property
    def kind(self) -> str:
        return self._kind_and_class[0]

    @property
    def _kind_and_class(self) -> tuple[str, str]:
        widget = self.field.widget
        return next(
            ((kind, css) for widget_class, kind, css in _KINDS if isinstance(widget, widget_class)),
            ("input", "form-input"),
        )

    @property
    def optional(self) -> bool:
        """Whether "(frivilligt)" stands beside the label: not in filters and other forms where
        everything is optional, nor at a single check box."""
        return not (
            self.field.required
            or self.field.disabled
            or self.kind == "checkbox"
            or getattr(self.form, "is_filter", False)
            or getattr(self.form, "all_optional", False)
        )

    @property
    def focus_id(self) -> str:
        """The id of the control that a link to the field leads to."""
        return f"{self.auto_id}_0" if self.kind in {"radios", "checkboxes"} else str(self.auto_id)

    @property
    def prefix(self) -> str:
        return getattr(self.field, "prefix", "")

    @property
    def suffix(self) -> str:
        return getattr(self.field, "suffix", "")

    @property
    def character_limit(self) -> int | None:
        """The limit that is counted down under the field, if the field asked for that."""
        return self.field.max_length if getattr(self.field, "count_characters", False) else None

    @property
    def aria_describedby(self) -> str:
        ids = (super().aria_describedby or "").split()
        if self.character_limit:
            ids.append(f"{self.auto_id}-limit-message")
        return " ".join(ids)

    def as_field_group(self) -> SafeString:
        return draw_field(self)

    @property
    def hint_and_error(self) -> SafeString:
        """What stands between the label and the control, for templates that draw a field themselves."""
        return draw_hint_and_error(self)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if widget.is_hidden:
            # Firefox would otherwise put back the value from before a reload.
            return attrs | {"autocomplete": "off"}
        width = getattr(self.field, "width", "")
        classes = (widget.attrs.get("class", ""), self._kind_and_class[1], f"input-{width}" if width else "")
        attrs["class"] = " ".join(filter(None, classes))
        return attrs


class DkfdsRenderer(DjangoTemplates):
    form_template_name = "forms/form.html"
    bound_field_class = DkfdsBoundField

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        control = CONTROLS.get(template_name)
        if control is not None and not context["widget"].get("wrap_label"):
            return control(context["widget"])
        return super().render(template_name, context, request)

    def get_template(self, template_name: str) -> Any:
        """Widgets come from Django's own engine, everything else from the project's."""
        if template_name.startswith("django/"):
            return super().get_template(template_name)
        return loader.get_template(template_name)
