from django.apps import AppConfig


class SolvingConfig(AppConfig):
    name = "jobveu.solving"
    label = "solving"
    default_auto_field = "django.db.models.BigAutoField"
