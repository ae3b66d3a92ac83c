from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from jobveu.search.rebuilding import rebuild


class Command(BaseCommand):
    help = (
        "Build the search index anew, without words that nothing is written with any longer. Never needed for "
        "a search to be right: the index is kept in step with every change."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild()} records can be found.")
