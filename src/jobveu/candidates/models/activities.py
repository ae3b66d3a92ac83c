"""What a candidate is invited to, and what the candidate says of taking part."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.candidates.enums import (
    WITH_COMPANY,
    ActivityKind,
    ActivityTiming,
    Attendance,
    InvitationAnswer,
    Motivation,
)
from jobveu.candidates.models.candidacy import Candidacy, Enrolment
from jobveu.common.constraints import known_choice, not_before
from jobveu.common.history import History


class Activity(models.Model):
    """An information meeting, interview, company meeting or work placement: invited, answered, attended.

    An information meeting is a meeting of the project, held on its day; the others have a day of their own.
    """

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(_("Aktivitet"), max_length=20, choices=ActivityKind)
    timing = models.CharField(_("Hvornår i forløbet"), max_length=10, choices=ActivityTiming)
    meeting = models.ForeignKey(
        "projects.Meeting",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invited",
        verbose_name=_("Møde"),
    )
    company = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    starts_on = models.DateField(_("Dato"), null=True, blank=True)
    ends_on = models.DateField(_("Sidste dag"), null=True, blank=True)
    invited_on = models.DateField(_("Inviteret den"))
    invited_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("Inviteret af")
    )
    answer = models.CharField(
        _("Svar"), max_length=10, choices=InvitationAnswer, default=InvitationAnswer.AWAITED
    )
    answered_on = models.DateField(_("Svaret den"), null=True, blank=True)
    attendance = models.CharField(_("Fremmøde"), max_length=10, choices=Attendance, blank=True)
    note = models.CharField(_("Bemærkning"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = History(parent="candidacy", person="candidacy")

    class Meta:
        constraints = [
            known_choice(
                "kind", ActivityKind, name="activity_kind_known", message=_("Vælg aktiviteten fra listen.")
            ),
            known_choice(
                "timing",
                ActivityTiming,
                name="activity_timing_known",
                message=_("Vælg fra listen, hvornår i forløbet det er."),
            ),
            known_choice(
                "answer", InvitationAnswer, name="activity_answer_known", message=_("Vælg svaret fra listen.")
            ),
            known_choice(
                "attendance",
                Attendance,
                name="activity_attendance_known",
                message=_("Vælg fremmødet fra listen."),
                blank=True,
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=ActivityKind.INFORMATION_MEETING, meeting__isnull=False, starts_on__isnull=True
                )
                | (
                    ~Q(kind=ActivityKind.INFORMATION_MEETING)
                    & Q(meeting__isnull=True, starts_on__isnull=False)
                ),
                name="activity_information_meeting_of_project",
                violation_error_message=_(
                    "Vælg et af projektets informationsmøder, eller skriv datoen for det andet."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=WITH_COMPANY, company__isnull=False)
                | (~Q(kind__in=WITH_COMPANY) & Q(company__isnull=True)),
                name="activity_with_company",
                violation_error_message=_(
                    "Vælg virksomheden ved møde med virksomhed og praktik, og kun der."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(kind=ActivityKind.WORK_PLACEMENT),
                name="activity_only_placement_ends",
                violation_error_message=_("Kun praktik har en sidste dag."),
            ),
            not_before(
                "ends_on",
                "starts_on",
                name="activity_dates_in_order",
                message=_("Den sidste dag skal ligge efter den første."),
            ),
            models.CheckConstraint(
                condition=Q(answer=InvitationAnswer.AWAITED, answered_on__isnull=True)
                | (~Q(answer=InvitationAnswer.AWAITED) & Q(answered_on__isnull=False)),
                name="activity_answered_with_date",
                violation_error_message=_("Skriv, hvornår kandidaten svarede."),
            ),
            models.UniqueConstraint(
                "candidacy",
                "meeting",
                name="activity_once_per_meeting",
                violation_error_message=_("Kandidaten er allerede inviteret til mødet."),
            ),
        ]
        indexes = [models.Index("candidacy", "id", name="activity_by_candidate")]

    @property
    def day(self) -> date:
        """When it is, or begins."""
        if self.starts_on is not None:
            return self.starts_on
        if self.meeting is None:
            raise ValueError("an activity has a day or a meeting")
        return timezone.localdate(self.meeting.starts_at)


class CourseDay(models.Model):
    """Whether a participant came on one day of a course."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="course_days")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("Dag"))
    attendance = models.CharField(_("Fremmøde"), max_length=10, choices=Attendance)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    history = History(parent="candidacy", person="candidacy")

    class Meta:
        constraints = [
            known_choice(
                "attendance",
                Attendance,
                name="course_day_attendance_known",
                message=_("Vælg fremmødet fra listen."),
            ),
            models.UniqueConstraint(
                "enrolment",
                "day",
                name="course_day_once",
                violation_error_message=_("En anden har registreret fremmødet for dagen imens."),
            ),
        ]
        indexes = [models.Index("candidacy", "day", name="course_day_by_candidate")]


class Statement(models.Model):
    """What the candidate says of taking part, and whether companies of the project may be told who it is; the
    newest counts."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="statements")
    motivation = models.CharField(_("Motivation"), max_length=10, choices=Motivation)
    agrees = models.BooleanField(_("Siger ja til at blive præsenteret for virksomheder"))
    stated_on = models.DateField(_("Dato"))
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("Uddybning"), max_length=300, blank=True)

    history = History(parent="candidacy", person="candidacy")

    class Meta:
        constraints = [
            known_choice(
                "motivation",
                Motivation,
                name="statement_motivation_known",
                message=_("Vælg fra listen, hvad kandidaten siger."),
            ),
        ]
        indexes = [models.Index(F("candidacy"), F("id").desc(), name="statement_newest")]
