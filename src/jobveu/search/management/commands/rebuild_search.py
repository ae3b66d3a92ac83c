from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction


class Command(BaseCommand):
    help = (
        "Build the search index anew, without words that nothing is written with any longer. Never needed for "
        "a search to be right: the index is kept in step with every change."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT search_rebuild()")
            cursor.execute("SELECT count(*) FROM search_entry")
            (count,) = cursor.fetchone()
        self.stdout.write(f"{count} records can be found.")
