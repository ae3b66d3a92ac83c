from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobveu.candidates.enums import (
    WITH_EMPLOYER,
    CriterionAnswer,
    DropoutReason,
    EnrolmentStatus,
    FollowUpChannel,
    Milestone,
    OutcomeKind,
    ScreeningResult,
)
from jobveu.candidates.models.person import Person
from jobveu.common.constraints import known_choice
from jobveu.common.history import History


class Candidacy(models.Model):
    """A person as candidate in one project, known to others by the pseudonym.

    When the person is erased, what the project's figures count stays (operations.erasure): without person,
    pseudonym and texts, its days moved to the first of their month. It is nobody's any longer: no list shows it
    and nothing can be done with it.
    """

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="candidacies"
    )
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="candidacies")
    job_centre = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, related_name="candidacies"
    )
    """The person's job centre, repeated here so that a project's candidates are counted by job centre
    without touching persons."""
    pseudonym = models.CharField(max_length=12, unique=True, null=True, blank=True)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    added_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("Hvorfor?"), max_length=300, blank=True)

    history = History(parent="project", person="person")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "person",
                "project",
                name="candidacy_once",
                violation_error_message=_("Personen er allerede kandidat i projektet."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, pseudonym__isnull=True)
                | Q(person__isnull=False, pseudonym__isnull=False),
                name="candidacy_of_somebody_or_anonymous",
                violation_error_message=_("Kun en slettet person er kandidat uden betegnelse."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True)
                | (Q(withdrawn_on__gte=F("added_on")) & ~Q(withdrawn_reason="")),
                name="candidacy_withdrawn_with_reason",
                violation_error_message=_("Skriv, hvorfor personen ikke længere er kandidat."),
            ),
        ]
        indexes = [models.Index("project", "job_centre", name="candidacy_by_project")]


class Screening(models.Model):
    """A caseworker's decision, with its reason; the newest counts.

    `tool` is the version of the project's screening tool that it was made by, None where there was none in force
    or the decision did not rest on it.
    """

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="screenings")
    tool = models.ForeignKey(
        "projects.ScreeningTool",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="screenings",
        verbose_name=_("Screeningsværktøj"),
    )
    result = models.CharField(_("Resultat"), max_length=10, choices=ScreeningResult)
    reason = models.CharField(_("Begrundelse"), max_length=500)
    screened_on = models.DateField(_("Dato"))
    screened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)

    history = History(parent="candidacy", person="candidacy")

    class Meta:
        constraints = [
            known_choice(
                "result",
                ScreeningResult,
                name="screening_result_known",
                message=_("Vælg screeningens resultat fra listen."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="screening_with_reason",
                violation_error_message=_("Skriv begrundelsen for screeningens resultat."),
            ),
        ]
        indexes = [models.Index("candidacy", models.F("id").desc(), name="screening_newest")]


class ScreeningAnswer(models.Model):
    """What a screening says of one criterion, with words where they help.

    `candidacy` is the screening's own, repeated so that the wall and the history need not go by way of it.
    """

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="screening_answers")
    screening = models.ForeignKey(Screening, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(
        "projects.Criterion", on_delete=models.PROTECT, related_name="answers", verbose_name=_("Krav")
    )
    answer = models.CharField(_("Svar"), max_length=10, choices=CriterionAnswer)
    note = models.CharField(_("Uddybning"), max_length=300, blank=True)

    history = History(parent="candidacy", person="candidacy")

    class Meta:
        constraints = [
            known_choice(
                "answer",
                CriterionAnswer,
                name="screening_answer_known",
                message=_("Vælg fra listen, om kravet er opfyldt."),
            ),
            models.UniqueConstraint(
                "screening",
                "criterion",
                name="screening_answer_once",
                violation_error_message=_("Kravet er allerede besvaret i denne screening."),
            ),
        ]
        indexes = [models.Index("candidacy", "screening", name="screening_answer_by_candidate")]


class Presentation(models.Model):
    """The candidate is presented to a company, which sees the name until the presentation is ended.

    A candidate presented again after that has a second row.
    """

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="presentations")
    company = models.ForeignKey("actors.Organisation", on_delete=models.PROTECT, related_name="presentations")
    presented_on = models.DateField(_("Dato"))
    presented_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    ended_on = models.DateField(null=True, blank=True)
    note = models.CharField(_("Bemærkning"), max_length=300, blank=True)

    history = History(parent="candidacy", person="candidacy")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "candidacy",
                "company",
                condition=Q(ended_on__isnull=True),
                name="presentation_once",
                violation_error_message=_("Kandidaten er allerede præsenteret for virksomheden."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("presented_on")),
                name="presentation_dates_in_order",
                violation_error_message=_("Præsentationen kan ikke slutte, før den er sket."),
            ),
        ]


class Enrolment(models.Model):
    """A candidate's place on one course: enrolled, started, completed or dropped out."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey("education.Course", on_delete=models.PROTECT, related_name="enrolments")
    status = models.CharField(max_length=20, choices=EnrolmentStatus, default=EnrolmentStatus.ENROLLED)
    enrolled_on = models.DateField()
    enrolled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    started_on = models.DateField(_("Begyndt den"), null=True, blank=True)
    ended_on = models.DateField(_("Afsluttet den"), null=True, blank=True)
    dropout_reason = models.CharField(
        _("Årsag til frafald"), max_length=20, choices=DropoutReason, blank=True
    )
    dropout_note = models.CharField(_("Uddybning"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = History(parent="candidacy", person="candidacy")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=False)
                | Q(ended_on__gte=F("enrolled_on")),
                name="enrolment_left_after_enrolled",
                violation_error_message=_(
                    "En deltager, der aldrig begyndte, kan ikke være faldet fra før tilmeldingen."
                ),
            ),
            known_choice(
                "status",
                EnrolmentStatus,
                name="enrolment_status_known",
                message=_("Vælg fra listen, hvor langt deltageren er på kurset."),
            ),
            known_choice(
                "dropout_reason",
                DropoutReason,
                name="enrolment_dropout_reason_known",
                message=_("Vælg årsagen til frafaldet fra listen."),
                blank=True,
            ),
            models.UniqueConstraint(
                "candidacy",
                "course",
                name="enrolment_once",
                violation_error_message=_("Kandidaten er allerede tilmeldt kurset."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[EnrolmentStatus.STARTED, EnrolmentStatus.COMPLETED])
                | Q(started_on__isnull=False),
                name="enrolment_started_with_date",
                violation_error_message=_("Skriv, hvornår deltageren begyndte."),
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[EnrolmentStatus.ENROLLED, EnrolmentStatus.STARTED], ended_on__isnull=True
                )
                | Q(
                    status__in=[EnrolmentStatus.COMPLETED, EnrolmentStatus.DROPPED_OUT],
                    ended_on__isnull=False,
                ),
                name="enrolment_ended_with_date",
                violation_error_message=_("Skriv, hvornår deltageren sluttede."),
            ),
            models.CheckConstraint(
                condition=Q(status=EnrolmentStatus.DROPPED_OUT) & ~Q(dropout_reason="")
                | ~Q(status=EnrolmentStatus.DROPPED_OUT) & Q(dropout_reason=""),
                name="enrolment_dropout_with_reason",
                violation_error_message=_("Vælg en årsag til frafaldet."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                name="enrolment_dates_in_order",
                violation_error_message=_("Deltageren kan ikke slutte før den første dag."),
            ),
        ]
        indexes = [models.Index("course", "status", name="enrolment_by_course")]


class FollowUp(models.Model):
    """A contact with the candidate during the course (def.phase4.followup)."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="follow_ups")
    held_on = models.DateField(_("Dato"))
    channel = models.CharField(_("Form"), max_length=20, choices=FollowUpChannel)
    note = models.TextField(_("Notat"))
    next_on = models.DateField(_("Næste opfølgning"), null=True, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    organisation = models.ForeignKey("actors.Organisation", on_delete=models.PROTECT, related_name="+")

    history = History(parent="candidacy", person="candidacy")

    class Meta:
        constraints = [
            known_choice(
                "channel",
                FollowUpChannel,
                name="follow_up_channel_known",
                message=_("Vælg opfølgningens form fra listen."),
            ),
            models.CheckConstraint(
                condition=~Q(note=""),
                name="follow_up_note_given",
                violation_error_message=_("Skriv et kort notat om opfølgningen."),
            ),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("held_on")),
                name="follow_up_next_later",
                violation_error_message=_("Næste opfølgning skal ligge senere end denne."),
            ),
        ]
        indexes = [models.Index(fields=["candidacy", "-held_on", "-id"], name="follow_up_newest")]


class Outcome(models.Model):
    """Where the candidate is at a milestone after the project."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="outcomes")
    milestone = models.CharField(_("Tidspunkt"), max_length=20, choices=Milestone)
    kind = models.CharField(_("Resultat"), max_length=30, choices=OutcomeKind)
    employer = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="outcomes"
    )
    employer_name = models.CharField(_("Arbejdsgiver"), max_length=200, blank=True)
    """The employer's name where it is not one of the organisations in the register."""
    as_of = models.DateField(_("Opgjort den"))
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    version = models.PositiveIntegerField(default=1)

    history = History(parent="candidacy", person="candidacy")

    class Meta:
        constraints = [
            known_choice(
                "milestone",
                Milestone,
                name="outcome_milestone_known",
                message=_("Vælg tidspunktet fra listen."),
            ),
            known_choice(
                "kind", OutcomeKind, name="outcome_kind_known", message=_("Vælg resultatet fra listen.")
            ),
            models.UniqueConstraint(
                "candidacy",
                "milestone",
                name="outcome_once_per_milestone",
                violation_error_message=_("Resultatet er allerede registreret for det tidspunkt."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=WITH_EMPLOYER) | Q(employer__isnull=False) | ~Q(employer_name=""),
                name="outcome_job_with_employer",
                violation_error_message=_("Vælg eller skriv arbejdsgiveren."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=WITH_EMPLOYER) | Q(employer__isnull=True, employer_name=""),
                name="outcome_employer_only_with_job",
                violation_error_message=_(
                    "Kun ved job, voksenlærling og fastholdelse angives en arbejdsgiver."
                ),
            ),
        ]
