from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "jobveu.reference"
    label = "reference"
    default_auto_field = "django.db.models.BigAutoField"
