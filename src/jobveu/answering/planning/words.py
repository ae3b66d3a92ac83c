"""What a plan says, in words. Danish in the source and English in the catalogue, as everywhere."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobveu.answering.words import how_good, listed, number, unit_word, units_word
from jobveu.kernels.conflicts import DATES, Filter
from jobveu.kernels.planning.answers import Answer, Effect, Figures, Lack, Obstacle, Placement, Why, WhyNot
from jobveu.kernels.planning.model import Kind, Requirement
from jobveu.kernels.planning.values import Problem, Weights
from jobveu.kernels.programs import Status


def objective(problem: Problem) -> list[tuple[int, str]]:
    """Each term of the objective: its weight in thousandths of a point, and its words."""
    return weighed(problem.weights, unit=problem.travel.unit)


def weighed(weights: Weights, *, unit: str) -> list[tuple[int, str]]:
    told = [
        (weights.met, _("for hver, der får en plads")),
        (-weights.waiting, _("for hver, der får en plads, og hver hele uge, til holdet begynder")),
        (
            -weights.travel,
            _("for hver, der får en plads, og hver %(unit)s, der skal rejses") % {"unit": unit_word(unit)},
        ),
        (-weights.running, _("for hvert hold, der gennemføres")),
        (-weights.price, _("for hver 1.000 kr., som de hold koster, der gennemføres")),
        (-weights.cancelled, _("for hvert annonceret hold, der ikke gennemføres")),
    ]
    return [(weight, words) for weight, words in told if weight]


def result(answer: Answer) -> str:
    """One sentence on how good the answer is."""
    return how_good(
        feasible=answer.state is not Status.INFEASIBLE,
        optimal=answer.state is Status.OPTIMAL,
        value=answer.value,
        bound=answer.bound,
    )


def figures(one: Figures, *, unit: str) -> str:
    values = {
        "met": one.met,
        "demanded": one.demanded,
        "running": one.running,
        "cancelled": one.cancelled,
        "weeks": _average(one.waiting, one.met),
        "travel": _average(one.travel, one.met),
        "unit": units_word(unit),
        "price": one.price,
    }
    return (
        _(
            "%(met)d af %(demanded)d får en plads; %(running)d hold gennemføres, og %(cancelled)d annoncerede aflyses; "
            "de venter %(weeks)s uger og rejser %(travel)s %(unit)s i gennemsnit; holdene koster %(price)d kr."
        )
        % values
    )


def _average(total: int, count: int) -> str:
    return number(round(10 * total / count) * 100 if count else 0)


def on_hold(hold: str, placed: Iterable[Placement]) -> str:
    """Who is on a hold that runs."""
    placed = tuple(placed)
    return _("%(hold)s: Gennemføres med %(count)d: %(who)s.") % {
        "hold": hold,
        "count": sum(one.count for one in placed),
        "who": listed(f"{one.demand} ({one.count})" for one in placed),
    }


def lack(one: Lack) -> list[str]:
    """Sentences on why a hold does not run, and who could fill it."""
    told = [_("Gennemføres ikke.")]
    if one.could_fill:
        told.append(
            _("Inden for rækkevidde og uden plads: %(who)s, i alt %(count)d.")
            % {
                "who": listed(f"{share.demand} ({share.count})" for share in one.could_fill),
                "count": one.within_reach,
            }
        )
    if one.reason is WhyNot.TOO_FEW:
        told.append(
            _("Mindst %(least)d skal med, så der mangler %(lacks)d.")
            % {"least": one.least, "lacks": one.lacks}
        )
    elif one.reason is WhyNot.LIMIT:
        told.append(_("Der gennemføres allerede så mange af skolens hold, som der kan."))
    elif one.reason is WhyNot.BUDGET:
        told.append(_("Der er ikke råd til det inden for budgettet."))
    else:
        told.append(_("Intet forslag, hvor det gennemføres, giver flere point."))
    if one.could_move:
        told.append(
            _("Har plads andetsteds, men kunne flyttes hertil: %(who)s.")
            % {"who": listed(f"{share.demand} ({share.count}, {share.hold})" for share in one.could_move)}
        )
    return told


def why(one: Why) -> list[str]:
    """Sentences on why so many of a demand get no place."""
    told = [
        ngettext("%(count)d får ingen plads.", "%(count)d får ingen plads.", one.count) % {"count": one.count}
    ]
    if not one.holds:
        told.append(_("Ingen udbyder faget."))
    told += [_obstacles()[obstacle] % {"holds": listed(holds)} for obstacle, holds in one.holds]
    return told


def _obstacles() -> dict[Obstacle, str]:
    return {
        Obstacle.DATES: _("Begynder for tidligt eller for sent: %(holds)s."),
        Obstacle.TRAVEL: _("For langt væk: %(holds)s."),
        Obstacle.FULL: _("Fyldt: %(holds)s."),
        Obstacle.NOT_RUNNING: _("Gennemføres ikke: %(holds)s."),
        Obstacle.NOT_WORTH: _("Har plads, men ventetid og rejse tæller mere end pladsen: %(holds)s."),
    }


def effect(one: Effect) -> str:
    """What comes of a lower minimum."""
    values = {"by": one.by, "least": one.least, "met": one.met, "value": number(one.value)}
    if one.value:
        told = (
            _(
                "Med et mindstetal på %(least)d (%(by)d færre) gennemføres det, og %(met)d flere får plads: %(value)s point mere."
            )
            % values
        )
    else:
        told = _("Et mindstetal på %(least)d (%(by)d færre) ændrer ikke forslaget.") % values
    if one.proven:
        return told
    unfinished = _("Det blev ikke regnet færdigt.")
    return f"{told} {unfinished}"


def requirement(problem: Problem, one: Requirement | Filter, possible: int) -> str:
    """The requirement, and how many can count for it."""
    if isinstance(one, Filter):
        text = (
            _("Holdet %(at)s skal begynde inden for deltagernes frister (%(possible)d kan da).")
            if one.what == DATES
            else _("Ingen skal rejse længere til %(at)s end deres grænse (%(possible)d har ikke længere).")
        )
        return text % {"at": one.at, "possible": possible}
    values: dict[str, object] = {"of": one.of, "possible": possible}
    if one.kind is Kind.HOLD_RUNS:
        return _("Holdet %(of)s skal gennemføres (%(possible)d kan deltage).") % values
    if one.kind is Kind.HOLD_LEAST:
        values["count"] = next(hold.least for hold in problem.holds if hold.id == one.of)
        return (
            _("Holdet %(of)s skal have mindst %(count)d, hvis det gennemføres (%(possible)d kan deltage).")
            % values
        )
    if one.kind is Kind.HOLD_MOST:
        values["count"] = next(hold.most for hold in problem.holds if hold.id == one.of)
        return _("Holdet %(of)s tager højst %(count)d.") % values
    if one.kind is Kind.DEMAND_LEAST:
        values["count"] = next(demand.least for demand in problem.demands if demand.id == one.of)
        return (
            _(
                "Mindst %(count)d fra %(of)s skal have en plads (der er %(possible)d pladser inden for rækkevidde)."
            )
            % values
        )
    limit = next(limit for limit in problem.limits if limit.id == one.of)
    values |= {"count": limit.most, "holds": listed(limit.holds)}
    if limit.crowns:
        return (
            _("Holdene %(holds)s må højst koste %(count)d kr. i alt (%(of)s). De koster %(possible)d kr.")
            % values
        )
    return _("Højst %(count)d af holdene %(holds)s gennemføres (%(of)s).") % values
