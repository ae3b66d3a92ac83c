"""The kinds of fields that forms are made of.

All take Django's arguments (`label`, `help_text`, `required`, `initial`, `validators` …) and `width`, how
wide the control is: "width-xxs" (8 rem) to "width-xl" (48 rem), or by characters "char-4", "char-8",
"char-11", "char-27". `css` are classes of a group of radio buttons or check boxes. Text and
numbers are read as people write them; what is wrong is said in Danish.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Choices, IntegerChoices
from django.utils import formats
from django.utils.choices import BlankChoiceIterator, normalize_choices
from django.utils.translation import gettext_lazy as _

from jobveu.common.cpr import Cpr, parse_cpr
from jobveu.common.cvr import format_cvr, parse_cvr
from jobveu.common.danish import NotADate, parse_date

_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+", re.ASCII)
_SPACES = re.compile(r"[\s\u00A0\u202F]+")
_BETWEEN_DAYS = re.compile(r"\s(?:til|to|-)\s|\s?–\s?")


class _Looks:
    """Takes the arguments that say what a control looks like."""

    def __init__(
        self,
        *args: Any,
        width: str = "",
        prefix: Any = "",
        suffix: Any = "",
        autocomplete: str = "",
        css: str = "",
        **kwargs: Any,
    ) -> None:
        self.css = css
        self.width = width
        self.prefix = prefix
        self.suffix = suffix
        super().__init__(*args, **kwargs)
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete


class TextField(_Looks, forms.CharField):
    """A line of text, or with `rows` a text area. `count_characters` shows how many of `max_length` are left
    instead of stopping the typing."""

    def __init__(self, *, rows: int | None = None, count_characters: bool = False, **kwargs: Any) -> None:
        self.count_characters = count_characters
        if rows is not None:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
            kwargs.setdefault("width", "width-xl")
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        if self.count_characters:
            attrs.pop("maxlength", None)
        return attrs

    def to_python(self, value: Any) -> Any:
        # Browsers send a line break as two characters; it counts, and is stored, as one.
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class EmailField(_Looks, forms.EmailField):
    default_error_messages = {"invalid": _("Skriv en e-mailadresse, f.eks. navn@firma.dk.")}


class DanishDateField(_Looks, forms.Field):
    """A date in one text box: 31-12-2025, 31.12.25, 31/12 2025, 31122025, "31. december 2025", 2025-12-31.

    Two digits of a year are 1970 to 2069. `earliest` and `latest` are dates, both inclusive.
    """

    default_error_messages = {
        "invalid": _("Skriv en dato som dd-mm-åååå, f.eks. 31-12-2025."),
        "no_such_date": _("Datoen »%(value)s« findes ikke. Kontrollér dag og måned."),
        "year": _("Kontrollér årstallet i »%(value)s«."),
        "earliest": _("Datoen skal være %(limit)s eller senere."),
        "latest": _("Datoen skal være %(limit)s eller tidligere."),
    }

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("dd-mm-åååå, f.eks. 31-12-2025"))
        kwargs.setdefault("width", "char-11")
        kwargs.setdefault("autocomplete", "off")
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)
        self.earliest = earliest
        self.latest = latest

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d-%m-%Y}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        text = _SPACES.sub(" ", str(value)).strip().lower()
        if not text:
            return None
        try:
            return parse_date(text)
        except NotADate as error:
            code = {"form": "invalid"}.get(error.reason, error.reason)
            raise ValidationError(self.error_messages[code], code=code, params={"value": text}) from None

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        for code, limit, broken in (
            ("earliest", self.earliest, self.earliest is not None and value < self.earliest),
            ("latest", self.latest, self.latest is not None and value > self.latest),
        ):
            if broken:
                raise ValidationError(
                    self.error_messages[code], code=code, params={"limit": f"{limit:%d-%m-%Y}"}
                )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), data))


class IntegerField(_Looks, forms.Field):
    """A whole number, written with or without separators: 1234, 1.234, 1 234. Both limits are inclusive."""

    default_error_messages = {
        "invalid": _("Skriv et helt tal, f.eks. 12."),
        "min": _("Tallet skal være mindst %(limit)s."),
        "max": _("Tallet må højst være %(limit)s."),
    }

    def __init__(
        self, *, min_value: int | None = None, max_value: int | None = 2_147_483_647, **kwargs: Any
    ) -> None:
        kwargs.setdefault("width", "char-8")
        kwargs.setdefault("autocomplete", "off")
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)
        self.min_value = min_value
        self.max_value = max_value

    def prepare_value(self, value: Any) -> Any:
        return _written(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        text = _SPACES.sub("", str(value)) if value not in self.empty_values else ""
        if not text:
            return None
        if _THOUSANDS.fullmatch(text):
            text = text.replace(".", "")
        if not re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(text)

    def validate(self, value: int | None) -> None:
        super().validate(value)
        _check_limits(self, value)


class MoneyField(_Looks, forms.Field):
    """An amount in kroner with at most two decimals: 1234,50, 1.234,50, 1 234 kr. The value is a Decimal."""

    default_error_messages = {
        "invalid": _("Skriv et beløb i kroner, f.eks. 1.250,50."),
        "min": _("Beløbet skal være mindst %(limit)s kr."),
        "max": _("Beløbet må højst være %(limit)s kr."),
    }

    def __init__(
        self,
        *,
        min_value: Decimal | None = Decimal(0),
        max_value: Decimal | None = Decimal("9999999999.99"),
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("width", "char-11")
        kwargs.setdefault("suffix", _("kr."))
        kwargs.setdefault("autocomplete", "off")
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)
        self.min_value = min_value
        self.max_value = max_value

    def prepare_value(self, value: Any) -> Any:
        return _written(value) if isinstance(value, (Decimal, int)) else value

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, Decimal):
            return value
        text = _SPACES.sub("", str(value or "")).lower()
        text = text.removesuffix(".").removesuffix("kr").removesuffix(",-")
        if not text:
            return None
        whole, comma, decimals = text.partition(",")
        if _THOUSANDS.fullmatch(whole):
            whole = whole.replace(".", "")
        elif not comma and re.fullmatch(r"-?\d+\.\d{1,2}", whole, re.ASCII):
            whole, comma, decimals = whole.partition(".")  # 1250.50, as some keyboards write it
        if not re.fullmatch(r"-?\d{1,12},\d{0,2}", f"{whole},{decimals}", re.ASCII):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return Decimal(f"{whole}.{decimals or 0}")

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        _check_limits(self, value)


def _written(value: int | Decimal) -> str:
    """A number as it stands in a text box: the Danish way, whatever the page's language."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
    return text.translate(str.maketrans(",.", ".,"))


def _check_limits(field: Any, value: Any) -> None:
    if value is None:
        return
    if field.min_value is not None and value < field.min_value:
        limit, code = field.min_value, "min"
    elif field.max_value is not None and value > field.max_value:
        limit, code = field.max_value, "max"
    else:
        return
    shown = formats.number_format(limit, use_l10n=True, force_grouping=True)
    raise ValidationError(field.error_messages[code], code=code, params={"limit": shown})


class CvrField(_Looks, forms.CharField):
    """A CVR number; the cleaned value is its eight digits (jobveu.common.cvr), "" when left empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("CVR-nummer"))
        kwargs.setdefault("help_text", _("8 cifre"))
        kwargs.setdefault("width", "char-11")
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format_cvr(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return parse_cvr(text) if text else ""


class CprField(_Looks, forms.CharField):
    """A CPR number; the cleaned value is a jobveu.common.cpr.Cpr, or None when left empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("CPR-nummer"))
        kwargs.setdefault("help_text", _("ddmmåå-xxxx"))
        kwargs.setdefault("width", "char-11")
        kwargs.setdefault("autocomplete", "off")
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.formatted() if isinstance(value, Cpr) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return parse_cpr(text) if text else None


class TagsField(_Looks, forms.CharField):
    """Words separated by commas; the value is a tuple of them: lower case, single spaces, each once."""

    default_error_messages = {
        "too_long": _("Hvert ord må højst være på %(limit)d tegn: »%(tag)s« er for langt."),
        "too_many": _("Skriv højst %(limit)d ord."),
    }

    def __init__(self, *, max_tags: int = 20, max_tag_length: int = 50, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Adskil med komma, f.eks. svejsning, truckcertifikat"))
        super().__init__(**kwargs)
        self.max_tags = max_tags
        self.max_tag_length = max_tag_length

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, (list, tuple)) else value

    def to_python(self, value: Any) -> tuple[str, ...]:
        text = value if isinstance(value, str) else ", ".join(value or ())
        parts = re.split("[,;\n]", text.replace("\x00", ""))
        words = (_SPACES.sub(" ", part).strip().lower() for part in parts)
        tags = tuple(dict.fromkeys(word for word in words if word))
        for tag in tags:
            if len(tag) > self.max_tag_length:
                raise ValidationError(
                    self.error_messages["too_long"],
                    code="too_long",
                    params={"limit": self.max_tag_length, "tag": tag},
                )
        if len(tags) > self.max_tags:
            raise ValidationError(
                self.error_messages["too_many"], code="too_many", params={"limit": self.max_tags}
            )
        return tags


class PeriodsField(TextField):
    """Periods, one on each line: "01-07-2027 til 14-07-2027", or a single day. The cleaned value is a tuple of
    `period(first, last)`, both days included, in the order in which they are written."""

    default_error_messages = {
        "line": _("Skriv hver periode som dd-mm-åååå til dd-mm-åååå. »%(line)s« kan ikke læses."),
        "order": _("»%(line)s« slutter, før den begynder."),
    }

    def __init__(self, *, period: Callable[[date, date], Any], **kwargs: Any) -> None:
        super().__init__(rows=3, autocomplete="off", **kwargs)
        self.period = period

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return "\n".join(str(_("%(first)s til %(last)s")) % _first_and_last(one) for one in value)
        return value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value if isinstance(value, str) else self.prepare_value(value) or "")
        lines = [_SPACES.sub(" ", line).strip() for line in text.splitlines()]
        return tuple(self._read(line) for line in lines if line)

    def _read(self, line: str) -> Any:
        days = [part.strip() for part in _BETWEEN_DAYS.split(line)]
        try:
            if len(days) > len(("first", "last")):
                raise NotADate("form")
            first, last = (parse_date(part.lower()) for part in (days[0], days[-1]))
        except NotADate:
            raise ValidationError(self.error_messages["line"], code="line", params={"line": line}) from None
        if last < first:
            raise ValidationError(self.error_messages["order"], code="order", params={"line": line})
        return self.period(first, last)


def _first_and_last(period: Any) -> dict[str, str]:
    return {"first": f"{period.first:%d-%m-%Y}", "last": f"{period.last:%d-%m-%Y}"}


def _member_of(enum: type[Choices] | None) -> Callable[[Any], Any] | None:
    """What makes a member of what a browser sends: the text of its value."""
    if enum is not None and issubclass(enum, IntegerChoices):
        return lambda value: enum(int(value))
    return enum


class ChoiceField(_Looks, forms.TypedChoiceField):
    """One of a few: a drop-down list, or radio buttons with `radio=True`.

    `enum`: a Django `TextChoices` or `IntegerChoices`; the cleaned value is its member. Otherwise give
    `choices` as pairs here or, for rows, by the page (`FormPage.choices`); then the cleaned value is the id
    (`coerce=int` unless told). None when nothing is chosen.
    """

    default_error_messages = {"invalid_choice": _("Vælg en af mulighederne.")}

    def __init__(
        self,
        *,
        enum: type[Choices] | None = None,
        choices: Iterable[Any] | Callable[[], Iterable[Any]] = (),
        coerce: Callable[[Any], Any] | None = None,
        radio: bool = False,
        empty_label: Any = "",
        **kwargs: Any,
    ) -> None:
        self.empty_label = None if radio else empty_label or _("Vælg")
        if radio:
            kwargs.setdefault("widget", forms.RadioSelect)
        super().__init__(
            choices=enum.choices if enum else choices,
            coerce=coerce or _member_of(enum) or int,
            empty_value=None,
            **kwargs,
        )

    def _get_choices(self) -> Any:
        return self._choices

    def _set_choices(self, value: Any) -> None:
        self._choices = self.widget.choices = normalize_choices(value)
        if self.empty_label is not None:
            self.widget.choices = BlankChoiceIterator(self._choices, [("", self.empty_label)])

    choices = property(_get_choices, _set_choices)

    def prepare_value(self, value: Any) -> Any:
        return value.value if isinstance(value, Enum) else value


class ChoicesField(_Looks, forms.TypedMultipleChoiceField):
    """Several of a few, as check boxes; otherwise as ChoiceField. The cleaned value is a tuple."""

    default_error_messages = {"invalid_choice": _("Vælg blandt mulighederne.")}

    def __init__(
        self,
        *,
        enum: type[Choices] | None = None,
        choices: Iterable[Any] | Callable[[], Iterable[Any]] = (),
        coerce: Callable[[Any], Any] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(
            choices=enum.choices if enum else choices,
            coerce=coerce or _member_of(enum) or int,
            empty_value=(),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (list, tuple, set, frozenset)):
            return [item.value if isinstance(item, Enum) else item for item in value]
        return value

    def clean(self, value: Any) -> tuple[Any, ...]:
        return tuple(super().clean(value))


class CheckField(_Looks, forms.BooleanField):
    """One check box. Not required unless told: `required=True` means that it must be ticked."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)


class YesNoField(ChoiceField):
    """Yes or no as radio buttons; the cleaned value is True, False or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            radio=True,
            choices=[("yes", _("Ja")), ("no", _("Nej"))],
            coerce=lambda value: value == "yes",
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
