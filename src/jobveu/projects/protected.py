"""Words of attributes that nobody may be chosen or left out by: sex, age, origin, health and their likes.

The list is data. It finds words, not meanings: whoever writes a criterion decides, and says so where a word
means something else ("erfaring med pleje af ældre"). Source: ligebehandlingsloven § 2, forskelsbehandlingsloven
§§ 1 and 2, foreningsfrihedsloven § 1, helbredsoplysningsloven § 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobveu.common.folding import fold


@dataclass(frozen=True, slots=True)
class Attribute:
    """A protected attribute: the words that point to it, folded (common.folding), as regular expressions of
    whole words; and what to write instead."""

    key: str
    name: Promise
    words: tuple[str, ...]
    guidance: Promise


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute(
        "sex",
        _("køn"),
        _words(
            r"""
            køn(net|s)?, m[aæ]nd(lige?)?, mænd(ene)?, kvinder?n?e?, kvindelige?, drenge?, piger?,
            gravide?, graviditet, barsel, transkønnet?, homoseksuel(le)?, seksuel(le)?
            """
        ),
        _("Skriv, hvad arbejdet kræver, f.eks. »kan løfte 20 kg med hjælpemidler«. Alle køn kan søge."),
    ),
    Attribute(
        "age",
        _("alder"),
        _words(
            r"""
            alder(en)?, aldersgrænse, (års)?gammel, gamle, unge?, yngre, ældre, fødselsår, født,
            senior(er)?, pensionist(er)?, årgang, (over|under|højst|max|maks|mellem) \d\d år, \d\d årige?,
            \d\d \d\d år
            """
        ),
        _("Skriv den erfaring eller det kørekort, som arbejdet kræver, i stedet for en alder."),
    ),
    Attribute(
        "origin",
        _("oprindelse, tro eller overbevisning"),
        _words(
            r"""
            etnisk(e)?, etnicitet, indvandrere?, flygtninge?, nationalitet, statsborgerskab, statsborger,
            udlændinge?, udenlandske?, oprindelse, herkomst, hudfarve, race, modersmål, dansker(e)?,
            dansk baggrund, religion, religiøse?, muslim(er|sk)?, kristne?, jøder?, jødisk, tørklæde,
            politiske?, fagforening(en)?, medlem af 3f
            """
        ),
        _("Skriv det sprogniveau, som arbejdet kræver, f.eks. dansk på niveau B1, som et formelt krav."),
    ),
    Attribute(
        "health",
        _("helbred eller handicap"),
        _words(
            r"""
            helbred(et)?, syge?, sygdom(me)?, sygefravær, rask(e)?, handicap(pede?)?,
            funktionsnedsættelse, diagnoser?, psykiske?, psykisk sårbar, depression, adhd, autisme,
            autistisk, medicin, bmi, overvægtige?, misbrug(er|ere)?, rygproblemer, allergi(er)?,
            fysisk sund, sunde?, førtidspension
            """
        ),
        _("Skriv, hvad opgaven kræver, f.eks. »kan arbejde stående hele dagen«, og ikke, hvad nogen fejler."),
    ),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A word that points to a protected attribute, as it was written."""

    attribute: Attribute
    word: str


_WORDS = tuple(
    (attribute, re.compile(rf"(?<!\w)(?:{'|'.join(attribute.words)})(?!\w)")) for attribute in ATTRIBUTES
)


def found_in(texts: Iterable[str]) -> tuple[Found, ...]:
    """The first word of each protected attribute that the texts point to; none when they point to none."""
    folded = " . ".join(" ".join(fold(text).split()) for text in texts)
    found = ((attribute, pattern.search(folded)) for attribute, pattern in _WORDS)
    return tuple(Found(attribute, hit[0]) for attribute, hit in found if hit)
