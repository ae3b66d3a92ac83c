"""A calculation in the background as a page shows it: how far it is, how good its answer is, and whether it has been
done again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobveu.solving.enums import Ending, ReplayResult, RunState
from jobveu.solving.queries import Run
from jobveu.web.templatetags.components import moment

DECIMALS = 1
PROGRESS = "run-progress"
"""The id of what changes."""
BADGES = {
    RunState.WAITING: "",
    RunState.RUNNING: "info",
    RunState.FINISHED: "success",
    RunState.FAILED: "error",
}


@dataclass(frozen=True, slots=True)
class RunShown:
    """What `staff/solving/run.html` needs. `seconds` is how long it has been calculating; addresses are empty where
    this reader may not."""

    run: Run
    badge: str
    status: str
    certificate: tuple[str, ...]
    seconds: int
    replay: str
    stop_href: str
    replay_href: str


def shown(run: Run, *, now: datetime, stop_href: str = "", replay_href: str = "") -> RunShown:
    """`stop_href` and `replay_href`: addresses to post to, for those who may stop the run or have it done again."""
    end = run.finished_at or now
    seconds = max(0, round((end - run.started_at).total_seconds())) if run.started_at else 0
    may_replay = run.state is RunState.FINISHED and not run.is_busy
    return RunShown(
        run=run,
        badge=BADGES[run.state],
        status=_status(run),
        certificate=certificate(run),
        seconds=seconds,
        replay=_replay(run),
        stop_href=stop_href if not run.has_ended and not run.stop_asked else "",
        replay_href=replay_href if may_replay else "",
    )


def answer_to_progress(request: HttpRequest, one: RunShown) -> HttpResponse | None:
    """What the progress of the page asks for every two seconds: how far it is now, and once it has ended the whole page
    anew. None for everybody else who asks for the page."""
    if request.headers.get("HX-Target") != PROGRESS:
        return None
    if one.run.is_busy:
        return render(request, "staff/solving/progress.html", {"shown": one})
    answer = HttpResponse()
    answer["HX-Refresh"] = "true"
    return answer


def points(value: float) -> str:
    return number_format(value, DECIMALS, use_l10n=True, force_grouping=True)


def certificate(run: Run) -> tuple[str, ...]:
    """How good the answer is, and how sure that is."""
    value = "" if run.value is None else points(run.value)
    if run.ending is Ending.OPTIMAL:
        return (
            _("Forslaget giver %(value)s point. Det er bevist, at intet andet forslag giver flere.")
            % {"value": value},
        )
    if run.ending is Ending.INFEASIBLE:
        return (_("Det er bevist, at intet forslag kan opfylde alle krav på én gang."),)
    if run.ending is Ending.STABLE:
        return (
            _("Forslaget er stabilt: Ingen person og virksomhed vil begge hellere have hinanden."),
            _("Det giver %(value)s point, men er ikke valgt for at give flest.") % {"value": value},
        )
    if run.ending is None:
        return ()
    if run.value is None:
        return (_("Der blev ikke fundet et forslag, før der blev stoppet. Prøv igen med længere tid."),)
    lines = [_("Det bedste forslag, der blev fundet, giver %(value)s point.") % {"value": value}]
    if run.bound is not None and run.gap is not None:
        lines.append(
            _(
                "Det er bevist, at intet forslag kan give mere end %(bound)s. Forslaget er altså højst %(gap)s %% "
                "fra det bedste, der kan findes."
            )
            % {"bound": points(run.bound), "gap": number_format(100 * run.gap, 2, use_l10n=True)}
        )
    return tuple(lines)


def _status(run: Run) -> str:
    if run.state is RunState.WAITING:
        return _("Beregningen venter på at komme til. Der regnes på én ad gangen.")
    if run.state is RunState.RUNNING:
        if run.stop_asked:
            return _("Beregningen er ved at blive stoppet.")
        return _("Beregningen er i gang.")
    if run.state is RunState.FAILED:
        return _(
            "Beregningen mislykkedes. Bestil en ny; bliver det ved, så sig det til dem, der driver systemet."
        )
    if run.cut_short and run.stop_asked:
        return _("Beregningen blev stoppet af %(name)s.") % {"name": run.stop_asked_by}
    if run.cut_short:
        return ngettext(
            "Beregningen blev stoppet ved tidsgrænsen på %(count)d sekund.",
            "Beregningen blev stoppet ved tidsgrænsen på %(count)d sekunder.",
            run.time_limit,
        ) % {"count": run.time_limit}
    return _("Beregningen er færdig.")


def _replay(run: Run) -> str:
    replay = run.replay
    if replay is None:
        return ""
    if replay.result is None:
        return _("Forslaget bliver beregnet igen, for at se, om det giver det samme.")
    when = {"day": moment(replay.finished_at), "name": replay.ordered_by}
    match replay.result:
        case ReplayResult.SAME:
            return _("Genspillet %(day)s af %(name)s: Det gav præcis det samme forslag.") % when
        case ReplayResult.DIFFERENT:
            return (
                _(
                    "Genspillet %(day)s af %(name)s: Det gav et andet forslag. Sig det til dem, der driver systemet."
                )
                % when
            )
        case ReplayResult.OTHER_VERSION:
            return _(
                "Forslaget er beregnet med en tidligere version af programmet og kan ikke genspilles med denne."
            )
        case ReplayResult.INCOMPLETE:
            return _("Forslaget kan ikke genspilles: En person, der var med, er slettet siden.")
    return _("Genspilningen mislykkedes. Prøv igen.")
