"""The five levels by which the model's elements are judged, and the elements: seven principles and five phases."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Level(IntegerChoices):
    """How far something is carried out (def.scale.5)."""

    NOT_AT_ALL = 1, _("Slet ikke")
    LESSER = 2, _("I mindre grad")
    SOME = 3, _("I nogen grad")
    HIGH = 4, _("I høj grad")
    VERY_HIGH = 5, _("I meget høj grad")


class Element(TextChoices):
    """What of the model is judged (def.model.structure; the fifth phase is recommendation 6's)."""

    PRINCIPLE_1 = "principle-1", _("Princip 1: Konkret behov hos konkrete virksomheder")
    PRINCIPLE_2 = "principle-2", _("Princip 2: Tidlig afklaring med arbejdsmarkedets parter")
    PRINCIPLE_3 = "principle-3", _("Princip 3: Kurser, der giver merit")
    PRINCIPLE_4 = "principle-4", _("Princip 4: Bro mellem beskæftigelse og uddannelse")
    PRINCIPLE_5 = "principle-5", _("Princip 5: Det gode match")
    PRINCIPLE_6 = "principle-6", _("Princip 6: Én indgang for virksomhederne")
    PRINCIPLE_7 = "principle-7", _("Princip 7: Lokal og regional forankring")
    PHASE_1 = "phase-1", _("Fase 1: Arbejdsmarkedets behov")
    PHASE_2 = "phase-2", _("Fase 2: Partsaftale")
    PHASE_3 = "phase-3", _("Fase 3: Opstart og valg af udbyder")
    PHASE_4 = "phase-4", _("Fase 4: Screening, forløb og match")
    PHASE_5 = "phase-5", _("Fase 5: Evaluering og læring")

    @property
    def rule(self) -> str:
        """The evaluation's definition that it follows."""
        kind, number = self.value.split("-")
        return f"def.princ.{number}" if kind == "principle" else f"def.phase{number}"


PRINCIPLES = tuple(element for element in Element if element.value.startswith("principle"))
PHASES = tuple(element for element in Element if element.value.startswith("phase"))

PUBLISHED: Mapping[Element, tuple[Level, ...]] = {
    Element.PRINCIPLE_1: (Level.HIGH, Level.VERY_HIGH),
    Element.PRINCIPLE_2: (Level.HIGH,),
    Element.PRINCIPLE_3: (Level.SOME,),
    Element.PRINCIPLE_4: (Level.HIGH,),
    Element.PRINCIPLE_5: (Level.HIGH,),
    Element.PRINCIPLE_6: (Level.SOME,),
    Element.PRINCIPLE_7: (Level.SOME, Level.HIGH),
    Element.PHASE_1: (Level.HIGH,),
    Element.PHASE_2: (Level.LESSER, Level.SOME),
    Element.PHASE_3: (Level.SOME, Level.HIGH),
    Element.PHASE_4: (Level.HIGH,),
}
"""What the evaluation of 2021 judged of the whole country. Two levels where it says both: its tables and its text differ
(principles 1 and 7, phase 3), or it judged between two (phase 2). It did not judge the fifth phase, which it proposed."""
