"""The statement that finds what waits for somebody: one SELECT for each kind that the actor is asked for, read together.

Written out, since building a dozen querysets at every view of the start page cost several times what the database
needs to answer them. Each part gives the same columns, at most `limit` rows, and in its own order:

    part, project_id, project_title, record_id, title, due, number, since
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from django.conf import settings
from django.db import connection

from jobveu.actors.enums import ConsentKind
from jobveu.delivery.enums import MailState
from jobveu.delivery.states import condition
from jobveu.projects.enums import ProcurementKind, ProjectStatus
from jobveu.projects.rules import STANDSTILL
from jobveu.surveys.enums import UNANSWERED, RoundState

CALLED_BEFORE_CLOSING = timedelta(days=7)
"""Before, reminders by mail are to do it."""


class Part(Enum):
    """What is looked for."""

    SIGNATURE = "signature"
    OFFER = "offer"
    TASK = "task"
    AGREED_TASK = "agreed_task"
    NEED = "need"
    UNASSIGNED_TASK = "unassigned_task"
    CHOICE = "choice"
    STANDSTILL = "standstill"
    CONSENTS = "consents"
    SURVEYS = "surveys"
    MAILS = "mails"
    CONTACT_NOTICE = "contact_notice"
    CONSENT_NOTICE = "consent_notice"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose things are looked for, as ids; a part whose ids are empty is not asked. `needs_of_offices` and
    `surveys_of_offices` are labour market offices, `signers`, `providers` and `workers` organisations. Who drives projects
    is in `Driver`."""

    user_id: int | None
    signers: Collection[int] = ()
    providers: Collection[int] = ()
    workers: Collection[int] = ()
    needs_of_offices: Collection[int] = ()
    surveys_of_offices: Collection[int] = ()
    all_surveys: bool = False
    mails: bool = False
    contact_notices: bool = False
    driver: Driver | None = None


@dataclass(slots=True)
class Driver:
    """What somebody is to keep moving: projects that the user coordinates in these offices and those without a
    coordinator there, all of the offices that the user leads, and those taken over by these organisations."""

    offices: set[int] = field(default_factory=set)
    led_offices: set[int] = field(default_factory=set)
    organisations: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Found:
    part: Part
    project_id: int | None
    project_title: str
    record_id: int
    title: str
    due: date | None
    number: int
    since: date | None


# Active projects that the actor drives. Cases of others' (source_key) are read, not run.
_DRIVEN = """
driven AS MATERIALIZED (
    SELECT project.id, project.title, project.start_date
      FROM projects_project project JOIN reference_council council ON council.id = project.council_id
     WHERE project.status = %(active)s AND project.source_key = ''
       AND (project.coordinating_organisation_id = ANY(%(driving_organisations)s)
            OR council.office_id = ANY(%(led_offices)s)
            OR (council.office_id = ANY(%(driving_offices)s)
                AND (project.coordinator_id = %(user)s OR project.coordinator_id IS NULL)))
       AND (%(project)s::bigint IS NULL OR project.id = %(project)s)
)
"""

_SQL: dict[Part, str] = {
    # Those have not signed the newest text of an agreement in force.
    Part.SIGNATURE: """
SELECT 'signature', project.id, project.title, agreement.id, agreement.title, NULL::date, 1::bigint, NULL::date
  FROM projects_agreement agreement JOIN projects_project project ON project.id = agreement.project_id
 WHERE agreement.withdrawn_on IS NULL AND project.status = %(active)s
   AND (%(project)s::bigint IS NULL OR project.id = %(project)s)
   AND agreement.id IN (
       SELECT signatory.agreement_id FROM projects_signatory signatory
        WHERE signatory.organisation_id = ANY(%(signers)s)
          AND NOT EXISTS (
              SELECT FROM projects_signature signature
               WHERE signature.organisation_id = signatory.organisation_id
                 AND signature.text_id = (SELECT text.id FROM projects_agreementtext text
                                           WHERE text.agreement_id = signatory.agreement_id
                                           ORDER BY text.number DESC LIMIT 1)))
 ORDER BY agreement.id LIMIT %(limit)s""",
    Part.OFFER: """
SELECT 'offer', project.id, project.title, procurement.id, procurement.subject, procurement.deadline,
       1::bigint, NULL::date
  FROM projects_invitation invitation
  JOIN projects_procurement procurement ON procurement.id = invitation.procurement_id
  JOIN projects_project project ON project.id = procurement.project_id
 WHERE invitation.provider_id = ANY(%(providers)s) AND invitation.declined_on IS NULL
   AND NOT EXISTS (SELECT FROM projects_offer offer WHERE offer.invitation_id = invitation.id)
   AND procurement.kind = %(tender)s AND procurement.chosen_provider_id IS NULL
   AND procurement.cancelled_on IS NULL AND procurement.deadline >= %(on)s AND project.status = %(active)s
   AND (%(project)s::bigint IS NULL OR project.id = %(project)s)
 ORDER BY procurement.deadline, invitation.id LIMIT %(limit)s""",
    Part.TASK: """
SELECT 'task', project.id, project.title, task.id, task.title, task.due_on, 1::bigint, NULL::date
  FROM projects_task task JOIN projects_project project ON project.id = task.project_id
 WHERE task.responsible_id = ANY(%(workers)s) AND task.done_on IS NULL AND project.status = %(active)s
   AND (%(project)s::bigint IS NULL OR project.id = %(project)s)
 ORDER BY task.due_on, task.id LIMIT %(limit)s""",
    # What was agreed in conversations: the user's own to do, or anybody's.
    Part.AGREED_TASK: """
SELECT 'agreed_task', NULL::bigint, organisation.name, task.id, task.title, task.due_on, 1::bigint, NULL::date
  FROM actors_agreedtask task
  JOIN actors_dialogue dialogue ON dialogue.id = task.dialogue_id
  JOIN actors_organisation organisation ON organisation.id = dialogue.organisation_id
 WHERE task.responsible_id = ANY(%(workers)s) AND task.done_on IS NULL
   AND (task.user_id IS NULL OR task.user_id = %(user)s)
 ORDER BY task.due_on, task.id LIMIT %(limit)s""",
    # Open ones that no project answers, where the workplace lies in what the offices' councils cover on the day.
    Part.NEED: """
SELECT 'need', NULL::bigint, organisation.name, need.id, need.occupation, need.needed_by, 1::bigint, NULL::date
  FROM projects_need need JOIN actors_organisation organisation ON organisation.id = need.organisation_id
 WHERE NOT need.answered AND need.closed_on IS NULL
   AND need.municipality_id IN (
       SELECT covered.municipality_id
         FROM reference_councilmunicipality covered JOIN reference_council council ON council.id = covered.council_id
        WHERE council.office_id = ANY(%(needs_of_offices)s) AND council.valid_from <= %(on)s
          AND (council.valid_to IS NULL OR council.valid_to >= %(on)s))
 ORDER BY need.needed_by, need.id LIMIT %(limit)s""",
    # Nobody is responsible (a plan copied from another project names nobody): whoever drives the project is asked.
    Part.UNASSIGNED_TASK: """
SELECT 'unassigned_task', driven.id, driven.title, task.id, task.title, task.due_on, 1::bigint, NULL::date
  FROM driven JOIN projects_task task ON task.project_id = driven.id
 WHERE task.responsible_id IS NULL AND task.done_on IS NULL
 ORDER BY task.due_on, task.id LIMIT %(limit)s""",
    # A tender whose deadline has passed, or that all who were invited have answered.
    Part.CHOICE: """
SELECT 'choice', driven.id, driven.title, procurement.id, procurement.subject,
       least(procurement.deadline, %(on)s::date), 1::bigint, NULL::date
  FROM driven JOIN projects_procurement procurement ON procurement.project_id = driven.id
 WHERE procurement.kind = %(tender)s AND procurement.chosen_provider_id IS NULL AND procurement.cancelled_on IS NULL
   AND (procurement.deadline < %(on)s
        OR (EXISTS (SELECT FROM projects_invitation WHERE procurement_id = procurement.id)
            AND NOT EXISTS (
                SELECT FROM projects_invitation invitation
                 WHERE invitation.procurement_id = procurement.id AND invitation.declined_on IS NULL
                   AND NOT EXISTS (SELECT FROM projects_offer WHERE invitation_id = invitation.id))))
 ORDER BY procurement.deadline, procurement.id LIMIT %(limit)s""",
    # Nobody has recorded anything for 30 days; a project that starts later is moved by that.
    Part.STANDSTILL: """
SELECT 'standstill', moved.id, moved.title, moved.id, moved.title, NULL::date, 1::bigint, moved.moved_on
  FROM (SELECT driven.id, driven.title,
               greatest(driven.start_date,
                        ((SELECT entry.at FROM common_auditentry entry WHERE entry.project_id = driven.id
                           ORDER BY entry.at DESC, entry.id DESC LIMIT 1) AT TIME ZONE %(zone)s)::date
               ) AS moved_on
          FROM driven OFFSET 0) moved
 WHERE moved.moved_on <= %(still)s
 ORDER BY moved.moved_on, moved.id LIMIT %(limit)s""",
    # The parties' contacts that nobody has asked. Whoever has said no (withdrawn) has been asked.
    Part.CONSENTS: """
SELECT 'consents', NULL::bigint, organisation.name, organisation.id, '', NULL::date, count(*), NULL::date
  FROM actors_contact contact JOIN actors_organisation organisation ON organisation.id = contact.organisation_id
 WHERE contact.active
   AND contact.organisation_id IN (SELECT party.organisation_id FROM projects_party party
                                     JOIN driven ON driven.id = party.project_id)
   AND NOT EXISTS (SELECT FROM actors_consent consent
                    WHERE consent.contact_id = contact.id AND consent.kind = %(survey)s)
 GROUP BY organisation.id, organisation.name
 ORDER BY organisation.id LIMIT %(limit)s""",
    # Surveys that close within a week: those who have not answered can be called. Who they are is not told in an anonymous one.
    # They are counted for each of the few rounds: joined flat, all contacts would be read although no round closes.
    Part.SURVEYS: """
SELECT 'surveys', NULL::bigint, coalesce(project.title, ''), round.id, round.name, round.closes_on, unanswered.number, NULL::date
  FROM surveys_surveyround round
  LEFT JOIN projects_project project ON project.id = round.project_id
 CROSS JOIN LATERAL (
        SELECT count(*) AS number
          FROM surveys_surveyinvitation invitation JOIN actors_contact contact ON contact.id = invitation.contact_id
         WHERE invitation.round_id = round.id AND invitation.disposition = ANY(%(unanswered)s) AND contact.active
           AND EXISTS (SELECT FROM actors_consent consent
                        WHERE consent.contact_id = contact.id AND consent.kind = %(survey)s
                          AND consent.withdrawn_on IS NULL)
       ) unanswered
 WHERE round.state = %(open)s AND NOT round.anonymous AND round.closes_on BETWEEN %(on)s AND %(closing)s
   AND (%(all_surveys)s OR round.office_id = ANY(%(surveys_of_offices)s)) AND unanswered.number > 0
 ORDER BY round.closes_on, round.id LIMIT %(limit)s""",
    # One item for all of them.
    Part.MAILS: """
SELECT 'mails', NULL::bigint, '', 0::bigint, '', NULL::date, count(*), NULL::date
  FROM delivery_outgoingmail WHERE {failed}
HAVING count(*) > 0""",
    Part.CONSENT_NOTICE: """
SELECT 'consent_notice', NULL::bigint, organisation.name, notice.id, contact.name, NULL::date, 1::bigint, NULL::date
  FROM actors_consentnotice notice
  JOIN actors_contact contact ON contact.id = notice.contact_id
  JOIN actors_organisation organisation ON organisation.id = contact.organisation_id
 WHERE notice.told_id = %(user)s AND notice.seen_at IS NULL
 ORDER BY notice.at DESC, notice.id DESC LIMIT %(limit)s""",
    Part.CONTACT_NOTICE: """
SELECT 'contact_notice', NULL::bigint, organisation.name, notice.id, dialogue.subject, NULL::date, 1::bigint, NULL::date
  FROM actors_contactnotice notice
  JOIN actors_dialogue dialogue ON dialogue.id = notice.dialogue_id
  JOIN actors_organisation organisation ON organisation.id = dialogue.organisation_id
 WHERE notice.told_id = %(user)s AND notice.seen_at IS NULL
 ORDER BY dialogue.held_on DESC, notice.id DESC LIMIT %(limit)s""",
}
_BY_DRIVER = (Part.UNASSIGNED_TASK, Part.CHOICE, Part.STANDSTILL, Part.CONSENTS)
_IN_A_PROJECT = frozenset({Part.SIGNATURE, Part.OFFER, Part.TASK, Part.UNASSIGNED_TASK, Part.CHOICE})


def find_waiting(asked: Asked, *, on: date, project_id: int | None, limit: int) -> tuple[Found, ...]:
    """What waits by the parts in their order; with `project_id` only what waits in that project. One SQL statement;
    none for those of whom nothing is asked."""
    parts = [part for part in _parts(asked) if project_id is None or part in _IN_A_PROJECT]
    if not parts:
        return ()
    # Put together from the constants above; values are parameters.
    statement = " UNION ALL ".join(f"({_sql(part)})" for part in parts)
    if any(part in _BY_DRIVER for part in parts):
        # Inside a SELECT: a statement that begins with WITH might write, and would get a transaction of its own.
        statement = f"SELECT waiting.* FROM (WITH {_DRIVEN}{statement}) waiting"  # noqa: S608
    driver = asked.driver or Driver()
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "active": ProjectStatus.ACTIVE.value,
                "tender": ProcurementKind.TENDER.value,
                "survey": ConsentKind.SURVEY.value,
                "user": asked.user_id,
                "signers": sorted(asked.signers),
                "providers": sorted(asked.providers),
                "workers": sorted(asked.workers),
                "needs_of_offices": sorted(asked.needs_of_offices),
                "driving_offices": sorted(driver.offices),
                "led_offices": sorted(driver.led_offices),
                "driving_organisations": sorted(driver.organisations),
                "project": project_id,
                "on": on,
                "zone": settings.TIME_ZONE,
                "still": on - STANDSTILL,
                "open": RoundState.OPEN.value,
                "closing": on + CALLED_BEFORE_CLOSING,
                "unanswered": [each.value for each in UNANSWERED],
                "all_surveys": asked.all_surveys,
                "surveys_of_offices": sorted(asked.surveys_of_offices),
                "limit": limit,
            },
        )
        return tuple(Found(Part(part), *row) for part, *row in cursor.fetchall())


def _sql(part: Part) -> str:
    """With what another room says of its own records."""
    if part is Part.MAILS:
        return _SQL[part].format(failed=condition(MailState.FAILED))
    return _SQL[part]


def _parts(asked: Asked) -> Sequence[Part]:
    has_user = asked.user_id is not None
    wanted = {
        Part.SIGNATURE: bool(asked.signers),
        Part.OFFER: bool(asked.providers),
        Part.TASK: bool(asked.workers),
        Part.AGREED_TASK: bool(asked.workers),
        Part.NEED: bool(asked.needs_of_offices),
        **dict.fromkeys(_BY_DRIVER, asked.driver is not None),
        Part.SURVEYS: asked.all_surveys or bool(asked.surveys_of_offices),
        Part.MAILS: asked.mails,
        Part.CONSENT_NOTICE: has_user,
        Part.CONTACT_NOTICE: has_user and asked.contact_notices,
    }
    return [part for part in wanted if wanted[part]]
