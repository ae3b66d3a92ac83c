"""Fields read what people write, and say in Danish what is wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from jobveu.actors.enums import SizeBand
from jobveu.web.forms import (
    CheckField,
    ChoiceField,
    ChoicesField,
    CprField,
    CvrField,
    DanishDateField,
    Form,
    IntegerField,
    MoneyField,
    TagsField,
    TextField,
    YesNoField,
)


@pytest.mark.parametrize(
    "text",
    [
        "31-12-2025", "31.12.2025", "31/12/2025", "31 12 2025", " 31-12-25 ", "31122025", "311225",
        "2025-12-31", "31. december 2025", "31 dec 2025", "31. dec. 2025", "31/12-2025", "31 December 2025",
    ],
)  # fmt: skip
def test_a_date_is_read_as_people_write_it(text: str) -> None:
    assert DanishDateField().clean(text) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("i morgen", "invalid"),
        ("31-12", "invalid"),
        ("31. foo 2025", "invalid"),
        ("31-02-2025", "no_such_date"),
        ("12-31-2025", "no_such_date"),
        ("31-12-0025", "year"),
        ("٣١-١٢-٢٠٢٥", "invalid"),
        ("", "required"),
    ],
)
def test_what_is_no_date_is_said_so(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        DanishDateField().clean(text)
    assert caught.value.code == code


def test_two_digits_of_a_year_are_1970_to_2069() -> None:
    assert DanishDateField().clean("1-1-69") == date(2069, 1, 1)
    assert DanishDateField().clean("1-1-70") == date(1970, 1, 1)


def test_a_date_keeps_within_its_limits() -> None:
    field = DanishDateField(earliest=date(2025, 1, 1), latest=date(2025, 12, 31))
    assert field.clean("01-01-2025")
    assert field.clean("31-12-2025")
    with pytest.raises(ValidationError, match="01-01-2025 eller senere"):
        field.clean("31-12-2024")
    with pytest.raises(ValidationError, match="31-12-2025 eller tidligere"):
        field.clean("01-01-2026")


def test_a_date_is_shown_the_danish_way() -> None:
    class OneDate(Form):
        day = DanishDateField()

    assert 'value="01-05-2027"' in str(OneDate(initial={"day": date(2027, 5, 1)})["day"])


@pytest.mark.parametrize(
    ("text", "value"), [("12", 12), ("1.234", 1234), ("1 234", 1234), ("-3", -3), ("0", 0)]
)
def test_a_whole_number_is_read_with_separators(text: str, value: int) -> None:
    assert IntegerField(min_value=-10).clean(text) == value


@pytest.mark.parametrize("text", ["tolv", "1,5", "1.23", "12.34.5", "1e3", "99999999999999999999"])
def test_what_is_no_whole_number_is_said_so(text: str) -> None:
    with pytest.raises(ValidationError, match="helt tal"):
        IntegerField().clean(text)


def test_a_number_keeps_within_its_limits_and_fits_the_database() -> None:
    with pytest.raises(ValidationError, match="mindst 1"):
        IntegerField(min_value=1).clean("0")
    with pytest.raises(ValidationError, match="højst"):
        IntegerField().clean("2147483648")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1250", "1250.0"), ("1.250,50", "1250.50"), ("1250,5", "1250.5"), ("1 250 kr.", "1250.0"),
        ("1250,-", "1250.0"), ("1250.50", "1250.50"), ("1.250", "1250.0"),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it(text: str, value: str) -> None:
    assert MoneyField().clean(text) == Decimal(value)


@pytest.mark.parametrize("text", ["meget", "12,345", "1.2.3", "NaN", "-5", "1e5"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        MoneyField().clean(text)


def test_tags_are_normalised_and_kept_once() -> None:
    assert TagsField().clean(" Svejsning,  truck  kort , svejsning,,\nÆldrepleje") == (
        "svejsning",
        "truck kort",
        "ældrepleje",
    )
    assert TagsField(required=False).clean("") == ()
    with pytest.raises(ValidationError, match="for langt"):
        TagsField(max_tag_length=5).clean("alt for langt")
    with pytest.raises(ValidationError, match="højst 2"):
        TagsField(max_tags=2).clean("a, b, c")


def test_a_choice_of_an_enum_gives_its_member() -> None:
    member = next(iter(SizeBand))
    assert ChoiceField(enum=SizeBand).clean(member.value) is member
    assert ChoiceField(enum=SizeBand, required=False).clean("") is None
    with pytest.raises(ValidationError, match="Vælg en af mulighederne"):
        ChoiceField(enum=SizeBand).clean("nonsens")


def test_choices_of_rows_are_given_with_the_form_and_give_ids() -> None:
    class OneCouncil(Form):
        council = ChoiceField(label="Råd")
        others = ChoicesField(label="Andre", required=False)

    rows = {"council": [(7, "Fyn")], "others": [(7, "Fyn"), (8, "Østjylland")]}
    form = OneCouncil(QueryDict("council=7&others=8&others=7"), choices=rows)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"council": 7, "others": (8, 7)}
    assert "Østjylland" not in str(OneCouncil(choices=rows)["council"])
    assert not OneCouncil(QueryDict("council=9"), choices=rows).is_valid()


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("no", False), ("", None)])
def test_yes_or_no(text: str, value: bool | None) -> None:
    assert YesNoField(required=False).clean(text) is value


def test_cvr_and_cpr_are_read_by_the_domains_own_rules() -> None:
    assert CvrField().clean("DK 10 00 00 09".replace(" ", "")) == "10000009"
    assert CvrField(required=False).clean("") == ""
    with pytest.raises(ValidationError):
        CvrField().clean("12345678")
    assert CprField().clean("010170-0000").digits == "0101700000"
    assert CprField(required=False).clean("") is None
    with pytest.raises(ValidationError):
        CprField().clean("310270-0000")


def test_a_line_break_counts_and_is_stored_as_one_character() -> None:
    assert TextField(max_length=3, rows=2).clean("a\r\nb") == "a\nb"


class Everything(Form):
    name = TextField(label="Navn", max_length=20, count_characters=True, help_text="Kort")
    day = DanishDateField(label="Dag", required=False)
    size = ChoiceField(label="Størrelse", enum=SizeBand, radio=True)
    groups = ChoicesField(label="Grupper", choices=[(1, "Ledige"), (2, "Andre")], required=False)
    amount = MoneyField(label="Beløb", required=False)
    agree = CheckField(label="Enig", required=True)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def rendered(data: Any = None) -> str:
    return str(Everything(data))


def test_optional_fields_are_marked_and_required_ones_are_not() -> None:
    html = rendered()
    assert html.count("(frivilligt)") == 3
    assert 'name="name"' in html
    assert "Dag<span" in html
    assert "Navn</label>" in html


def test_hints_and_errors_are_tied_to_their_field() -> None:
    html = rendered(QueryDict("day=x"))
    assert 'aria-describedby="id_name_helptext id_name_error id_name-limit-message"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<fieldset aria-describedby="id_size_error">' in html
    assert html.count("form-error-message") == 4  # name, day, size, agree


def test_the_error_summary_leads_to_each_field() -> None:
    html = rendered(QueryDict("day=x"))
    for target in ("id_name", "id_day", "id_size_0", "id_agree"):
        assert f'href="#{target}"' in html
        assert f'id="{target}"' in html
    assert "Navn: Feltet skal udfyldes." in html
    assert "Ret 4 fejl" in html


def test_a_form_has_no_inline_styles_and_no_scripts() -> None:
    html = rendered(QueryDict("day=x"))
    assert "style=" not in html
    assert "<script" not in html
