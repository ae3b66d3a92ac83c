"""By what answers are divided: each person belongs to one group of each division."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.insight.table import TOTAL, UNKNOWN
from jobveu.projects.enums import ProjectType
from jobveu.surveys.enums import RespondentType
from jobveu.surveys.instruments.parts import Item
from jobveu.surveys.round_data import RoundData, Stratum


class Division(Enum):
    RESPONDENTS = "respondent"
    PROJECT_TYPES = "type"
    OFFICES = "office"
    COUNCILS = "council"

    @property
    def title(self) -> Promise:
        return _TITLES[self]


_TITLES: Mapping[Division, Promise] = {
    Division.RESPONDENTS: gettext_lazy("Hvem der svarer"),
    Division.PROJECT_TYPES: gettext_lazy("Projekttype"),
    Division.OFFICES: gettext_lazy("Arbejdsmarkedskontor"),
    Division.COUNCILS: gettext_lazy("Råd"),
}
RAKED = (Division.RESPONDENTS, Division.PROJECT_TYPES, Division.COUNCILS)
"""By what answers may be weighted: offices consist of councils."""
_OFFICE = ":"
"""Between UNKNOWN and the office of those whose council isn't told apart."""


@dataclass(frozen=True, slots=True)
class Group:
    """`code`: of the respondent type, project type, office or council; UNKNOWN where it is not told apart, of councils with
    the office's code where that is told. `division` is None for everybody."""

    division: Division | None
    code: str

    @property
    def is_unknown(self) -> bool:
        """Whether it is of those who are not told apart in the division."""
        return self.code.partition(_OFFICE)[0] == UNKNOWN

    def holds(self, stratum: Stratum) -> bool:
        return self.division is None or group_of(stratum, self.division) == self

    def label(self, names: Mapping[str, str]) -> str:
        """`names`: of each office and council by its code."""
        if self.division is None:
            return _("Alle")
        if self.is_unknown:
            office = self.code.removeprefix(UNKNOWN).removeprefix(_OFFICE)
            return (
                _("%(office)s: ikke fordelt på råd") % {"office": names.get(office, office)}
                if office
                else _("Ikke fordelt")
            )
        match self.division:
            case Division.RESPONDENTS:
                return str(RespondentType(self.code).label)
            case Division.PROJECT_TYPES:
                return str(ProjectType(self.code).label)
            case Division.OFFICES | Division.COUNCILS:
                return names.get(self.code, self.code)


ALL = Group(None, TOTAL)


@dataclass(frozen=True, slots=True)
class OneProject:
    """Those who were asked about one project, in a round whose sheets tell it."""

    project_id: int


@dataclass(frozen=True, slots=True)
class Several:
    """Groups counted together."""

    groups: tuple[Group, ...]

    def holds(self, stratum: Stratum) -> bool:
        return any(group.holds(stratum) for group in self.groups)


def group_of(stratum: Stratum, division: Division) -> Group:
    match division:
        case Division.RESPONDENTS:
            return Group(division, stratum.respondent_type.value)
        case Division.PROJECT_TYPES:
            return Group(division, stratum.project_type.value if stratum.project_type else UNKNOWN)
        case Division.OFFICES:
            return Group(division, stratum.office or UNKNOWN)
        case Division.COUNCILS:
            of_office = f"{UNKNOWN}{_OFFICE}{stratum.office}" if stratum.office else UNKNOWN
            return Group(division, stratum.council or of_office)


def groups_of(data: RoundData, division: Division, item: Item | None = None) -> tuple[Group, ...]:
    """Those that somebody of the round is in, and is asked the item; the unknown last."""
    found = {
        group_of(one.stratum, division)
        for one in data.frame
        if item is None or item.is_asked(one.stratum.respondent_type, one.stratum.project_type)
    }
    order = [*RespondentType.values, *ProjectType.values]
    return tuple(
        sorted(
            found,
            key=lambda group: (
                group.is_unknown,
                order.index(group.code) if group.code in order else len(order),
                group.code,
            ),
        )
    )


def councils_within(data: RoundData, office: Group, item: Item | None = None) -> tuple[Group, ...]:
    """The councils of an office, as far as somebody of the round is in them and is asked the item."""
    found = {
        group_of(one.stratum, Division.COUNCILS)
        for one in data.frame
        if office.holds(one.stratum)
        and (item is None or item.is_asked(one.stratum.respondent_type, one.stratum.project_type))
    }
    return tuple(group for group in groups_of(data, Division.COUNCILS, item) if group in found)
