"""`manage keep_history`: has the database record every change to every table."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from jobveu.common.history_triggers import keep_history


class Command(BaseCommand):
    help = "Puts in place the triggers that record every change, where they are missing or out of date."

    def handle(self, *args: Any, **options: Any) -> None:
        tables = keep_history()
        self.stdout.write("\n".join(tables) if tables else "Every table's history is kept already.")
