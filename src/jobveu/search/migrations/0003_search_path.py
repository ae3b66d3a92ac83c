"""The functions of the index find its tables wherever they are called from: a restore runs without a search path."""

from django.db import migrations

FUNCTIONS = (
    "search_refresh(text, bigint[])",
    "search_rebuild()",
    "search_keep()",
    "search_keep_with_project()",
    "search_keep_with_reference()",
)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_triggers")]

    operations = [
        migrations.RunSQL(
            ";".join(f"ALTER FUNCTION {function} SET search_path = public" for function in FUNCTIONS),
            reverse_sql=";".join(f"ALTER FUNCTION {function} RESET search_path" for function in FUNCTIONS),
        )
    ]
