from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "jobveu.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jobveu.assessment.operations.freezing import on_snapshot_taken
        from jobveu.insight.operations import snapshot_taken

        snapshot_taken.connect(on_snapshot_taken, dispatch_uid="assessment.freeze")
