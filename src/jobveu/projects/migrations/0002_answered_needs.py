"""Needs know whether a project answers them: a trigger keeps it, whoever writes."""

from django.db import migrations, models

CREATE = """
CREATE FUNCTION keep_needs_answered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        UPDATE projects_need need SET answered = TRUE
         WHERE NOT need.answered AND need.id IN (SELECT need_id FROM new_rows);
    END IF;
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        UPDATE projects_need need SET answered = FALSE
         WHERE need.answered AND need.id IN (SELECT need_id FROM old_rows)
           AND NOT EXISTS (SELECT FROM projects_projectneed tie WHERE tie.need_id = need.id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER needs_answered_on_insert AFTER INSERT ON projects_projectneed
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_needs_answered();
CREATE TRIGGER needs_answered_on_update AFTER UPDATE ON projects_projectneed
    REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_needs_answered();
CREATE TRIGGER needs_answered_on_delete AFTER DELETE ON projects_projectneed
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_needs_answered();
UPDATE projects_need need SET answered = TRUE
 WHERE EXISTS (SELECT FROM projects_projectneed tie WHERE tie.need_id = need.id);
"""
DROP = """
DROP TRIGGER needs_answered_on_insert ON projects_projectneed;
DROP TRIGGER needs_answered_on_update ON projects_projectneed;
DROP TRIGGER needs_answered_on_delete ON projects_projectneed;
DROP FUNCTION keep_needs_answered();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0001_initial"),
        ("projects", "0001_initial"),
        ("reference", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="need",
            name="answered",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunSQL(CREATE, reverse_sql=DROP),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                models.F("municipality"),
                models.F("needed_by"),
                condition=models.Q(("answered", False), ("closed_on__isnull", True)),
                name="need_waiting",
            ),
        ),
    ]
