"""What candidates wish, and what companies say of them after having met them: what the matching heeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import Actor
from jobveu.actors.enums import WORKPLACES
from jobveu.candidates.enums import CompanyInterest, WishLevel
from jobveu.candidates.guards import change_candidacy
from jobveu.candidates.models import Candidacy, CompanyScore, Wish
from jobveu.candidates.queries.candidacy import candidacy_place
from jobveu.candidates.queries.preferences import preferences
from jobveu.common import audit
from jobveu.common.concurrency import check_shown
from jobveu.common.errors import DomainError
from jobveu.education.models import Course
from jobveu.projects.models import Party

ROOM = "candidates.candidacy"


def record_wishes(
    *,
    by: Actor,
    at: datetime,
    candidacy_id: int,
    companies: Mapping[int, WishLevel],
    courses: Mapping[int, WishLevel],
    version: int | None = None,
) -> None:
    """Replaces what the candidate has said of the project's companies and courses. What is fine need not be said.
    `version` stands for what was shown (`version_of`, `Preferences.wishes`).

    Raises StaleEdit where somebody has recorded something else since, PermissionDenied for all but the candidate's
    caseworkers, DomainError for a company that is no party and a course of another project.
    """
    with change_candidacy(candidacy_id, action=Action.WORK_ON_CANDIDACY, by=by) as candidacy:
        _check_companies(candidacy, companies)
        if Course.objects.filter(pk__in=courses, project=candidacy.project_id).count() != len(courses):
            raise DomainError(_("Vælg et af projektets kurser."))
        check_shown(
            version=version,
            shown=preferences(project_id=candidacy.project_id, candidacy_id=candidacy_id).wishes,
            told_by=_told_by("wishes.recorded", candidacy),
        )
        before = {(row.company_id, row.course_id): row for row in Wish.objects.filter(candidacy=candidacy)}
        after = {(id_, None): level for id_, level in companies.items()} | {
            (None, id_): level for id_, level in courses.items()
        }
        said = {of: level for of, level in after.items() if level is not WishLevel.FINE}
        for of, row in before.items():
            if of not in said:
                row.delete()
            elif row.level != said[of]:
                Wish.objects.filter(pk=row.pk).update(level=said[of])
        Wish.objects.bulk_create(
            Wish(candidacy=candidacy, company_id=company, course_id=course, level=level)
            for (company, course), level in said.items()
            if (company, course) not in before
        )
        _record(by, at, "wishes.recorded", candidacy)


def record_company_scores(
    *,
    by: Actor,
    at: datetime,
    candidacy_id: int,
    scores: Mapping[int, CompanyInterest | None],
    version: int | None = None,
) -> None:
    """Replaces what these companies have said of the candidate; None where a company has said nothing. `version`
    stands for what was shown of them (`version_of`, `Preferences.scores_of`).

    Raises StaleEdit where somebody has recorded something else since, PermissionDenied for companies on whose behalf
    the actor may not speak (`speaks_for`), DomainError for a company that is no party.
    """
    place = candidacy_place(candidacy_id=candidacy_id)
    subject = place.subject if place is not None else None
    with change_candidacy(candidacy_id, action=Action.SCORE_CANDIDATE, by=by, subject=subject) as candidacy:
        if subject is None or not all(speaks_for(by=by, subject=subject, company_id=id_) for id_ in scores):
            raise PermissionDenied
        _check_companies(candidacy, scores)
        check_shown(
            version=version,
            shown=preferences(project_id=candidacy.project_id, candidacy_id=candidacy_id).scores_of(scores),
            told_by=_told_by("company_scores.recorded", candidacy),
        )
        before = {row.company_id: row for row in CompanyScore.objects.filter(candidacy=candidacy)}
        for company_id, level in scores.items():
            row = before.get(company_id)
            if level is None:
                if row is not None:
                    row.delete()
            elif row is None:
                CompanyScore.objects.create(candidacy=candidacy, company_id=company_id, level=level)
            elif row.level != level:
                CompanyScore.objects.filter(pk=row.pk).update(level=level)
        _record(by, at, "company_scores.recorded", candidacy)


def speaks_for(*, by: Actor, subject: Subject, company_id: int) -> bool:
    """Whether the actor may say what the company thinks of a candidate of that subject: the company's own users once
    the candidate is presented to it, the candidate's caseworkers and whoever drives the project of any. Pure."""
    others = replace(subject, presented_to_ids=subject.presented_to_ids & {company_id})
    return may(Action.SCORE_CANDIDATE, by, others)


def _check_companies(candidacy: Candidacy, companies: Mapping[int, object]) -> None:
    parties = Party.objects.filter(
        project=candidacy.project_id, organisation__in=companies, organisation__kind__in=WORKPLACES
    )
    if parties.count() != len(companies):
        raise DomainError(_("Vælg en virksomhed, der er part i projektet."))


def _told_by(action: str, candidacy: Candidacy) -> Q:
    return Q(room=ROOM, record_id=candidacy.pk, action=action)


def _record(by: Actor, at: datetime, action: str, candidacy: Candidacy) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=candidacy.pk,
        project_id=candidacy.project_id,
    )
