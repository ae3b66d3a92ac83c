"""Who came on a day of a course: recorded by the school, or by the participants' own job centre."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action, Subject
from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import Attendance, EnrolmentStatus
from jobveu.candidates.guards import check_not_future, of_somebody, require
from jobveu.candidates.models import CourseDay, Enrolment
from jobveu.candidates.queries.course_days import shown_on
from jobveu.candidates.rules import providers
from jobveu.common import audit
from jobveu.common.concurrency import check_shown
from jobveu.common.errors import DomainError
from jobveu.education.enums import CourseStatus
from jobveu.projects.changes import change_project

ROOM = "candidates.enrolment"


def record_course_day(
    *,
    by: Actor,
    at: datetime,
    project_id: int,
    course_id: int,
    day: date,
    attendance: Mapping[int, Attendance | None],
    version: int | None = None,
) -> int:
    """Whether each came (by the enrolment's id), all or none; None takes back what was recorded. Returns how many
    days were changed. `version` stands for what was shown of the day (`version_of`, `queries.course_days.shown_on`).

    Raises StaleEdit where somebody has recorded something else of it since; DomainError for a day in the future or
    before a participant began or after they ended, and for participants of another course; PermissionDenied for those
    whom the actor does not follow.
    """
    check_not_future(day, today=timezone.localdate(at), field="day")
    with change_project(project_id):
        rows = list(
            Enrolment.objects.filter(pk__in=attendance, course=course_id, candidacy__project=project_id)
            .select_related("candidacy", "course")
            .order_by("pk")
        )
        if len(rows) != len(attendance):
            raise DomainError(_("Listen har ændret sig, mens du valgte. Se den igennem, og vælg igen."))
        check_shown(
            version=version,
            shown=shown_on(enrolment_ids=list(attendance), day=day),
            told_by=Q(
                room=ROOM,
                record_id__in=list(attendance),
                action="course_day.recorded",
                details__on=day.isoformat(),
            ),
        )
        before = {row.enrolment_id: row for row in CourseDay.objects.filter(enrolment__in=rows, day=day)}
        changed = 0
        for row in rows:
            _check(row, day, by)
            now, was = attendance[row.pk], before.get(row.pk)
            if now == (was.attendance if was else None):
                continue
            changed += 1
            if now is None and was is not None:
                was.delete()
            else:
                CourseDay.objects.update_or_create(
                    enrolment=row,
                    day=day,
                    defaults={
                        "candidacy_id": row.candidacy_id,
                        "attendance": now,
                        "recorded_by_id": by.user_id,
                    },
                )
            audit.record(
                by=by,
                at=at,
                action="course_day.recorded",
                room=ROOM,
                record_id=row.pk,
                project_id=project_id,
                details={"candidacy": row.candidacy_id, "on": day.isoformat()},
            )
        return changed


def _check(row: Enrolment, day: date, by: Actor) -> None:
    of_somebody(row.candidacy)
    cancelled = row.course.status == CourseStatus.CANCELLED
    subject = Subject(
        registered_by_id=row.candidacy.job_centre_id,
        course_provider_ids=providers(row.course.provider_id, cancelled=cancelled),
    )
    require(Action.FOLLOW_PARTICIPANT, by, subject)
    if row.status == EnrolmentStatus.ENROLLED or row.started_on is None:
        raise DomainError(_("Deltageren er ikke begyndt på kurset endnu."))
    if day < row.started_on or (row.ended_on is not None and day > row.ended_on):
        raise DomainError(_("Deltageren var ikke på kurset den dag."), field="day")
