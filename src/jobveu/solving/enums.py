from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RunState(TextChoices):
    WAITING = "waiting", _("Venter")
    RUNNING = "running", _("Regner")
    FINISHED = "finished", _("Færdig")
    FAILED = "failed", _("Mislykket")


class Ending(TextChoices):
    """How a finished run ended, as the kernels say it."""

    OPTIMAL = "optimal", _("Bedste forslag")
    STOPPED = "stopped", _("Stoppet undervejs")
    INFEASIBLE = "infeasible", _("Intet forslag opfylder alle krav")
    STABLE = "stable", _("Stabilt forslag")


class ReplayResult(TextChoices):
    """What solving again showed."""

    SAME = "same", _("Samme resultat")
    DIFFERENT = "different", _("Et andet resultat")
    OTHER_VERSION = "other_version", _("Beregnet med en anden version af programmet")
    INCOMPLETE = "incomplete", _("Grundlaget er ikke længere fuldstændigt")
    FAILED = "failed", _("Genspilningen mislykkedes")
