"""Forgetting the history of somebody who has been erased (operations.erasure).

A caseworker may erase a person, and what the history wrote of that goes beyond what the wall lets them reach: the
person is gone. The function reaches it, and nothing else: it refuses for as long as there is a person, and for
candidacies that are somebody's.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION forget_erased(person bigint, candidacies bigint[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
AS $$
DECLARE
    before text := coalesce(current_setting('jobveu.acting', true), '');
    forgotten bigint;
BEGIN
    PERFORM set_config('jobveu.acting', 'system', true);
    IF EXISTS (SELECT FROM public.candidates_person still WHERE still.id = $1)
       OR EXISTS (SELECT FROM public.candidates_candidacy still WHERE still.id = ANY ($2) AND still.person_id IS NOT NULL)
    THEN
        RAISE EXCEPTION 'Only the history of somebody who has been erased is forgotten.';
    END IF;
    DELETE FROM public.common_change change
     WHERE change.person_id = $1
        OR (change.room = 'candidates.candidacy' AND change.record_id = ANY ($2))
        OR (change.parent_room = 'candidates.candidacy' AND change.parent_id = ANY ($2));
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    PERFORM set_config('jobveu.acting', before, true);
    RETURN forgotten;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0007_anonymous_candidacies")]

    operations = [
        migrations.RunSQL(CREATE, reverse_sql="DROP FUNCTION forget_erased(bigint, bigint[])"),
    ]
