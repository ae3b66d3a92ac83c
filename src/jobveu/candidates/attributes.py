"""What persons are besides what they can do, for counting groups afterwards and for nothing else.

Sex and age come from the CPR number. Nothing of this is shown of anybody, and no decision rests on it: the only caller
counts (journeys.matching.effect), as the system.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.views.decorators.debug import sensitive_variables

from jobveu.candidates.enums import SkillLevel
from jobveu.candidates.models import Person
from jobveu.candidates.sealing import CPR, context_of
from jobveu.common.cpr import Cpr
from jobveu.common.crypto import decrypt


@dataclass(frozen=True, slots=True, repr=False)
class Attributes:
    """`is_woman` is None for a replacement number, which does not tell."""

    born: date
    is_woman: bool | None
    vulnerable: bool
    skill_level: SkillLevel


@sensitive_variables()
def attributes_of(*, person_ids: Collection[int]) -> dict[int, Attributes]:
    """By person. One SQL statement."""
    found = {}
    for person in Person.objects.filter(pk__in=person_ids).order_by("pk"):
        cpr = Cpr(decrypt(person.cpr_encrypted, context=context_of(person.key, CPR)))
        found[person.pk] = Attributes(
            born=cpr.birth_date,
            is_woman=None if cpr.is_replacement else int(cpr.digits[-1]) % 2 == 0,
            vulnerable=person.vulnerable,
            skill_level=SkillLevel(person.skill_level),
        )
    return found
