"""Takes the first cells of files out of the history: they may be of persons, and go with the file."""

from django.db import migrations

TAKE_OUT = """
SELECT set_config('jobveu.erasing', 'on', true);
UPDATE common_change change
   SET before = CASE WHEN change.before ? 'samples' THEN change.before || '{"samples": "***"}' ELSE change.before END,
       after = CASE WHEN change.after ? 'samples' THEN change.after || '{"samples": "***"}' ELSE change.after END
 WHERE change.room = 'legacy.import' AND (change.before ? 'samples' OR change.after ? 'samples');
SELECT set_config('jobveu.erasing', '', true);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('legacy', '0002_courses_from_source'),
        ('common', '0006_change_operation_known'),
    ]

    operations = [
        migrations.RunSQL(TAKE_OUT, reverse_sql=migrations.RunSQL.noop),
    ]
