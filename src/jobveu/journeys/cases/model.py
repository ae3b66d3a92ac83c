"""What a case is made of, before the organisations it names have ids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jobveu.actors.enums import OrganisationKind
from jobveu.projects.enums import (
    AreaKind,
    CommitmentKind,
    DatePrecision,
    EndorsementForm,
    Initiative,
    ProjectType,
    TargetGroup,
)
from jobveu.projects.operations.cases import CaseLesson


@dataclass(frozen=True, slots=True)
class NamedOrganisation:
    """An organisation as the evaluation names it. Its kind is ours where the evaluation leaves it open;
    `municipality` (a code) only where the name says it."""

    name: str
    kind: OrganisationKind
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class NamedParty:
    organisation: NamedOrganisation
    note: str
    in_first_dialogue: bool = False
    defines_content: bool = False
    on_steering_group: bool = False


@dataclass(frozen=True, slots=True)
class NamedEndorsement:
    organisation: NamedOrganisation
    form: EndorsementForm
    shown_by: str


@dataclass(frozen=True, slots=True)
class NamedCommitment:
    organisation: NamedOrganisation
    kind: CommitmentKind
    head_count: int | None
    on_behalf_of: str
    conditions: str
    shown_by: str


@dataclass(frozen=True, slots=True)
class Case:
    """One of the evaluation's named cases.

    `told` is what the evaluation says, in our words; `inferred` what we conclude from it, and `unknown` what
    it leaves open. All three are shown together as the project's description.
    """

    key: str
    title: str
    place: str
    """Where in the evaluation, such as "boks 9"."""
    type: ProjectType
    told: str
    inferred: str
    unknown: str
    council: str = ""
    industry: str = ""
    start: date | None = None
    start_precision: DatePrecision = DatePrecision.YEAR
    target_groups: tuple[TargetGroup, ...] = ()
    initiative: Initiative | None = None
    initiator: NamedOrganisation | None = None
    area_kind: AreaKind | None = None
    area_basis: str = ""
    parties: tuple[NamedParty, ...] = ()
    endorsements: tuple[NamedEndorsement, ...] = ()
    commitments: tuple[NamedCommitment, ...] = ()
    lessons: tuple[CaseLesson, ...] = ()

    @property
    def description(self) -> str:
        return f"{self.told}\n\nUdledt af os: {self.inferred}\n\nStår ikke i evalueringen: {self.unknown}"

    @property
    def source_note(self) -> str:
        return f"Evaluering af Job-VEU-modellen (2021), {self.place}."
