from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "jobveu.delivery"
    label = "delivery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jobveu.delivery.figures import check_mails, mail_figures
        from jobveu.upkeep.reports import CHECKS, FIGURES

        CHECKS["mails"] = check_mails
        FIGURES["mails"] = mail_figures
