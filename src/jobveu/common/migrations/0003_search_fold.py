"""The SQL functions behind jobveu.common.folding: the same steps, in the same order.

Written as danish_sort_key is, so that they may stand in an index.
"""

from django.db import migrations

CREATE = r"""
CREATE FUNCTION search_fold(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN replace(replace(replace(replace(replace(
    danish_sort_key(regexp_replace($1,
        '[\u0021-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E\u00A1-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB\u00BF\u2018-\u201F\u2026]',
        ' ', 'g')),
    '}', 'å'), '{', 'æ'), '|', 'ø'), 'ae', 'æ'), 'oe', 'ø');
CREATE FUNCTION search_bare(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN replace(replace(replace($1, 'å', 'a'), 'æ', 'a'), 'ø', 'o');
"""
DROP = "DROP FUNCTION search_bare(text); DROP FUNCTION search_fold(text);"


class Migration(migrations.Migration):
    dependencies = [("common", "0002_initial")]

    operations = [migrations.RunSQL(CREATE, reverse_sql=DROP)]
