"""What came of the projects, what helped and what stood in the way, and how satisfied people are."""

from __future__ import annotations

from jobveu.projects.enums import ProjectType
from jobveu.surveys.enums import Closeness, RespondentType
from jobveu.surveys.instruments.parts import Item, Scale, Section, Statistic, Tie, Words
from jobveu.surveys.instruments.standard.model import ACTORS, WITH_UNEMPLOYED
from jobveu.surveys.instruments.wording import JOB_CENTRE, everybody, near, only

RESULTS = Section(
    "results",
    Words("Resultaterne", "The results"),
    (
        Item(
            "result-jobs",
            Scale.DEGREE,
            only(
                JOB_CENTRE,
                Words(
                    "I hvilken grad har projektet fået flere ledige i arbejde?",
                    "To what degree has the project brought more unemployed people into jobs?",
                ),
            ),
            project_types=WITH_UNEMPLOYED,
            ties=(
                Tie(
                    "svy.res.jobs.jobcentre.high",
                    Statistic.HIGH,
                    Closeness.PARTLY,
                    Words(
                        "Evalueringen siger både, at kun projekter for ledige er med, og at de er udeladt.",
                        "The evaluation says both that only projects for the unemployed are counted and that they are "
                        "left out.",
                    ),
                ),
                Tie("svy.res.jobs.jobcentre.summary", Statistic.HIGH, Closeness.PARTLY),
            ),
        ),
        Item(
            "result-vulnerable",
            Scale.DEGREE,
            only(
                JOB_CENTRE,
                Words(
                    "I hvilken grad har projektet bragt udsatte ledige tættere på arbejdsmarkedet?",
                    "To what degree has the project brought vulnerable unemployed people closer to the labour market?",
                ),
            ),
            project_types=WITH_UNEMPLOYED,
            ties=(
                near("svy.res.vulnerable.jobcentre.high"),
                near("svy.res.vulnerable.jobcentre.neutral", Statistic.NEUTRAL),
                Tie(
                    "svy.res.vulnerable.summary",
                    Statistic.HIGH,
                    Closeness.DIRECTION,
                    Words(
                        "Resuméet siger 14 pct. af alle aktører, kapitel 8 siger 11 pct. af jobcentrene.",
                        "The summary says 14 per cent of all actors, chapter 8 says 11 per cent of the job centres.",
                    ),
                ),
            ),
        ),
        Item(
            "result-skills",
            Scale.DEGREE,
            everybody(
                Words(
                    "I hvilken grad blev ufaglærte dygtigere af at være med i projektet?",
                    "To what degree did unskilled people gain skills by taking part in the project?",
                ),
                workplace=Words(
                    "I hvilken grad blev jeres ufaglærte og faglærte medarbejdere dygtigere af at være med i projektet?",
                    "To what degree did your unskilled and skilled employees gain skills by taking part in the project?",
                ),
            ),
            ties=(
                near("svy.res.skills.all"),
                near("svy.res.skills.all.summary"),
                Tie(
                    "svy.res.skills.company_org.low",
                    Statistic.LOW,
                    Closeness.PARTLY,
                    Words(
                        "Evalueringen har lagt virksomheder og organisationer sammen.",
                        "The evaluation has put companies and organisations together.",
                    ),
                ),
            ),
        ),
        Item(
            "result-shortage",
            Scale.DEGREE,
            everybody(
                Words(
                    "I hvilken grad lærte ufaglærte det, der er brug for på et område, hvor der mangler arbejdskraft?",
                    "To what degree did unskilled people learn what is needed in an area that is short of labour?",
                )
            ),
            ties=(
                Tie(
                    "svy.res.qualified.vulnerable.high",
                    Statistic.HIGH,
                    Closeness.PARTLY,
                    Words(
                        "Evalueringens tal gælder aktører i projekter for udsatte ledige, den mindst positive gruppe.",
                        "The evaluation's figure is of actors in projects for vulnerable unemployed people, the least "
                        "positive group.",
                    ),
                ),
            ),
        ),
        Item(
            "result-apprentice",
            Scale.DEGREE,
            everybody(
                Words(
                    "I hvilken grad har projektet fået ufaglærte i gang som voksenlærlinge?",
                    "To what degree has the project led unskilled people to begin as adult apprentices?",
                )
            ),
            ties=(
                Tie(
                    "svy.res.apprentice.covid.neutral",
                    Statistic.NEUTRAL,
                    Closeness.PARTLY,
                    Words(
                        "Evalueringens tal gælder kun COVID-19-projekter, hvor voksenlærlinge ikke var et mål.",
                        "The evaluation's figure is of COVID-19 projects only, where apprenticeships were no aim.",
                    ),
                ),
            ),
        ),
    ),
)

_HELPED = Words("I hvilken grad hjalp det projektet:", "To what degree did it help the project:")
_HINDERED = Words("I hvilken grad stod det i vejen:", "To what degree did it stand in the way:")


def _listed(
    item_id: str,
    danish: str,
    english: str,
    to: tuple[RespondentType, ...] = tuple(RespondentType),
    project_types: frozenset[ProjectType] | None = None,
) -> Item:
    return Item(item_id, Scale.DEGREE, only(to, Words(danish, english)), project_types)


DRIVERS = Section(
    "drivers",
    Words("Det, der hjalp", "What helped"),
    (
        _listed(
            "driver-all-from-start",
            "At alle de rigtige var med fra begyndelsen",
            "That all the right people took part from the beginning",
        ),
        _listed(
            "driver-endorsement",
            "At arbejdsmarkedets parter bakkede op",
            "That the social partners backed it",
        ),
        _listed(
            "driver-clear-demand",
            "At virksomhederne sagde tydeligt, hvad de havde brug for",
            "That companies said clearly what they needed",
        ),
        _listed(
            "driver-everybody-engages",
            "At alle påtog sig opgaver og løste dem",
            "That everybody took on tasks and carried them out",
        ),
        _listed(
            "driver-relations",
            "At vi kendte hinanden og hinandens arbejde",
            "That we knew each other and each other's work",
        ),
        _listed(
            "driver-flexible-schools",
            "At skolerne var fleksible med holdstørrelser, startdatoer og indhold",
            "That schools were flexible about class sizes, starting dates and content",
        ),
        _listed(
            "driver-facilitator",
            "At der var én, som samlede trådene, fx en VEU-koordinator",
            "That somebody held the threads together, for example a VEU coordinator",
        ),
        _listed(
            "driver-examples",
            "At der var tidligere forløb at bygge videre på",
            "That there were earlier courses to build on",
        ),
        _listed(
            "driver-positive-stories",
            "At andre havde fortalt om gode erfaringer",
            "That others had told of good experiences",
        ),
    ),
    introduction=_HELPED,
)

BARRIERS = Section(
    "barriers",
    Words("Det, der stod i vejen", "What stood in the way"),
    (
        _listed(
            "barrier-involvement",
            "At de, det kom ved, blev inddraget for sent eller for lidt",
            "That those concerned were involved too late or too little",
        ),
        _listed(
            "barrier-no-candidates",
            "At det var svært at finde ledige, der passede til forløbet",
            "That it was hard to find unemployed people who fitted the courses",
            project_types=WITH_UNEMPLOYED,
        ),
        _listed(
            "barrier-too-few",
            "At der var for få deltagere til, at det kunne betale sig",
            "That there were too few participants to make it worthwhile",
        ),
        _listed(
            "barrier-credit",
            "At det var svært at få merit for forløb på tværs af skoler",
            "That it was hard to get credit for courses across schools",
        ),
        _listed(
            "barrier-resources",
            "At det krævede for meget tid og for mange kræfter",
            "That it took too much time and effort",
        ),
        _listed(
            "barrier-terms",
            "At jobcentrene gav de ledige forskellige vilkår",
            "That job centres gave the unemployed different terms",
            to=ACTORS,
            project_types=WITH_UNEMPLOYED,
        ),
    ),
    introduction=_HINDERED,
)

SATISFACTION = Item(
    "satisfaction",
    Scale.SCORE,
    everybody(
        Words(
            "Hvor tilfreds er du alt i alt med at have været med? 1 er slet ikke tilfreds, 10 er meget tilfreds.",
            "All in all, how satisfied are you with having taken part? 1 is not at all, 10 is very satisfied.",
        )
    ),
    ties=(
        near("svy.sat.mean.all", Statistic.MEAN),
        near("svy.sat.mean.all.summary", Statistic.MEAN),
        near("svy.sat.mean.company", Statistic.MEAN),
        near("svy.sat.mean.education", Statistic.MEAN),
        near("svy.sat.mean.jobcentre", Statistic.MEAN),
        near("svy.sat.mean.social_partner", Statistic.MEAN),
    ),
)

ADVICE = Item(
    "text-advice",
    Scale.TEXT,
    everybody(
        Words(
            "Hvad skal vi gøre anderledes næste gang?",
            "What should we do differently next time?",
        )
    ),
    theme=Words("Råd til næste gang", "Advice for next time"),
)

ALL_IN_ALL = Section(
    "all-in-all",
    Words("Alt i alt", "All in all"),
    (
        Item(
            "phase-5",
            Scale.DEGREE,
            everybody(
                Words(
                    "I hvilken grad blev erfaringerne fra projektet samlet op, så andre kan bruge dem?",
                    "To what degree were the lessons of the project gathered so that others can use them?",
                )
            ),
        ),
        SATISFACTION,
        Item(
            "text-worked",
            Scale.TEXT,
            everybody(Words("Hvad fungerede godt?", "What worked well?")),
            theme=Words("Det, der fungerede", "What worked"),
        ),
        Item(
            "text-hindered",
            Scale.TEXT,
            everybody(Words("Hvad gjorde det svært?", "What made it difficult?")),
            theme=Words("Det, der gjorde det svært", "What made it difficult"),
        ),
        ADVICE,
    ),
)
