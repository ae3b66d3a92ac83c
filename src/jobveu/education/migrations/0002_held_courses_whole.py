"""A course that was held has a provider and days, unless an older register did not tell them."""

from django.db import migrations, models


def _before(column, type_):
    """What stood in the column before it was emptied: the history has it."""
    return f"""(SELECT (change.before ->> '{column}')::{type_} FROM common_change change
                 WHERE change.room = 'education.course' AND change.record_id = course.id
                   AND change.before ->> '{column}' IS NOT NULL
                 ORDER BY change.id DESC LIMIT 1)"""


REPAIR = f"""
-- Imported projects are those with a source; what it did not tell of their courses is nobody's mistake.
UPDATE education_course course SET from_source = TRUE
  FROM projects_project project
 WHERE project.id = course.project_id AND project.source_note <> '' AND course.status = 'held'
   AND (course.provider_id IS NULL OR course.starts_on IS NULL OR course.ends_on IS NULL);
-- One of our own was whole when it was reported as held. What was emptied since is put back.
UPDATE education_course course
   SET provider_id = found.provider_id, starts_on = found.starts_on, ends_on = found.ends_on,
       version = course.version + 1
  FROM (SELECT course.id, coalesce(course.provider_id, provider.id) AS provider_id,
               coalesce(course.starts_on, {_before('starts_on', 'date')}) AS starts_on,
               coalesce(course.ends_on, {_before('ends_on', 'date')}) AS ends_on
          FROM education_course course
          LEFT JOIN actors_organisation provider ON provider.id = {_before('provider_id', 'bigint')}
         WHERE course.status = 'held' AND NOT course.from_source) found
 WHERE found.id = course.id AND found.provider_id IS NOT NULL AND found.ends_on >= found.starts_on
   AND (course.provider_id IS NULL OR course.starts_on IS NULL OR course.ends_on IS NULL);
-- What the history does not know either is reported as held anew, with its days.
UPDATE education_course course SET status = 'planned', version = course.version + 1
 WHERE course.status = 'held' AND NOT course.from_source
   AND (course.provider_id IS NULL OR course.starts_on IS NULL OR course.ends_on IS NULL);
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '0011_contacts_reachable_periods_apart'),
        ('common', '0004_history'),
        ('education', '0001_initial'),
        ('projects', '0004_screening_tool'),
        ('reference', '0002_municipality_points'),
    ]

    operations = [
        migrations.AddField(
            model_name='course',
            name='from_source',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='Overtaget fra et ældre register'),
        ),
        migrations.RunSQL(REPAIR, reverse_sql=migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='course',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'held'), _negated=True), ('from_source', True), models.Q(('ends_on__isnull', False), ('provider__isnull', False), ('starts_on__isnull', False)), _connector='OR'), name='course_held_by_somebody_on_days', violation_error_message='Et afholdt kursus skal have udbyder, første dag og sidste dag.'),
        ),
    ]
