"""Everything that is held about a registered person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Model
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import IdentityPart, Purpose
from jobveu.candidates.identity import reveal_full
from jobveu.candidates.models import (
    Activity,
    Candidacy,
    CompanyScore,
    CourseDay,
    Enrolment,
    FollowUp,
    IdentityView,
    Outcome,
    Person,
    Presentation,
    ProposalPerson,
    Screening,
    ScreeningAnswer,
    Statement,
    WaitingPlace,
    Wish,
)
from jobveu.candidates.operations.erasure import records_of
from jobveu.candidates.periods import from_ranges
from jobveu.common.models import AuditEntry, Change
from jobveu.privacy.insight import columns
from jobveu.privacy.insight.proposals import told_of_proposal
from jobveu.privacy.insight.value import Columns, Fact, Part, Plain, facts_of

Words = Callable[[str], str]
"""An audit action in words (jobveu.web knows them)."""


@sensitive_variables()
def about_person(
    *, by: Actor, at: datetime, person_id: int, purpose: Purpose, with_staff: bool, action_words: Words
) -> tuple[Part, ...]:
    """Everything, over all the job centre's projects; the look itself is recorded, and told too. A fixed number
    of SQL statements.

    `with_staff`: whether the log tells which employee looked or did something; otherwise only for which
    organisation (C-579/21 gives the person a right to when and what for, not to the names). Raises
    PermissionDenied for all but the caseworkers of the person's job centre.
    """
    identity = reveal_full(by=by, at=at, purpose=purpose, person_id=person_id)
    person = Person.objects.select_related("job_centre", "municipality", "registered_by").get(pk=person_id)
    candidacies = list(
        Candidacy.objects.filter(person=person_id)
        .select_related("project", "job_centre", "added_by")
        .order_by("pk")
    )
    told: Mapping[str, Plain] = {
        "name_encrypted": identity.name,
        "cpr_encrypted": identity.cpr.formatted() if identity.cpr else "",
        "phone_encrypted": identity.phone,
        "email_encrypted": identity.email,
        "away": ", ".join(str(one) for one in from_ranges(person.away)),
    }
    projects = {row.pk: row.project.title for row in candidacies}

    def of(
        model: type[Model],
        described: Columns,
        name: str,
        heading: str,
        *related: str,
        instead: Callable[[Any], Mapping[str, Plain]] = lambda _row: {},
    ) -> Part:
        rows = model._default_manager.filter(candidacy__in=projects).select_related(*related).order_by("pk")
        return Part(name, heading, tuple(_in_project(row, described, projects, instead(row)) for row in rows))

    return (
        Part("person", _("Personen"), (facts_of(person, columns.PERSON, instead=told),)),
        Part(
            "candidacies",
            _("Kandidat i projekter"),
            tuple(facts_of(row, columns.CANDIDACY) for row in candidacies),
        ),
        of(
            Screening,
            columns.SCREENING,
            "screenings",
            _("Screeninger"),
            "screened_by",
            "tool",
            instead=lambda row: {
                "tool": _("Version %(number)d") % {"number": row.tool.number} if row.tool else ""
            },
        ),
        of(
            ScreeningAnswer,
            columns.SCREENING_ANSWER,
            "screening_answers",
            _("Svar på krav i screeninger"),
            "screening",
            "criterion",
            instead=lambda row: {"screening": row.screening.screened_on},
        ),
        of(
            Activity,
            columns.ACTIVITY,
            "activities",
            _("Møder og praktik"),
            "company",
            "meeting",
            "invited_by",
        ),
        of(
            Statement,
            columns.STATEMENT,
            "statements",
            _("Personens egne tilkendegivelser"),
            "recorded_by",
        ),
        of(
            WaitingPlace,
            columns.WAITING_PLACE,
            "waiting_places",
            _("Ventelister til kurser"),
            "course",
            "joined_by",
        ),
        of(
            CourseDay,
            columns.COURSE_DAY,
            "course_days",
            _("Fremmøde på kurser"),
            "enrolment__course",
            "recorded_by",
            instead=lambda row: {"enrolment": row.enrolment.course.title},
        ),
        of(
            Presentation,
            columns.PRESENTATION,
            "presentations",
            _("Præsenteret for virksomheder"),
            "company",
            "presented_by",
        ),
        of(Enrolment, columns.ENROLMENT, "enrolments", _("Kurser"), "course", "enrolled_by"),
        of(FollowUp, columns.FOLLOW_UP, "follow_ups", _("Opfølgninger"), "by", "organisation"),
        of(Wish, columns.WISH, "wishes", _("Ønsker"), "company", "course"),
        of(CompanyScore, columns.COMPANY_SCORE, "company_scores", _("Virksomheders vurdering"), "company"),
        of(
            ProposalPerson,
            columns.PROPOSAL,
            "proposals",
            _("Forslag til match"),
            "proposal__run",
            "decided_by",
            instead=told_of_proposal,
        ),
        of(Outcome, columns.OUTCOME, "outcomes", _("Resultater"), "employer", "recorded_by"),
        Part(
            "consents",
            _("Samtykker"),
            (),
            note=_(
                "Der er ingen: Jobcentret behandler oplysningerne som led i beskæftigelsesindsatsen, ikke på "
                "grundlag af samtykke."
            ),
        ),
        _looks(person_id, with_staff=with_staff),
        changes(records_of(person_id, list(projects)), with_staff=with_staff, words=action_words),
        _history(person_id, with_staff=with_staff),
    )


def _in_project(
    row: Any, described: Columns, projects: Mapping[int, str], instead: Mapping[str, Plain]
) -> tuple[Fact, ...]:
    return facts_of(row, described, instead={"candidacy": projects[row.candidacy_id], **instead})


def _looks(person_id: int, *, with_staff: bool) -> Part:
    """Those put together that one user has had on one day for one purpose, the newest first."""
    groups = (
        IdentityView.objects.filter(person=person_id)
        .annotate(day=TruncDate("at"))
        .values("day", "user_id", "user_name", "organisation_name", "part", "purpose")
        .annotate(last=Max("at"), times=Count("id"))
        .order_by("-last", "user_id", "part", "purpose")
    )
    labels = {name: str(label) for name, label in columns.LOOK.shown.items()}
    records = []
    for group in groups:
        part, purpose = IdentityPart(group["part"]), Purpose(group["purpose"])
        records.append(
            (
                Fact("at", labels["at"], group["last"]),
                *([Fact("user_name", labels["user_name"], group["user_name"])] if with_staff else []),
                Fact("organisation_name", labels["organisation_name"], group["organisation_name"]),
                Fact("part", labels["part"], str(part.label), code=part.value),
                Fact("purpose", labels["purpose"], str(purpose.label), code=purpose.value),
                Fact("times", _("Gange"), group["times"]),
            )
        )
    return Part("looks", _("Hvem har set, hvem personen er"), tuple(records), is_list=True)


def _history(person_id: int, *, with_staff: bool) -> Part:
    """What each change was from and to, the newest first. One SQL statement."""
    rows = Change.objects.filter(person_id=person_id).order_by("-pk")
    return Part(
        "history",
        _("Hvad der stod før"),
        tuple(
            (
                Fact("at", _("Tidspunkt"), row.at),
                Fact("room", _("Hvad"), row.room),
                *([Fact("user_name", _("Hvem"), row.user_name)] if with_staff else []),
                Fact("before", _("Før"), _as_text(row.before)),
                Fact("after", _("Efter"), _as_text(row.after)),
            )
            for row in rows
        ),
        is_list=True,
        note=_("Hver ændring, som databasen har noteret. Stjerner står, hvor noget er krypteret."),
    )


def _as_text(values: Mapping[str, object] | None) -> str:
    return "; ".join(f"{name}: {value}" for name, value in (values or {}).items() if value not in (None, ""))


def changes(records: Mapping[str, list[int]], *, with_staff: bool, words: Words) -> Part:
    """What has been done with these records (ids by the audit record's room), the newest first. One SQL statement
    for each room that has any."""
    rows = [
        row
        for room, ids in records.items()
        if ids
        for row in AuditEntry.objects.filter(room=room, record_id__in=ids)
    ]
    rows.sort(key=lambda row: (row.at, row.pk), reverse=True)
    return Part(
        "changes",
        _("Hvad der er registreret og ændret"),
        tuple(
            (
                Fact("at", _("Tidspunkt"), row.at),
                Fact("action", _("Hvad"), words(row.action), code=row.action),
                *([Fact("user_name", _("Hvem"), row.user_name)] if with_staff else []),
                Fact("reason", _("Begrundelse"), str(row.details.get("reason", ""))),
            )
            for row in rows
        ),
        is_list=True,
    )
