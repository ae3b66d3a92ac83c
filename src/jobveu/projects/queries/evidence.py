"""What is recorded in this room as evidence of the phases, for one or many projects at a time.

Evidence lies in eleven tables. It is read with one SQL statement, written out: the project page asks for it
at every view, and building eleven querysets costs several times what the database does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from jobveu.actors.enums import SOCIAL_PARTNERS, WORKPLACES, OrganisationKind
from jobveu.projects.enums import AgreementKind, AreaKind, CommitmentKind, EndorsementForm, ProcurementKind
from jobveu.projects.models import SetAside
from jobveu.projects.phases import Evidence, EvidenceKind, SetAsideReason

_SQL = """
SELECT project.id, 'shortage_or_focus_area', coalesce(council.name, ''), project.area_kind,
       project.area_basis, NULL::integer, NULL::date, 'project', project.id
  FROM projects_project project LEFT JOIN reference_council council ON council.id = project.council_id
 WHERE project.id = ANY(%(ids)s::bigint[]) AND project.area_kind IN ('shortage', 'focus')
UNION ALL
SELECT party.project_id, shown.kind, organisation.name, organisation.kind,
       CASE shown.kind WHEN 'partner_defines_content' THEN party.note ELSE '' END,
       NULL, party.joined_on, 'party', party.id
  FROM projects_party party
  JOIN actors_organisation organisation ON organisation.id = party.organisation_id
  JOIN LATERAL (VALUES ('partner_in_first_dialogue', party.in_first_dialogue),
                       ('partner_defines_content', party.defines_content)) AS shown (kind, holds) ON shown.holds
 WHERE party.project_id = ANY(%(ids)s::bigint[]) AND organisation.kind = ANY(%(partners)s)
UNION ALL
SELECT tie.project_id, 'need_of_named_company', organisation.name, '', need.occupation,
       need.head_count, need.stated_on, 'need', need.id
  FROM projects_projectneed tie
  JOIN projects_need need ON need.id = tie.need_id
  JOIN actors_organisation organisation ON organisation.id = need.organisation_id
 WHERE tie.project_id = ANY(%(ids)s::bigint[]) AND organisation.kind = ANY(%(workplaces)s)
UNION ALL
SELECT tie.project_id, 'dialogue_with_company', organisation.name, '', dialogue.subject,
       NULL, dialogue.held_on, 'dialogue', dialogue.id
  FROM projects_projectdialogue tie
  JOIN actors_dialogue dialogue ON dialogue.id = tie.dialogue_id
  JOIN actors_organisation organisation ON organisation.id = dialogue.organisation_id
 WHERE tie.project_id = ANY(%(ids)s::bigint[]) AND organisation.kind = ANY(%(workplaces)s)
UNION ALL
SELECT endorsement.project_id, 'endorsement', organisation.name, endorsement.form, endorsement.shown_by,
       NULL, endorsement.given_on, 'endorsement', endorsement.id
  FROM projects_endorsement endorsement
  JOIN actors_organisation organisation ON organisation.id = endorsement.organisation_id
 WHERE endorsement.project_id = ANY(%(ids)s::bigint[]) AND organisation.kind = ANY(%(partners)s)
UNION ALL
-- In force: every signatory has signed the newest text (projects.agreement_rules).
SELECT agreement.project_id, 'partner_agreement_in_force', signed.names, '', agreement.title,
       NULL, (newest.written_at AT TIME ZONE %(zone)s)::date, 'agreement', agreement.id
  FROM projects_agreement agreement
  JOIN LATERAL (SELECT text.id, text.written_at FROM projects_agreementtext text
                 WHERE text.agreement_id = agreement.id ORDER BY text.number DESC LIMIT 1) newest ON TRUE
  JOIN LATERAL (SELECT string_agg(organisation.name, ', ' ORDER BY signatory.id) AS names,
                       bool_and(signature.id IS NOT NULL) AS by_all
                  FROM projects_signatory signatory
                  JOIN actors_organisation organisation ON organisation.id = signatory.organisation_id
                  LEFT JOIN projects_signature signature
                    ON signature.text_id = newest.id AND signature.organisation_id = signatory.organisation_id
                 WHERE signatory.agreement_id = agreement.id) signed ON signed.by_all
 WHERE agreement.project_id = ANY(%(ids)s::bigint[]) AND agreement.kind = %(partner_agreement)s
   AND agreement.withdrawn_on IS NULL
UNION ALL
SELECT plan.project_id, 'plan', writer.name, '', '',
       plan.number, (plan.written_at AT TIME ZONE %(zone)s)::date, 'plan', plan.id
  FROM projects_planversion plan JOIN accounts_user writer ON writer.id = plan.written_by_id
 WHERE plan.project_id = ANY(%(ids)s::bigint[])
   AND NOT EXISTS (SELECT FROM projects_planversion newer
                    WHERE newer.project_id = plan.project_id AND newer.number > plan.number)
UNION ALL
SELECT task.project_id, 'task_with_party_and_date', organisation.name, '', task.title,
       NULL, task.due_on, 'task', task.id
  FROM projects_task task JOIN actors_organisation organisation ON organisation.id = task.responsible_id
 WHERE task.project_id = ANY(%(ids)s::bigint[]) AND task.due_on IS NOT NULL
UNION ALL
SELECT commitment.project_id, 'commitment', organisation.name, commitment.kind, '',
       commitment.head_count, commitment.given_on, 'commitment', commitment.id
  FROM projects_commitment commitment
  JOIN actors_organisation organisation ON organisation.id = commitment.organisation_id
 WHERE commitment.project_id = ANY(%(ids)s::bigint[]) AND commitment.content_matches
   AND commitment.withdrawn_on IS NULL
UNION ALL
SELECT procurement.project_id, 'provider_chosen', organisation.name, procurement.kind, '',
       NULL, procurement.chosen_on, 'procurement', procurement.id
  FROM projects_procurement procurement
  JOIN actors_organisation organisation ON organisation.id = procurement.chosen_provider_id
 WHERE procurement.project_id = ANY(%(ids)s::bigint[])
UNION ALL
SELECT lesson.project_id, 'lesson', coalesce(organisation.name, ''), '', lesson.title,
       NULL, (lesson.written_at AT TIME ZONE %(zone)s)::date, 'lesson', lesson.id
  FROM projects_lesson lesson LEFT JOIN actors_organisation organisation ON organisation.id = lesson.organisation_id
 WHERE lesson.project_id = ANY(%(ids)s::bigint[])
ORDER BY 7 NULLS FIRST, 9
"""

_FIRST_DAYS = f"""
SELECT project_id, kind, min(on_day)
  FROM ({_SQL}) AS found (project_id, kind, who, code, detail, number, on_day, source, source_id)
 GROUP BY 1, 2
"""  # noqa: S608  made of the statement above


@dataclass(frozen=True, slots=True)
class _Found:
    """A row of the statement: `code` is a choice whose label is shown, `detail` text, `number` a count."""

    project_id: int
    kind: str
    who: str
    code: str
    detail: str
    number: int | None
    on: date | None
    source: str
    source_id: int


_WORDS: Mapping[EvidenceKind, Callable[[_Found], str]] = {
    EvidenceKind.SHORTAGE_OR_FOCUS_AREA: lambda found: f"{AreaKind(found.code).label}: {found.detail}",
    EvidenceKind.PARTNER_IN_FIRST_DIALOGUE: lambda found: str(OrganisationKind(found.code).label),
    EvidenceKind.PARTNER_DEFINES_CONTENT: (
        lambda found: found.detail or str(OrganisationKind(found.code).label)
    ),
    EvidenceKind.NEED_OF_NAMED_COMPANY: lambda found: f"{found.number} × {found.detail}",
    EvidenceKind.ENDORSEMENT: lambda found: f"{EndorsementForm(found.code).label}: {found.detail}",
    EvidenceKind.PLAN: lambda found: f"Version {found.number}",
    EvidenceKind.COMMITMENT: lambda found: (
        f"{CommitmentKind(found.code).label} ({found.number})"
        if found.number
        else str(CommitmentKind(found.code).label)
    ),
    EvidenceKind.PROVIDER_CHOSEN: lambda found: str(ProcurementKind(found.code).label),
}
"""How a piece of evidence is told, where it is told otherwise than by its text alone."""


def evidence_of(*, project_ids: Collection[int]) -> dict[int, list[Evidence]]:
    """Evidence by project id, each list oldest first, the undated before; one SQL statement."""
    evidence: dict[int, list[Evidence]] = {project_id: [] for project_id in project_ids}
    for found in (_Found(*row) for row in _rows(_SQL, project_ids)):
        kind = EvidenceKind(found.kind)
        in_words = _WORDS.get(kind)
        evidence[found.project_id].append(
            Evidence(
                kind=kind,
                who=found.who,
                what=in_words(found) if in_words else found.detail,
                on=found.on,
                source=found.source,
                source_id=found.source_id,
            )
        )
    return evidence


def first_days_of(*, project_ids: Collection[int]) -> dict[int, dict[EvidenceKind, date | None]]:
    """Which kinds of evidence there are by project id, each with its first day, None where no day is known; projects
    without any are left out. One SQL statement, for many projects: nothing of it is told in words."""
    found: dict[int, dict[EvidenceKind, date | None]] = {}
    for project_id, kind, first_on in _rows(_FIRST_DAYS, project_ids):
        found.setdefault(project_id, {})[EvidenceKind(kind)] = first_on
    return found


def _rows(statement: str, project_ids: Collection[int]) -> list[tuple[Any, ...]]:
    ids = list(project_ids)
    if len(ids) == 1:
        # For an equation the database keeps its plan; for a list it plans anew each time, longer than it then reads.
        statement = statement.replace("= ANY(%(ids)s::bigint[])", "= %(id)s")
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "ids": ids,
                "id": ids[0] if ids else None,
                "partners": [kind.value for kind in SOCIAL_PARTNERS],
                "workplaces": [kind.value for kind in WORKPLACES],
                "partner_agreement": AgreementKind.PARTNER.value,
                "zone": settings.TIME_ZONE,
            },
        )
        return list(cursor.fetchall())


def set_aside_of(*, project_id: int) -> dict[str, SetAsideReason]:
    """The indicators that the project has set aside, by key."""
    return all_set_aside(project_ids=[project_id]).get(project_id, {})


def all_set_aside(*, project_ids: Collection[int]) -> dict[int, dict[str, SetAsideReason]]:
    """The same of several projects, by id; those that have set nothing aside are left out. One SQL statement."""
    rows = SetAside.objects.filter(project__in=project_ids).select_related("by").order_by("indicator")
    found: dict[int, dict[str, SetAsideReason]] = {}
    for row in rows:
        reason = SetAsideReason(reason=row.reason, by=row.by.name, on=timezone.localdate(row.at))
        found.setdefault(row.project_id, {})[row.indicator] = reason
    return found
