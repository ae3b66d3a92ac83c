"""What is searched, said once (the view), and the triggers that keep the index in step with it.

The triggers work statement by statement, on the rows that a statement has changed: COPY and other bulk writes
are indexed like single ones, in their own transaction. A row is written only where something has changed.

An entry holds nothing of another record that somebody may be changing at the same time, but where a course or
lesson belongs: projects are changed one at a time (projects.changes).
"""

from django.db import migrations

SOURCE = """
CREATE VIEW search_source AS
SELECT 'project' AS kind, project.id AS record_id, project.id AS project_id, NULL::bigint AS organisation_id,
       project.council_id, council.office_id, project.status <> 'active' AS ended, project.start_date AS day,
       project.title, concat_ws(' ', industry.title, council.name) AS keywords,
       concat_ws(' ', project.description, project.area_basis) AS body, project.id::text AS numbers
  FROM projects_project project
  LEFT JOIN reference_council council ON council.id = project.council_id
  LEFT JOIN reference_industry industry ON industry.id = project.industry_id
UNION ALL
SELECT 'organisation', organisation.id, NULL, organisation.id,
       coalesce(organisation.council_id, area.council_id), coalesce(organisation.office_id, area.office_id),
       NOT organisation.active, organisation.created_at::date,
       organisation.name, concat_ws(' ', municipality.name, industry.title), '',
       concat_ws(' ', organisation.cvr, organisation.p_number)
  FROM actors_organisation organisation
  LEFT JOIN reference_municipality municipality ON municipality.id = organisation.municipality_id
  LEFT JOIN reference_industry industry ON industry.id = organisation.industry_id
  LEFT JOIN LATERAL (
       SELECT council.id AS council_id, council.office_id
         FROM reference_councilmunicipality part JOIN reference_council council ON council.id = part.council_id
        WHERE part.municipality_id = organisation.municipality_id AND council.valid_to IS NULL
        ORDER BY council.id LIMIT 1) area ON TRUE
UNION ALL
SELECT 'contact', contact.id, NULL, contact.organisation_id, NULL, NULL, FALSE, NULL,
       contact.name, concat_ws(' ', contact.job_title, contact.email), '',
       right(regexp_replace(contact.phone, '[^0-9]', '', 'g'), 8)
  FROM actors_contact contact
 WHERE contact.active
UNION ALL
SELECT 'course', course.id, course.project_id, NULL, project.council_id, council.office_id,
       course.status <> 'planned', course.starts_on,
       course.title, concat_ws(' ', course.place, municipality.name), '', course.course_code
  FROM education_course course
  JOIN projects_project project ON project.id = course.project_id
  LEFT JOIN reference_council council ON council.id = project.council_id
  LEFT JOIN reference_municipality municipality ON municipality.id = course.municipality_id
UNION ALL
SELECT 'lesson', lesson.id, lesson.project_id, NULL, project.council_id, council.office_id, FALSE,
       lesson.written_at::date, lesson.title, array_to_string(lesson.tags, ' '), lesson.text, ''
  FROM projects_lesson lesson
  JOIN projects_project project ON project.id = lesson.project_id
  LEFT JOIN reference_council council ON council.id = project.council_id;
"""

REFRESH = """
CREATE FUNCTION search_refresh(of_kind text, ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_entry entry
     WHERE entry.kind = of_kind AND entry.record_id = ANY (ids)
       AND NOT EXISTS (SELECT FROM search_source source
                        WHERE source.kind = of_kind AND source.record_id = entry.record_id);
    -- A text is searched as far as a text vector reaches.
    WITH source AS MATERIALIZED (
        SELECT source.*, search_fold(title) AS folded_title, search_fold(keywords) AS folded_keywords,
               search_fold(left(body, 100000)) AS folded_body, search_fold(numbers) AS folded_numbers
          FROM search_source source
         WHERE source.kind = of_kind AND source.record_id = ANY (ids)
    ), written AS (
        INSERT INTO search_entry AS entry
               (kind, record_id, project_id, organisation_id, council_id, office_id, ended, day, title_key, words)
        SELECT kind, record_id, project_id, organisation_id, council_id, office_id, ended, day, folded_title,
               setweight(to_tsvector('pg_catalog.danish', folded_title), 'A')
               || setweight(to_tsvector('pg_catalog.simple', folded_numbers), 'A')
               || setweight(to_tsvector('pg_catalog.danish', folded_keywords), 'B')
               || setweight(to_tsvector('pg_catalog.danish', folded_body), 'D')
          FROM source
         ORDER BY record_id
            ON CONFLICT (kind, record_id) DO UPDATE
           SET project_id = excluded.project_id, organisation_id = excluded.organisation_id,
               council_id = excluded.council_id, office_id = excluded.office_id, ended = excluded.ended,
               day = excluded.day, title_key = excluded.title_key, words = excluded.words
         WHERE (entry.project_id, entry.organisation_id, entry.council_id, entry.office_id, entry.ended,
                entry.day, entry.title_key, entry.words)
               IS DISTINCT FROM
               (excluded.project_id, excluded.organisation_id, excluded.council_id, excluded.office_id,
                excluded.ended, excluded.day, excluded.title_key, excluded.words)
        RETURNING entry.record_id
    )
    INSERT INTO search_word (text, bare)
    SELECT word, search_bare(word)
      FROM (SELECT DISTINCT word
              FROM written JOIN source USING (record_id),
                   string_to_table(concat_ws(' ', folded_title, folded_keywords, folded_body), ' ') word
             WHERE length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]') new_words
     WHERE NOT EXISTS (SELECT FROM search_word known WHERE known.text = new_words.word);
END $$;

CREATE FUNCTION search_rebuild() RETURNS void LANGUAGE plpgsql AS $$
DECLARE of_kind text;
BEGIN
    DELETE FROM search_entry;
    DELETE FROM search_word;
    FOREACH of_kind IN ARRAY ARRAY['project', 'organisation', 'contact', 'course', 'lesson'] LOOP
        PERFORM search_refresh(of_kind, ARRAY(SELECT record_id FROM search_source WHERE kind = of_kind));
    END LOOP;
END $$;
"""

KEEP = """
CREATE FUNCTION search_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        ids := ARRAY(SELECT id FROM new_rows);
    ELSIF TG_OP = 'DELETE' THEN
        ids := ARRAY(SELECT id FROM old_rows);
    ELSE
        ids := ARRAY(SELECT id FROM new_rows UNION SELECT id FROM old_rows);
    END IF;
    IF cardinality(ids) > 0 THEN
        PERFORM search_refresh(TG_ARGV[0], ids);
    END IF;
    RETURN NULL;
END $$;

-- Where a course or lesson belongs follows its project.
CREATE FUNCTION search_keep_with_project() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids bigint[] := ARRAY(
    SELECT now.id FROM new_rows now JOIN old_rows before ON before.id = now.id
     WHERE now.council_id IS DISTINCT FROM before.council_id);
BEGIN
    IF cardinality(ids) > 0 THEN
        PERFORM search_refresh('course', ARRAY(SELECT id FROM education_course WHERE project_id = ANY (ids)));
        PERFORM search_refresh('lesson', ARRAY(SELECT id FROM projects_lesson WHERE project_id = ANY (ids)));
    END IF;
    RETURN NULL;
END $$;

-- The reference tables are loaded again at every start: only a new name is a change.
CREATE FUNCTION search_keep_with_reference() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids bigint[];
BEGIN
    IF TG_TABLE_NAME = 'reference_municipality' THEN
        ids := ARRAY(SELECT now.id FROM new_rows now JOIN old_rows before ON before.id = now.id
                      WHERE now.name <> before.name);
        IF cardinality(ids) > 0 THEN
            PERFORM search_refresh('organisation',
                ARRAY(SELECT id FROM actors_organisation WHERE municipality_id = ANY (ids)));
            PERFORM search_refresh('course',
                ARRAY(SELECT id FROM education_course WHERE municipality_id = ANY (ids)));
        END IF;
    ELSIF TG_TABLE_NAME = 'reference_industry' THEN
        ids := ARRAY(SELECT now.id FROM new_rows now JOIN old_rows before ON before.id = now.id
                      WHERE now.title <> before.title);
        IF cardinality(ids) > 0 THEN
            PERFORM search_refresh('organisation',
                ARRAY(SELECT id FROM actors_organisation WHERE industry_id = ANY (ids)));
            PERFORM search_refresh('project',
                ARRAY(SELECT id FROM projects_project WHERE industry_id = ANY (ids)));
        END IF;
    ELSE
        ids := ARRAY(SELECT now.id FROM new_rows now JOIN old_rows before ON before.id = now.id
                      WHERE (now.name, now.office_id) IS DISTINCT FROM (before.name, before.office_id));
        IF cardinality(ids) > 0 THEN
            PERFORM search_refresh('project',
                ARRAY(SELECT id FROM projects_project WHERE council_id = ANY (ids)));
            PERFORM search_refresh('course', ARRAY(
                SELECT course.id FROM education_course course JOIN projects_project project
                    ON project.id = course.project_id WHERE project.council_id = ANY (ids)));
            PERFORM search_refresh('lesson', ARRAY(
                SELECT lesson.id FROM projects_lesson lesson JOIN projects_project project
                    ON project.id = lesson.project_id WHERE project.council_id = ANY (ids)));
        END IF;
    END IF;
    RETURN NULL;
END $$;
"""

TABLES = {
    "project": "projects_project",
    "organisation": "actors_organisation",
    "contact": "actors_contact",
    "course": "education_course",
    "lesson": "projects_lesson",
}
REFERENCE = ("reference_municipality", "reference_industry", "reference_council")
ROWS = {
    "insert": "NEW TABLE AS new_rows",
    "update": "NEW TABLE AS new_rows OLD TABLE AS old_rows",
    "delete": "OLD TABLE AS old_rows",
}


def _triggers() -> str:
    made = [
        f"CREATE TRIGGER search_on_{event} AFTER {event.upper()} ON {table} REFERENCING {rows}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION search_keep('{kind}');"
        for kind, table in TABLES.items()
        for event, rows in ROWS.items()
    ]
    made.append(
        f"CREATE TRIGGER search_with_project AFTER UPDATE ON projects_project REFERENCING {ROWS['update']}"
        " FOR EACH STATEMENT EXECUTE FUNCTION search_keep_with_project();"
    )
    made += [
        f"CREATE TRIGGER search_with_reference AFTER UPDATE ON {table} REFERENCING {ROWS['update']}"
        " FOR EACH STATEMENT EXECUTE FUNCTION search_keep_with_reference();"
        for table in REFERENCE
    ]
    return "\n".join(made)


DROP = (
    "\n".join(
        f"DROP TRIGGER search_on_{event} ON {table};" for table in TABLES.values() for event in ROWS
    )
    + "DROP TRIGGER search_with_project ON projects_project;"
    + "".join(f"DROP TRIGGER search_with_reference ON {table};" for table in REFERENCE)
    + """
DROP FUNCTION search_keep_with_reference();
DROP FUNCTION search_keep_with_project();
DROP FUNCTION search_keep();
DROP FUNCTION search_rebuild();
DROP FUNCTION search_refresh(text, bigint[]);
DROP VIEW search_source;
"""
)


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0004_primary_contacts"),
        ("common", "0003_search_fold"),
        ("education", "0001_initial"),
        ("projects", "0002_answered_needs"),
        ("reference", "0001_initial"),
        ("search", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(SOURCE + REFRESH + KEEP + _triggers(), reverse_sql=DROP),
        migrations.RunSQL("SELECT search_rebuild()", reverse_sql=migrations.RunSQL.noop),
    ]
