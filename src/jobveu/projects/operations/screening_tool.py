"""The project's screening tool: criteria are written in a draft, which is then taken into use as a version.

Whoever changes a tool that is in force begins a draft, a copy of it; the job centres go on screening by the one in
force until the draft is taken into use. A criterion is called by its key, which is the same in all versions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import WORKPLACES
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.projects.changes import change_project
from jobveu.projects.enums import CriterionKind, Strength
from jobveu.projects.formal_facts import Asked, FormalFact, is_known_value
from jobveu.projects.models import Criterion, Party, ProjectDialogue, ScreeningTool
from jobveu.projects.protected import found_in

TOOL_ROOM = "projects.screeningtool"
ROOM = "projects.criterion"
LONGEST_TOOL = 40
"""Criteria in one version: a caseworker answers each of them for each candidate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What a criterion says. `weight` is None unless `strength` is NICE; `fact` and `fact_value` are given for
    what can be looked up, `wording_reason` where a word that points to a protected attribute means something
    else."""

    kind: CriterionKind
    text: str
    strength: Strength
    weight: int | None = None
    guidance: str = ""
    company_id: int | None = None
    dialogue_id: int | None = None
    fact: FormalFact | None = None
    fact_value: str = ""
    wording_reason: str = ""


def add_criterion(*, by: Actor, at: datetime, project_id: int, demand: Demand) -> UUID:
    """Adds a criterion to the draft, which is begun when there is none; returns the criterion's key.

    Raises DomainError for a demand that names a protected attribute without saying why the word is in order,
    for a company or a conversation that isn't the project's, and for a tool that is too long to be used.
    """
    with change_project(project_id):
        columns = _checked(project_id, demand)
        draft = _draft(by, at, project_id)
        if draft.criteria.count() >= LONGEST_TOOL:
            raise DomainError(
                _("Der er allerede %(limit)d krav. Saml nogle af dem, så screeningen kan gennemføres.")
                % {"limit": LONGEST_TOOL}
            )
        row = Criterion.objects.create(tool=draft, key=uuid4(), **columns)
        _record(by, at, "criterion.added", row, project_id)
        return row.key


def edit_criterion(
    *, by: Actor, at: datetime, project_id: int, key: UUID, version: int, demand: Demand
) -> None:
    """Changes a criterion in the draft, which is begun when there is none. Raises as add_criterion does, and
    StaleEdit when somebody else has changed it."""
    with change_project(project_id):
        columns = _checked(project_id, demand)
        row = _in_draft(by, at, project_id, key)
        update_versioned(
            rows=Criterion.objects.all(),
            pk=row.pk,
            version=version,
            changes=columns,
            room=ROOM,
            current=saved_demand,
        )
        _record(by, at, "criterion.changed", row, project_id)


def remove_criterion(*, by: Actor, at: datetime, project_id: int, key: UUID) -> None:
    """Takes a criterion out of the draft, which is begun when there is none: the version in force keeps it."""
    with change_project(project_id):
        row = _in_draft(by, at, project_id, key)
        _record(by, at, "criterion.removed", row, project_id, text=row.text)
        row.delete()


def issue_tool(*, by: Actor, at: datetime, project_id: int, change_note: str = "") -> int:
    """Takes the draft into use: from now on all job centres screen by it. Returns the number of the version.

    Raises DomainError when there is no draft, when it is empty, when it says what the version in force says,
    and when a later version doesn't say what was changed.
    """
    with change_project(project_id):
        draft = ScreeningTool.objects.filter(project=project_id, issued_at__isnull=True).first()
        if draft is None:
            raise DomainError(_("Der er ingen kladde at tage i brug."))
        demands = _demands(draft)
        if not demands:
            raise DomainError(_("Skriv mindst ét krav, før screeningsværktøjet tages i brug."))
        newest = _in_force(project_id)
        if newest is not None:
            if demands == _demands(newest):
                raise DomainError(_("Kravene er de samme som i den version, der gælder."))
            if not change_note.strip():
                raise DomainError(_("Skriv kort, hvad der er ændret."), field="change_note")
        draft.change_note = change_note.strip()
        draft.issued_by_id = by.user_id
        draft.issued_at = at
        draft.save(update_fields=["change_note", "issued_by", "issued_at"])
        _record_tool(by, at, "screening_tool.issued", draft, criteria=len(demands))
        return draft.number


def discard_draft(*, by: Actor, at: datetime, project_id: int) -> None:
    """Throws the draft away; the version in force stays. Raises DomainError when there is none."""
    with change_project(project_id):
        draft = ScreeningTool.objects.filter(project=project_id, issued_at__isnull=True).first()
        if draft is None:
            raise DomainError(_("Kladden er allerede slettet."))
        _record_tool(by, at, "screening_tool.draft_discarded", draft)
        draft.delete()


def take_over_criteria(*, by: Actor, at: datetime, project_id: int, source_id: int) -> int:
    """Copies the criteria that are in force in another project into the draft; returns how many.

    Those of single companies and those that the draft has already are left out, and no conversation comes
    along: what the companies of this project say has to be asked of them. Raises DomainError when the other
    project has none in force.
    """
    with change_project(project_id):
        source = _in_force(source_id)
        if source is None:
            raise DomainError(
                _("Projektet har intet screeningsværktøj, der er taget i brug."), field="source_id"
            )
        draft = _draft(by, at, project_id)
        copied = copy_criteria(source, draft)
        _record_tool(by, at, "screening_tool.criteria_taken_over", draft, source=source_id, criteria=copied)
        return copied


def draft_from_template(*, by: Actor, at: datetime, project_id: int, template_id: int) -> int:
    """A new project's draft with the criteria that were in force in its template; returns how many, 0 without
    a draft when the template had none. Called inside `change_project`."""
    source = _in_force(template_id)
    return copy_criteria(source, _draft(by, at, project_id)) if source is not None else 0


def copy_criteria(source: ScreeningTool, draft: ScreeningTool) -> int:
    has = {text.casefold() for text in draft.criteria.values_list("text", flat=True)}
    room = LONGEST_TOOL - len(has)
    rows = [
        row
        for row in source.criteria.filter(company__isnull=True).order_by("pk")
        if row.text.casefold() not in has
    ][:room]
    made = Criterion.objects.bulk_create(
        _copy(row, draft, key=uuid4(), dialogue_id=None, version=1) for row in rows
    )
    return len(made)


def saved_demand(row: Criterion) -> dict[str, Any]:
    """A criterion's values as its form names them."""
    return {
        "kind": CriterionKind(row.kind),
        "text": row.text,
        "strength": Strength(row.strength),
        "weight": row.weight,
        "guidance": row.guidance,
        "company_id": row.company_id,
        "dialogue_id": row.dialogue_id,
        "fact": FormalFact(row.fact) if row.fact else None,
        "fact_value": row.fact_value,
        "wording_reason": row.wording_reason,
    }


def _in_force(project_id: int) -> ScreeningTool | None:
    issued = ScreeningTool.objects.filter(project=project_id, issued_at__isnull=False)
    return issued.order_by("-number").first()


def _draft(by: Actor, at: datetime, project_id: int) -> ScreeningTool:
    """The draft; when there is none, a new one with the criteria in force, under the same keys."""
    tools = list(ScreeningTool.objects.filter(project=project_id).order_by("-number")[:1])
    newest = tools[0] if tools else None
    if newest is not None and newest.issued_at is None:
        return newest
    if by.user_id is None:
        raise ValueError("a draft is begun by somebody")
    draft = ScreeningTool.objects.create(
        project_id=project_id,
        number=newest.number + 1 if newest else 1,
        begun_by_id=by.user_id,
        begun_at=at,
    )
    if newest is not None:
        Criterion.objects.bulk_create(_copy(row, draft) for row in newest.criteria.order_by("pk"))
    return draft


def _copy(row: Criterion, draft: ScreeningTool, **changes: Any) -> Criterion:
    values = {
        field.attname: getattr(row, field.attname)
        for field in Criterion._meta.concrete_fields
        if field.name not in ("id", "tool")
    }
    return Criterion(tool=draft, **(values | changes))


def _in_draft(by: Actor, at: datetime, project_id: int, key: UUID) -> Criterion:
    row = Criterion.objects.filter(tool=_draft(by, at, project_id), key=key).first()
    if row is None:
        raise DomainError(_("En anden har fjernet kravet i mellemtiden."))
    return row


def _demands(tool: ScreeningTool) -> dict[UUID, Mapping[str, Any]]:
    return {row.key: saved_demand(row) for row in tool.criteria.order_by("pk")}


def _checked(project_id: int, demand: Demand) -> dict[str, Any]:
    columns = asdict(demand)
    for name in ("text", "guidance", "wording_reason"):
        columns[name] = columns[name].strip()
    if not columns["text"]:
        raise DomainError(_("Skriv kravet."), field="text")
    _check_protected(columns)
    if demand.strength == Strength.NICE:
        if demand.weight is None or not 1 <= demand.weight <= 5:
            raise DomainError(_("Vælg en vægt fra 1 til 5."), field="weight")
    else:
        columns["weight"] = None
    _check_fact(demand)
    if demand.fact is None:
        columns |= {"fact": "", "fact_value": ""}
    _check_origin(project_id, demand)
    return columns


def _check_protected(columns: Mapping[str, Any]) -> None:
    found = found_in([columns["text"], columns["guidance"]])
    if not found or columns["wording_reason"]:
        return
    first = found[0]
    raise DomainError(
        _(
            "»%(word)s« kan handle om %(attribute)s, som ingen må vælges til eller fra på grund af. %(guidance)s "
            "Betyder ordet noget andet her, så skriv hvorfor nederst."
        )
        % {"word": first.word, "attribute": first.attribute.name, "guidance": first.attribute.guidance},
        field="text",
    )


def _check_fact(demand: Demand) -> None:
    if demand.fact is None:
        if demand.fact_value:
            raise DomainError(_("Vælg, hvad kravet slås op i."), field="fact")
        return
    if demand.kind != CriterionKind.FORMAL:
        raise DomainError(
            _("Kun et formelt krav kan slås op i det, en person er registreret med."), field="fact"
        )
    if not is_known_value(Asked(demand.fact, demand.fact_value)):
        raise DomainError(_("Vælg eller skriv, hvad der kræves."), field="fact_value")


def _check_origin(project_id: int, demand: Demand) -> None:
    if demand.company_id is not None:
        parties = Party.objects.filter(
            project=project_id, organisation=demand.company_id, organisation__kind__in=WORKPLACES
        )
        if not parties.exists():
            raise DomainError(_("Vælg en virksomhed, der er part i projektet."), field="company_id")
    if demand.dialogue_id is not None:
        own = ProjectDialogue.objects.filter(project=project_id, dialogue=demand.dialogue_id)
        if not own.exists():
            raise DomainError(_("Vælg en samtale, der hører til projektet."), field="dialogue_id")


def _record(by: Actor, at: datetime, action: str, row: Criterion, project_id: int, **details: object) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=row.pk,
        project_id=project_id,
        details=details,
    )


def _record_tool(by: Actor, at: datetime, action: str, tool: ScreeningTool, **details: object) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=TOOL_ROOM,
        record_id=tool.pk,
        project_id=tool.project_id,
        details={"number": tool.number, **details},
    )
