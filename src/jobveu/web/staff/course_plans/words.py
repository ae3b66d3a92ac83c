"""What a plan's page says of its holds and of those without a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobveu.answering.planning.words import weighed as weighed_terms
from jobveu.course_plans.queries.placements import Lacking
from jobveu.course_plans.queries.plans import Clash, HoldOfPlan, PlanPage, PlanRow, Totals
from jobveu.kernels.planning.values import Weights


def period(plan: PlanRow) -> str:
    return _("%(first)s – %(last)s") % {
        "first": date_format(plan.first_on, "SHORT_DATE_FORMAT"),
        "last": date_format(plan.last_on, "SHORT_DATE_FORMAT"),
    }


def weighed(weights: Weights) -> list[tuple[int, str]]:
    """What counts for and against a plan: thousandths of a point, and what for."""
    return weighed_terms(weights, unit="km")


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of the plan beside what each school would come to alone."""

    label: str
    plan: str
    alone: str


def compared(page: PlanPage) -> tuple[Compared, ...]:
    if page.totals is None or page.alone is None:
        return ()
    plan, alone = _figures(page.totals), _figures(page.alone)
    return tuple(Compared(label, plan[label], alone[label]) for label in plan)


def _figures(one: Totals) -> dict[str, str]:
    return {
        _("Får en plads"): _("%(met)s af %(demanded)s")
        % {"met": _number(one.met), "demanded": _number(one.demanded)},
        _("Hold, der gennemføres"): _number(one.running),
        _("Planlagte kurser, der aflyses"): _number(one.cancelled),
        _("Ventetid i gennemsnit"): _("%(weeks)s uger") % {"weeks": _number(one.weeks, 1)},
        _("Rejse i gennemsnit"): _("%(kilometres)s km") % {"kilometres": _number(one.kilometres, 1)},
        _("Pris for de udbudte hold"): _("%(price)s kr.") % {"price": _number(one.price)},
    }


def _number(value: float, decimals: int = 0) -> str:
    return number_format(value, decimals, use_l10n=True, force_grouping=True)


def why_not(hold: HoldOfPlan) -> tuple[str, ...]:
    """Why a hold is not proposed, and how many could come."""
    reach = _within_reach(hold.within_reach)
    if hold.reason == "too_few":
        lacks = ngettext(
            "Der mangler %(count)d for at nå de mindst %(least)d.",
            "Der mangler %(count)d for at nå de mindst %(least)d.",
            hold.lacks,
        ) % {"count": hold.lacks, "least": hold.least}
        return (reach, lacks)
    if hold.reason == "budget":
        return (reach, _("Der er ikke råd til det inden for budgettet."))
    if hold.reason == "limit":
        return (reach, _("Et andet af skolens hold med samme enten-eller gennemføres."))
    if not hold.within_reach:
        return (_("Alle, der kunne deltage, har en plads på et andet hold."),)
    return (reach, _("Intet forslag, hvor det gennemføres, giver flere point."))


def _within_reach(count: int) -> str:
    if not count:
        return _("Ingen uden plads kunne deltage.")
    return ngettext("%(count)d uden plads kunne deltage.", "%(count)d uden plads kunne deltage.", count) % {
        "count": count
    }


def lowered(hold: HoldOfPlan) -> tuple[str, ...]:
    """What lower minimums would give: the least that helps, or that none does. Nothing where nobody could come."""
    if not hold.could_fill and not hold.could_move:
        return ()
    helping = [one for one in hold.lowered if one.helps]
    told = [
        ngettext(
            "Med et mindstetal på %(least)d (%(by)d færre) kunne det gennemføres, og %(met)d mere ville få plads.",
            "Med et mindstetal på %(least)d (%(by)d færre) kunne det gennemføres, og %(met)d flere ville få plads.",
            one.met,
        )
        % {"least": one.least, "by": one.by, "met": one.met}
        for one in helping
    ]
    if hold.lowered and not helping:
        least = hold.lowered[-1]
        told.append(
            _("Et mindstetal på %(least)d (%(by)d færre) ændrer ikke forslaget.")
            % {"least": least.least, "by": least.by}
        )
    if any(not one.proven for one in hold.lowered):
        told.append(_("Det blev ikke regnet færdigt."))
    return tuple(told)


def obstacles(found: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Why somebody has no place: by what stands in the way, at how many holds."""
    if not found:
        return (_("Ingen udbyder kurset i perioden."),)
    return tuple(_obstacle(what, count) for what, count in found)


def own_lack(one: Lacking) -> tuple[str, ...]:
    """What a hold lacks, and who could fill it, as one organisation is told."""
    told = []
    if one.hold.lacks:
        told.append(
            ngettext(
                "Der mangler %(count)d for at nå de mindst %(least)d.",
                "Der mangler %(count)d for at nå de mindst %(least)d.",
                one.hold.lacks,
            )
            % {"count": one.hold.lacks, "least": one.hold.least}
        )
    elif one.hold.reason == "budget":
        told.append(_("Der er ikke råd til det inden for budgettet."))
    elif one.hold.reason == "limit":
        told.append(_("Et andet af skolens hold med samme enten-eller gennemføres."))
    else:
        told.append(_("Intet forslag, hvor det gennemføres, giver flere point."))
    if one.own:
        told.append(_("%(count)d af jeres uden plads kunne deltage.") % {"count": one.own})
    if one.own_elsewhere:
        told.append(
            _("%(count)d af jeres, som har en plads andetsteds, kunne flyttes hertil.")
            % {"count": one.own_elsewhere}
        )
    if one.others is None:
        told.append(_("Færre end 5 fra andre kunne deltage."))
    elif one.others:
        told.append(_("%(count)d fra andre kunne deltage.") % {"count": one.others})
    return tuple(told)


def _obstacle(what: str, count: int) -> str:
    values = {"count": count}
    match what:
        case "dates":
            return (
                ngettext(
                    "%(count)d hold begynder for tidligt eller for sent.",
                    "%(count)d hold begynder for tidligt eller for sent.",
                    count,
                )
                % values
            )
        case "travel":
            return (
                ngettext("%(count)d hold er for langt væk.", "%(count)d hold er for langt væk.", count)
                % values
            )
        case "full":
            return ngettext("%(count)d hold er fyldt.", "%(count)d hold er fyldt.", count) % values
        case "not_running":
            return (
                ngettext(
                    "%(count)d hold foreslås ikke gennemført.",
                    "%(count)d hold foreslås ikke gennemført.",
                    count,
                )
                % values
            )
    return (
        ngettext(
            "%(count)d hold har plads, men ventetid og rejse tæller mere end pladsen.",
            "%(count)d hold har plads, men ventetid og rejse tæller mere end pladsen.",
            count,
        )
        % values
    )


def clash(one: Clash) -> str:
    """One of the requirements that cannot all be met."""
    values = {"of": one.of, "count": one.count, "possible": one.possible}
    match one.kind:
        case "hold_runs":
            return _("%(of)s er godkendt og skal gennemføres (%(possible)d kan deltage).") % values
        case "hold_least":
            return _("%(of)s skal have mindst %(count)d (%(possible)d kan deltage).") % values
        case "hold_most":
            return _("%(of)s tager højst %(count)d.") % values
        case "budget":
            return _("Holdene må højst koste %(count)s kr. i alt. De koster %(possible)s kr.") % {
                "count": _number(one.count),
                "possible": _number(one.possible),
            }
        case "limit":
            return _("Højst %(count)d af disse hold kan gennemføres: %(of)s.") % values
        case "dates":
            return _("%(of)s skal begynde inden for projekternes frister (%(possible)d kan da).") % values
    return _("Ingen skal rejse længere til %(of)s end grænsen (%(possible)d har ikke længere).") % values


def decided_on(hold: HoldOfPlan) -> str:
    """What is decided on, in a sentence."""
    values = {
        "title": hold.title,
        "school": hold.school,
        "day": date_format(hold.starts_on, "j. F Y"),
        "count": hold.heads,
    }
    if hold.runs:
        return (
            _("%(title)s hos %(school)s, der begynder %(day)s, foreslås gennemført med %(count)d.") % values
        )
    return _("%(title)s hos %(school)s, der begynder %(day)s, foreslås ikke gennemført.") % values
