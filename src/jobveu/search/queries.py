"""The search itself: which records fit what was typed, those first that are most likely meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from jobveu.accounts.actor import Actor
from jobveu.search.enums import Kind
from jobveu.search.hits import Hit, hits
from jobveu.search.sought import Sought, parse
from jobveu.search.visibility import kinds_for, owners_for
from jobveu.search.words import Term, terms_of, with_misspellings

COUNTED_AT_MOST = 500
"""Of so many records of a kind the best are shown first. Where more fit, the words say too little to tell them
apart, and the page asks for another; a record called just what was typed is found all the same."""
_SAME_TITLE_AT_MOST = 100

_OF_KIND = """
(SELECT '{kind}' AS kind, found.record_id, row_number() OVER best AS place, count(*) OVER () AS total
   FROM (({branch} AND entry.words @@ (SELECT %(any)s::tsquery) LIMIT {most})
          UNION
         ({branch} AND entry.title_key ~>=~ (SELECT %(key)s)
             AND entry.title_key ~<~ (SELECT %(key)s || chr(1114111)) LIMIT {most_titles})) found
 WINDOW best AS (ORDER BY found.tier, found.ended, found.own DESC, found.day DESC NULLS LAST, found.record_id DESC)
  ORDER BY place OFFSET %(offset)s LIMIT %(limit)s)
"""
_BRANCH = """
SELECT entry.record_id, entry.ended, entry.day,
       coalesce(entry.office_id = ANY (%(offices)s), FALSE) OR coalesce(entry.council_id = ANY (%(councils)s), FALSE)
       OR coalesce(entry.organisation_id = ANY (%(organisations)s), FALSE) AS own,
       CASE WHEN entry.title_key = %(key)s THEN 0
            WHEN starts_with(entry.title_key, %(key)s) THEN 1
            WHEN entry.words @@ (SELECT %(whole_title)s::tsquery) THEN 2
            WHEN entry.words @@ (SELECT %(any_title)s::tsquery) THEN 3
            WHEN entry.words @@ (SELECT %(whole)s::tsquery) THEN 4
            ELSE 5 END AS tier
  FROM search_entry entry
 WHERE entry.kind = '{kind}'{visible}{active}{office}
"""
"""The tiers: called just that; begins with it; all words stand in the title, at first whole, then as parts;
all words stand somewhere. A tsquery in a SELECT of its own is read once, and not for every row: the statement is
prepared, and its plan does not know the text."""
_QUERIES = """
SELECT to_tsquery('pg_catalog.danish', %s)::text, to_tsquery('pg_catalog.danish', %s)::text,
       to_tsquery('pg_catalog.danish', %s)::text, to_tsquery('pg_catalog.danish', %s)::text
"""


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind: the rows of the window, and how many there are (`capped`: more than that)."""

    kind: Kind
    rows: Sequence[Hit]
    total: int
    capped: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """`groups` hold something each, in the order of their kinds. `says_nothing`: only words were typed that
    stand everywhere ("og", "i"). `corrected`: nothing was found with the words as they were typed, but with
    words like them. `terms` are what was looked for, for marking it in what is shown."""

    sought: Sought
    groups: tuple[Group, ...] = ()
    terms: tuple[Term, ...] = ()
    says_nothing: bool = False
    corrected: bool = False

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)


def search(
    *,
    by: Actor,
    text: str,
    kind: Kind | None = None,
    office_id: int | None = None,
    only_active: bool = False,
    offset: int = 0,
    limit: int = 5,
) -> Answer:
    """What the actor may see of what fits the text: of one kind, or of each kind at most `limit`.

    At most twelve SQL statements, however much there is: three to find, one for each kind that is shown, and
    four more where nothing was found at first. Raises nothing for any text.
    """
    sought = parse(text)
    if not sought:
        return Answer(sought)
    kinds = kinds_for(by) if kind is None else tuple(one for one in kinds_for(by) if one is kind)
    terms = terms_of(sought.terms)
    if not any(term.stem for term in terms):
        return Answer(sought, says_nothing=True)
    filters = _Filters(by=by, office_id=office_id, only_active=only_active, offset=offset, limit=limit)
    found, corrected = _found(kinds, sought, terms, filters), False
    if not found:
        meant = with_misspellings(terms)
        if meant != terms:
            terms, found = meant, _found(kinds, sought, meant, filters)
            corrected = bool(found)
    return Answer(
        sought=sought,
        groups=tuple(
            Group(
                kind=one,
                rows=hits(kind=one, ids=ids),
                total=min(total, COUNTED_AT_MOST),
                capped=total > COUNTED_AT_MOST,
            )
            for one, (ids, total) in found.items()
        ),
        terms=terms,
        corrected=corrected,
    )


@dataclass(frozen=True, slots=True)
class _Filters:
    by: Actor
    office_id: int | None
    only_active: bool
    offset: int
    limit: int


def _found(
    kinds: Sequence[Kind], sought: Sought, terms: Sequence[Term], filters: _Filters
) -> Mapping[Kind, tuple[list[int], int]]:
    """Ids, best first, and how many there are, of each kind of which there are any; two SQL statements."""
    if not kinds:
        return {}
    values = _values(sought, terms, filters)
    parts = [_of_kind(kind, filters, values) for kind in kinds]
    found: dict[Kind, tuple[list[int], int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for kind, record_id, _place, total in sorted(cursor.fetchall(), key=lambda row: row[2]):
            found.setdefault(Kind(kind), ([], total))[0].append(record_id)
    return {kind: found[kind] for kind in kinds if kind in found}


def _values(sought: Sought, terms: Sequence[Term], filters: _Filters) -> dict[str, Any]:
    asked = (
        " & ".join(term.any() for term in terms),
        " & ".join(term.whole() for term in terms),
        " & ".join(term.any("A") for term in terms),
        " & ".join(term.whole("A") for term in terms),
    )
    with connection.cursor() as cursor:
        cursor.execute(_QUERIES, asked)
        queries = cursor.fetchone()
    memberships = filters.by.memberships
    return {
        **dict(zip(("any", "whole", "any_title", "whole_title"), queries, strict=True)),
        "key": sought.key,
        "offices": [held.office_id for held in memberships if held.office_id is not None],
        "councils": [council for held in memberships for council in held.council_ids],
        "organisations": list(filters.by.organisation_ids()),
        "office": filters.office_id,
        "offset": filters.offset,
        "limit": filters.limit,
    }


def _of_kind(kind: Kind, filters: _Filters, values: dict[str, Any]) -> str:
    """The SQL for one kind; adds what it is asked with to `values`."""
    visible = ""
    owners = owners_for(filters.by, kind)
    if owners is not None:
        sql, params = owners.query.sql_with_params()
        names = [f"{kind.value}_{number}" for number in range(len(params))]
        values |= dict(zip(names, params, strict=True))
        column = "organisation_id" if kind in (Kind.ORGANISATION, Kind.CONTACT) else "project_id"
        visible = f" AND entry.{column} IN ({sql % tuple(f'%({name})s' for name in names)})"
    branch = _BRANCH.format(
        kind=kind.value,
        visible=visible,
        active=" AND NOT entry.ended" if filters.only_active else "",
        office=" AND entry.office_id = %(office)s" if filters.office_id is not None else "",
    )
    return _OF_KIND.format(
        kind=kind.value, branch=branch, most=COUNTED_AT_MOST + 1, most_titles=_SAME_TITLE_AT_MOST
    )
