"""The items of a questionnaire as a form: for whoever has been asked, and for whoever writes down what they say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jobveu.surveys.enums import RespondentType
from jobveu.surveys.instruments.parts import (
    CHOICES,
    DONT_KNOW,
    DONT_KNOW_WORDS,
    LONGEST_TEXT,
    Item,
    Scale,
    Value,
)
from jobveu.web.forms import ChoiceField, Form, TextField


class AnswerForm(Form):
    """None of the items must be answered."""

    all_optional = True

    def __init__(
        self, *args: Any, items: Sequence[Item], respondent_type: RespondentType, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = tuple(items)
        for item in items:
            self.fields[item.id] = _field(item, str(item.wording[respondent_type]))

    @property
    def values(self) -> dict[str, Value]:
        """What was answered, by item id."""
        found = {item.id: self.cleaned_data.get(item.id) for item in self.items}
        return {name: value for name, value in found.items() if value not in (None, "")}


def _field(item: Item, label: str) -> ChoiceField | TextField:
    if item.scale is Scale.TEXT:
        return TextField(label=label, required=False, rows=4, max_length=LONGEST_TEXT, count_characters=True)
    by_code: dict[str, Value] = {str(value): value for value in CHOICES[item.scale]}
    by_code[DONT_KNOW] = DONT_KNOW
    words = [(str(value), str(said)) for value, said in CHOICES[item.scale].items()]
    return ChoiceField(
        label=label,
        required=False,
        radio=True,
        choices=[*words, (DONT_KNOW, str(DONT_KNOW_WORDS))],
        coerce=by_code.__getitem__,
        css=f"jv-scale jv-scale-{item.scale.value}",
    )
