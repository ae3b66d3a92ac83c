"""The shipped reference tables in a test: loaded once by each process, and copied in from then on."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

# Models can be imported once Django is set up, which it is not yet where conftest.py is read.
_copies: dict[str, bytes] = {}
"""By table, in the order of their foreign keys: the rows as PostgreSQL's COPY writes them."""


def put_in() -> None:
    from django.db import connection

    if not _copies:
        _load()
        with connection.cursor() as cursor:
            for table in _tables():
                with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                    _copies[table] = b"".join(rows)
        return
    with connection.cursor() as cursor:
        for table, rows in _copies.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as into:
                into.write(rows)
        # A process may have more than one database: where the rows were only copied in, no number was drawn for them.
        for statement in _sequences():
            cursor.execute(statement)


def _load() -> None:
    from jobveu.accounts.actor import Actor
    from jobveu.reference.shipped import load_shipped

    load_shipped(by=Actor(user_id=None, name="Testmaskinen"), at=datetime(2026, 1, 1, 9, 0, tzinfo=UTC))


@cache
def _sequences() -> list[str]:
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection

    models = [
        model for model in apps.get_app_config("reference").get_models() if model._meta.db_table in _copies
    ]
    return connection.ops.sequence_reset_sql(no_style(), models)


def _tables() -> list[str]:
    """Those with rows; no two of them point at each other."""
    from django.apps import apps

    left = [model for model in apps.get_app_config("reference").get_models() if model.objects.exists()]
    found: list[str] = []
    while left:
        for model in left:
            points_at = {field.related_model for field in model._meta.concrete_fields if field.is_relation}
            if not points_at & set(left) - {model}:
                found.append(model._meta.db_table)
                left.remove(model)
                break
    return found
