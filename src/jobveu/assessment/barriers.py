"""What drives projects and what stands in their way, as the evaluation of 2021 found it (its chapter 9), in our own words:
drivers with what supports them, barriers with the counter-measures that were found to help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobveu.projects.enums import PhaseNumber


class RiskState(TextChoices):
    """What a risk check says of a barrier."""

    ABSENT = "absent", _("Nej")
    POSSIBLE = "possible", _("Måske")
    PRESENT = "present", _("Ja")


@dataclass(frozen=True, slots=True)
class Measure:
    """What may be done against a barrier: the title of the task that it becomes, and the phase that such a task belongs to.
    `key` is the barrier's and never changes its meaning."""

    key: str
    title: Promise
    phase: PhaseNumber


@dataclass(frozen=True, slots=True)
class Barrier:
    """`asks`: what a risk check asks. `rules`: the evaluation's definitions."""

    key: str
    title: Promise
    asks: Promise
    rules: tuple[str, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Driver:
    key: str
    title: Promise
    effect: Promise
    supported_by: tuple[Promise, ...]
    rules: tuple[str, ...]


_NEED, _KICK_OFF, _MATCH, _LEARNING = (
    PhaseNumber.NEED,
    PhaseNumber.KICK_OFF,
    PhaseNumber.SCREENING_AND_MATCH,
    PhaseNumber.LEARNING,
)

BARRIERS: Mapping[str, Barrier] = {
    barrier.key: barrier
    for barrier in (
        Barrier(
            "involvement",
            _("Aktørerne er ikke med tidligt og hele vejen"),
            _("Mangler der en aktør ved bordet, eller er nogen ved at glide ud?"),
            ("def.barrier.1", "def.counter.1"),
            (
                Measure(
                    "invite-missing",
                    _("Få de aktører med, der mangler, og aftal, hvad de skal bidrage med"),
                    _NEED,
                ),
                Measure(
                    "network", _("Hold et møde, hvor aktørerne lærer hinandens opgaver at kende"), _KICK_OFF
                ),
                Measure(
                    "handover", _("Aftal overdragelsen skriftligt, før koordinatoren trækker sig"), _KICK_OFF
                ),
            ),
        ),
        Barrier(
            "no-candidates",
            _("Jobcentrene kan ikke finde de rette ledige"),
            _("Er det usikkert, om jobcentrene kan finde de kandidater, de har lovet?"),
            ("def.barrier.2", "def.counter.2"),
            (
                Measure("ask-early", _("Tal med jobcentrene om, hvilke kandidater der kan findes"), _NEED),
                Measure(
                    "other-profiles", _("Læg en plan for at tilbyde virksomhederne andre profiler"), _MATCH
                ),
                Measure("management", _("Få jobcentrenes ledelse med i aftalen om bidraget"), _KICK_OFF),
                Measure("written-contribution", _("Aftal jobcentrenes bidrag skriftligt"), _KICK_OFF),
                Measure("follow-up", _("Følg op på jobcentrenes bidrag"), _MATCH),
            ),
        ),
        Barrier(
            "too-few",
            _("For få pladser til, at det kan betale sig"),
            _("Er der så få deltagere pr. jobcenter eller skole, at det er svært at prioritere?"),
            ("def.barrier.3", "def.counter.3"),
            (
                Measure(
                    "coordinate", _("Lad koordinatoren samle opgaven, så alle løfter den sammen"), _KICK_OFF
                ),
                Measure("minimum", _("Forhandl det mindste antal deltagere med skolen"), _KICK_OFF),
                Measure("advice", _("Del gode metoder til at finde kandidater med jobcentrene"), _MATCH),
                Measure(
                    "profile", _("Vis jobcentres og skolers indsats frem over for virksomhederne"), _MATCH
                ),
            ),
        ),
        Barrier(
            "credit",
            _("Skolerne kan ikke give merit for et forløb på tværs"),
            _("Er det uafklaret, om kurserne giver merit, også når flere skoler er med?"),
            ("def.barrier.4", "def.counter.4"),
            (
                Measure(
                    "settle-credit", _("Afklar merit på tværs af skolerne, inden udbyderen vælges"), _KICK_OFF
                ),
            ),
        ),
        Barrier(
            "resources",
            _("Det tager for mange kræfter at komme i gang"),
            _("Kræver projektet mere tid, end aktørerne har sat af?"),
            ("def.barrier.5", "def.counter.5", "def.model.resource_heavy"),
            (
                Measure("template", _("Brug et tidligere projekt som skabelon"), _KICK_OFF),
                Measure(
                    "share-tools", _("Del værktøjer og erfaringer, så de næste kan bruge dem"), _LEARNING
                ),
            ),
        ),
        Barrier(
            "terms",
            _("Jobcentrene giver deltagerne forskellige vilkår"),
            _("Er vilkårene for deltagerne forskellige fra jobcenter til jobcenter?"),
            ("def.barrier.6", "def.counter.6", "def.phase4.terms"),
            (Measure("align-terms", _("Aftal fælles vilkår for deltagerne med jobcentrene"), _KICK_OFF),),
        ),
        Barrier(
            "unclear-gain",
            _("Gevinsten er uklar for en eller flere aktører"),
            _("Er der en aktør, som ikke kan se, hvad de får ud af det?"),
            ("def.barrier.unclear_gain", "def.driver.early_benefit"),
            (
                Measure("state-gains", _("Skriv ned, hvad hver aktør får ud af projektet"), _KICK_OFF),
                Measure(
                    "confirm-demand",
                    _("Få virksomhederne til at bekræfte, hvor mange de vil ansætte"),
                    _KICK_OFF,
                ),
            ),
        ),
        Barrier(
            "vulnerable",
            _("Udsatte ledige kommer ikke med"),
            _("Er kravene så høje, at udsatte ledige reelt er udelukket?"),
            ("def.barrier.vulnerable", "def.succ.vulnerable"),
            (
                Measure(
                    "raise-vulnerable",
                    _("Tal med virksomhederne om, hvad udsatte ledige kan bidrage med"),
                    _NEED,
                ),
            ),
        ),
        Barrier(
            "long-process",
            _("Screening og forberedelse trækker ud"),
            _("Går der så lang tid, at virksomheder eller kandidater mister interessen?"),
            ("def.barrier.long_process",),
            (
                Measure("shorten", _("Forkort tiden fra screening til kursusstart"), _MATCH),
                Measure(
                    "keep-posted",
                    _("Hold virksomheder og kandidater orienteret, til kurset begynder"),
                    _MATCH,
                ),
            ),
        ),
    )
}
"""By key, in the order in which a risk check asks. The first six are the evaluation's table; the last three stand in its
text."""

MEASURES: Mapping[tuple[str, str], Measure] = {
    (barrier.key, measure.key): measure for barrier in BARRIERS.values() for measure in barrier.measures
}

DRIVERS: tuple[Driver, ...] = (
    Driver(
        "all-from-start",
        _("Alle aktører er med fra begyndelsen"),
        _("Projektet bliver fælles, og flere vil lægge kræfter i det"),
        (_("netværk mellem aktørerne"), _("viden om hinandens opgaver og interesser")),
        ("def.driver.1",),
    ),
    Driver(
        "endorsement",
        _("Arbejdsmarkedets parter bakker op"),
        _("Det er lettere at komme i dialog med virksomhederne"),
        (
            _("tidlig dialog med begge sider"),
            _("parternes netværk bruges til at prøve ideerne af"),
            _("parterne er med på møder og i materiale"),
        ),
        ("def.driver.2",),
    ),
    Driver(
        "clear-demand",
        _("Virksomhederne har et tydeligt behov, som de selv bekræfter"),
        _("Alle kan se, hvad de får ud af det"),
        (
            _("løbende overblik over mangel på arbejdskraft"),
            _("opsøgende arbejde"),
            _("dialog med virksomhederne"),
        ),
        ("def.driver.3",),
    ),
    Driver(
        "everybody-engages",
        _("Alle engagerer sig og tager opgaver"),
        _("Samarbejdet bliver smidigt"),
        (_("ledelser, der prioriterer opkvalificering og resultater"), _("tydelige gevinster")),
        ("def.driver.4",),
    ),
    Driver(
        "relations",
        _("Aktørerne kender hinanden godt"),
        _("Planen tager hensyn til hinandens rammer"),
        (_("netværksmøder"),),
        ("def.driver.5",),
    ),
    Driver(
        "flexible-schools",
        _("Skolerne er fleksible med hold og indhold"),
        _("Det er lettere at oprette de kurser, de andre har brug for"),
        (_("skolen styrker sin profil over for virksomheder og jobcentre"),),
        ("def.driver.6",),
    ),
    Driver(
        "facilitator",
        _("Én aktør samler og koordinerer"),
        _("Aftalerne er klare, og der sker noget"),
        (_("nogen, der kan drive en proces"), _("ledelser, der bakker op om, hvem der gør hvad")),
        ("def.driver.7", "def.phase3.one_coordinator"),
    ),
    Driver(
        "examples",
        _("Der er gode modeller at bygge på"),
        _("Det næste projekt er lettere at sætte i gang"),
        (_("erfaringer og værktøjer samles"), _("skabeloner, der er lige til at bruge")),
        ("def.driver.8",),
    ),
    Driver(
        "positive-stories",
        _("De gode historier bliver fortalt"),
        _("Flere får lyst til at være med"),
        (_("historier samles og deles"), _("ambassadører")),
        ("def.driver.9",),
    ),
    Driver(
        "local",
        _("Samarbejdet er forankret lokalt"),
        _("Resultater og gevinster bliver tydelige for alle"),
        (_("lokale aktører, der selv kan fortsætte"),),
        ("def.driver.local",),
    ),
)
"""The evaluation's table of nine, and the one that stands only in its box."""
