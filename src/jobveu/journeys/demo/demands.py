"""What the invented companies ask of candidates."""

from __future__ import annotations

from jobveu.projects.enums import CriterionKind, Strength
from jobveu.projects.formal_facts import FormalFact, LanguageLevel, LicenceCategory
from jobveu.projects.operations.screening_tool import Demand

LICENCE, EARLY, OUTDOORS = "Har kørekort B", "Kan møde kl. 6.30", "Vil arbejde ude hele året"
PRECISE, DIGGING, DANISH = (
    "Arbejder præcist med små dele",
    "Har arbejdet med jord, kabler eller belægning",
    "Forstår en sikkerhedsinstruks på dansk",
)
FIBRE_DEMANDS = (
    Demand(
        kind=CriterionKind.FORMAL,
        text=LICENCE,
        strength=Strength.MUST,
        fact=FormalFact.DRIVING_LICENCE,
        fact_value=LicenceCategory.CAR,
        guidance="Montøren kører selv ud til kunderne fra første dag.",
    ),
    Demand(
        kind=CriterionKind.FORMAL,
        text=DANISH,
        strength=Strength.MUST,
        fact=FormalFact.DANISH_LEVEL,
        fact_value=LanguageLevel.B1,
    ),
    Demand(
        kind=CriterionKind.SOCIAL,
        text=EARLY,
        strength=Strength.MUST,
        guidance="Spørg, hvordan vedkommende kommer frem, og om pasning er på plads.",
    ),
    Demand(kind=CriterionKind.PERSONAL, text=OUTDOORS, strength=Strength.MUST),
    Demand(
        kind=CriterionKind.PROFESSIONAL,
        text=PRECISE,
        strength=Strength.NICE,
        weight=4,
        guidance="Lad kandidaten prøve at splejse på skolens bord.",
    ),
    Demand(kind=CriterionKind.PROFESSIONAL, text=DIGGING, strength=Strength.NICE, weight=2),
)
AT_HEIGHTS = Demand(
    kind=CriterionKind.PERSONAL,
    text="Kan klatre på stige og arbejde i højden",
    strength=Strength.NICE,
    weight=3,
)
