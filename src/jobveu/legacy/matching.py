"""What the staged rows are of: which records of ours, which organisations; and what is wrong with them together.

Set by set, in SQL. Answers nothing: it fills in what is staged, and writes problems.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from jobveu.actors.enums import OrganisationKind
from jobveu.legacy.enums import RowKind, Severity
from jobveu.legacy.parsing import Frame
from jobveu.legacy.problems import severity_of
from jobveu.legacy.staging import Counts
from jobveu.projects.operations.parties import CANNOT_BE_PARTIES

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A column of a record that the old system tells of: the name of ours in mappings, and of the record's own, the
    same as of what is staged."""

    column: str
    field: str


@dataclass(frozen=True, slots=True)
class Target:
    """The records that the rows of a kind are of."""

    kind: RowKind
    table: str
    record: str
    """The column of what is staged, and of Origin, that holds the record's id."""
    told: tuple[Told, ...]


PROJECTS = Target(
    RowKind.PROJECTS,
    "projects_project",
    "project_id",
    (
        Told("title", "title"),
        Told("type", "type"),
        Told("council", "council_id"),
        Told("industry", "industry_id"),
        Told("start", "start_date"),
        Told("start", "start_precision"),
        Told("end", "end_date"),
        Told("status", "status"),
        Told("target_groups", "target_groups"),
        Told("initiative", "initiative"),
        Told("role", "coordinator_role"),
        Told("participants", "reported_participants"),
        Told("description", "description"),
    ),
)
COURSES = Target(
    RowKind.COURSES,
    "education_course",
    "course_id",
    (
        Told("title", "title"),
        Told("code", "course_code"),
        Told("municipality", "municipality_id"),
        Told("place", "place"),
        Told("starts", "starts_on"),
        Told("ends", "ends_on"),
        Told("merit", "merit_giving"),
        Told("participants", "status"),
        Told("participants", "reported_participants"),
    ),
)


class Examination:
    """Everything asked of the database about one file's staged rows."""

    def __init__(self, *, frame: Frame, import_id: int, counts: Counts) -> None:
        self.frame = frame
        self.counts = counts
        self.values: dict[str, Any] = {
            "system": frame.system,
            "office": frame.office_id,
            "import": import_id,
        }

    def run(self) -> None:
        match self.frame.kind:
            case RowKind.PROJECTS:
                self._twice("key")
                self._of_records(PROJECTS)
                self._projects()
                self._organisations()
            case RowKind.ACTORS:
                self._find_projects()
                self._organisations()
            case RowKind.COURSES:
                self._twice("key")
                self._find_projects()
                self._of_records(COURSES)
                self._courses()
                self._organisations()
                self._providers()
            case RowKind.PARTICIPANTS:
                self._twice("key_hash")
                self._find_projects()
                self._find_courses()
                self._participants()

    # Statements

    def execute(self, statement: str, values: Values | None = None) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, self.values | dict(values or {}))
            return int(cursor.rowcount)

    def number(self, statement: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, self.values)
            [found] = cursor.fetchone()
            return int(found or 0)

    def problem(self, code: str, rows: str, values: Values | None = None) -> None:
        """Writes a problem for each row of a query that gives row, column, value and detail."""
        is_error = severity_of(code) is Severity.ERROR
        found = self.execute(
            'INSERT INTO legacy_importproblem (of_import_id, "row", "column", code, is_error, value, detail)'
            " SELECT %(import)s, found.row_number, found.of_column, %(code)s, %(is_error)s,"
            "        left(coalesce(found.shown, ''), 100), left(coalesce(found.detail, ''), 400)"
            f"  FROM ({rows}) found (row_number, of_column, shown, detail)",
            {"code": code, "is_error": is_error} | dict(values or {}),
        )
        if is_error:
            self.counts.errors += found
        else:
            self.counts.warnings += found

    # What all kinds ask

    def _twice(self, key: str) -> None:
        shown = "old_id" if key == "key" else "''"
        self.problem(
            "twice",
            f"""SELECT "row", 'old_id', shown, first::text
                  FROM (SELECT "row", {shown} AS shown, min("row") OVER (PARTITION BY {key}) AS first
                          FROM legacy_stage WHERE {key} <> '') seen
                 WHERE "row" <> first""",
        )

    def _find_projects(self) -> None:
        self.execute(
            """UPDATE legacy_stage stage SET project_id = origin.project_id FROM legacy_origin origin
                 WHERE origin.system = %(system)s AND origin.kind = 'projects' AND origin.key = stage.project_key"""
        )
        self.problem(
            "unknown_project",
            """SELECT "row", 'project', project_key, %(system)s FROM legacy_stage
                 WHERE project_id IS NULL AND project_key <> ''""",
        )
        if self.frame.office_id is not None:
            self.problem("other_office", _OTHER_OFFICE.format(column="project"))

    def _of_records(self, target: Target) -> None:
        """Finds the record of each row that has been imported before, and makes what is staged what the record
        will be: what the old system has changed since the last import, and of all else what stands here."""
        mapped = [told for told in target.told if told.column in self.frame.columns]
        record, table = target.record, target.table
        pairs = ", ".join(
            f"('{told.column}', to_jsonb(stage.{told.field}), to_jsonb(record.{told.field}), origin.values -> '{told.field}')"
            for told in mapped
        )
        joined = (
            f"legacy_stage stage JOIN legacy_origin origin ON origin.system = %(system)s"
            f" AND origin.kind = '{target.kind.value}' AND origin.key = stage.key"
            f" JOIN {table} record ON record.id = origin.{record}"
        )
        if pairs:
            null = "'null'::jsonb"
            self.problem(
                "changed_here",
                f"""SELECT DISTINCT stage."row", pair.name, pair.here #>> '{{}}', ''
                      FROM {joined},
                           LATERAL (VALUES {pairs}) pair (name, now, here, before)
                     WHERE pair.before IS NOT NULL
                       AND coalesce(pair.now, {null}) <> pair.before
                       AND coalesce(pair.here, {null}) <> pair.before
                       AND coalesce(pair.here, {null}) <> coalesce(pair.now, {null})""",
            )
        assigned = [f"{record} = record.id", "is_new = FALSE", f"told = {told_json(mapped, 'stage')}"]
        for told in target.told:
            if told in mapped:
                assigned.append(
                    f"{told.field} = CASE WHEN coalesce(to_jsonb(stage.{told.field}), 'null'::jsonb)"
                    f" IS NOT DISTINCT FROM origin.values -> '{told.field}'"
                    f" THEN record.{told.field} ELSE stage.{told.field} END"
                )
            else:
                assigned.append(f"{told.field} = record.{told.field}")
        self.execute(
            f"UPDATE legacy_stage stage SET {', '.join(assigned)} FROM legacy_origin origin"
            f" JOIN {table} record ON record.id = origin.{record}"
            f" WHERE origin.system = %(system)s AND origin.kind = '{target.kind.value}' AND origin.key = stage.key"
        )
        self.execute(
            f"UPDATE legacy_stage stage SET is_new = TRUE, told = {told_json(mapped, 'stage')} WHERE is_new IS NULL"
        )
        self.counts.created = self.number("SELECT count(*) FROM legacy_stage WHERE is_new")
        self.counts.updated = self.number(
            f"SELECT count(*) FROM legacy_stage stage JOIN {table} record ON record.id = stage.{record}"
            f" WHERE {differs(target)}"
        )

    def _organisations(self) -> None:
        """Finds the organisations that are named: by CVR number, or by name and kind; those that are not there
        will be made. legacy_organisation has a line for each that is named, in one way or another."""
        self.execute(_ORGANISATIONS)
        self.execute("ALTER TABLE legacy_organisation ADD id bigserial")
        self.execute(_BY_CVR)
        self.execute(_BY_NAME)
        not_parties = [kind.value for kind in CANNOT_BE_PARTIES]
        self.problem("several_organisations", _OF_ORGANISATION.format(where="named.candidates > 1"))
        self.problem(
            "not_a_party",
            _OF_ORGANISATION.format(where="named.found_kind = ANY(%(not_parties)s)"),
            {"not_parties": not_parties},
        )
        self.execute(_MUNICIPALITIES)
        self.problem(
            "job_centre_without_municipality",
            _OF_ORGANISATION.format(
                where="named.organisation_id IS NULL AND named.municipality_id IS NULL"
                " AND named.found_kind = 'job_centre'",
            ),
        )

    # What each kind asks besides

    def _projects(self) -> None:
        self.problem(
            "end_before_start",
            """SELECT "row", 'end', to_char(end_date, 'DD-MM-YYYY'), '' FROM legacy_stage
                 WHERE end_date < start_date""",
        )
        self.problem(
            "published_without_description",
            """SELECT stage."row", 'description', '', ''
                  FROM legacy_stage stage JOIN projects_project project ON project.id = stage.project_id
                 WHERE project.published_at IS NOT NULL AND stage.description = ''""",
        )
        if self.frame.office_id is not None:
            self.problem(
                "other_office",
                """SELECT stage."row", 'old_id', stage.old_id, office.name
                      FROM legacy_stage stage JOIN projects_project project ON project.id = stage.project_id
                      JOIN reference_council council ON council.id = project.council_id
                      JOIN reference_office office ON office.id = council.office_id
                     WHERE council.office_id <> %(office)s""",
            )

    def _courses(self) -> None:
        self.problem(
            "end_before_start",
            """SELECT "row", 'ends', to_char(ends_on, 'DD-MM-YYYY'), '' FROM legacy_stage WHERE ends_on < starts_on""",
        )
        self.problem(
            "course_of_other_project",
            """SELECT stage."row", 'project', stage.project_key, ''
                  FROM legacy_stage stage JOIN education_course course ON course.id = stage.course_id
                 WHERE course.project_id <> stage.project_id""",
        )

    def _providers(self) -> None:
        provider = OrganisationKind.EDUCATION_PROVIDER.value
        self.problem(
            "not_a_provider",
            _OF_ORGANISATION.format(where="named.found_kind <> %(provider)s"),
            {"provider": provider},
        )

    def _find_courses(self) -> None:
        self.execute(
            """UPDATE legacy_stage stage SET course_id = origin.course_id FROM legacy_origin origin
                 WHERE origin.system = %(system)s AND origin.kind = 'courses' AND origin.key = stage.course_key"""
        )
        self.problem(
            "unknown_course",
            """SELECT "row", 'course', course_key, %(system)s FROM legacy_stage
                 WHERE course_id IS NULL AND course_key <> ''""",
        )
        self.problem(
            "course_of_other_project",
            """SELECT stage."row", 'course', stage.course_key, ''
                  FROM legacy_stage stage JOIN education_course course ON course.id = stage.course_id
                 WHERE course.project_id <> stage.project_id""",
        )

    def _participants(self) -> None:
        known = (
            "legacy_stage stage JOIN legacy_participation known"
            " ON known.system = %(system)s AND known.key_hash = stage.key_hash"
        )
        there = self.number(f"SELECT count(*) FROM {known}")
        self.counts.created = self.counts.rows - there
        self.counts.updated = self.number(
            f"SELECT count(*) FROM {known} WHERE (known.project_id, known.course_id, known.person_hash)"
            " IS DISTINCT FROM (stage.project_id, stage.course_id, stage.person_hash)"
        )


def told_json(told: Sequence[Told], alias: str) -> str:
    """What the old system says in a row, as an object by our fields."""
    pairs = ", ".join(f"'{one.field}', {alias}.{one.field}" for one in told)
    return f"jsonb_build_object({pairs})" if pairs else "'{}'::jsonb"


def differs(target: Target) -> str:
    """Whether the record will be another than it is."""
    names = [told.field for told in target.told]
    staged, here = (", ".join(f"{alias}.{name}" for name in names) for alias in ("stage", "record"))
    return f"({staged}) IS DISTINCT FROM ({here})"


_OTHER_OFFICE = """
SELECT stage."row", '{column}', stage.project_key, office.name
  FROM legacy_stage stage JOIN projects_project project ON project.id = stage.project_id
  JOIN reference_council council ON council.id = project.council_id
  JOIN reference_office office ON office.id = council.office_id
 WHERE council.office_id <> %(office)s
"""
_ORGANISATIONS = """
CREATE TEMP TABLE legacy_organisation AS
SELECT kind, name, cvr, organisation_name_key(name) AS name_key, kind AS found_kind,
       NULL::bigint AS organisation_id, NULL::bigint AS municipality_id, 0 AS candidates
  FROM (SELECT DISTINCT kind, name, cvr FROM legacy_actor) named
"""
_BY_CVR = """
UPDATE legacy_organisation named
   SET organisation_id = found.ids[1], found_kind = found.kinds[1], candidates = 1
  FROM (SELECT wanted.id AS named_id,
               array_agg(organisation.id ORDER BY likeness, organisation.id) AS ids,
               array_agg(organisation.kind ORDER BY likeness, organisation.id) AS kinds
          FROM legacy_organisation wanted
          JOIN actors_organisation organisation ON organisation.cvr = wanted.cvr AND organisation.active,
               LATERAL (SELECT (organisation_name_key(organisation.name) <> wanted.name_key)::int
                             + (organisation.kind <> wanted.kind)::int AS likeness) alike
         WHERE wanted.cvr <> ''
         GROUP BY wanted.id) found
 WHERE named.id = found.named_id
"""
"""Of several workplaces of one company: the one with the same name, otherwise the oldest."""
_BY_NAME = """
UPDATE legacy_organisation named
   SET organisation_id = found.ids[1], found_kind = found.kinds[1], candidates = cardinality(found.ids)
  FROM (SELECT wanted.id AS named_id, array_agg(there.id ORDER BY there.id) AS ids,
               array_agg(there.kind ORDER BY there.id) AS kinds
          FROM legacy_organisation wanted
          JOIN (SELECT id, kind, cvr, organisation_name_key(name) AS name_key
                  FROM actors_organisation WHERE active) there ON there.name_key = wanted.name_key
         WHERE wanted.organisation_id IS NULL AND wanted.name_key <> ''
           AND (wanted.kind = '' OR there.kind = wanted.kind)
           AND (wanted.cvr = '' OR there.cvr = '')
         GROUP BY wanted.id) found
 WHERE named.id = found.named_id
"""
_MUNICIPALITIES = """
UPDATE legacy_organisation named SET municipality_id = municipality.id FROM reference_municipality municipality
 WHERE named.organisation_id IS NULL AND named.found_kind = 'job_centre'
   AND search_fold(municipality.name) = regexp_replace(search_fold(named.name), '^jobcenter ', '')
"""
_OF_ORGANISATION = """
SELECT actor."row", actor."column", actor.name, ''
  FROM legacy_actor actor JOIN legacy_organisation named USING (kind, name, cvr)
 WHERE {where}
"""
