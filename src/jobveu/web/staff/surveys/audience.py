"""Who is asked in a round and why, and who is not: before it is opened by its rule, after that as it was drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from jobveu.accounts.access import Action
from jobveu.common.paging import RowPage, Sort, Window, page_of_read
from jobveu.common.sorting import danish_sort_key
from jobveu.surveys.enums import AnswerRoute, Disposition, RespondentType, RoundState
from jobveu.surveys.queries.audience import Considered, WhyNot, audience
from jobveu.surveys.queries.rounds import AskedRow, asked_rows
from jobveu.web.forms import ChoiceField, TextField
from jobveu.web.lists import Column, EmptyState, FilterForm, ListPage
from jobveu.web.staff.surveys.rounds import OnRound
from jobveu.web.ui import Crumb

ASKED, NOT_ANSWERED = "asked", "unanswered"


@dataclass(frozen=True, slots=True)
class AudienceLine:
    """One contact as it is shown, from the rule or from what was drawn."""

    name: str
    organisation_id: int
    organisation: str
    respondent_type: str
    project_id: int
    project: str
    why: str
    asked: str
    is_asked: bool
    badge: str
    phone: str = ""
    register_url: str = ""
    """Where somebody writes down what they say; "" where nobody can."""


class AnonymousFilters(FilterForm):
    """Who has answered is not told, and so not looked for."""

    text = TextField(label=gettext_lazy("Søg"), help_text=gettext_lazy("Navn eller organisation"))


class AskedFilters(AnonymousFilters):
    outcome = ChoiceField(
        label=gettext_lazy("Svar"),
        choices=[(NOT_ANSWERED, gettext_lazy("Har ikke svaret"))],
        coerce=str,
    )


class DraftFilters(AnonymousFilters):
    outcome = ChoiceField(
        label=gettext_lazy("Bliver spurgt"),
        choices=[(ASKED, gettext_lazy("Ja")), *WhyNot.choices],
        coerce=str,
    )


class RoundAudience(OnRound, ListPage):
    """Without a file: names in one would outlive a consent that is withdrawn, and beside the answers of an anonymous round
    they would help to guess whose those are."""

    action = Action.RUN_SURVEY
    unit = ngettext_lazy("kontaktperson", "kontaktpersoner")
    default_sort = "-asked"
    empty = EmptyState(
        gettext_lazy("Ingen er med i de valgte projekter"),
        gettext_lazy("Vælg andre projekter, eller registrér kontaktpersoner hos projekternes parter."),
    )
    drawn_up = (
        Column("name", gettext_lazy("Kontaktperson"), sort="name"),
        Column(
            "organisation",
            gettext_lazy("Organisation"),
            sort="organisation",
            link=lambda row: reverse("organisation", args=[row.organisation_id]),
        ),
        Column("respondent_type", gettext_lazy("Svarer som"), sort="respondent_type"),
        Column("project", gettext_lazy("Spørges om"), sort="project"),
        Column(
            "asked",
            gettext_lazy("Bliver spurgt"),
            sort="asked",
            badge=lambda row: row.badge,
        ),
        Column("why", gettext_lazy("Hvorfor")),
    )

    @property
    def filters(self) -> type[FilterForm]:  # type: ignore[override]  # may be a property, see ListPage
        if self.round.state is RoundState.DRAFT:
            return DraftFilters
        return AnonymousFilters if self.round.anonymous else AskedFilters

    @property
    def title(self) -> str:
        return _("Hvem bliver spurgt?") if self.round.state is RoundState.DRAFT else _("Hvem er spurgt?")

    @property
    def columns(self) -> Sequence[Column]:
        """Once it has been opened, with what came of it; while it is open, with a way to write down what they say otherwise
        than by the link."""
        if self.round.state is RoundState.DRAFT:
            return self.drawn_up
        *before, asked, why = self.drawn_up
        opened = (*before, replace(asked, label=_("Svar")), why)
        if self.round.state is not RoundState.OPEN:
            return opened
        words = _("Vil ikke svare") if self.round.anonymous else _("Registrér svar")
        phone = () if self.round.anonymous else (Column("phone", _("Telefon")),)
        return (
            *opened,
            *phone,
            Column(
                "register",
                _("Telefon og papir"),
                value=lambda row: words if row.register_url else "",
                link=lambda row: row.register_url,
                export=False,
            ),
        )

    @property
    def intro(self) -> str:
        if self.round.state is RoundState.DRAFT:
            return _(
                "Sådan ser det ud lige nu. Når undersøgelsen åbnes, ligger det fast. Den samme person bliver spurgt én gang, "
                "om det nyeste af sine projekter."
            )
        if self.round.anonymous:
            text = _("De blev spurgt. Hvem der har svaret, vises ikke: Svarene er anonyme.")
            if self.round.state is RoundState.OPEN:
                return f"{text} " + _(
                    "Derfor kan ingen skrive svar ind for en anden; den, der ringer, kan bede dem bruge linket i mailen."
                )
            return text
        if self.round.state is RoundState.OPEN:
            return _(
                "De blev spurgt. Svarer nogen i telefonen eller på papir, registreres det ud for navnet."
            )
        return _("De blev spurgt.")

    def crumbs(self) -> Sequence[Crumb]:
        return super().crumbs()

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[AudienceLine]:
        text, outcome = criteria.get("text", ""), criteria.get("outcome", "")
        if self.round.state is not RoundState.DRAFT:
            found = asked_rows(
                round_id=self.round.id,
                sort=sort,
                window=window,
                text=text,
                unanswered=outcome == NOT_ANSWERED,
            )
            return RowPage(tuple(self._drawn(row) for row in found.rows), found.total)
        lines = [
            _line(one)
            for one in audience(self.round.rule, on=self.today).considered
            if _fits(one, text.lower(), outcome)
        ]
        return page_of_read(lines, sort=sort, columns=_ORDER, window=window)

    def _drawn(self, row: AskedRow) -> AudienceLine:
        done = row.disposition in (Disposition.COMPLETE, Disposition.REFUSED)
        name = "survey_refuse_for" if self.round.anonymous else "survey_answer_for"
        open_ = self.round.state is RoundState.OPEN
        return AudienceLine(
            name=row.contact,
            organisation_id=row.organisation_id,
            organisation=row.organisation,
            respondent_type=str(RespondentType(row.respondent_type).label),
            project_id=row.project_id,
            project=row.project,
            why=_took_part(row.projects),
            asked=_outcome(row),
            is_asked=True,
            badge=_BADGES.get(row.disposition, ""),
            phone="" if done else row.phone,
            register_url=reverse(name, args=[self.round.id, row.id]) if open_ and not done else "",
        )


_ORDER: Mapping[str, Callable[[AudienceLine], Any]] = {
    "name": lambda line: danish_sort_key(line.name),
    "organisation": lambda line: danish_sort_key(line.organisation),
    "respondent_type": lambda line: danish_sort_key(line.respondent_type),
    "project": lambda line: danish_sort_key(line.project),
    "asked": lambda line: line.is_asked,
}


_BADGES: Mapping[Disposition | None, str] = {
    Disposition.COMPLETE: "success",
    Disposition.PARTIAL: "info",
    Disposition.NO_ANSWER: "warning",
    Disposition.NOT_REACHED: "warning",
}


def _outcome(row: AskedRow) -> str:
    if row.disposition is None:
        return _("Spurgt")
    if row.route is not AnswerRoute.LINK:
        return f"{row.disposition.label} ({str(row.route.label).lower()})"
    return str(row.disposition.label)


def _fits(one: Considered, text: str, outcome: str) -> bool:
    named = not text or text in one.name.lower() or text in one.organisation.lower()
    return named and (not outcome or outcome == (one.why_not or ASKED))


def _line(one: Considered) -> AudienceLine:
    if one.why_not is not None:
        why = str(one.why_not.label)
    else:
        assert one.consent_on is not None
        why = (
            _took_part(one.projects)
            + " "
            + _("Samtykke givet den %(day)s.") % {"day": date_format(one.consent_on, "SHORT_DATE_FORMAT")}
        )
    return AudienceLine(
        name=one.name,
        organisation_id=one.organisation_id,
        organisation=one.organisation,
        respondent_type=str(one.stratum.respondent_type.label),
        project_id=one.project_id,
        project=one.project_title,
        why=why,
        asked=_("Ja") if one.why_not is None else _("Nej"),
        is_asked=one.why_not is None,
        badge="success" if one.why_not is None else "warning",
    )


def _took_part(projects: int) -> str:
    return ngettext("Er med i %(count)d af projekterne.", "Er med i %(count)d af projekterne.", projects) % {
        "count": projects
    }
