"""Candidacies are counted by one thing more: whether a course that gives merit has been completed."""

from importlib import import_module

from django.db import migrations

earlier = import_module("jobveu.insight.migrations.0002_participation_facts")

PARAMETERS = "(text[], text[], text[], text[], text[], text, text, text[], int)"
BY = ", ".join(str(number) for number in range(1, 10))


def changed(function, *changes):
    for old, new in changes:
        assert function.count(old) == 1, old
        function = function.replace(old, new)
    return function


# As 0002 has it, and `merit`: 2 where the candidate has completed a course that gives merit, 1 otherwise.
FUNCTION = changed(
    earlier.FUNCTION,
    ("person int, invited int", "person int, merit int, invited int"),
    ("one.person, one.invited", "one.person, one.merit, one.invited"),
    (" AS person,", " AS person, 1 + coalesce(enrolment.merit, false)::int AS merit,"),
    (" AS reason", " AS reason, bool_or(enrolled.status = $8[3] AND course.merit_giving) AS merit"),
    (f"GROUP BY {BY}", f"GROUP BY {BY}, 10"),
    (f"ORDER BY {BY}", f"ORDER BY {BY}, 10"),
)


class Migration(migrations.Migration):
    dependencies = [("insight", "0005_survey_texts"), ("education", "0001_initial")]

    operations = [
        migrations.RunSQL(
            f"DROP FUNCTION participation_facts{PARAMETERS};" + FUNCTION,
            reverse_sql=f"DROP FUNCTION participation_facts{PARAMETERS};" + earlier.FUNCTION,
        ),
    ]
