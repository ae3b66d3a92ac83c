"""The waiting lists of courses that are full."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobveu.candidates.enums import PlaceState
from jobveu.candidates.models.candidacy import Candidacy
from jobveu.common.constraints import known_choice
from jobveu.common.history import History

IN_LINE = (PlaceState.WAITING, PlaceState.OFFERED)


class WaitingPlace(models.Model):
    """A candidate in line for a course; the line goes by the order of the rows. A place that has become free is
    offered to the first, who has until `answer_by`, and then to the next."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="waiting_places")
    course = models.ForeignKey(
        "education.Course", on_delete=models.CASCADE, related_name="waiting_places", verbose_name=_("Kursus")
    )
    state = models.CharField(_("Status"), max_length=10, choices=PlaceState, default=PlaceState.WAITING)
    joined_on = models.DateField(_("På ventelisten fra"))
    joined_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    offered_on = models.DateField(_("Tilbudt den"), null=True, blank=True)
    answer_by = models.DateField(_("Svar senest"), null=True, blank=True)

    history = History(parent="candidacy", person="candidacy")

    class Meta:
        constraints = [
            known_choice(
                "state",
                PlaceState,
                name="waiting_place_state_known",
                message=_("Vælg fra listen, hvor på ventelisten kandidaten er."),
            ),
            models.UniqueConstraint(
                "candidacy",
                "course",
                condition=Q(state__in=IN_LINE),
                name="waiting_place_once",
                violation_error_message=_("Kandidaten står allerede på ventelisten."),
            ),
            models.CheckConstraint(
                condition=Q(offered_on__isnull=True, answer_by__isnull=True)
                | Q(offered_on__isnull=False, answer_by__isnull=False),
                name="waiting_place_offered_with_deadline",
                violation_error_message=_("Et tilbud om en plads skal have en frist for svar."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PlaceState.OFFERED, PlaceState.ACCEPTED, PlaceState.EXPIRED])
                | Q(offered_on__isnull=False),
                name="waiting_place_answered_after_offer",
                violation_error_message=_("Kun en plads, der er tilbudt, kan besvares."),
            ),
        ]
        indexes = [models.Index("course", "state", "id", name="waiting_place_in_line")]
