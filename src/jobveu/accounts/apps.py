from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "jobveu.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jobveu.accounts import factor_log, throttle

        factor_log.connect()
        throttle.count_one_after_the_other()
