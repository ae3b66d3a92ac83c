"""The form by which somebody sets an element's level, whatever it is the level of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.assessment.assessing import Assessment
from jobveu.assessment.operations.overruling import overrule
from jobveu.assessment.queries.overrulings import Judged
from jobveu.assessment.scale import Element, Level
from jobveu.assessment.words import told_level
from jobveu.web.forms import ChoiceField, Form, FormPage, TextField

COMPUTED = "computed"


class OverruleForm(Form):
    level = ChoiceField(
        radio=True,
        label=gettext_lazy("Hvilken grad skal gælde?"),
        choices=[
            *((str(level.value), level.label) for level in reversed(Level)),
            (COMPUTED, gettext_lazy("Den beregnede")),
        ],
        coerce=str,
    )
    reason = TextField(
        label=gettext_lazy("Begrundelse"),
        help_text=gettext_lazy(
            "Hvad ved du, som registreringerne ikke viser? Begrundelsen kan læses af alle, der ser vurderingen."
        ),
        rows=4,
        max_length=1000,
        count_characters=True,
    )


class OverrulePage(FormPage):
    """`element`, `judged` and `assessment` are set by `prepare`; `back` is the page of the assessment, `whose` says what
    is judged."""

    form_class = OverruleForm
    submit_label = gettext_lazy("Gem graden")
    success_message = gettext_lazy("Graden er gemt. Den beregnede er bevaret ved siden af.")
    element: Element
    judged: Judged
    assessment: Assessment
    back: str
    whose: str

    def asked(self) -> Element:
        """The element that the address names. Raises Http404."""
        try:
            return Element(self.kwargs["element"])
        except ValueError as error:
            raise Http404 from error

    @property
    def title(self) -> str:
        return _("Sæt graden for »%(element)s« – %(whose)s") % {
            "element": self.element.label,
            "whose": self.whose,
        }

    @property
    def intro(self) -> str:
        return _(
            "Beregnet: %(level)s (målestok %(version)s). Både det beregnede og din grad bliver vist."
        ) % {
            "level": told_level(self.assessment.of(self.element).computed),
            "version": self.assessment.yardstick.version,
        }

    @property
    def cancel_url(self) -> str:
        return self.back

    def initial(self) -> Mapping[str, Any]:
        one = self.assessment.of(self.element)
        self.current_version = one.number
        if one.overruled is None or one.overruled.level is None:
            return {}
        return {"level": str(one.overruled.level.value), "reason": one.overruled.reason}

    def saved_values(self, stale: Any) -> Mapping[str, Any]:
        level = stale.current["level"]
        return {**stale.current, "level": COMPUTED if level is None else str(level)}

    def save(self, form: Form) -> str:
        chosen = form.cleaned_data["level"]
        overrule(
            by=self.actor,
            at=self.now,
            judged=self.judged,
            element=self.element,
            level=None if chosen == COMPUTED else Level(int(chosen)),
            reason=form.cleaned_data["reason"],
            number=self.edited_version,
            computed=self.assessment.of(self.element).computed,
            yardstick=self.assessment.yardstick.version,
        )
        return self.back
