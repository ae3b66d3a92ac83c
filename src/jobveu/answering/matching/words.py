"""What a matching says, in words. Danish in the source and English in the catalogue, as everywhere.

Only the translation machinery of Django is used: no settings of the site, no database.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobveu.answering.words import conflict_heading, day, how_good, listed, number, unit_word, units_word
from jobveu.kernels.conflicts import CRITERIA, DATES, Conflict, Filter
from jobveu.kernels.matching.answers import (
    Answer,
    Change,
    ChangeKind,
    Kind,
    Placement,
    Reason,
    Requirement,
    State,
    WhyNot,
)
from jobveu.kernels.matching.options import Hindrance, Obstacle
from jobveu.kernels.matching.values import Period, Problem


def objective(problem: Problem) -> list[tuple[str, int, str]]:
    """Each term of the objective: its name, its weight in thousandths of a point, and its words."""
    weights = problem.weights
    unit = unit_word(problem.travel.unit)
    told = [
        ("position", weights.position, _("for hver, der får en stilling")),
        ("hold", weights.hold, _("for hver, der får en plads på et hold")),
        ("wish", weights.wish, _("for et ønske på 100, og forholdsvis mindre for et lavere")),
        (
            "score",
            weights.score,
            _("for en vurdering fra virksomheden på 100, og forholdsvis mindre for en lavere"),
        ),
        ("travel", -weights.travel, _("for hver %(unit)s, der skal rejses") % {"unit": unit}),
        ("running", -weights.running, _("for hvert hold, der gennemføres, og som kunne have været aflyst")),
    ]
    told += [
        (f"group:{name}", weight, _("for hver fra målgruppen %(group)s, der placeres") % {"group": name})
        for name, weight in sorted(weights.group.items())
    ]
    return [(name, weight, words) for name, weight, words in told if weight]


def result(answer: Answer) -> str:
    """One sentence on how good the answer is."""
    if answer.state is State.STABLE:
        return _("Stabilt: ingen person og virksomhed vil begge hellere have hinanden.")
    return how_good(
        feasible=answer.state is not State.INFEASIBLE,
        optimal=answer.state is State.OPTIMAL,
        value=answer.value,
        bound=answer.bound,
    )


def conflict(problem: Problem, found: Conflict[Requirement | Filter]) -> list[str]:
    """A heading and a line for each requirement in it."""
    lines = [
        requirement(problem, one, possible)
        for one, possible in zip(found.requirements, found.possible, strict=True)
    ]
    return [conflict_heading(found), *lines]


def requirement(problem: Problem, one: Requirement | Filter, possible: int | None = None) -> str:
    """The requirement, and where it is known how many persons can count for it."""
    told = _filter(one) if isinstance(one, Filter) else _counted(problem, one)
    if possible is None or (isinstance(one, Requirement) and one.kind in _UPPER):
        return told
    if isinstance(one, Filter):
        text = ngettext("%(count)d person opfylder det.", "%(count)d personer opfylder det.", possible)
    else:
        text = ngettext("%(count)d person kan tælle med.", "%(count)d personer kan tælle med.", possible)
    return f"{told} {text % {'count': possible}}"


_UPPER = (Kind.POSITION_MOST, Kind.HOLD_MOST, Kind.QUOTA_MOST)


def _filter(one: Filter) -> str:
    values = {"at": one.at}
    if one.what == CRITERIA:
        return _("Kriterierne for %(at)s skal være opfyldt.") % values
    if one.what == DATES:
        return _("Man skal være til rådighed på datoerne for %(at)s.") % values
    return _("Ingen skal rejse længere til %(at)s end sin egen grænse.") % values


def _counted(problem: Problem, one: Requirement) -> str:
    positions = {other.id: other for other in problem.positions}
    holds = {other.id: other for other in problem.holds}
    quotas = {other.id: other for other in problem.quotas}
    floors = {other.id: other for other in problem.floors}
    if one.kind in (Kind.POSITION_MOST, Kind.POSITION_LEAST):
        position = positions[one.of]
        if one.kind is Kind.POSITION_MOST:
            return _("Stillingen %(of)s tager højst %(count)d.") % {"of": one.of, "count": position.count}
        return _("Stillingen %(of)s skal have mindst %(count)d.") % {"of": one.of, "count": position.least}
    if one.kind in (Kind.HOLD_MOST, Kind.HOLD_LEAST):
        hold = holds[one.of]
        if one.kind is Kind.HOLD_MOST:
            return _("Holdet %(of)s tager højst %(count)d.") % {"of": one.of, "count": hold.most}
        if hold.may_be_cancelled:
            return _("Holdet %(of)s skal have mindst %(count)d, hvis det gennemføres.") % {
                "of": one.of,
                "count": hold.least,
            }
        return _("Holdet %(of)s skal gennemføres med mindst %(count)d.") % {"of": one.of, "count": hold.least}
    if one.kind in (Kind.QUOTA_MOST, Kind.QUOTA_LEAST):
        quota = quotas[one.of]
        most = one.kind is Kind.QUOTA_MOST
        text = (
            _("Højst %(count)d fra %(centre)s skal placeres %(scope)s (kvote %(of)s).")
            if most
            else _("Mindst %(count)d fra %(centre)s skal placeres %(scope)s (kvote %(of)s).")
        )
        return text % {
            "count": (quota.most or 0) if most else quota.least,
            "centre": quota.job_centre,
            "scope": _scope(quota.scope),
            "of": quota.id,
        }
    floor = floors[one.of]
    if one.kind is Kind.FLOOR_NUMBER:
        return _("Mindst %(count)d fra målgruppen %(group)s skal placeres %(scope)s (krav %(of)s).") % {
            "count": floor.least,
            "group": floor.group,
            "scope": _scope(floor.scope),
            "of": floor.id,
        }
    return _(
        "Mindst %(count)d %% af dem, der placeres %(scope)s, skal være fra målgruppen %(group)s (krav %(of)s)."
    ) % {
        "count": floor.per_cent,
        "group": floor.group,
        "scope": _scope(floor.scope),
        "of": floor.id,
    }


def _scope(scope: tuple[str, ...]) -> str:
    return _("på %(names)s") % {"names": listed(scope)} if scope else _("i alt")


def here(placement: Placement | None) -> str:
    """Where the person was placed, and what speaks for it."""
    if placement is None:
        return _("Er ikke placeret.")
    if placement.position and placement.hold:
        place = _("Stillingen %(position)s efter holdet %(hold)s") % {
            "position": placement.position,
            "hold": placement.hold,
        }
    elif placement.position:
        place = _("Stillingen %(position)s") % {"position": placement.position}
    else:
        place = _("Holdet %(hold)s") % {"hold": placement.hold}
    parts = listed(f"{term(name)} {number(value)}" for name, value in placement.terms)
    return _("%(place)s: %(value)s point (%(parts)s).") % {
        "place": place,
        "value": number(placement.value),
        "parts": parts,
    }


def term(name: str) -> str:
    """A term of the objective in a word or two."""
    kind, _colon, group = name.partition(":")
    if kind == "group":
        return _("målgruppen %(group)s") % {"group": group}
    return {
        "position": _("stilling"),
        "hold": _("plads på hold"),
        "wish": _("eget ønske"),
        "score": _("virksomhedens vurdering"),
        "travel": _("rejse"),
    }[kind]


def why_not(other: WhyNot, *, unit: str) -> list[str]:
    """Sentences on why the person did not get this."""
    if other.reason is Reason.OBSTACLE:
        return [hindrance(one, unit=unit) for one in other.hindrances]
    lines = []
    if not other.runs:
        lines.append(_("Holdet gennemføres ikke."))
    if other.full:
        lines.append(_("Alle pladser er taget, af %(names)s.") % {"names": listed(other.taken_by)})
    if other.reason is Reason.IMPOSSIBLE:
        lines.append(_("Med denne person på %(at)s kan alle krav ikke opfyldes.") % {"at": other.target})
    elif other.reason is Reason.COSTS:
        lines.append(
            _("Det bedste forslag med denne person på %(at)s giver %(cost)s point mindre.")
            % {"at": other.target, "cost": number(other.cost or 0)}
        )
    elif other.reason is Reason.EQUAL:
        lines.append(
            _("Der er et forslag med denne person på %(at)s, som er lige så godt.") % {"at": other.target}
        )
    elif other.reason is Reason.BETTER:
        lines.append(
            _("Der er et bedre forslag med denne person på %(at)s. Der blev stoppet, før det blev fundet.")
            % {"at": other.target}
        )
    else:
        lines.append(_("Der blev stoppet, før det var regnet ud."))
    return lines


def hindrance(one: Hindrance, *, unit: str) -> str:
    """What stands in the way, whatever the others get."""
    values = {"at": one.at}
    if one.obstacle is Obstacle.CRITERION:
        if len(one.criteria) == 1:
            return _("%(at)s kræver %(criterion)s.") % {"at": one.at, "criterion": one.criteria[0]}
        return _("%(at)s kræver en af: %(criteria)s.") % {"at": one.at, "criteria": listed(one.criteria)}
    if one.obstacle is Obstacle.TRAVEL:
        return _("Der er %(distance)d %(unit)s til %(at)s, og grænsen er %(limit)d.") % {
            "at": one.at,
            "distance": one.distance or 0,
            "limit": one.limit or 0,
            "unit": units_word(unit),
        }
    if one.obstacle is Obstacle.TRAVEL_TIME:
        return _("Det tager %(minutes)d minutter at komme til %(at)s, og grænsen er %(limit)d.") % {
            "at": one.at,
            "minutes": one.distance or 0,
            "limit": one.limit or 0,
        }
    if one.obstacle is Obstacle.NOT_AVAILABLE:
        return _("Er ikke til rådighed for %(at)s %(period)s.") % {"at": one.at, "period": period(one.period)}
    if one.obstacle is Obstacle.ABSENT:
        return _("Er væk %(period)s, hvor %(at)s begynder eller er i gang.") % {
            "at": one.at,
            "period": period(one.period),
        }
    if one.obstacle is Obstacle.NOT_WISHED:
        return _("Vil kun have det, der er ønsket, og %(at)s er ikke blandt ønskerne.") % values
    if one.obstacle is Obstacle.NOT_SCORED:
        return _("Virksomheden tager kun dem, den har vurderet, til %(at)s.") % values
    if one.obstacle is Obstacle.NEEDS_POSITION:
        return _("%(at)s tager kun dem, der også får en stilling.") % values
    return _("%(at)s begynder, før holdet er slut, så ingen kan få den.") % values


def change(one: Change, *, unit: str) -> str:
    """The change, as what would have had to be different."""
    values = {"of": one.of, "old": one.old, "new": one.new}
    if one.kind is ChangeKind.WISH:
        return _("hvis ønsket om %(of)s havde været %(new)s i stedet for %(old)s") % values
    if one.kind is ChangeKind.SCORE:
        if not one.old:
            return _("hvis virksomheden havde givet vurderingen %(new)s til %(of)s") % values
        return _("hvis virksomhedens vurdering til %(of)s havde været %(new)s i stedet for %(old)s") % values
    if one.kind is ChangeKind.TRAVEL_LIMIT:
        values |= {"unit": units_word(unit)}
        return _("hvis rejsegrænsen havde været %(new)s %(unit)s i stedet for %(old)s") % values
    if one.kind is ChangeKind.TIME_LIMIT:
        return _("hvis grænsen for rejsetiden havde været %(new)s minutter i stedet for %(old)s") % values
    if one.kind is ChangeKind.AVAILABLE:
        return _("hvis personen havde været til rådighed %(period)s") % {"period": _told(one.new)}
    if one.kind is ChangeKind.ABSENCE:
        return _("hvis personen ikke havde været væk %(period)s") % {"period": _told(one.old)}
    if one.kind is ChangeKind.CRITERION:
        return _("hvis personen havde opfyldt %(new)s") % values
    if one.kind is ChangeKind.STARTS:
        return _("hvis %(of)s først var begyndt den %(day)s") % {
            "of": one.of,
            "day": day(date.fromisoformat(one.new)),
        }
    if one.kind is ChangeKind.COUNT:
        return _("hvis stillingen %(of)s havde taget %(new)s i stedet for %(old)s") % values
    if one.kind is ChangeKind.MOST:
        return _("hvis holdet %(of)s havde taget %(new)s i stedet for %(old)s") % values
    if one.kind is ChangeKind.LEAST:
        return _("hvis holdet %(of)s var blevet gennemført med mindst %(new)s i stedet for %(old)s") % values
    return _("hvis kvoten %(of)s havde været højst %(new)s i stedet for %(old)s") % values


def period(one: Period) -> str:
    if one.first is not None and one.first == one.last:
        return _("den %(day)s") % {"day": day(one.first)}
    if one.first is None and one.last is None:
        return _("hele tiden")
    if one.first is None:
        return _("til og med %(last)s") % {"last": day(one.last)}
    if one.last is None:
        return _("fra %(first)s") % {"first": day(one.first)}
    return _("fra %(first)s til %(last)s") % {"first": day(one.first), "last": day(one.last)}


def _told(text: str) -> str:
    first, last = (None if part == ".." else date.fromisoformat(part) for part in text.split("/"))
    return period(Period(first, last))
