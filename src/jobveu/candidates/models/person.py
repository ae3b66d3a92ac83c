from __future__ import annotations

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobveu.candidates.enums import IdentityPart, Purpose, Situation, SkillLevel
from jobveu.candidates.periods import MOST
from jobveu.common.constraints import known_choice
from jobveu.common.history import AppendOnly, History
from jobveu.projects.formal_facts import Certificate, LanguageLevel, LicenceCategory

if TYPE_CHECKING:
    _DecimalField = models.DecimalField[Decimal | int, Decimal]  # generic in the stubs only
else:
    _DecimalField = models.DecimalField


class UnboundedNumericField(_DecimalField):
    """PostgreSQL's numeric without a fixed precision: any number of decimals, compared exactly."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"] = 16_000
        kwargs["decimal_places"] = 8_000
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs

    def db_type(self, connection: Any) -> str:
        return "numeric"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value


class Person(models.Model):
    """Somebody a job centre has registered. Only that job centre's record: the same citizen in two job
    centres is two persons here.

    Name, CPR number and contact details are encrypted (jobveu.common.crypto, context
    "person:<key>:<field>"); `cpr_hash` is a keyed hash for look-up, made for the job centre alone, so that
    the hashes of two job centres don't tell that they know the same citizen. `name_position` orders the
    names of one job centre in Danish alphabetical order without telling them: it lies between its
    neighbours' when the person is registered.
    """

    job_centre = models.ForeignKey("actors.Organisation", on_delete=models.PROTECT, related_name="persons")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name_encrypted = models.BinaryField()
    cpr_encrypted = models.BinaryField()
    cpr_hash = models.BinaryField()
    phone_encrypted = models.BinaryField(null=True)
    email_encrypted = models.BinaryField(null=True)
    name_position = UnboundedNumericField()
    situation = models.CharField(_("Situation"), max_length=20, choices=Situation)
    vulnerable = models.BooleanField(_("Udsat ledig"), default=False)
    skill_level = models.CharField(_("Uddannelsesniveau"), max_length=20, choices=SkillLevel)
    municipality = models.ForeignKey(
        "reference.Municipality", on_delete=models.PROTECT, null=True, blank=True
    )
    # The formal facts that criteria ask for (projects.formal_facts); None or "": nobody has asked.
    driving_licences = ArrayField(
        models.CharField(max_length=10, choices=LicenceCategory),
        null=True,
        blank=True,
        verbose_name=_("Kørekort"),
    )
    danish_level = models.CharField(_("Dansk"), max_length=2, choices=LanguageLevel, blank=True)
    unemployed_since = models.DateField(_("Ledig siden"), null=True, blank=True)
    certificates = ArrayField(
        models.CharField(max_length=20, choices=Certificate),
        null=True,
        blank=True,
        verbose_name=_("Certifikater"),
    )
    available_from = models.DateField(_("Kan begynde fra"), null=True, blank=True)
    away = ArrayField(DateRangeField(), default=list, blank=True, verbose_name=_("Er væk"))
    """Periods in which the person can neither be on a course nor begin in a job (periods.AwayPeriod). Why isn't asked."""
    travel_limit_km = models.PositiveSmallIntegerField(_("Rejser højst (km)"), null=True, blank=True)
    travel_limit_minutes = models.PositiveSmallIntegerField(
        _("Rejser højst (minutter)"), null=True, blank=True
    )
    synthetic = models.BooleanField(default=False)
    registered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    registered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    history = History(
        parent="job_centre",
        person="id",
        sealed=("name_encrypted", "cpr_encrypted", "cpr_hash", "phone_encrypted", "email_encrypted"),
        ignored=("name_position",),
    )

    class Meta:
        constraints = [
            known_choice(
                "situation",
                Situation,
                name="person_situation_known",
                message=_("Vælg situationen fra listen."),
            ),
            known_choice(
                "skill_level",
                SkillLevel,
                name="person_skill_level_known",
                message=_("Vælg uddannelsesniveauet fra listen."),
            ),
            models.UniqueConstraint(
                "job_centre",
                "cpr_hash",
                name="person_once_per_job_centre",
                violation_error_message=_(
                    "Jobcentret har allerede registreret en person med det CPR-nummer."
                ),
            ),
            models.CheckConstraint(
                condition=Q(driving_licences__contained_by=LicenceCategory.values),
                name="person_driving_licences_known",
                violation_error_message=_("Vælg kørekort fra listen."),
            ),
            models.CheckConstraint(
                condition=Q(certificates__contained_by=Certificate.values),
                name="person_certificates_known",
                violation_error_message=_("Vælg certifikater fra listen."),
            ),
            known_choice(
                "danish_level",
                LanguageLevel,
                name="person_danish_level_known",
                message=_("Vælg niveauet i dansk fra listen."),
                blank=True,
            ),
            models.CheckConstraint(
                condition=Q(travel_limit_km__gte=1, travel_limit_km__lte=500),
                name="person_travel_limit_in_range",
                violation_error_message=_("Skriv en afstand fra 1 til 500 km."),
            ),
            models.CheckConstraint(
                condition=Q(travel_limit_minutes__gte=1, travel_limit_minutes__lte=480),
                name="person_travel_time_in_range",
                violation_error_message=_("Skriv en rejsetid fra 1 til 480 minutter."),
            ),
            models.CheckConstraint(
                condition=Q(away__len__lte=MOST),
                name="person_away_not_too_often",
                violation_error_message=_("Skriv højst 10 perioder."),
            ),
            models.CheckConstraint(
                condition=Q(unemployed_since__isnull=True) | ~Q(situation=Situation.EMPLOYED),
                name="person_employed_not_unemployed_since",
                violation_error_message=_("En beskæftiget kan ikke være ledig siden en dato."),
            ),
            models.CheckConstraint(
                condition=~Q(vulnerable=True) | Q(situation=Situation.UNEMPLOYED),
                name="person_vulnerable_is_unemployed",
                violation_error_message=_("Kun en ledig kan registreres som udsat ledig."),
            ),
        ]
        indexes = [models.Index("job_centre", "name_position", "id", name="person_by_name")]


class IdentityView(models.Model):
    """One display of a person's identity: who saw whom, when and why. Written before the page is sent."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identity_views")
    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=150)
    organisation_id = models.BigIntegerField()
    organisation_name = models.CharField(max_length=200)
    part = models.CharField(max_length=10, choices=IdentityPart)
    purpose = models.CharField(max_length=40, choices=Purpose)
    at = models.DateTimeField()

    history = AppendOnly("It is the record of looks.")

    class Meta:
        indexes = [
            models.Index("person", models.F("at").desc(), name="identity_view_by_person"),
            models.Index(models.F("at").desc(), models.F("id").desc(), name="identity_view_newest"),
        ]
        constraints = [
            known_choice(
                "part",
                IdentityPart,
                name="identity_view_part_known",
                message=_("Et opslag skal sige, hvad der blev vist."),
            ),
            known_choice(
                "purpose",
                Purpose,
                name="identity_view_with_purpose",
                message=_("Et opslag skal have et formål."),
            ),
        ]
