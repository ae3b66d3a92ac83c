"""The forms of agreements, the plan, the steering group, tasks and meetings."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jobveu.projects.enums import EndorsementForm as FormOfEndorsement
from jobveu.projects.enums import JobSearchDuty, MeetingKind, PhaseNumber
from jobveu.web.forms import (
    CheckField,
    ChoiceField,
    ChoicesField,
    DanishDateField,
    Form,
    IntegerField,
    TextField,
    YesNoField,
)

TEXT_LIMIT = 20_000


class PartnerAgreementTextForm(Form):
    text = TextField(
        label=_("Aftaletekst"),
        help_text=_(
            "Skriv, hvilket kompetencebehov aftalen handler om, hvordan opkvalificeringen løser det, "
            "og hvad hver part bidrager med. En tom linje giver et nyt afsnit."
        ),
        rows=16,
        max_length=TEXT_LIMIT,
        width="width-xl",
    )


class PartnerAgreementForm(PartnerAgreementTextForm):
    title = TextField(label=_("Titel"), max_length=200, width="width-xl")
    signatory_ids = ChoicesField(
        label=_("Hvem skal underskrive?"),
        help_text=_("Mindst to, og mindst én af dem skal være en af arbejdsmarkedets parter."),
    )

    field_order = ("title", "text", "signatory_ids")


class SignForm(Form):
    organisation_id = ChoiceField(label=_("Hvem underskriver du for?"), radio=True)
    confirmed = CheckField(
        label=_("Jeg har læst hele teksten og underskriver på organisationens vegne"), required=True
    )


class ReasonForm(Form):
    reason = TextField(label=_("Begrundelse"), max_length=300, width="width-l")


class SignatoryForm(Form):
    organisation_id = ChoiceField(label=_("Organisation"), width="width-l")


class EndorsementForm(Form):
    organisation_id = ChoiceField(label=_("Part"), width="width-l")
    form = ChoiceField(label=_("Hvordan bakker parten op?"), enum=FormOfEndorsement, radio=True)
    shown_by = TextField(
        label=_("Hvad viser det?"),
        help_text=_("F.eks. et referat, en pjece med logo, et link eller en mail fra parten."),
        max_length=300,
        width="width-l",
    )
    given_on = DanishDateField(label=_("Dato"))


class ContributionTextForm(Form):
    head_count = IntegerField(label=_("Antal kandidater"), min_value=1, max_value=9999)
    by_date = DanishDateField(label=_("Kandidaterne er fundet senest"))
    job_search_duty = ChoiceField(
        label=_("Pligt til at søge job under forløbet"), enum=JobSearchDuty, radio=True
    )
    transport_paid = YesNoField(label=_("Betaler jobcentret transport?"))
    benefit_kept = YesNoField(label=_("Fortsætter ydelsen under forløbet?"))
    work_placement_weeks = IntegerField(label=_("Uger i praktik"), min_value=0, max_value=104)
    other_terms = TextField(label=_("Andre vilkår"), required=False, max_length=500, rows=3, width="width-xl")
    text = TextField(
        label=_("Aftaletekst"),
        help_text=_("Det, der ellers er aftalt: hvem der gør hvad, og hvordan I følger op."),
        rows=10,
        max_length=TEXT_LIMIT,
        width="width-xl",
    )
    fieldsets = [
        (_("Bidrag"), "", ["job_centre_id", "head_count", "by_date"]),
        (
            _("Kandidaternes vilkår"),
            _("Vilkårene vises ved siden af de andre jobcentres, så forskelle kan aftales i tide."),
            ["job_search_duty", "transport_paid", "benefit_kept", "work_placement_weeks", "other_terms"],
        ),
        (_("Aftale"), "", ["text"]),
    ]


class ContributionForm(ContributionTextForm):
    job_centre_id = ChoiceField(label=_("Jobcenter"), width="width-l")


class HandoverTextForm(Form):
    text = TextField(
        label=_("Hvad overdrages?"),
        help_text=_("F.eks. at indkalde til møder, følge op på opgaver og holde kontakt med virksomhederne."),
        rows=10,
        max_length=TEXT_LIMIT,
        width="width-xl",
    )
    from_date = DanishDateField(
        label=_("Overdrages fra"),
        help_text=_(
            "dd-mm-åååå. Den dag går den koordinerende rolle over til jobcentret, hvis begge parter har underskrevet. "
            "Underskriver den sidste senere, går rollen over med det samme."
        ),
    )
    still_done = TextField(
        label=_("Hvad gør koordinatoren fortsat?"),
        required=False,
        rows=5,
        max_length=TEXT_LIMIT,
        width="width-xl",
    )


class HandoverForm(HandoverTextForm):
    job_centre_id = ChoiceField(label=_("Jobcenter"), width="width-l")

    field_order = ("job_centre_id",)


class PlanForm(Form):
    purpose = TextField(label=_("Formål"), rows=6, max_length=TEXT_LIMIT, width="width-xl")
    target_group = TextField(label=_("Målgruppe"), rows=6, max_length=TEXT_LIMIT, width="width-xl")
    upskilling_need = TextField(
        label=_("Opkvalificeringsbehov"), rows=6, max_length=TEXT_LIMIT, width="width-xl"
    )
    matching_model = TextField(
        label=_("Match- og indslusningsmodel"),
        help_text=_(
            "Hvordan kandidater og virksomheder finder sammen, og hvordan kandidaterne sluses ind i job."
        ),
        rows=6,
        max_length=TEXT_LIMIT,
        width="width-xl",
    )
    change_note = TextField(
        label=_("Hvad er ændret?"),
        help_text=_("Kort, så andre kan se, hvorfor der er en ny version."),
        max_length=300,
        width="width-xl",
    )


class SeatForm(Form):
    contact_id = ChoiceField(
        label=_("Hvem sidder i sædet?"), required=False, empty_label=_("Ikke oplyst"), width="width-l"
    )
    since = DanishDateField(label=_("Siden"))
    chairs = CheckField(label=_("Formand for styregruppen"))


class NewSeatForm(SeatForm):
    organisation_id = ChoiceField(label=_("Part"), width="width-l")

    field_order = ("organisation_id",)


class TaskForm(Form):
    title = TextField(label=_("Opgave"), max_length=200, width="width-xl")
    description = TextField(
        label=_("Beskrivelse"), required=False, rows=4, max_length=TEXT_LIMIT, width="width-xl"
    )
    phase = ChoiceField(label=_("Fase"), enum=PhaseNumber, width="width-l")
    responsible_id = ChoiceField(
        label=_("Ansvarlig part"), required=False, empty_label=_("Ikke aftalt endnu"), width="width-l"
    )
    due_on = DanishDateField(label=_("Frist"), required=False)


class TimeField(TextField):
    """A time of day as people write it: 9, 9.30, 09:30, 0930. The cleaned value is a `datetime.time`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("width", "char-8")
        super().__init__(**kwargs)
        self.widget.attrs["inputmode"] = "numeric"

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H.%M}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, time):
            return value
        text = str(super().to_python(value) or "").strip()
        if not text:
            return None
        found = re.fullmatch(r"(?:kl\.? *)?(\d{1,2})(?:[.: ]?(\d{2}))?", text, re.ASCII | re.IGNORECASE)
        if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValidationError(_("Skriv et klokkeslæt, f.eks. 9.30."), code="invalid")
        return time(int(found[1]), int(found[2] or 0))


class MeetingForm(Form):
    kind = ChoiceField(label=_("Mødetype"), enum=MeetingKind, radio=True)
    day = DanishDateField(label=_("Dato"))
    clock = TimeField(label=_("Klokkeslæt"), help_text=_("F.eks. 9.30"))
    place = TextField(label=_("Sted"), required=False, max_length=200, width="width-l")
    agenda = TextField(label=_("Dagsorden"), required=False, rows=6, max_length=TEXT_LIMIT, width="width-xl")
    attendee_ids = ChoicesField(label=_("Deltagere"), required=False)


class MinutesForm(Form):
    text = TextField(
        label=_("Referat"),
        help_text=_("Skriv, hvad I aftalte. En tom linje giver et nyt afsnit."),
        rows=16,
        max_length=TEXT_LIMIT,
        width="width-xl",
    )
