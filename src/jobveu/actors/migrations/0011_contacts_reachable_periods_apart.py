"""What only the operations held of contacts, tokens and memberships, the database holds too.

Rows that the operations cannot have made are repaired first, so that no database is left behind by them."""

import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


def _united(table, columns, below=""):
    """Makes rows of `columns` whose times overlap one: the one that goes on for longest, which begins with the first.
    `below` lets what hangs on the others hang on it."""
    return f"""
CREATE TEMPORARY TABLE united ON COMMIT DROP AS
SELECT (array_agg(id ORDER BY last DESC, id))[1] AS kept, array_agg(id) AS ids, min(valid_from) AS valid_from
  FROM (SELECT *, count(*) FILTER (WHERE before IS NULL OR valid_from > before) OVER (
                      PARTITION BY {columns} ORDER BY valid_from, id) AS island
          FROM (SELECT *, max(last) OVER (PARTITION BY {columns} ORDER BY valid_from, id
                                          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
                  FROM (SELECT *, coalesce(valid_to, 'infinity') AS last FROM {table}) ending) preceded) islands
 GROUP BY {columns}, island HAVING count(*) > 1;
{below}
DELETE FROM {table} one USING united WHERE one.id = ANY(united.ids) AND one.id <> united.kept;
UPDATE {table} one SET valid_from = united.valid_from FROM united
 WHERE one.id = united.kept AND one.valid_from > united.valid_from;
DROP TABLE united;
"""

TOKENS = """
UPDATE actors_apitoken token
   SET membership_id = united.kept, expires_on = least(token.expires_on, membership.valid_to)
  FROM united, actors_membership membership
 WHERE membership.id = token.membership_id AND membership.id = ANY(united.ids) AND membership.id <> united.kept;
"""
REPAIR = f"""
-- Whoever is spoken with is not removed, and whoever is removed was so today at the latest.
UPDATE actors_contact SET removed_on = NULL WHERE active AND removed_on IS NOT NULL;
UPDATE actors_contact SET removed_on = CURRENT_DATE WHERE NOT active AND removed_on IS NULL;
-- A contact who is a user has an address; one who cannot be reached at all cannot be spoken with, and is removed as
-- remove_contact does it. Conversations and seats stay.
UPDATE actors_contact contact SET email = person.email, version = contact.version + 1
  FROM accounts_user person
 WHERE person.id = contact.user_id AND contact.active AND contact.email = '' AND contact.phone = ''
   AND NOT EXISTS (SELECT FROM actors_contact other
                    WHERE other.organisation_id = contact.organisation_id AND other.id <> contact.id
                      AND (lower(other.email) = lower(person.email) OR other.user_id = contact.user_id));
UPDATE actors_consent consent SET withdrawn_on = greatest(CURRENT_DATE, consent.given_on)
  FROM actors_contact contact
 WHERE contact.id = consent.contact_id AND consent.withdrawn_on IS NULL
   AND contact.active AND contact.email = '' AND contact.phone = '';
UPDATE actors_contact SET active = FALSE, removed_on = CURRENT_DATE, version = version + 1
 WHERE active AND email = '' AND phone = '';
-- A token that was to hold for longer than a year holds for a year.
UPDATE actors_apitoken SET expires_on = (created_at AT TIME ZONE 'Europe/Copenhagen')::date + 366
 WHERE expires_on > (created_at AT TIME ZONE 'Europe/Copenhagen')::date + 366;
-- Two rows that say the same of one time are one. A token goes on as long as the membership it was made for did.
{_united("actors_affiliation", "kind, member_id, body_id")}
{_united("actors_membership", "user_id, organisation_id, role", TOKENS)}
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '0010_api_token_scopes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(REPAIR, reverse_sql=migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name='affiliation',
            name='affiliation_once',
        ),
        migrations.RemoveConstraint(
            model_name='membership',
            name='membership_once',
        ),
        migrations.AddConstraint(
            model_name='affiliation',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('kind', '='), ('member', '='), ('body', '='), (models.Func(models.F('valid_from'), models.F('valid_to'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='affiliation_once', violation_error_message='Organisationen er allerede medlem.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), ('organisation', '='), ('role', '='), (models.Func(models.F('valid_from'), models.F('valid_to'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='membership_once', violation_error_message='Brugeren har allerede den rolle i organisationen.'),
        ),
        migrations.AddConstraint(
            model_name='apitoken',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on__lte', django.db.models.expressions.CombinedExpression(django.db.models.functions.datetime.TruncDate('created_at'), '+', models.Value(datetime.timedelta(days=366))))), name='api_token_for_a_year_at_most', violation_error_code='expires_on', violation_error_message='Nøglen kan højst gælde et år.'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(('active', False), models.Q(('email', ''), _negated=True), models.Q(('phone', ''), _negated=True), _connector='OR'), name='contact_can_be_reached', violation_error_code='email', violation_error_message='Skriv en e-mail eller et telefonnummer.'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('active', True), ('removed_on__isnull', True)), models.Q(('active', False), ('removed_on__isnull', False)), _connector='OR'), name='contact_removed_on_a_day', violation_error_message='En kontaktperson, der er fjernet, er det fra en bestemt dag.'),
        ),
    ]
