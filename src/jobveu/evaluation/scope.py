"""What a report is about: the whole country, an office or a council."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jobveu.common.errors import DomainError
from jobveu.insight.counting import Selection
from jobveu.insight.facts import Facts
from jobveu.insight.surveys import ALL, Division, Group


@dataclass(frozen=True, slots=True)
class Scope:
    """`dimension`: "office", "council", or "" for the whole country; `code` is then "" too."""

    dimension: str
    code: str
    name: str

    @property
    def is_nation(self) -> bool:
        return not self.dimension

    @property
    def selection(self) -> Selection:
        return Selection({self.dimension: frozenset({self.code})} if self.dimension else {})

    @property
    def group(self) -> Group:
        """Of those asked in a survey."""
        return ALL if self.is_nation else Group(Division(self.dimension), self.code)

    @property
    def within(self) -> str:
        """After what lies there: "i hele landet"."""
        if self.is_nation:
            return _("i hele landet")
        return _("i området for %(name)s") % {"name": self.name}


def scope_of(facts: Facts, *, office: str = "", council: str = "") -> Scope:
    """Raises DomainError for a code that the facts do not have, and for both an office and a council."""
    if office and council:
        raise DomainError(_("Vælg et arbejdsmarkedskontor eller et råd, ikke begge."))
    for dimension, code, known in (("office", office, facts.offices), ("council", council, facts.councils)):
        if code:
            for one in known:
                if one.code == code:
                    return Scope(dimension, code, one.name)
            raise DomainError(_("Der er intet kontor eller råd med koden »%(code)s«.") % {"code": code})
    return Scope("", "", _("Hele landet"))
