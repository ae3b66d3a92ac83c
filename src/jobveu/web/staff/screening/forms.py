"""The forms of the screening tool."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jobveu.projects.enums import CriterionKind, Strength
from jobveu.projects.formal_facts import FACT_VALUES, Asked, FormalFact
from jobveu.web.forms import ChoiceField, Form, IntegerField, TextField

_MONTHS = (FormalFact.UNEMPLOYED_AT_LEAST, FormalFact.UNEMPLOYED_AT_MOST)


def _lookups() -> list[tuple[Any, Any]]:
    """What a formal criterion can be looked up in, each with what it can ask for."""
    lists = [
        (fact.label, [(f"{fact.value}:{value}", label) for value, label in values])
        for fact, values in FACT_VALUES.items()
    ]
    return [*lists, (_("Ledighed"), [(fact.value, fact.label) for fact in _MONTHS])]


class CriterionForm(Form):
    fieldsets = [
        ("", "", ["text", "kind", "strength", "weight", "guidance", "company_id", "dialogue_id"]),
        (
            _("Formelle krav: Slås op i det, personen er registreret med"),
            _("Så kan jobcentret søge blandt sine personer, og svaret er udfyldt på forhånd."),
            ["asked", "months"],
        ),
        (
            _("Ord, der kan misforstås"),
            _(
                "Ingen må vælges til eller fra på grund af køn, alder, oprindelse, tro, helbred eller handicap. "
                "Møder du en advarsel om et ord, der betyder noget andet her, så skriv hvorfor. Alle kan læse det."
            ),
            ["wording_reason"],
        ),
    ]
    text = TextField(
        label=_("Krav"),
        help_text=_("Skriv det, så alle jobcentre forstår det ens, f.eks. »Kan arbejde i højden«."),
        max_length=200,
        width="width-l",
    )
    kind = ChoiceField(label=_("Art"), enum=CriterionKind, radio=True)
    strength = ChoiceField(
        label=_("Hvor vigtigt er det?"),
        choices=[
            (Strength.MUST.value, _("Skal være opfyldt")),
            (Strength.NICE.value, _("Gerne opfyldt")),
        ],
        coerce=Strength,
        radio=True,
    )
    weight = ChoiceField(
        label=_("Vægt"),
        help_text=_("Kun når kravet gerne må være opfyldt."),
        choices=[
            (1, _("1 (tæller lidt)")),
            (2, "2"),
            (3, _("3 (tæller en del)")),
            (4, "4"),
            (5, _("5 (tæller meget)")),
        ],
        required=False,
    )
    guidance = TextField(
        label=_("Sådan afklares det"),
        help_text=_("Hvad skal sagsbehandleren spørge om eller se?"),
        max_length=500,
        rows=3,
        required=False,
    )
    company_id = ChoiceField(
        label=_("Gælder for"), empty_label=_("Alle virksomheder i projektet"), required=False
    )
    dialogue_id = ChoiceField(
        label=_("Fra samtalen"),
        help_text=_("Den samtale med virksomheden, som kravet kommer fra."),
        empty_label=_("Ingen bestemt samtale"),
        required=False,
    )
    asked = ChoiceField(
        label=_("Slås op i"),
        choices=_lookups,
        coerce=str,
        empty_label=_("Kan ikke slås op"),
        required=False,
    )
    months = IntegerField(
        label=_("Antal måneder"),
        help_text=_("Kun ved ledighed."),
        min_value=1,
        max_value=99,
        required=False,
    )
    wording_reason = TextField(
        label=_("Hvorfor er ordet i orden her?"), max_length=300, rows=2, required=False
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("asked") in _MONTHS and not values.get("months") and "months" not in self.errors:
            self.add_error("months", ValidationError(_("Skriv antallet af måneder.")))
        return values


def lookup_of(asked: Asked | None) -> dict[str, Any]:
    """What a criterion asks for, as the form's fields hold it."""
    if asked is None:
        return {"asked": None, "months": None}
    if asked.fact in _MONTHS:
        return {"asked": asked.fact.value, "months": int(asked.value)}
    return {"asked": f"{asked.fact.value}:{asked.value}", "months": None}


def asked_of(values: dict[str, Any]) -> dict[str, Any]:
    """The fact and what is asked of it, from the fields `asked` and `months`, which are taken out."""
    text, months = values.pop("asked"), values.pop("months")
    if not text:
        return {"fact": None, "fact_value": ""}
    name, _colon, value = text.partition(":")
    fact = FormalFact(name)
    return {"fact": fact, "fact_value": str(months) if fact in _MONTHS else value}


class IssueForm(Form):
    change_note = TextField(
        label=_("Hvad er ændret?"), help_text=_("Jobcentrene ser det."), max_length=300, rows=2
    )


class TakeOverForm(Form):
    source_id = ChoiceField(
        label=_("Projekt"),
        help_text=_("Krav, der gælder en enkelt virksomhed, kommer ikke med."),
    )
