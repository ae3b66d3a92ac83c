"""Building the index anew: for the words alone that nothing is written with any longer."""

from __future__ import annotations

from django.db import connection, transaction


def rebuild() -> int:
    """Builds the index from the records there are, and forgets words that none of them has; returns how many
    records can be found. Three SQL statements."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT search_rebuild()")
        cursor.execute("SELECT count(*) FROM search_entry")
        (count,) = cursor.fetchone()
    return int(count)
