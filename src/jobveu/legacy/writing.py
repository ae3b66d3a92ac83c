"""What has been staged and examined, written into the register: in the caller's transaction, or not at all.

Set by set, in pieces of some thousand rows, so that no statement and no trigger gets more than it holds well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from jobveu.actors.enums import OrganisationKind
from jobveu.legacy.enums import RowKind
from jobveu.legacy.matching import COURSES, PROJECTS, Target, differs
from jobveu.legacy.parsing import Frame
from jobveu.projects.changes import change_projects, lock_projects
from jobveu.projects.operations.parties import CANNOT_BE_PARTIES

PIECE = 20_000
"""Rows written by one statement. Their ids are told as rows, not as one array to look in: the database would look through
the array for each row that it has, which for the last of a million rows takes minutes."""
Report = Callable[[float], None]


class Writer:
    """Writes the staged rows of one file. `report` is told how far it has come, 0 to 1."""

    def __init__(self, *, frame: Frame, import_id: int, at: datetime, report: Report) -> None:
        self.frame = frame
        self.report = report
        self.values: dict[str, Any] = {
            "system": frame.system,
            "office": frame.office_id,
            "import": import_id,
            "at": at,
            "today": timezone.localdate(at),
            "demo": settings.DEMO,
            "not_parties": [kind.value for kind in CANNOT_BE_PARTIES],
            "provider_kind": OrganisationKind.EDUCATION_PROVIDER.value,
            "other_kind": OrganisationKind.OTHER.value,
            "given_up": _("Opgivet ifølge %(system)s.") % {"system": frame.system},
            "from_system": _("Overført fra %(system)s, nr. ") % {"system": frame.system},
            "runs_courses": _("Afholder kurser"),
        }

    def run(self) -> None:
        match self.frame.kind:
            case RowKind.PROJECTS:
                self._organisations()
                self._projects()
            case RowKind.ACTORS:
                self._organisations()
                self._with_projects("SELECT DISTINCT project_id FROM legacy_stage", self._parties)
            case RowKind.COURSES:
                self._organisations()
                self._with_projects("SELECT DISTINCT project_id FROM legacy_stage", self._courses)
            case RowKind.PARTICIPANTS:
                self._participants()

    # Statements

    def execute(self, statement: str, **values: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, self.values | values)

    def ids(self, statement: str) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(statement, self.values)
            return [found for (found,) in cursor.fetchall()]

    def _pieces(self, ids: Sequence[int], *, share: tuple[float, float]) -> Iterator[list[int]]:
        """The ids in pieces; after each the report is told, from the one to the other of `share`."""
        first, last = share
        for start in range(0, len(ids), PIECE):
            yield list(ids[start : start + PIECE])
            self.report(first + (last - first) * min(1.0, (start + PIECE) / len(ids)))

    def _with_projects(self, projects: str, change: Callable[[list[int]], None]) -> None:
        """Changes projects that are there, piece by piece, each locked before (projects.changes)."""
        for piece in self._pieces(sorted(self.ids(projects)), share=(0.1, 1.0)):
            with change_projects(piece):
                change(piece)

    # Organisations and parties

    def _organisations(self) -> None:
        """Makes those that are not in the register."""
        self.execute(_SAME_UNDER_ANOTHER_KIND)
        self.execute(_MAKE_ORGANISATIONS)
        self.execute(_TAKE_ORGANISATIONS)
        self.execute("""UPDATE legacy_actor actor SET organisation_id = named.organisation_id
                           FROM legacy_organisation named
                          WHERE (named.kind, named.name, named.cvr) = (actor.kind, actor.name, actor.cvr)""")
        self.execute('CREATE INDEX ON legacy_actor ("row")')
        self.execute("ANALYZE legacy_actor")
        self.report(0.1)

    def _parties(self, project_ids: list[int]) -> None:
        self.execute(_MAKE_PARTIES, projects=project_ids, note="")

    # Projects

    def _projects(self) -> None:
        self.execute(
            """UPDATE legacy_stage SET project_id = nextval(pg_get_serial_sequence('projects_project', 'id'))
                 WHERE is_new"""
        )
        self.execute("CREATE INDEX ON legacy_stage (project_id)")
        self.execute("ANALYZE legacy_stage")
        new = self.ids('SELECT project_id FROM legacy_stage WHERE is_new ORDER BY "row"')
        for piece in self._pieces(new, share=(0.1, 0.7)):
            self.execute(_INSERT_PROJECTS, projects=piece)
            with change_projects(piece):
                self._origins(PROJECTS, piece)
                self._parties(piece)
        there = sorted(self.ids("SELECT project_id FROM legacy_stage WHERE NOT is_new"))
        for piece in self._pieces(there, share=(0.7, 1.0)):
            with change_projects(piece):
                self.execute(
                    _update(PROJECTS)
                    + ", status_reason = CASE WHEN stage.status = 'cancelled' AND record.status_reason = ''"
                    " THEN %(given_up)s ELSE record.status_reason END" + _updated(PROJECTS),
                    records=piece,
                )
                self._origins(PROJECTS, piece)
                self._parties(piece)

    def _origins(self, target: Target, record_ids: list[int]) -> None:
        course = "stage.course_id" if target is COURSES else "NULL::bigint"
        self.execute(
            f"""INSERT INTO legacy_origin AS origin
                       (system, kind, key, old_id, project_id, course_id, office_id, values, of_import_id)
                SELECT %(system)s, '{target.kind.value}', stage.key, stage.old_id, stage.project_id, {course},
                       %(office)s, stage.told, %(import)s
                  FROM legacy_stage stage WHERE stage.{target.record} IN (SELECT unnest(%(records)s::bigint[]))
                    ON CONFLICT (system, kind, key) DO UPDATE
                   SET old_id = excluded.old_id, values = origin.values || excluded.values,
                       of_import_id = excluded.of_import_id, office_id = coalesce(excluded.office_id, origin.office_id)""",
            records=record_ids,
        )

    # Courses

    def _courses(self, project_ids: list[int]) -> None:
        self.execute(
            """UPDATE legacy_stage stage SET provider_id = named.organisation_id
                  FROM legacy_actor actor JOIN legacy_organisation named USING (kind, name, cvr)
                 WHERE actor."row" = stage."row" AND named.found_kind = %(provider_kind)s
                   AND stage.project_id IN (SELECT unnest(%(projects)s::bigint[]))""",
            projects=project_ids,
        )
        self.execute(
            """UPDATE legacy_stage SET course_id = nextval(pg_get_serial_sequence('education_course', 'id'))
                 WHERE is_new AND project_id IN (SELECT unnest(%(projects)s::bigint[]))""",
            projects=project_ids,
        )
        self.execute(_INSERT_COURSES, projects=project_ids)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT course_id FROM legacy_stage WHERE project_id IN (SELECT unnest(%s::bigint[]))",
                [project_ids],
            )
            course_ids = [found for (found,) in cursor.fetchall()]
        self.execute(_update(COURSES) + _updated(COURSES), records=course_ids)
        self.execute(_UPDATE_PROVIDERS, projects=project_ids)
        self._origins(COURSES, course_ids)
        self.execute(_MAKE_PARTIES, projects=project_ids, note=self.values["runs_courses"])

    # Participants

    def _participants(self) -> None:
        touched = """SELECT project_id FROM legacy_stage
                      UNION SELECT known.project_id FROM legacy_stage stage JOIN legacy_participation known
                                ON known.system = %(system)s AND known.key_hash = stage.key_hash"""
        projects = sorted(self.ids(touched))
        courses = self.ids(
            """SELECT course_id FROM legacy_stage WHERE course_id IS NOT NULL
                UNION SELECT known.course_id FROM legacy_stage stage JOIN legacy_participation known
                          ON known.system = %(system)s AND known.key_hash = stage.key_hash
                       WHERE known.course_id IS NOT NULL"""
        )
        self.report(0.05)
        for piece in self._pieces(projects, share=(0.05, 0.2)):
            lock_projects(piece)
        [(first, last)] = self._rows('SELECT min("row"), max("row") FROM legacy_stage')
        step = 5 * PIECE
        for start in range(first or 0, (last or -1) + 1, step):
            self.execute(_KEEP_PARTICIPATIONS, first=start, last=start + step)
            self.report(0.2 + 0.6 * min(1.0, (start + step - first) / max(1, last - first)))
        self.execute("ANALYZE legacy_participation")
        for piece in self._pieces(projects, share=(0.8, 0.9)):
            self.execute(_COUNT.format(table="projects_project", record="project_id"), records=piece)
        for piece in self._pieces(courses, share=(0.9, 1.0)):
            self.execute(_COUNT.format(table="education_course", record="course_id"), records=piece)

    def _rows(self, statement: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, self.values)
            return list(cursor.fetchall())


def _update(target: Target) -> str:
    assigned = ", ".join(f"{told.field} = stage.{told.field}" for told in target.told)
    return f"UPDATE {target.table} record SET {assigned}, version = record.version + 1"


def _updated(target: Target) -> str:
    return (
        f" FROM legacy_stage stage WHERE stage.{target.record} = record.id"
        f" AND record.id IN (SELECT unnest(%(records)s::bigint[]))"
        f" AND NOT stage.is_new AND {differs(target)}"
    )


_SAME_UNDER_ANOTHER_KIND = """
UPDATE legacy_organisation named SET found_kind = other.kind
  FROM legacy_organisation other
 WHERE named.organisation_id IS NULL AND named.kind = '' AND other.kind <> '' AND other.name_key = named.name_key
"""
"""A name that stands in one row with its kind and in another without is one organisation."""
_MAKE_ORGANISATIONS = """
INSERT INTO actors_organisation
       (kind, name, cvr, p_number, municipality_id, size_band, website, active, version, created_at)
SELECT kind, min(name), cvr, '', max(municipality_id), '', '', TRUE, 1, %(at)s
  FROM (SELECT name, name_key, municipality_id, coalesce(nullif(found_kind, ''), %(other_kind)s) AS kind,
               coalesce(nullif(cvr, ''), max(cvr) OVER (PARTITION BY name_key, found_kind)) AS cvr
          FROM legacy_organisation WHERE organisation_id IS NULL AND found_kind <> ALL(%(not_parties)s)) missing
 GROUP BY kind, name_key, cvr
 ORDER BY min(name)
"""
_TAKE_ORGANISATIONS = """
UPDATE legacy_organisation named SET organisation_id = found.id, found_kind = found.kind
  FROM (SELECT wanted.id AS named_id, organisation.id, organisation.kind
          FROM legacy_organisation wanted JOIN LATERAL (
               SELECT id, kind FROM actors_organisation made
                WHERE made.created_at = %(at)s AND organisation_name_key(made.name) = wanted.name_key
                  AND made.kind = coalesce(nullif(wanted.found_kind, ''), %(other_kind)s)
                  AND (wanted.cvr = '' OR made.cvr = wanted.cvr)
                ORDER BY id LIMIT 1) organisation ON TRUE
         WHERE wanted.organisation_id IS NULL) found
 WHERE named.id = found.named_id
"""
_MAKE_PARTIES = """
INSERT INTO projects_party (project_id, organisation_id, joined_on, in_first_dialogue, defines_content, note, version)
SELECT DISTINCT stage.project_id, actor.organisation_id, NULL::date, FALSE, FALSE, %(note)s, 1
  FROM legacy_stage stage
  JOIN legacy_actor actor ON actor."row" = stage."row"
  JOIN actors_organisation organisation ON organisation.id = actor.organisation_id
 WHERE stage.project_id IN (SELECT unnest(%(projects)s::bigint[])) AND organisation.kind <> ALL(%(not_parties)s)
    ON CONFLICT (project_id, organisation_id) DO NOTHING
"""
_INSERT_PROJECTS = """
INSERT INTO projects_project
       (id, title, description, type, status, status_reason, council_id, industry_id, target_groups, initiative,
        coordinator_role, area_kind, area_basis, start_date, start_precision, end_date, reported_participants,
        current_phase, source_note, source_key, synthetic, version, created_at)
SELECT project_id, title, description, type, status,
       CASE WHEN status = 'cancelled' THEN %(given_up)s ELSE '' END,
       council_id, industry_id, target_groups, initiative, coordinator_role, '', '', start_date, start_precision,
       end_date, reported_participants, 1, left(%(from_system)s || old_id || '.', 300), '', %(demo)s, 1, %(at)s
  FROM legacy_stage WHERE project_id IN (SELECT unnest(%(projects)s::bigint[])) AND is_new
"""
_INSERT_COURSES = """
INSERT INTO education_course
       (id, project_id, title, course_code, provider_id, municipality_id, place, starts_on, ends_on, merit_giving,
        status, cancelled_reason, reported_participants, from_source, version)
SELECT course_id, project_id, title, course_code, provider_id, municipality_id, place, starts_on, ends_on,
       merit_giving, status, '', reported_participants, TRUE, 1
  FROM legacy_stage WHERE project_id IN (SELECT unnest(%(projects)s::bigint[])) AND is_new
"""
_UPDATE_PROVIDERS = """
UPDATE education_course course SET provider_id = stage.provider_id, version = course.version + 1
  FROM legacy_stage stage
 WHERE stage.course_id = course.id AND stage.project_id IN (SELECT unnest(%(projects)s::bigint[])) AND NOT stage.is_new
   AND stage.provider_id IS NOT NULL AND course.provider_id IS NULL
"""
"""A provider that has been chosen here stays."""
_KEEP_PARTICIPATIONS = """
INSERT INTO legacy_participation AS known (system, key_hash, project_id, course_id, person_hash)
SELECT %(system)s, key_hash, project_id, course_id, person_hash
  FROM legacy_stage WHERE "row" >= %(first)s AND "row" < %(last)s
    ON CONFLICT (system, key_hash) DO UPDATE
   SET project_id = excluded.project_id, course_id = excluded.course_id, person_hash = excluded.person_hash
 WHERE (known.project_id, known.course_id, known.person_hash)
       IS DISTINCT FROM (excluded.project_id, excluded.course_id, excluded.person_hash)
"""
_COUNT = """
UPDATE {table} record SET reported_participants = counted.number, version = record.version + 1
  FROM (SELECT wanted.id, nullif(count(DISTINCT known.person_hash), 0) AS number
          FROM unnest(%(records)s::bigint[]) wanted (id)
          LEFT JOIN legacy_participation known ON known.{record} = wanted.id
         GROUP BY wanted.id) counted
 WHERE record.id = counted.id AND record.reported_participants IS DISTINCT FROM counted.number
"""
