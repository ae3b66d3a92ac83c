"""Rounds: the list of them, each in numbers, and the steps of a round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from jobveu.accounts.access import Action, Subject, may
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.insight.labels import decimal
from jobveu.insight.rendering import WITHHELD
from jobveu.insight.surveys.queries import closed_round
from jobveu.insight.surveys.standing import Withheld, withheld_when_closed, withheld_while_open
from jobveu.projects.enums import ProjectStatus, ProjectType
from jobveu.reference.queries import councils, offices
from jobveu.surveys.enums import Disposition, RespondentType, RoundState
from jobveu.surveys.instruments import STANDARD
from jobveu.surveys.operations import rounds as operations
from jobveu.surveys.queries.audience import audience
from jobveu.surveys.queries.rounds import (
    RoundPage,
    RoundRow,
    Standing,
    offices_of,
    round_page,
    rounds,
    standing,
)
from jobveu.web.access import Page
from jobveu.web.forms import ChoiceField, ConfirmPage, Form, FormPage
from jobveu.web.lists import ActionLink, Column, EmptyState, FilterForm, ListPage
from jobveu.web.staff.surveys.forms import RoundForm
from jobveu.web.templatetags.components import percent
from jobveu.web.ui import Crumb

BADGES = {RoundState.DRAFT: "", RoundState.OPEN: "success", RoundState.CLOSED: "info"}
USUALLY_OPEN, USUALLY_REMINDED = timedelta(days=21), timedelta(days=10)


class RoundFilters(FilterForm):
    state = ChoiceField(label=gettext_lazy("Tilstand"), enum=RoundState)
    office_id = ChoiceField(label=gettext_lazy("Arbejdsmarkedskontor"))


class RoundList(ListPage):
    action = Action.LIST_SURVEYS
    title = gettext_lazy("Undersøgelser")
    intro = gettext_lazy(
        "Spørgeskemaer til dem, der er med i projekterne: jobcentre, arbejdsmarkedets parter, virksomheder og "
        "uddannelsesinstitutioner."
    )
    unit = ngettext_lazy("undersøgelse", "undersøgelser")
    columns = (
        Column(
            "name",
            gettext_lazy("Navn"),
            sort="name",
            link=lambda row: reverse("survey", args=[row.id]),
            width=40,
        ),
        Column("instrument", gettext_lazy("Spørgeskema"), width=25),
        Column("office", gettext_lazy("Kontor"), value=lambda row: row.office or _("Hele landet"), width=25),
        Column(
            "state",
            gettext_lazy("Tilstand"),
            value=lambda row: str(row.state.label),
            badge=lambda row: BADGES[row.state],
        ),
        Column("closes_on", gettext_lazy("Sidste dag"), sort="closes"),
        Column("asked", gettext_lazy("Spurgt")),
        Column(
            "complete",
            gettext_lazy("Har svaret"),
            value=lambda row: WITHHELD if row.few else row.complete,
        ),
        Column(
            "rate",
            gettext_lazy("Svarprocent"),
            value=lambda row: WITHHELD if row.few else shown_rate(row.rate),
        ),
    )
    filters = RoundFilters
    default_sort = "-made"
    export_name = "undersoegelser"

    @property
    def empty(self) -> EmptyState:
        may_make = self.may(Action.RUN_SURVEY)
        return EmptyState(
            _("Der er ingen undersøgelser endnu"),
            _("En undersøgelse spørger kontaktpersoner, der har givet samtykke."),
            _("Lav en undersøgelse") if may_make else "",
            reverse("survey_create") if may_make else "",
        )

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"office_id": [(row.id, row.name) for row in offices()]}

    def actions(self) -> Sequence[ActionLink]:
        shown = [ActionLink(_("Se spørgeskemaerne"), reverse("instrument_list"), "secondary")]
        if self.may(Action.RUN_SURVEY):
            shown.insert(0, ActionLink(_("Lav en undersøgelse"), reverse("survey_create")))
        return shown

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[RoundRow]:
        return rounds(sort=sort, window=window, **criteria)


def shown_rate(rate: float | None) -> str:
    return "" if rate is None else percent(rate)


class OnRound(Page):
    """Pages of one round. The address holds `round_id`."""

    title: Any = ""
    round: RoundPage

    def prepare(self) -> None:
        found = round_page(round_id=self.kwargs["round_id"])
        if found is None:
            raise Http404
        self.round = found

    def subject(self) -> Subject | None:
        return self.round.subject

    @property
    def cancel_url(self) -> str:
        return reverse("survey", args=[self.round.id])

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Undersøgelser"), reverse("survey_list")),
            Crumb(self.round.name, self.cancel_url),
            Crumb(str(getattr(self, "question", "") or self.title)),
        )


class RoundShow(OnRound):
    action = Action.LIST_SURVEYS

    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        is_draft = self.round.state is RoundState.DRAFT
        lines = (
            () if is_draft else standing(round_id=self.round.id, closed=self.round.state is RoundState.CLOSED)
        )
        asked = sum(line.asked for line in lines)
        complete = sum(line.drawn[Disposition.COMPLETE] for line in lines)
        withheld = self.withheld(lines)
        few = None in withheld
        values = {
            "round": self.round,
            "badge": BADGES[self.round.state],
            "may_run": self.may(Action.RUN_SURVEY),
            "crumbs": (*self.crumbs()[:1], Crumb(self.round.name)),
            "dispositions": list(Disposition),
            "lines": [_told(line, withheld=line.respondent_type in withheld) for line in lines],
            "sums": [_count(sum(line.drawn[each] for line in lines), few) for each in Disposition],
            "withheld": withheld,
            "asked": decimal(asked, 0),
            "population": sum(line.population for line in lines),
            "complete": _count(complete, few),
            "rate": "" if few else shown_rate(complete / asked if asked else None),
        }
        return render(request, "staff/surveys/round.html", values)

    def withheld(self, lines: Sequence[Standing]) -> Withheld:
        """Of whom it isn't told how many have answered. Whoever runs a round that is not anonymous sees that by name."""
        if not lines or (not self.round.anonymous and self.may(Action.RUN_SURVEY)):
            return frozenset()
        if self.round.state is RoundState.OPEN:
            return withheld_while_open(self.round.instrument, lines)
        found = closed_round(round_id=self.round.id)
        return frozenset() if found is None else withheld_when_closed(found)


@dataclass(frozen=True, slots=True)
class Told:
    """A respondent type on the round's page. Where it is withheld, "*"; but how many are asked is no secret."""

    who: str
    counts: tuple[str, ...]
    asked: str
    rate: str


def _told(line: Standing, *, withheld: bool) -> Told:
    return Told(
        who=str(line.respondent_type.label),
        counts=tuple(_count(line.drawn[each], withheld) for each in Disposition),
        asked=decimal(line.asked, 0),
        rate=WITHHELD if withheld else shown_rate(line.rate),
    )


def _count(number: int, withheld: bool) -> str:
    return WITHHELD if withheld else decimal(number, 0)


class RoundCreate(FormPage):
    action = Action.RUN_SURVEY
    form_class = RoundForm
    title = gettext_lazy("Lav en undersøgelse")
    intro = gettext_lazy(
        "Der sendes ikke noget endnu: Først ser du, hvem der bliver spurgt og hvorfor, og så åbner du undersøgelsen."
    )
    submit_label = gettext_lazy("Gem kladden")
    success_message = gettext_lazy("Kladden er gemt.")

    @property
    def cancel_url(self) -> str:
        return reverse("survey_list")

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Undersøgelser"), self.cancel_url), Crumb(str(self.title)))

    def initial(self) -> Mapping[str, Any]:
        own = offices_of(self.actor)
        return {
            "office_id": None if own is None else next(iter(sorted(own)), None),
            "statuses": [ProjectStatus.COMPLETED],
            "project_types": list(ProjectType),
            "respondent_types": list(RespondentType),
            "anonymous": True,
            "closes_on": self.today + USUALLY_OPEN,
            "remind_on": self.today + USUALLY_REMINDED,
        }

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return round_choices(self)

    def save(self, form: Form) -> str:
        assert isinstance(form, RoundForm)
        facts = form.facts()
        require_office(self, facts.office_id)
        made = operations.make_round(by=self.actor, at=self.now, facts=facts, instrument=STANDARD)
        return reverse("survey", args=[made])


class RoundEdit(OnRound, FormPage):
    action = Action.RUN_SURVEY
    form_class = RoundForm
    title = gettext_lazy("Ret undersøgelsen")
    success_message = gettext_lazy("Kladden er gemt.")

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.round.version
        return {name: getattr(self.round, name) for name in RoundForm.base_fields}

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return round_choices(self)

    def save(self, form: Form) -> str:
        assert isinstance(form, RoundForm)
        facts = form.facts()
        require_office(self, facts.office_id)
        operations.edit_round(
            by=self.actor, at=self.now, round_id=self.round.id, version=self.edited_version, facts=facts
        )
        return self.cancel_url


def round_choices(page: Page) -> Mapping[str, Iterable[tuple[Any, Any]]]:
    """The offices that the actor may ask for, and their councils."""
    own = offices_of(page.actor)
    return {
        "office_id": [(row.id, row.name) for row in offices() if own is None or row.id in own],
        "council_id": [(row.id, row.name) for row in councils() if own is None or row.office.id in own],
    }


def require_office(page: Page, office_id: int | None) -> None:
    """The round that would be saved has to be the actor's to run. Raises PermissionDenied."""
    if not may(Action.RUN_SURVEY, page.actor, Subject(office_id=office_id)):
        raise PermissionDenied


class RoundStep(OnRound, ConfirmPage):
    """A step of a round that somebody confirms. `needs`: the state that the round is in before it."""

    action = Action.RUN_SURVEY
    danger = False
    needs: RoundState

    def prepare(self) -> None:
        super().prepare()
        if self.request.method == "GET" and self.round.state is not self.needs:
            raise Http404


class RoundOpen(RoundStep):
    needs = RoundState.DRAFT
    submit_label = gettext_lazy("Åbn og send")
    success_message = gettext_lazy("Undersøgelsen er åben, og mailene er på vej.")

    @property
    def question(self) -> str:
        return _("Vil du åbne »%(name)s« og sende den?") % {"name": self.round.name}

    @property
    def consequences(self) -> Sequence[str]:
        drawn = audience(self.round.rule, on=self.today)
        asked = len(drawn.asked)
        by_type = ", ".join(
            f"{each.label}: {number}" for each, number in drawn.asked_by_type.items() if number
        )
        return (
            ngettext(
                "%(count)d kontaktperson får en mail med et personligt link.",
                "%(count)d kontaktpersoner får hver en mail med et personligt link.",
                asked,
            )
            % {"count": asked},
            by_type or _("Ingen kan spørges."),
            _("Hvem der bliver spurgt, og spørgeskemaets udgave, ligger derefter fast."),
        )

    def save(self, form: Form) -> str:
        operations.open_round(by=self.actor, at=self.now, round_id=self.round.id)
        return self.cancel_url


class RoundRemind(RoundStep):
    needs = RoundState.OPEN
    submit_label = gettext_lazy("Send påmindelsen")
    success_message = gettext_lazy("Påmindelsen er på vej.")

    @property
    def question(self) -> str:
        return _("Vil du påminde dem, der ikke har svaret?")

    @property
    def consequences(self) -> Sequence[str]:
        waiting = operations.number_to_remind(round_id=self.round.id)
        few = self.round.anonymous and None in withheld_while_open(
            self.round.instrument, standing(round_id=self.round.id, closed=False)
        )
        return (
            _("Alle, der ikke har svaret, får en påmindelse med deres personlige link.")
            if few  # the number of those who have could be subtracted
            else ngettext(
                "%(count)d kontaktperson får en påmindelse med sit personlige link.",
                "%(count)d kontaktpersoner får en påmindelse med deres personlige link.",
                waiting,
            )
            % {"count": waiting},
            _("Den, der når at svare, før mailen er sendt, får ingen."),
            _("Ingen får mere end tre påmindelser."),
        )

    def save(self, form: Form) -> str:
        operations.remind(by=self.actor, at=self.now, round_id=self.round.id)
        return self.cancel_url


class RoundClose(RoundStep):
    needs = RoundState.OPEN
    danger = True
    submit_label = gettext_lazy("Luk undersøgelsen")
    success_message = gettext_lazy("Undersøgelsen er lukket.")

    @property
    def question(self) -> str:
        return _("Vil du lukke »%(name)s«?") % {"name": self.round.name}

    @property
    def consequences(self) -> Sequence[str]:
        kept = (
            _("Svarene gemmes uden noget, der kan føre tilbage til dem, der svarede. Det kan ikke laves om.")
            if self.round.anonymous
            else _("Svarene gemmes og kan derefter læses.")
        )
        return (_("Der kan ikke svares længere. Det, der er svaret på indtil nu, tæller med."), kept)

    def save(self, form: Form) -> str:
        operations.close_round(by=self.actor, at=self.now, round_id=self.round.id)
        return self.cancel_url


class RoundDiscard(RoundStep):
    needs = RoundState.DRAFT
    danger = True
    submit_label = gettext_lazy("Slet kladden")
    success_message = gettext_lazy("Kladden er slettet.")
    consequences = (gettext_lazy("Ingen er blevet spurgt endnu."),)

    @property
    def question(self) -> str:
        return _("Vil du slette kladden »%(name)s«?") % {"name": self.round.name}

    def save(self, form: Form) -> str:
        operations.discard_round(by=self.actor, at=self.now, round_id=self.round.id)
        return reverse("survey_list")
