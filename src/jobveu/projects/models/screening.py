"""The project's own screening tool: the criteria by which every job centre of the project screens, in versions."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import known_choice
from jobveu.common.history import History
from jobveu.projects.enums import CriterionKind, Strength
from jobveu.projects.formal_facts import (
    ASKABLE_CERTIFICATES,
    ASKABLE_LICENCES,
    FormalFact,
    LanguageLevel,
)
from jobveu.projects.models.project import Project


class ScreeningTool(models.Model):
    """One version of the tool. While nobody has issued it, it is a draft, of which a project has at most one; from
    then on it is never changed. The newest that is issued is in force (def.phase4.screening_tool)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="screening_tools")
    number = models.PositiveIntegerField()
    begun_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField(_("Taget i brug"), null=True, blank=True)
    change_note = models.CharField(_("Hvad er ændret?"), max_length=300, blank=True)

    history = History(parent="project")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project",
                "number",
                name="screening_tool_number_once",
                violation_error_message=_("En anden har begyndt på en ny version imens."),
            ),
            models.UniqueConstraint(
                "project",
                condition=Q(issued_at__isnull=True),
                name="screening_tool_one_draft",
                violation_error_message=_("En anden har begyndt på en ny version imens."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="screening_tool_number_from_one",
                violation_error_message=_("Versioner tælles fra 1."),
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, issued_by__isnull=True)
                | Q(issued_at__isnull=False, issued_by__isnull=False),
                name="screening_tool_issued_by_somebody",
                violation_error_message=_("Det skal fremgå, hvem der har taget screeningsværktøjet i brug."),
            ),
        ]


class Criterion(models.Model):
    """One demand of one version. `key` is the same in all versions, so that an answer can be taken along.

    `company` None: for everybody; otherwise for the positions of that company alone. `dialogue`: the conversation
    that it was drawn from. `fact` and `fact_value`: what a formal demand is looked up in.
    """

    tool = models.ForeignKey(ScreeningTool, on_delete=models.CASCADE, related_name="criteria")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(_("Art"), max_length=20, choices=CriterionKind)
    text = models.CharField(_("Krav"), max_length=200)
    guidance = models.CharField(_("Sådan afklares det"), max_length=500, blank=True)
    strength = models.CharField(_("Skal eller gerne"), max_length=10, choices=Strength)
    weight = models.PositiveSmallIntegerField(_("Vægt"), null=True, blank=True)
    company = models.ForeignKey(
        "actors.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="criteria",
        verbose_name=_("Gælder for"),
    )
    dialogue = models.ForeignKey(
        "actors.Dialogue",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="criteria",
        verbose_name=_("Fra samtalen"),
    )
    fact = models.CharField(_("Slås op i"), max_length=30, choices=FormalFact, blank=True)
    fact_value = models.CharField(_("Hvad kræves?"), max_length=30, blank=True)
    wording_reason = models.CharField(_("Hvorfor ordet er i orden her"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = History(parent="tool")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "tool",
                "key",
                name="criterion_once_in_version",
                violation_error_message=_("Kravet er allerede med i denne version."),
            ),
            known_choice("kind", CriterionKind, name="criterion_kind_known", message=_("Vælg kravets art.")),
            known_choice(
                "strength",
                Strength,
                name="criterion_strength_known",
                message=_("Vælg, om kravet skal eller gerne må være opfyldt."),
            ),
            known_choice(
                "fact",
                FormalFact,
                name="criterion_fact_known",
                message=_("Vælg fra listen, hvad kravet slås op i."),
                blank=True,
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="criterion_text_given",
                violation_error_message=_("Skriv kravet."),
            ),
            models.CheckConstraint(
                condition=Q(strength=Strength.MUST, weight__isnull=True)
                | Q(strength=Strength.NICE, weight__isnull=False),
                name="criterion_weight_of_nice",
                violation_error_message=_("Kun et krav, der gerne må være opfyldt, har en vægt."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=5),
                name="criterion_weight_in_range",
                violation_error_message=_("Vægten er fra 1 til 5."),
            ),
            models.CheckConstraint(
                condition=Q(fact="", fact_value="")
                | (
                    Q(kind=CriterionKind.FORMAL)
                    & (
                        Q(fact=FormalFact.DRIVING_LICENCE, fact_value__in=list(ASKABLE_LICENCES))
                        | Q(fact=FormalFact.DANISH_LEVEL, fact_value__in=LanguageLevel.values)
                        | Q(fact=FormalFact.CERTIFICATE, fact_value__in=list(ASKABLE_CERTIFICATES))
                        | Q(
                            fact__in=[FormalFact.UNEMPLOYED_AT_LEAST, FormalFact.UNEMPLOYED_AT_MOST],
                            fact_value__regex=r"^[1-9][0-9]?$",
                        )
                    )
                ),
                name="criterion_fact_with_value",
                violation_error_message=_("Vælg, hvad der kræves af det, som kravet slås op i."),
            ),
        ]
