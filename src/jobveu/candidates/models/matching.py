"""Matching: which positions there are, what candidates and companies would rather have, and what has been proposed
for whom and decided by whom."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobveu.candidates.enums import (
    CompanyInterest,
    MatchingMode,
    PlacementDecision,
    WishLevel,
)
from jobveu.candidates.models.candidacy import Candidacy
from jobveu.common.constraints import known_choice
from jobveu.common.history import History


class Position(models.Model):
    """One or more alike positions within a company's commitment, as the matching needs to know them. A commitment
    without any counts as one, with what the commitment itself says."""

    commitment = models.ForeignKey("projects.Commitment", on_delete=models.CASCADE, related_name="positions")
    title = models.CharField(_("Stilling"), max_length=120)
    count = models.PositiveIntegerField(_("Antal"))
    municipality = models.ForeignKey(
        "reference.Municipality",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("Arbejdssted (kommune)"),
    )
    starts_on = models.DateField(_("Begynder den"), null=True, blank=True)
    course = models.ForeignKey(
        "education.Course",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("Kursus før ansættelsen"),
    )
    version = models.PositiveIntegerField(default=1)

    history = History(parent="commitment")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="position_title_given",
                violation_error_message=_("Skriv, hvad stillingen er."),
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1),
                name="position_count_positive",
                violation_error_message=_("Antallet skal være mindst 1."),
            ),
            models.UniqueConstraint(
                "commitment",
                "title",
                name="position_title_once",
                violation_error_message=_("Tilsagnet har allerede en stilling med det navn."),
            ),
        ]


class Wish(models.Model):
    """What the candidate has said of one company or one course. What nothing is said of is fine."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="wishes")
    company = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    course = models.ForeignKey(
        "education.Course", on_delete=models.CASCADE, null=True, blank=True, related_name="wishes"
    )
    level = models.CharField(_("Ønske"), max_length=10, choices=WishLevel)

    history = History(parent="candidacy", person="candidacy")

    class Meta:
        constraints = [
            known_choice("level", WishLevel, name="wish_level_known", message=_("Vælg ønsket fra listen.")),
            models.CheckConstraint(
                condition=Q(company__isnull=False, course__isnull=True)
                | Q(company__isnull=True, course__isnull=False),
                name="wish_for_one_thing",
                violation_error_message=_("Et ønske gælder enten en virksomhed eller et kursus."),
            ),
            models.UniqueConstraint(
                "candidacy",
                "company",
                name="wish_once_for_company",
                violation_error_message=_("Ønsket om virksomheden er allerede registreret."),
            ),
            models.UniqueConstraint(
                "candidacy",
                "course",
                name="wish_once_for_course",
                violation_error_message=_("Ønsket om kurset er allerede registreret."),
            ),
        ]


class CompanyScore(models.Model):
    """What a company has said of the candidate after having met them."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="company_scores")
    company = models.ForeignKey("actors.Organisation", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(_("Vurdering"), max_length=10, choices=CompanyInterest)

    history = History(parent="candidacy", person="candidacy")

    class Meta:
        constraints = [
            known_choice(
                "level",
                CompanyInterest,
                name="company_score_level_known",
                message=_("Vælg vurderingen fra listen."),
            ),
            models.UniqueConstraint(
                "candidacy",
                "company",
                name="company_score_once",
                violation_error_message=_("Virksomhedens vurdering er allerede registreret."),
            ),
        ]


class MatchingProposal(models.Model):
    """A proposal of who gets which position and which course, as it was ordered. The run keeps what was given and
    answered but for the persons, who stand in `ProposalPerson`."""

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="matching_proposals"
    )
    run = models.OneToOneField(
        "solving.SolverRun", on_delete=models.PROTECT, related_name="matching_proposal"
    )
    mode = models.CharField(_("Hvordan vælges der?"), max_length=10, choices=MatchingMode)
    choices = models.JSONField()
    """Weights and requirements as the coordinator chose them (journeys.matching.choices)."""
    effect = models.JSONField(default=dict)
    """How groups came out of it, numbers below five left out (journeys.matching.effect)."""
    explained_at = models.DateTimeField(null=True, blank=True)
    """When all of its persons had been explained."""

    history = History(parent="project")

    class Meta:
        constraints = [
            known_choice(
                "mode",
                MatchingMode,
                name="matching_proposal_mode_known",
                message=_("Vælg fra listen, hvordan der vælges."),
            ),
        ]
        indexes = [models.Index("project", F("id").desc(), name="matching_proposal_newest")]


class ProposalPerson(models.Model):
    """One candidate's part in a proposal: what the kernel was told, what it proposed and why, and what somebody
    decided.

    What was told and why is encrypted (context "proposal:<key>:<field>"), and goes with the person. `number` is the
    order in which the kernel was told the persons; `position` and `course` are its names of what it proposed.
    """

    proposal = models.ForeignKey(MatchingProposal, on_delete=models.CASCADE, related_name="persons")
    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveIntegerField()
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    facts_encrypted = models.BinaryField()
    position = models.CharField(max_length=40, blank=True)
    course = models.CharField(max_length=40, blank=True)
    points = models.BigIntegerField(null=True, blank=True)
    explanation_encrypted = models.BinaryField(null=True, blank=True)
    decision = models.CharField(_("Afgørelse"), max_length=10, choices=PlacementDecision, blank=True)
    decided_position = models.CharField(max_length=40, blank=True)
    decided_course = models.CharField(max_length=40, blank=True)
    decided_company = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The company of the position decided on: it is held for as long as the candidate is presented to it."""
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason_encrypted = models.BinaryField(null=True, blank=True)

    history = History(
        parent="candidacy",
        person="candidacy",
        sealed=("facts_encrypted", "explanation_encrypted", "reason_encrypted"),
    )

    class Meta:
        constraints = [
            known_choice(
                "decision",
                PlacementDecision,
                name="proposal_person_decision_known",
                message=_("Vælg afgørelsen fra listen."),
                blank=True,
            ),
            models.UniqueConstraint(
                "proposal",
                "candidacy",
                name="proposal_person_once",
                violation_error_message=_("Kandidaten er allerede med i forslaget."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=0),
                name="proposal_person_number_not_negative",
                violation_error_message=_("Kandidatens nummer i forslaget kan ikke være negativt."),
            ),
            models.UniqueConstraint(
                "proposal",
                "number",
                name="proposal_person_number_once",
                violation_error_message=_("To kandidater kan ikke have samme nummer i forslaget."),
            ),
            models.CheckConstraint(
                condition=Q(
                    decision="",
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                    reason_encrypted__isnull=True,
                    decided_position="",
                    decided_course="",
                    decided_company__isnull=True,
                )
                | (
                    ~Q(decision="")
                    & Q(decided_by__isnull=False, decided_at__isnull=False, reason_encrypted__isnull=False)
                ),
                name="proposal_person_decided_by_somebody",
                violation_error_message=_("En afgørelse træffes af nogen, med en begrundelse."),
            ),
        ]
        indexes = [models.Index("candidacy", name="proposal_person_by_candidacy")]
