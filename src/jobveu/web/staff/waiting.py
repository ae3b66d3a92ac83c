"""What waits for somebody, as links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobveu.candidates.enums import Awaited
from jobveu.journeys.waiting import WaitingItem, WaitingKind
from jobveu.web.forms.base import Text


@dataclass(frozen=True, slots=True)
class WaitingLink:
    title: str
    text: str
    project_title: str
    href: str
    due: date | None
    overdue: bool
    is_since: bool = False
    """Whether `due` is the day from which it can be done, and not the last one: outcomes may wait for a month."""
    mark_url: str = ""
    """Where it is posted to that it is done, for what can be done by saying so."""


_SINCE = (WaitingKind.OUTCOMES, WaitingKind.CHOICE)


def waiting_links(items: Iterable[WaitingItem]) -> tuple[WaitingLink, ...]:
    """Each item with what it asks for in words, and the address of the page where it is done."""
    return tuple(
        WaitingLink(
            title=_title(item),
            text=_text(item),
            project_title=item.project_title,
            href=_href(item),
            due=item.due,
            overdue=item.overdue,
            is_since=item.kind in _SINCE,
            mark_url=_mark_url(item),
        )
        for item in items
    )


def _title(item: WaitingItem) -> str:
    match item.kind:
        case WaitingKind.OUTCOMES:
            text = ngettext("%(number)d resultat mangler", "%(number)d resultater mangler", item.number)
        case WaitingKind.FOLLOW_UPS:
            text = ngettext(
                "%(number)d kandidat skal følges op", "%(number)d kandidater skal følges op", item.number
            )
        case WaitingKind.PLACES:
            text = ngettext(
                "%(number)d kandidat er tilbudt en plads fra ventelisten",
                "%(number)d kandidater er tilbudt en plads fra ventelisten",
                item.number,
            )
        case WaitingKind.EARLY_SIGNS:
            text = ngettext(
                "%(number)d deltager har været væk flere gange",
                "%(number)d deltagere har været væk flere gange",
                item.number,
            )
        case WaitingKind.SCREENINGS:
            text = ngettext(
                "%(number)d kandidat skal screenes", "%(number)d kandidater skal screenes", item.number
            )
        case WaitingKind.CONSENTS:
            text = ngettext(
                "%(number)d kontaktperson er ikke spurgt om samtykke",
                "%(number)d kontaktpersoner er ikke spurgt om samtykke",
                item.number,
            )
        case WaitingKind.MAILS:
            text = ngettext(
                "%(number)d mail kunne ikke sendes", "%(number)d mails kunne ikke sendes", item.number
            )
        case WaitingKind.SURVEYS:
            text = ngettext(
                "%(number)d kontaktperson har ikke svaret",
                "%(number)d kontaktpersoner har ikke svaret",
                item.number,
            )
        case WaitingKind.STANDSTILL:
            return _("Projektet står stille")
        case _:
            return item.title
    return text % {"number": item.number}


_OUTCOMES: Mapping[Awaited | None, Text] = {
    Awaited.OUTCOME_END: gettext_lazy("Hvor jobcentrets kandidater var, da kurset sluttede."),
    Awaited.OUTCOME_MONTHS_3: gettext_lazy("Hvor jobcentrets kandidater er efter 3 måneder."),
    Awaited.OUTCOME_MONTHS_6: gettext_lazy("Hvor jobcentrets kandidater er efter 6 måneder."),
    Awaited.OUTCOME_MONTHS_12: gettext_lazy("Hvor jobcentrets kandidater er efter 12 måneder."),
}


def _text(item: WaitingItem) -> str:
    match item.kind:
        case WaitingKind.SIGNATURE:
            return _("Aftale, som I skal tage stilling til og underskrive.")
        case WaitingKind.OFFER:
            return _("I er inviteret til at give tilbud.")
        case WaitingKind.CHOICE:
            return _("Fristen er udløbet, eller alle har svaret. Vælg, hvem der skal udbyde kurset.")
        case WaitingKind.TASK:
            if item.project_id is None:
                return _("Aftalt i en samtale.")
            if item.unassigned:
                return _("Opgave, som ingen er ansvarlig for.")
            return _("Opgave, som I er ansvarlige for.")
        case WaitingKind.NEED:
            return _("Behov, som intet projekt svarer på endnu.")
        case WaitingKind.OUTCOMES:
            return str(_OUTCOMES[item.awaited])
        case WaitingKind.FOLLOW_UPS:
            return _("Aftalt opfølgning med jobcentrets kandidater.")
        case WaitingKind.PLACES:
            return _("Svar inden fristen, ellers går pladsen til den næste.")
        case WaitingKind.EARLY_SIGNS:
            return _("Tidlige tegn på frafald, som ingen har fulgt op på endnu.")
        case WaitingKind.SCREENINGS:
            return _("Jobcentrets kandidater i projektet.")
        case WaitingKind.CONTACT_NOTICE:
            return _("En anden har talt med organisationen kort efter dig.")
        case WaitingKind.CONSENT_NOTICE:
            return _("Kontaktpersonen har selv ændret et samtykke.")
        case WaitingKind.STANDSTILL:
            day = formats.date_format(item.since, "SHORT_DATE_FORMAT") if item.since else ""
            return _("Intet er registreret siden %(day)s.") % {"day": day}
        case WaitingKind.CONSENTS:
            return _("Om de må få spørgeskemaer om projektet.")
        case WaitingKind.SURVEYS:
            if item.project_title:
                return _("Pulsmålingen lukker snart. Ring, og skriv svarene ind.")
            return _("»%(name)s« lukker snart. Ring, og skriv svarene ind.") % {"name": item.title}
        case WaitingKind.MAILS:
            return _("Se hvorfor, og send dem igen.")


def _mark_url(item: WaitingItem) -> str:
    if item.kind is WaitingKind.TASK:
        if item.project_id is None:
            return reverse("agreed_task_done", args=[item.record_id])
        return reverse("task_done", args=[item.project_id, item.record_id])
    return ""


def _href(item: WaitingItem) -> str:
    match item.kind:
        case WaitingKind.SIGNATURE:
            return reverse("agreement", args=[item.project_id, item.record_id])
        case WaitingKind.OFFER:
            return reverse("invitation", args=[item.project_id, item.record_id])
        case WaitingKind.CHOICE:
            return reverse("procurement", args=[item.project_id, item.record_id])
        case WaitingKind.TASK:
            if item.project_id is None:
                return reverse("agreed_task", args=[item.record_id])
            return reverse("project_tasks", args=[item.project_id])
        case WaitingKind.NEED:
            return reverse("need", args=[item.record_id])
        case (
            WaitingKind.OUTCOMES
            | WaitingKind.FOLLOW_UPS
            | WaitingKind.EARLY_SIGNS
            | WaitingKind.PLACES
            | WaitingKind.SCREENINGS
        ):
            return _candidates(item)
        case WaitingKind.CONTACT_NOTICE:
            return reverse("contact_notice", args=[item.record_id])
        case WaitingKind.STANDSTILL:
            return reverse("project", args=[item.record_id])
        case WaitingKind.CONSENTS:
            return reverse("organisation", args=[item.record_id])
        case WaitingKind.SURVEYS:
            return f"{reverse('survey_audience', args=[item.record_id])}?outcome=unanswered"
        case WaitingKind.MAILS:
            return f"{reverse('mail_list')}?state=failed"
        case WaitingKind.CONSENT_NOTICE:
            return reverse("consent_notice", args=[item.record_id])


def _candidates(item: WaitingItem) -> str:
    """The project's list of candidates, with those only that it is about."""
    awaited = {"awaited": item.awaited.value} if item.awaited else {}
    query = urlencode({**awaited, "job_centre": item.record_id})
    return f"{reverse('project_candidates', args=[item.project_id])}?{query}"
