"""Where a company's or a job centre's own participants are placed, and which holds lack somebody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jobveu.accounts.access import Action, Scope
from jobveu.course_plans.queries.placements import OwnPlan, own_placements
from jobveu.web.access import Page
from jobveu.web.staff.course_plans import words
from jobveu.web.staff.course_plans.offered_holds import DECISION_BADGES
from jobveu.web.staff.projects.base import memberships_for
from jobveu.web.ui import Crumb


class OwnPlacements(Page):
    action = Action.VIEW_PLACEMENTS

    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        own = memberships_for(self.actor, Action.VIEW_PLACEMENTS, Scope.OWN_ORGANISATION)
        names = {row.organisation_id: row.organisation_name for row in own if row.organisation_id is not None}
        values = {
            "crumbs": (Crumb(_("Pladser på hold")),),
            "organisations": [
                (name, [_shown(plan) for plan in own_placements(organisation_id=id_)])
                for id_, name in names.items()
            ],
        }
        return render(request, "staff/course_plans/own_placements.html", values)


def _shown(plan: OwnPlan) -> dict[str, object]:
    return {
        "plan": plan.plan,
        "period": words.period(plan.plan),
        "places": [
            (one, DECISION_BADGES[one.hold.decided.decision] if one.hold.decided else "")
            for one in plan.places
        ],
        "without": [(one, words.obstacles(one.obstacles)) for one in plan.without],
        "lacking": [(one, words.own_lack(one)) for one in plan.lacking],
    }
