"""How the provider is found (def.phase3.ind4): a tender with invitations and offers, or a direct choice
with its reason (def.phase3.tender_rare)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import known_choice, not_before
from jobveu.common.history import History
from jobveu.projects.enums import ProcurementKind
from jobveu.projects.models.project import Project


class Procurement(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="procurements")
    kind = models.CharField(_("Fremgangsmåde"), max_length=20, choices=ProcurementKind)
    subject = models.CharField(_("Hvad skal udbyderen levere?"), max_length=200)
    requirements = models.TextField(_("Krav"), blank=True)
    opened_on = models.DateField(_("Sendt ud den"))
    deadline = models.DateField(_("Frist for tilbud"), null=True, blank=True)
    chosen_provider = models.ForeignKey(
        "actors.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="chosen_in",
        verbose_name=_("Valgt udbyder"),
    )
    choice_reason = models.TextField(_("Begrundelse for valget"), blank=True)
    chosen_on = models.DateField(_("Valgt den"), null=True, blank=True)
    chosen_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True)
    cancelled_on = models.DateField(_("Annulleret den"), null=True, blank=True)
    cancelled_reason = models.CharField(_("Hvorfor er udbuddet annulleret?"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = History(parent="project")

    class Meta:
        constraints = [
            known_choice(
                "kind",
                ProcurementKind,
                name="procurement_kind_known",
                message=_("Vælg fremgangsmåden fra listen."),
            ),
            not_before(
                "chosen_on",
                "opened_on",
                name="procurement_chosen_after_opened",
                message=_("Udbyderen kan ikke være valgt, før udbuddet blev sendt ud."),
            ),
            not_before(
                "cancelled_on",
                "opened_on",
                name="procurement_cancelled_after_opened",
                message=_("Udbuddet kan ikke være annulleret, før det blev sendt ud."),
            ),
            models.CheckConstraint(
                condition=Q(kind=ProcurementKind.DIRECT_CHOICE) | Q(deadline__isnull=False),
                name="procurement_tender_has_deadline",
                violation_error_message=_("Et udbud skal have en frist for tilbud."),
            ),
            models.CheckConstraint(
                condition=Q(deadline__isnull=True) | Q(deadline__gte=F("opened_on")),
                name="procurement_dates_in_order",
                violation_error_message=_("Fristen skal ligge efter den dag, udbuddet sendes ud."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(chosen_provider__isnull=True, chosen_on__isnull=True)
                    | (Q(chosen_provider__isnull=False, chosen_on__isnull=False) & ~Q(choice_reason=""))
                ),
                name="procurement_choice_with_reason",
                violation_error_message=_("Et valg af udbyder skal have dato og begrundelse."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=ProcurementKind.DIRECT_CHOICE) | Q(chosen_provider__isnull=False),
                name="procurement_direct_choice_made",
                violation_error_message=_("Et direkte valg skal have udbyder, dato og begrundelse."),
                violation_error_code="chosen_provider",
            ),
            models.CheckConstraint(
                condition=~Q(subject=""),
                name="procurement_subject_given",
                violation_error_message=_("Skriv, hvad udbyderen skal levere."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True)
                | (Q(chosen_provider__isnull=True) & ~Q(cancelled_reason="")),
                name="procurement_cancelled_with_reason",
                violation_error_message=_(
                    "Et udbud annulleres med en begrundelse, og kun når der ikke er valgt en udbyder."
                ),
            ),
        ]
        indexes = [models.Index(fields=["project", "-opened_on", "-id"], name="procurement_by_project")]


class Invitation(models.Model):
    """A provider invited to make an offer."""

    procurement = models.ForeignKey(Procurement, on_delete=models.CASCADE, related_name="invitations")
    provider = models.ForeignKey("actors.Organisation", on_delete=models.PROTECT, related_name="invitations")
    invited_on = models.DateField(_("Inviteret den"))
    declined_on = models.DateField(_("Afslået den"), null=True, blank=True)
    declined_reason = models.CharField(_("Hvorfor ikke?"), max_length=300, blank=True)

    history = History(parent="procurement")

    class Meta:
        constraints = [
            not_before(
                "declined_on",
                "invited_on",
                name="invitation_declined_after_invited",
                message=_("I kan ikke have sagt nej, før I blev inviteret."),
            ),
            models.UniqueConstraint(
                "procurement",
                "provider",
                name="invitation_once",
                violation_error_message=_("Udbyderen er allerede inviteret."),
            ),
            models.CheckConstraint(
                condition=Q(declined_on__isnull=True) | ~Q(declined_reason=""),
                name="invitation_declined_with_reason",
                violation_error_message=_("Skriv, hvorfor I ikke giver et tilbud."),
            ),
        ]
        indexes = [models.Index(fields=["provider", "-invited_on"], name="invitation_by_provider")]


class Offer(models.Model):
    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="offer")
    description = models.TextField(_("Indhold"))
    price = models.DecimalField(_("Pris i alt (kr.)"), max_digits=12, decimal_places=2)
    earliest_start = models.DateField(_("Kan begynde tidligst"))
    min_participants = models.PositiveIntegerField(_("Mindste antal deltagere"))
    max_participants = models.PositiveIntegerField(_("Største antal deltagere"))
    merit_giving = models.BooleanField(_("Giver merit"))
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    version = models.PositiveIntegerField(default=1)

    history = History(parent="invitation")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(price__gte=0),
                name="offer_price_not_negative",
                violation_error_message=_("Prisen kan ikke være negativ."),
            ),
            models.CheckConstraint(
                condition=Q(min_participants__gte=1) & Q(max_participants__gte=F("min_participants")),
                name="offer_participants_in_order",
                violation_error_message=_(
                    "Største antal deltagere skal være mindst lige så stort som mindste."
                ),
            ),
        ]
