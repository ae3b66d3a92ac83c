"""Agreements in writing: partner agreements, job centres' contributions, handovers; and endorsements
in other forms. One agreement has a text in versions; it is in force when all its signatories have signed
the newest text."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import known_choice
from jobveu.common.history import History
from jobveu.projects.enums import AgreementKind, EndorsementForm, JobSearchDuty
from jobveu.projects.models.project import Project


class Agreement(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="agreements")
    kind = models.CharField(max_length=20, choices=AgreementKind)
    title = models.CharField(_("Titel"), max_length=200)
    counterpart = models.ForeignKey(
        "actors.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements_about_it",
        verbose_name=_("Jobcenter"),
    )
    """The job centre whose contribution, or takeover, is agreed; none for a partner agreement."""
    withdrawn_on = models.DateField(null=True, blank=True)
    """When it was withdrawn, or, for a handover, when the role was handed back."""
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    history = History(parent="project")

    class Meta:
        constraints = [
            known_choice(
                "kind", AgreementKind, name="agreement_kind_known", message=_("Vælg aftalens art fra listen.")
            ),
            models.CheckConstraint(
                condition=Q(kind=AgreementKind.PARTNER, counterpart__isnull=True)
                | (~Q(kind=AgreementKind.PARTNER) & Q(counterpart__isnull=False)),
                name="agreement_counterpart_matches_kind",
                violation_error_message=_("Vælg det jobcenter, aftalen gælder."),
            ),
            models.UniqueConstraint(
                "project",
                "kind",
                "counterpart",
                condition=Q(withdrawn_on__isnull=True, kind=AgreementKind.CONTRIBUTION),
                name="agreement_one_per_job_centre",
                violation_error_message=_("Der er allerede en aftale med det jobcenter i projektet."),
            ),
            models.UniqueConstraint(
                "project",
                condition=Q(withdrawn_on__isnull=True, kind=AgreementKind.HANDOVER),
                name="agreement_one_handover",
                violation_error_message=_(
                    "Der er allerede en overdragelse i projektet. Afslut den, før du foreslår en ny."
                ),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_reason=""),
                name="agreement_withdrawn_with_reason",
                violation_error_message=_("Skriv, hvorfor aftalen er trukket tilbage."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="agreement_title_given",
                violation_error_message=_("Skriv en titel."),
            ),
            models.UniqueConstraint(
                "project",
                condition=Q(withdrawn_on__isnull=True, kind=AgreementKind.PARTNER),
                name="agreement_one_partner_agreement",
                violation_error_message=_("Projektet har allerede en partsaftale."),
            ),
        ]


class AgreementText(models.Model):
    """One version of an agreement's text. Never changed: a new text is a new version to sign."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField()
    text = models.TextField(_("Aftaletekst"))
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    written_at = models.DateTimeField()

    history = History(parent="agreement")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "agreement",
                "number",
                name="agreement_text_number_once",
                violation_error_message=_(
                    "En anden har ændret aftalen imens. Læs den nye tekst, og prøv igen."
                ),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(text=""),
                name="agreement_text_given",
                violation_error_message=_("Skriv aftalens tekst."),
            ),
        ]


class Signatory(models.Model):
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatories")
    organisation = models.ForeignKey("actors.Organisation", on_delete=models.PROTECT, related_name="signs")

    history = History(parent="agreement")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "agreement",
                "organisation",
                name="signatory_once",
                violation_error_message=_("Organisationen er allerede underskriver."),
            ),
        ]


class Signature(models.Model):
    """An organisation's signature under one version of the text, given by a named user."""

    text = models.ForeignKey(AgreementText, on_delete=models.CASCADE, related_name="signatures")
    organisation = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, related_name="signatures"
    )
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="signatures")
    at = models.DateTimeField()

    history = History(parent="text")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "text",
                "organisation",
                name="signature_once",
                violation_error_message=_("Organisationen har allerede underskrevet denne tekst."),
            ),
        ]


class ContributionTerms(models.Model):
    """What one job centre contributes, and the terms its candidates get, in one version of the agreement
    (def.phase4.terms, def.counter.6)."""

    text = models.OneToOneField(AgreementText, on_delete=models.CASCADE, related_name="terms")
    head_count = models.PositiveIntegerField(_("Antal kandidater"))
    by_date = models.DateField(_("Kandidaterne er fundet senest"))
    job_search_duty = models.CharField(
        _("Pligt til at søge job under forløbet"), max_length=20, choices=JobSearchDuty
    )
    transport_paid = models.BooleanField(_("Transport betales"))
    benefit_kept = models.BooleanField(_("Ydelsen fortsætter under forløbet"))
    work_placement_weeks = models.PositiveSmallIntegerField(_("Uger i praktik"), default=0)
    other_terms = models.CharField(_("Andre vilkår"), max_length=500, blank=True)

    history = History(parent="text")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(work_placement_weeks__gte=0),
                name="contribution_work_placement_not_negative",
                violation_error_message=_("Antallet af uger i praktik kan ikke være negativt."),
            ),
            known_choice(
                "job_search_duty",
                JobSearchDuty,
                name="contribution_job_search_duty_known",
                message=_("Vælg fra listen, hvilken pligt kandidaterne har til at søge job."),
            ),
            models.CheckConstraint(
                condition=Q(head_count__gte=1),
                name="contribution_head_count_positive",
                violation_error_message=_("Antallet af kandidater skal være mindst 1."),
            ),
        ]


class HandoverTerms(models.Model):
    """From when a job centre takes the coordinating role over, and what the coordinator still does, in one
    version of the handover (def.phase3.handover). What is handed over is the agreement's text."""

    text = models.OneToOneField(AgreementText, on_delete=models.CASCADE, related_name="handover")
    from_date = models.DateField(_("Overdrages fra"))
    still_done = models.TextField(_("Det gør koordinatoren fortsat"), blank=True)

    history = History(parent="text")


class Endorsement(models.Model):
    """A partner's backing in another form than a signature, with what shows it
    (def.phase2.endorsement)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="endorsements")
    organisation = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, related_name="endorsements", verbose_name=_("Part")
    )
    form = models.CharField(_("Form"), max_length=20, choices=EndorsementForm)
    shown_by = models.CharField(_("Hvad viser det?"), max_length=300)
    given_on = models.DateField(_("Dato"), null=True, blank=True)

    history = History(parent="project")

    class Meta:
        constraints = [
            known_choice(
                "form",
                EndorsementForm,
                name="endorsement_form_known",
                message=_("Vælg blåstemplingens form fra listen."),
            ),
            models.UniqueConstraint(
                "project",
                "organisation",
                "form",
                name="endorsement_once",
                violation_error_message=_("Den form for blåstempling er allerede registreret for parten."),
            ),
            models.CheckConstraint(
                condition=~Q(shown_by=""),
                name="endorsement_shown",
                violation_error_message=_("Skriv, hvad der viser blåstemplingen."),
            ),
        ]
