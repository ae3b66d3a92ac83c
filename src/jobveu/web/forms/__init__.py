"""Forms and the pages that show them: `from jobveu.web.forms import FormPage, Form, TextField, …`."""

from jobveu.web.forms.base import Form
from jobveu.web.forms.fields import (
    CheckField,
    ChoiceField,
    ChoicesField,
    CprField,
    CvrField,
    DanishDateField,
    EmailField,
    IntegerField,
    MoneyField,
    PeriodsField,
    TagsField,
    TextField,
    YesNoField,
)
from jobveu.web.forms.page import ConfirmPage, FormPage
from jobveu.web.forms.picker import ChoiceSource, PickerField

__all__ = [
    "CheckField",
    "ChoiceField",
    "ChoiceSource",
    "ChoicesField",
    "ConfirmPage",
    "CprField",
    "CvrField",
    "DanishDateField",
    "EmailField",
    "Form",
    "FormPage",
    "IntegerField",
    "MoneyField",
    "PeriodsField",
    "PickerField",
    "TagsField",
    "TextField",
    "YesNoField",
]
