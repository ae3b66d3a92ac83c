"""What is asked of whoever makes a round."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from jobveu.projects.enums import ProjectStatus, ProjectType
from jobveu.surveys.enums import RespondentType
from jobveu.surveys.operations.rounds import RoundFacts
from jobveu.web.forms import CheckField, ChoiceField, ChoicesField, DanishDateField, Form, TextField

STATUSES = (ProjectStatus.COMPLETED, ProjectStatus.ACTIVE)
"""Projects that were given up are not asked about."""


class RoundForm(Form):
    """`office_id` and `council_id` are given their options by the page; an actor of one office has one office."""

    name = TextField(
        label=gettext_lazy("Navn"),
        max_length=120,
        width="width-xl",
        help_text=gettext_lazy("F.eks. »Aktørerne om Job-VEU, efteråret 2026«"),
    )
    office_id = ChoiceField(
        label=gettext_lazy("Arbejdsmarkedskontor"), required=False, empty_label=gettext_lazy("Hele landet")
    )
    council_id = ChoiceField(
        label=gettext_lazy("Råd"), required=False, empty_label=gettext_lazy("Alle kontorets råd")
    )
    statuses = ChoicesField(
        label=gettext_lazy("Projekter, der er"),
        choices=[(each.value, each.label) for each in STATUSES],
        coerce=ProjectStatus,
    )
    project_types = ChoicesField(label=gettext_lazy("Projekttyper"), enum=ProjectType)
    started_from = DanishDateField(label=gettext_lazy("Begyndt tidligst"), required=False)
    started_to = DanishDateField(label=gettext_lazy("Begyndt senest"), required=False)
    respondent_types = ChoicesField(label=gettext_lazy("Hvem bliver spurgt?"), enum=RespondentType)
    anonymous = CheckField(
        label=gettext_lazy("Svarene er anonyme"),
        help_text=gettext_lazy(
            "Så kan ingen se, hvem der har svaret hvad, heller ikke i databasen. Til gengæld kan svarene ikke vises for "
            "det enkelte projekt, og der skal spørges mindst fem af hver slags."
        ),
    )
    closes_on = DanishDateField(
        label=gettext_lazy("Sidste dag at svare"),
        help_text=gettext_lazy("dd-mm-åååå. Runden lukker af sig selv dagen efter."),
    )
    remind_on = DanishDateField(
        label=gettext_lazy("Påmind den"),
        required=False,
        help_text=gettext_lazy("dd-mm-åååå. De, der ikke har svaret, får en påmindelse den dag."),
    )
    fieldsets = (
        ("", "", ("name",)),
        (
            gettext_lazy("Hvilke projekter?"),
            "",
            ("office_id", "council_id", "statuses", "project_types", "started_from", "started_to"),
        ),
        (
            gettext_lazy("Hvem?"),
            gettext_lazy(
                "Kontaktpersoner med samtykke til spørgeskemaer, som er med i projekterne. Hver bliver spurgt én gang, "
                "uanset hvor mange projekter."
            ),
            ("respondent_types", "anonymous"),
        ),
        (gettext_lazy("Hvornår?"), "", ("closes_on", "remind_on")),
    )

    def facts(self) -> RoundFacts:
        values: dict[str, Any] = self.cleaned_data
        return RoundFacts(**values)
