"""What only the operations held of projects that are over or public, direct choices and tasks, the database holds too.

Rows that break it are repaired first, so that no database is left behind by them."""

from django.conf import settings
from django.db import migrations, models

REPAIR = """
-- A project that was completed had an end then; it can only have been emptied since, and the history has what it was.
-- Where it has not, the project was over at the latest on the day that somebody said so.
UPDATE projects_project project
   SET end_date = greatest(project.start_date, coalesce(
           (SELECT (change.before ->> 'end_date')::date FROM common_change change
             WHERE change.room = 'projects.project' AND change.record_id = project.id
               AND change.before ->> 'end_date' IS NOT NULL ORDER BY change.id DESC LIMIT 1),
           (SELECT (entry.at AT TIME ZONE 'Europe/Copenhagen')::date FROM common_auditentry entry
             WHERE entry.room = 'projects.project' AND entry.record_id = project.id
               AND entry.action = 'project.completed' ORDER BY entry.at DESC LIMIT 1),
           CURRENT_DATE)),
       version = project.version + 1
 WHERE project.status = 'completed' AND project.end_date IS NULL AND project.source_note = '';
-- The public is shown no project without the words it is shown with; it can be published again with them.
UPDATE projects_project SET published_at = NULL, version = version + 1
 WHERE published_at IS NOT NULL AND description = '';
-- A direct choice in which nobody was chosen is a search for a provider that came to nothing: what was written of it,
-- and its files, stay.
UPDATE projects_procurement
   SET kind = 'tender', deadline = opened_on, cancelled_on = coalesce(cancelled_on, opened_on),
       cancelled_reason = coalesce(nullif(cancelled_reason, ''), 'Direkte valg, hvor ingen udbyder blev valgt.'),
       version = version + 1
 WHERE kind = 'direct_choice' AND chosen_provider_id IS NULL;
-- A task that is open has been done by nobody.
UPDATE projects_task SET done_by_id = NULL, version = version + 1 WHERE done_on IS NULL AND done_by_id IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '0011_contacts_reachable_periods_apart'),
        ('common', '0004_history'),
        ('projects', '0004_screening_tool'),
        ('reference', '0002_municipality_points'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(REPAIR, reverse_sql=migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name='task',
            name='task_done_by_somebody',
        ),
        migrations.AddConstraint(
            model_name='procurement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'direct_choice'), _negated=True), ('chosen_provider__isnull', False), _connector='OR'), name='procurement_direct_choice_made', violation_error_code='chosen_provider', violation_error_message='Et direkte valg skal have udbyder, dato og begrundelse.'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'completed'), _negated=True), ('end_date__isnull', False), models.Q(('source_note', ''), _negated=True), _connector='OR'), name='project_completed_with_end', violation_error_code='end_date', violation_error_message='Skriv, hvornår projektet sluttede.'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('published_at__isnull', True), models.Q(('description', ''), _negated=True), _connector='OR'), name='project_published_with_description', violation_error_code='description', violation_error_message='Et offentligt projekt skal have en kort beskrivelse. Offentligheden ser den.'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_by__isnull', True), ('done_on__isnull', True)), models.Q(('done_by__isnull', False), ('done_on__isnull', False)), _connector='OR'), name='task_done_by_somebody', violation_error_message='Skriv, hvem der har udført opgaven.'),
        ),
    ]
