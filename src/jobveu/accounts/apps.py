from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "jobveu.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jobveu.accounts import factor_log

        factor_log.connect()
