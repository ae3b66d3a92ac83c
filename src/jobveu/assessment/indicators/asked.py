"""What only a survey tells: items of the standard instrument."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobveu.assessment.indicators.declaring import Indicator
from jobveu.assessment.ratios import Unit
from jobveu.assessment.scale import Element


def _asked(item: str, element: Element, title: Promise, rules: tuple[str, ...]) -> Indicator:
    """Those who answered favourably, of all who answered the item of the standard instrument (def.scale.survey_top2)."""
    return Indicator(
        key=f"asked-{item}",
        element=element,
        title=title,
        definition=_(
            "Svar »i høj grad« og »i meget høj grad« af alle svar i spørgeskemarunden; om merit: »ja« og »både og«. "
            "»Ved ikke« regnes ikke med."
        ),
        rules=rules,
        unit=Unit.ANSWERS,
        item=item,
    )


ASKED: tuple[Indicator, ...] = (
    _asked(
        "principle-1",
        Element.PRINCIPLE_1,
        _("Adspurgte: Projektet byggede på et konkret behov"),
        ("def.princ.1",),
    ),
    _asked(
        "principle-2", Element.PRINCIPLE_2, _("Adspurgte: Arbejdsmarkedets parter var med"), ("def.princ.2",)
    ),
    _asked(
        "principle-3", Element.PRINCIPLE_3, _("Adspurgte: Der var kurser, som gav merit"), ("def.princ.3",)
    ),
    _asked(
        "principle-4",
        Element.PRINCIPLE_4,
        _("Adspurgte: Beskæftigelses- og uddannelsessystemet kom tættere på hinanden"),
        ("def.princ.4",),
    ),
    _asked(
        "principle-5",
        Element.PRINCIPLE_5,
        _("Adspurgte: Deltagernes kompetencer passede til behovet"),
        ("def.princ.5",),
    ),
    _asked(
        "principle-6-entrance",
        Element.PRINCIPLE_6,
        _("Adspurgte virksomheder: Vi fik én indgang"),
        ("def.princ.6.element1",),
    ),
    _asked(
        "principle-6-coordinated",
        Element.PRINCIPLE_6,
        _("Adspurgte virksomheder: Henvendelserne er samordnet"),
        ("def.princ.6.element2",),
    ),
    _asked(
        "principle-7",
        Element.PRINCIPLE_7,
        _("Adspurgte: Det lokale samarbejde er blevet stærkere"),
        ("def.princ.7",),
    ),
    _asked(
        "principle-7-alone",
        Element.PRINCIPLE_7,
        _("Adspurgte: Vi kunne fortsætte uden koordinatoren"),
        ("def.princ.7",),
    ),
    _asked(
        "phase-1-need",
        Element.PHASE_1,
        _("Adspurgte: Virksomhederne var med til at beskrive behovet"),
        ("def.phase1.ind2",),
    ),
    _asked(
        "phase-1-upskilling",
        Element.PHASE_1,
        _("Adspurgte virksomheder: Det blev afklaret, hvad der skulle læres"),
        ("def.phase1.ind2",),
    ),
    _asked(
        "phase-2", Element.PHASE_2, _("Adspurgte: Indholdet blev aftalt med parterne"), ("def.phase2.ind1",)
    ),
    _asked(
        "phase-2-own",
        Element.PHASE_2,
        _("Adspurgte: Indholdet blev aftalt med vores organisation"),
        ("def.phase2.ind1",),
    ),
    _asked(
        "phase-3-content",
        Element.PHASE_3,
        _("Adspurgte uddannelsesinstitutioner: Det blev lettere at tilpasse indholdet"),
        ("def.phase3",),
    ),
    _asked(
        "phase-3-flexible",
        Element.PHASE_3,
        _("Adspurgte virksomheder: Uddannelsesinstitutionerne blev mere fleksible"),
        ("def.phase3", "def.driver.6"),
    ),
    _asked(
        "phase-4-equipped",
        Element.PHASE_4,
        _("Adspurgte jobcentre: Vi kunne finde de ledige, der passede"),
        ("def.phase4.ind1",),
    ),
    _asked(
        "phase-4-meetings",
        Element.PHASE_4,
        _("Adspurgte: Virksomheder og ledige mødtes før kurset"),
        ("def.phase4.ind2",),
    ),
)
