from django.apps import AppConfig


class CoursePlansConfig(AppConfig):
    name = "jobveu.course_plans"
    label = "course_plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jobveu.course_plans.solver import PLANNING
        from jobveu.solving.solvers import register

        register(PLANNING)
