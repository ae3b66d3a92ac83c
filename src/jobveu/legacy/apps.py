from django.apps import AppConfig


class LegacyConfig(AppConfig):
    name = "jobveu.legacy"
    label = "legacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jobveu.attachments.operations import ALSO_NAMED
        from jobveu.legacy.operations.files import stored_names

        ALSO_NAMED["legacy"] = stored_names
