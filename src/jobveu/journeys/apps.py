from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "jobveu.journeys"
    label = "journeys"

    def ready(self) -> None:
        from jobveu.journeys.matching.solver import SOLVER
        from jobveu.journeys.phases import on_project_changed, on_projects_changed
        from jobveu.projects.changes import project_changed, projects_changed
        from jobveu.solving.solvers import register

        register(SOLVER)
        project_changed.connect(on_project_changed, dispatch_uid="journeys.keep_phase")
        projects_changed.connect(on_projects_changed, dispatch_uid="journeys.keep_phases")
