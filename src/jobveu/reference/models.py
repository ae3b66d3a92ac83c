"""Councils, offices, municipalities and industries: what other rooms point at, with validity dates."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import known_choice
from jobveu.common.history import History
from jobveu.common.sorting import DanishSortKey
from jobveu.reference.enums import UNSTATED_INDUSTRY, CouncilKind, IndustryLevel, MunicipalityKind, Origin


class Office(models.Model):
    """A labour market office (arbejdsmarkedskontor, AMK)."""

    code = models.CharField(_("Kode"), max_length=20)
    name = models.CharField(_("Navn"), max_length=100)
    seat = models.CharField(_("Hjemsted"), max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="office_code_unique",
                violation_error_message=_("Der findes allerede et arbejdsmarkedskontor med den kode."),
            ),
        ]


class Council(models.Model):
    """A regional council: one of the eight labour market councils, or of the five employment councils that
    took their place. `source` says what a row rests on, `assumption` what in it is assumed (blank: nothing).
    """

    code = models.CharField(_("Kode"), max_length=40)
    kind = models.CharField(_("Art"), max_length=40, choices=CouncilKind)
    name = models.CharField(_("Navn"), max_length=100)
    area = models.CharField(_("Område"), max_length=100)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="councils", verbose_name=_("Arbejdsmarkedskontor")
    )
    valid_from = models.DateField(_("Gyldig fra"))
    valid_to = models.DateField(_("Gyldig til og med"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="predecessors",
        null=True,
        blank=True,
        verbose_name=_("Efterfølger"),
    )
    source = models.TextField(_("Kilde"))
    assumption = models.TextField(_("Antagelse"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="council_code_unique",
                violation_error_message=_("Der findes allerede et råd med den kode."),
            ),
            models.UniqueConstraint(
                fields=["kind", "area"],
                name="council_area_unique",
                violation_error_message=_("Der findes allerede et råd af den art for området."),
            ),
            known_choice(
                "kind", CouncilKind, name="council_kind_known", message=_("Vælg, hvilken art råd det er.")
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="council_validity_in_order",
                violation_error_message=_("Rådet kan ikke ophøre, før det begynder."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="council_succeeds_another",
                violation_error_message=_("Et råd kan ikke efterfølge sig selv."),
            ),
        ]
        indexes = [models.Index(DanishSortKey("name"), "code", name="council_sort")]


class Region(models.Model):
    """One of the five regions, by its official two-digit code."""

    code = models.CharField(_("Kode"), max_length=2)
    name = models.CharField(_("Navn"), max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="region_code_unique",
                violation_error_message=_("Der findes allerede en region med den kode."),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2}$"),
                name="region_code_digits",
                violation_error_message=_("En regionskode har to cifre."),
            ),
        ]


class Municipality(models.Model):
    """A municipality by its official four-digit code, with its region and its landsdel (NUTS 3).

    Christiansø (0411) is a special area under the Ministry of Defence, outside every municipality and with no
    job centre of its own: it has a row so that an address there has a place, and is of its own kind.
    """

    code = models.CharField(_("Kommunekode"), max_length=4)
    name = models.CharField(_("Navn"), max_length=100)
    kind = models.CharField(_("Art"), max_length=20, choices=MunicipalityKind)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="municipalities", verbose_name=_("Region")
    )
    landsdel_code = models.CharField(_("Landsdelskode"), max_length=2)
    landsdel_name = models.CharField(_("Landsdel"), max_length=100)
    origin = models.CharField(_("Oprindelse"), max_length=10, choices=Origin, default=Origin.SHIPPED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="municipality_code_unique",
                violation_error_message=_("Der findes allerede en kommune med den kode."),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{4}$"),
                name="municipality_code_digits",
                violation_error_message=_("En kommunekode har fire cifre."),
            ),
            models.CheckConstraint(
                condition=Q(landsdel_code__regex=r"^[0-9]{2}$"),
                name="municipality_landsdel_digits",
                violation_error_message=_("En landsdelskode har to cifre."),
            ),
            known_choice(
                "kind",
                MunicipalityKind,
                name="municipality_kind_known",
                message=_("Vælg, om det er en kommune eller et område uden for kommunerne."),
            ),
            known_choice(
                "origin",
                Origin,
                name="municipality_origin_known",
                message=_("Vælg, hvor oplysningen kommer fra."),
            ),
        ]
        indexes = [models.Index(DanishSortKey("name"), "code", name="municipality_sort")]


class MunicipalityPoint(models.Model):
    """Where a municipality's middle lies, in degrees: what distances between municipalities are reckoned from."""

    municipality = models.OneToOneField(
        Municipality, on_delete=models.CASCADE, related_name="point", verbose_name=_("Kommune")
    )
    latitude = models.FloatField(_("Breddegrad"))
    longitude = models.FloatField(_("Længdegrad"))
    as_of = models.DateField(_("Opgjort pr."))
    source = models.TextField(_("Kilde"))

    history = History(parent="municipality")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__gte=54, latitude__lte=58, longitude__gte=8, longitude__lte=16),
                name="municipality_point_in_denmark",
                violation_error_message=_("Punktet skal ligge i Danmark."),
            ),
        ]


class CouncilMunicipality(models.Model):
    """A municipality in a council's area, for as long as the council is valid."""

    council = models.ForeignKey(
        Council, on_delete=models.CASCADE, related_name="council_municipalities", verbose_name=_("Råd")
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        related_name="council_municipalities",
        verbose_name=_("Kommune"),
    )
    source = models.TextField(_("Kilde"))
    assumption = models.TextField(_("Antagelse"), blank=True)
    origin = models.CharField(_("Oprindelse"), max_length=10, choices=Origin, default=Origin.SHIPPED)

    history = History(parent="council")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "municipality"],
                name="council_municipality_unique",
                violation_error_message=_("Kommunen hører allerede til rådet."),
            ),
            known_choice(
                "origin",
                Origin,
                name="council_municipality_origin_known",
                message=_("Vælg, hvor oplysningen kommer fra."),
            ),
        ]


class Industry(models.Model):
    """An industry of the Danish industry code DB07, at one of its five levels, as the code is printed:
    "I", "56", "56.1", "56.10", "56.10.10". Every one but the sections and "not stated" has a parent.
    """

    code = models.CharField(_("Branchekode"), max_length=8)
    level = models.CharField(_("Niveau"), max_length=10, choices=IndustryLevel)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("Overordnet branche"),
    )
    title = models.CharField(_("Titel"), max_length=200)
    origin = models.CharField(_("Oprindelse"), max_length=10, choices=Origin, default=Origin.SHIPPED)

    class Meta:
        constraints = [
            known_choice(
                "level",
                IndustryLevel,
                name="industry_level_known",
                message=_("Vælg et af de fem niveauer i DB07."),
            ),
            models.UniqueConstraint(
                fields=["code"],
                name="industry_code_unique",
                violation_error_message=_("Der findes allerede en branche med den kode."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(level=IndustryLevel.SECTION, code__regex=r"^[A-Z]$")
                    | Q(level=IndustryLevel.DIVISION, code__regex=r"^[0-9]{2}$")
                    | Q(level=IndustryLevel.GROUP, code__regex=r"^[0-9]{2}\.[0-9]$")
                    | Q(level=IndustryLevel.CLASS, code__regex=r"^[0-9]{2}\.[0-9]{2}$")
                    | Q(level=IndustryLevel.SUBCLASS, code__regex=r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$")
                ),
                name="industry_code_fits_level",
                violation_error_message=_("Branchekoden passer ikke til niveauet."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(level=IndustryLevel.SECTION, parent__isnull=True)
                    | (~Q(level=IndustryLevel.SECTION) & Q(parent__isnull=False))
                    | Q(code=UNSTATED_INDUSTRY, parent__isnull=True)
                ),
                name="industry_parent_fits_level",
                violation_error_message=_(
                    "Alle brancher på nær hovedafdelingerne har en overordnet branche."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="industry_title_filled",
                violation_error_message=_("Skriv branchens titel."),
            ),
            known_choice(
                "origin",
                Origin,
                name="industry_origin_known",
                message=_("Vælg, hvor oplysningen kommer fra."),
            ),
        ]
        indexes = [models.Index("level", DanishSortKey("title"), "code", name="industry_sort")]
