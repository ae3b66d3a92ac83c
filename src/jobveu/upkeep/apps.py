from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """Without models; its jobs are found (jobs.py)."""

    name = "jobveu.upkeep"
    label = "upkeep"
