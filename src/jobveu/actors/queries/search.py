"""Finding an organisation by name, CVR or P-number among tens of thousands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import NamedTuple, Protocol

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Lower

from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.common.choices import Choice
from jobveu.common.cvr import format_cvr
from jobveu.common.sorting import DanishSortKey


class Search(Protocol):
    def __call__(self, *, query: str, limit: int) -> Sequence[Choice]: ...


class Lookup(Protocol):
    def __call__(self, *, ids: Sequence[int]) -> Sequence[Choice]: ...


class OrganisationSource(NamedTuple):
    """What a picker of organisations asks (`ChoiceSource(*organisation_source(…))`)."""

    search: Search
    lookup: Lookup


def organisation_source(*, kinds: Collection[OrganisationKind] | None = None) -> OrganisationSource:
    """Search and lookup among the active organisations of these kinds (all kinds when None)."""
    return OrganisationSource(
        search=partial(search_organisations, kinds=kinds), lookup=partial(organisations_by_ids, kinds=kinds)
    )


def matching(rows: QuerySet[Organisation], *, text: str) -> QuerySet[Organisation]:
    """Narrows to organisations whose name contains the text, or whose CVR or P-number begins with it."""
    text = " ".join(text.split())
    digits = "".join(text.split()).upper().removeprefix("DK")
    rows = rows.alias(lower_name=Lower("name"))
    condition = Q(lower_name__contains=text.lower())
    if digits.isascii() and digits.isdigit() and len(digits) >= 2:
        condition |= Q(cvr__startswith=digits) | Q(p_number__startswith=digits)
    return rows.filter(condition)


def search_organisations(
    *, query: str, limit: int, kinds: Collection[OrganisationKind] | None = None
) -> tuple[Choice, ...]:
    """At most `limit` active organisations that the text fits, best first (1 SQL statement)."""
    text = " ".join(query.split()).lower()
    rows = matching(_of_kinds(kinds), text=text).alias(
        begins=Case(When(lower_name__startswith=text, then=Value(0)), default=Value(1)),
        likeness=TrigramSimilarity(Lower("name"), text),
    )
    return _choices(rows.order_by("begins", "-likeness", DanishSortKey("name"), "id")[:limit])


def organisations_by_ids(
    *, ids: Sequence[int], kinds: Collection[OrganisationKind] | None = None
) -> tuple[Choice, ...]:
    """Those of the ids that are active organisations of these kinds (1 SQL statement)."""
    return _choices(_of_kinds(kinds).filter(pk__in=list(ids)).order_by("id"))


def _of_kinds(kinds: Collection[OrganisationKind] | None) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(active=True)
    return rows if kinds is None else rows.filter(kind__in=list(kinds))


def _choices(rows: QuerySet[Organisation]) -> tuple[Choice, ...]:
    found = rows.values_list("id", "name", "kind", "cvr", "municipality__name")
    return tuple(
        Choice(id=id_, label=name, hint=_hint(kind=kind, cvr=cvr, municipality=municipality))
        for id_, name, kind, cvr, municipality in found
    )


def _hint(*, kind: str, cvr: str, municipality: str | None) -> str:
    parts = (str(OrganisationKind(kind).label), f"CVR {format_cvr(cvr)}" if cvr else "", municipality or "")
    return ", ".join(part for part in parts if part)


def has_p_number(p_number: str) -> bool:
    """Whether an organisation has this P-number (ten digits); one SQL statement."""
    return Organisation.objects.filter(p_number=p_number).exists()
