"""Course plans across projects: ordered, followed, decided on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action, Scope, Subject
from jobveu.answering.words import number
from jobveu.common.concurrency import version_of
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.course_plans.enums import Decision
from jobveu.course_plans.operations import plans as operations
from jobveu.course_plans.operations.holds import decide_hold, undo_acceptance
from jobveu.course_plans.queries import plans as queries
from jobveu.course_plans.queries.plans import HoldOfPlan, PlanPage, PlanRow
from jobveu.course_plans.rules import (
    DEAREST,
    FARTHEST,
    LONGEST_MINUTES,
    MOST_WEEKS,
    USUAL_DAYS,
    USUAL_LEEWAY,
    USUAL_MINUTES,
    USUAL_TRAVEL,
)
from jobveu.solving.limits import LONGEST, SHORTEST, USUAL
from jobveu.web.access import Page
from jobveu.web.forms import (
    ChoiceField,
    ConfirmPage,
    DanishDateField,
    Form,
    FormPage,
    IntegerField,
    TextField,
)
from jobveu.web.lists import ActionLink, Column, EmptyState, ListPage
from jobveu.web.staff.course_plans import words
from jobveu.web.staff.course_plans.offered_holds import DECISION_BADGES
from jobveu.web.staff.projects.base import memberships_for
from jobveu.web.staff.solving.shown import BADGES, answer_to_progress, shown
from jobveu.web.staff.solving.travel import estimate
from jobveu.web.ui import Crumb

ON_A_PAGE = 25


class PlanList(ListPage):
    action = Action.PLAN_COURSES
    title = gettext_lazy("Kursusplaner")
    intro = gettext_lazy(
        "En kursusplan samler de deltagere, som projekterne har for få af hver for sig, på hold, der kan gennemføres. "
        "Planen er et forslag: I beslutter for hvert hold."
    )
    unit = ngettext_lazy("kursusplan", "kursusplaner")
    columns = (
        Column(
            "period",
            gettext_lazy("Hold, der begynder"),
            value=lambda row: words.period(row),
            link=lambda row: reverse("course_plan", args=[row.id]),
            width=40,
        ),
        Column("office_name", gettext_lazy("Kontor"), width=30),
        Column("ordered", gettext_lazy("Bestilt"), sort="ordered", value=lambda row: row.run.ordered_at),
        Column("ordered_by", gettext_lazy("Af"), value=lambda row: row.run.ordered_by),
        Column(
            "state",
            gettext_lazy("Status"),
            value=lambda row: row.run.state.label,
            badge=lambda row: BADGES[row.run.state],
        ),
    )
    default_sort = "-ordered"
    export_name = "kursusplaner"

    @property
    def empty(self) -> EmptyState:
        return EmptyState(
            _("Der er ingen kursusplaner endnu"),
            _(
                "Læg en plan for de kurser, som jeres projekter har planlagt, og de hold, som skolerne udbyder."
            ),
            _("Læg en kursusplan"),
            reverse("course_plan_order"),
        )

    def actions(self) -> Sequence[ActionLink]:
        return (
            ActionLink(_("Læg en kursusplan"), reverse("course_plan_order")),
            ActionLink(_("Se udbudte hold"), reverse("offered_hold_list"), "secondary"),
        )

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[PlanRow]:
        own = memberships_for(self.actor, Action.PLAN_COURSES, Scope.OWN_OFFICE)
        ids = [row.office_id for row in own if row.office_id is not None]
        return queries.plans(office_ids=ids, sort=sort, window=window)


class OrderForm(Form):
    office_id = ChoiceField(label=gettext_lazy("Arbejdsmarkedskontor"))
    first_on = DanishDateField(label=gettext_lazy("Hold, der begynder fra"))
    last_on = DanishDateField(label=gettext_lazy("Til og med"))
    travel_limit = IntegerField(
        label=gettext_lazy("Længste rejse (km)"),
        min_value=0,
        max_value=FARTHEST,
        help_text=gettext_lazy("Ad vej mellem kommunernes midte, skønnet."),
    )
    travel_minutes = IntegerField(
        label=gettext_lazy("Længste rejsetid (minutter)"),
        min_value=1,
        max_value=LONGEST_MINUTES,
        required=False,
        help_text=gettext_lazy("Hver vej, i bil. Lad feltet være tomt, hvis kun afstanden tæller."),
    )
    leeway = IntegerField(
        label=gettext_lazy("Hvor mange uger må et hold begynde før eller efter?"),
        min_value=0,
        max_value=MOST_WEEKS,
        help_text=gettext_lazy("I forhold til den dag, et projekt har planlagt for kurset."),
    )
    budget = IntegerField(
        label=gettext_lazy("Budget"),
        suffix=gettext_lazy("kr."),
        min_value=0,
        max_value=DEAREST,
        required=False,
        width="char-11",
        help_text=gettext_lazy(
            "Hvad de hold, der gennemføres, højst må koste i alt. Lad feltet være tomt, hvis der ikke er et loft."
        ),
    )
    time_limit = IntegerField(
        label=gettext_lazy("Tidsgrænse i sekunder"),
        min_value=SHORTEST,
        max_value=LONGEST,
        help_text=gettext_lazy(
            "Så længe regnes der højst. Det bedste, der er fundet til den tid, bliver planen."
        ),
    )


class PlanOrder(FormPage):
    action = Action.PLAN_COURSES
    title = gettext_lazy("Læg en kursusplan")
    intro = gettext_lazy(
        "Planen samler dem, der skal på de planlagte kurser i jeres aktive projekter: dem, som jobcentrene har aftalt at "
        "bidrage med, eller ellers dem, som virksomhederne har brug for. De fordeles på projekternes egne kurser og på de "
        "hold, som skolerne udbyder."
    )
    submit_label = gettext_lazy("Læg planen")
    success_message = gettext_lazy("Planen er bestilt.")
    form_class = OrderForm

    @property
    def cancel_url(self) -> str:
        return reverse("course_plan_list")

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Kursusplaner"), self.cancel_url), Crumb(str(self.title)))

    @property
    def offices(self) -> dict[int, str]:
        own = memberships_for(self.actor, Action.PLAN_COURSES, Scope.OWN_OFFICE)
        return {row.office_id: row.organisation_name for row in own if row.office_id is not None}

    def initial(self) -> Mapping[str, Any]:
        return {
            "office_id": next(iter(self.offices)),
            "first_on": self.today,
            "last_on": self.today + timedelta(days=USUAL_DAYS),
            "travel_limit": USUAL_TRAVEL,
            "travel_minutes": USUAL_MINUTES,
            "budget": None,
            "leeway": USUAL_LEEWAY,
            "time_limit": USUAL,
        }

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"office_id": list(self.offices.items())}

    def save(self, form: Form) -> str:
        plan_id = operations.order_plan(by=self.actor, at=self.now, **form.cleaned_data)
        return reverse("course_plan", args=[plan_id])


class OnPlan(Page):
    """Pages of one plan."""

    plan: PlanRow
    title: Any = ""

    def prepare(self) -> None:
        plan = queries.plan(plan_id=self.kwargs["plan_id"])
        if plan is None:
            raise Http404
        self.plan = plan

    def subject(self) -> Subject | None:
        return self.plan.subject

    @property
    def cancel_url(self) -> str:
        return reverse("course_plan", args=[self.plan.id])

    def crumbs(self) -> Sequence[Crumb]:
        way = (Crumb(_("Kursusplaner"), reverse("course_plan_list")), Crumb(self.name, self.cancel_url))
        return (*way, Crumb(str(getattr(self, "question", "") or self.title)))

    @property
    def name(self) -> str:
        return words.period(self.plan)


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A hold as a line of the plan's page."""

    hold: HoldOfPlan
    href: str
    undo_href: str
    badge: str
    why: tuple[str, ...]
    lowered: tuple[str, ...]


class PlanShow(OnPlan):
    action = Action.PLAN_COURSES

    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        progress = shown(
            self.plan.run,
            now=self.now,
            stop_href=reverse("course_plan_stop", args=[self.plan.id]),
            replay_href=reverse("course_plan_replay", args=[self.plan.id]),
        )
        if answer := answer_to_progress(request, progress):
            return answer
        page = queries.plan_page(row=self.plan)
        values: dict[str, Any] = {
            "plan": self.plan,
            "name": self.name,
            "page": page,
            "shown": progress,
            "travel": estimate(),
            "crumbs": (Crumb(_("Kursusplaner"), reverse("course_plan_list")), Crumb(self.name)),
        }
        if page is not None:
            values |= self._found(page)
        return render(request, "staff/course_plans/plan.html", values)

    def _found(self, page: PlanPage) -> dict[str, Any]:
        running, running_pages = self._part(page.running, "gennemfoeres")
        lacking, lacking_pages = self._part(page.not_running, "mangler")
        without = Paginator(page.without, ON_A_PAGE).get_page(self.request.GET.get("uden"))
        return {
            "running": [self._line(one) for one in running],
            "running_pages": running_pages,
            "lacking": [self._line(one) for one in lacking],
            "lacking_pages": lacking_pages,
            "without": [(one, words.obstacles(one.obstacles)) for one in without.object_list],
            "without_pages": (without.number, without.paginator.num_pages),
            "weighed": [(number(weight), text) for weight, text in words.weighed(page.weights)],
            "compared": words.compared(page),
            "clashes": [words.clash(one) for one in page.clashes],
        }

    def _part(self, holds: Sequence[HoldOfPlan], param: str) -> tuple[Sequence[HoldOfPlan], tuple[int, int]]:
        page = Paginator(holds, ON_A_PAGE).get_page(self.request.GET.get(param))
        return list(page.object_list), (page.number, page.paginator.num_pages)

    def _line(self, hold: HoldOfPlan) -> HoldLine:
        return HoldLine(
            hold=hold,
            href=reverse("course_plan_hold", args=[self.plan.id, hold.id]),
            undo_href=reverse("course_plan_hold_undo", args=[self.plan.id, hold.id])
            if hold.decided and hold.decided.decision is Decision.ACCEPTED and hold.starts_on > self.today
            else "",
            badge=DECISION_BADGES[hold.decided.decision] if hold.decided else "",
            why=() if hold.runs else words.why_not(hold),
            lowered=() if hold.runs else words.lowered(hold),
        )


class PlanStop(OnPlan, ConfirmPage):
    action = Action.PLAN_COURSES
    question = gettext_lazy("Vil du stoppe beregningen?")
    consequences = gettext_lazy("Det bedste forslag, der er fundet indtil nu, bliver planen.")
    submit_label = gettext_lazy("Stop beregningen")
    danger = False

    def save(self, form: Form) -> str:
        operations.stop_plan(by=self.actor, at=self.now, plan_id=self.plan.id)
        return self.cancel_url


class PlanReplay(OnPlan, ConfirmPage):
    action = Action.PLAN_COURSES
    question = gettext_lazy("Vil du beregne forslaget igen?")
    consequences = gettext_lazy(
        "Det ændrer ikke planen: Det viser, om det samme grundlag giver det samme forslag."
    )
    submit_label = gettext_lazy("Genspil forslaget")
    danger = False

    def save(self, form: Form) -> str:
        operations.replay_plan(by=self.actor, at=self.now, plan_id=self.plan.id)
        return self.cancel_url


class DecideForm(Form):
    decision = ChoiceField(
        label=gettext_lazy("Afgørelse"), choices=Decision.choices, coerce=Decision, radio=True
    )
    reason = TextField(label=gettext_lazy("Begrundelse"), rows=3, max_length=500)


class OnHold(OnPlan):
    """Pages about one hold of the plan."""

    hold: HoldOfPlan

    def prepare(self) -> None:
        super().prepare()
        hold = queries.hold_of_plan(row=self.plan, hold_id=self.kwargs["hold_id"])
        if hold is None:
            raise Http404
        self.hold = hold


class HoldDecide(OnHold, FormPage):
    """What the office says to one hold of the plan."""

    action = Action.PLAN_COURSES
    title = gettext_lazy("Godkend eller afvis holdet")
    form_class = DecideForm
    submit_label = gettext_lazy("Gem afgørelsen")
    success_message = gettext_lazy("Afgørelsen er gemt.")

    @property
    def intro(self) -> str:
        return words.decided_on(self.hold)

    def initial(self) -> Mapping[str, Any]:
        decided = self.hold.decided
        shown = {"decision": decided.decision, "reason": decided.reason} if decided else {}
        self.current_version = version_of(shown)
        return shown

    def save(self, form: Form) -> str:
        decide_hold(
            by=self.actor, at=self.now, hold_id=self.hold.id, version=self.edited_version, **form.cleaned_data
        )
        return self.cancel_url


class UndoForm(Form):
    reason = TextField(label=gettext_lazy("Begrundelse"), rows=3, max_length=500)


class HoldUndo(OnHold, ConfirmPage):
    action = Action.PLAN_COURSES
    question = gettext_lazy("Skal godkendelsen af holdet fortrydes?")
    form_class = UndoForm
    submit_label = gettext_lazy("Fortryd godkendelsen")
    success_message = gettext_lazy("Godkendelsen er fortrudt.")

    @property
    def consequences(self) -> list[str]:  # type: ignore[override]  # may be a property, see ConfirmPage
        return [
            words.decided_on(self.hold),
            _(
                "Projekternes kurser bliver, som de var før godkendelsen, og kurser, der blev oprettet til holdet, "
                "slettes. Opgaver, som ikke er udført, fjernes."
            ),
        ]

    def save(self, form: Form) -> str:
        undo_acceptance(by=self.actor, at=self.now, hold_id=self.hold.id, **form.cleaned_data)
        return self.cancel_url
