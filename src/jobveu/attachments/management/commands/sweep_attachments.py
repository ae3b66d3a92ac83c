from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from jobveu.attachments.operations import sweep_unnamed


class Command(BaseCommand):
    help = "Removes stored files that no attachment names, left by an upload or a removal that was cut short."

    def handle(self, *_args: Any, **_options: Any) -> None:
        removed = sweep_unnamed(at=timezone.now())
        self.stdout.write(f"{removed} files removed")
