"""The screening tool of a project of the demonstration, and what persons are registered with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from jobveu.candidates.enums import CriterionAnswer
from jobveu.candidates.models import Candidacy, Person
from jobveu.candidates.operations.formal_facts import Registered, record_formal_facts
from jobveu.journeys.demo.world import World
from jobveu.projects.operations.screening_tool import Demand, add_criterion, issue_tool
from jobveu.projects.queries.screening_tool import tool_in_force


@dataclass(slots=True)
class ScreeningSteps:
    """`criteria`: the keys of the criteria of the version in force, by their texts."""

    world: World
    project_id: int
    criteria: dict[str, UUID] = field(default_factory=dict)
    tool_number: int | None = None

    def tool(self, demands: Iterable[Demand], *, by: str, days_ago: int, change_note: str = "") -> None:
        """A new version, with these criteria besides those there are."""
        actor, at = self.world.actor(by), self.world.when(days_ago, 11)
        for demand in demands:
            add_criterion(by=actor, at=at, project_id=self.project_id, demand=demand)
        issue_tool(by=actor, at=at, project_id=self.project_id, change_note=change_note)
        tool = tool_in_force(project_id=self.project_id)
        if tool is None:
            raise AssertionError("The tool has just been taken into use.")
        self.tool_number = tool.number
        self.criteria = {row.text: row.key for row in tool.criteria}

    def answers(
        self, *, not_met: Mapping[str, str], unknown: Collection[str]
    ) -> dict[UUID, tuple[CriterionAnswer, str]] | None:
        """Everything met but for those named; None where there is no tool. Fails for a text that is no criterion."""
        if self.tool_number is None:
            return None
        found = dict.fromkeys(self.criteria.values(), (CriterionAnswer.MET, ""))
        for text, words in not_met.items():
            found[self.criteria[text]] = (CriterionAnswer.NOT_MET, words)
        for text in unknown:
            found[self.criteria[text]] = (CriterionAnswer.UNKNOWN, "")
        return found

    def register_facts(self, candidacy_id: int, registered: Registered, *, by: str, days_ago: int) -> None:
        person = Person.objects.get(candidacies=Candidacy.objects.get(pk=candidacy_id))
        record_formal_facts(
            by=self.world.actor(by),
            at=self.world.when(days_ago, 12),
            person_id=person.pk,
            version=person.version,
            registered=registered,
        )
