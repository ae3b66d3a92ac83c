"""Says of the courses that were imported so far that they were."""

from django.db import migrations

MARK = """
UPDATE education_course course SET from_source = TRUE
  FROM legacy_origin origin WHERE origin.course_id = course.id AND NOT course.from_source;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('education', '0002_held_courses_whole'),
        ('legacy', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(MARK, reverse_sql=migrations.RunSQL.noop),
    ]
