from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CommonConfig(AppConfig):
    name = "jobveu.common"
    label = "common"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_keep_history, sender=self)


def _keep_history(**_signal: Any) -> None:
    """Tables that a migration has made or changed get their triggers with it."""
    from jobveu.common.history_triggers import keep_history

    keep_history()
