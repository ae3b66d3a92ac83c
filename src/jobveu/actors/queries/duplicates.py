"""Records that may be one and the same: pairs of organisations, and of contacts in one organisation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum
from itertools import combinations
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Contact, NotDuplicate
from jobveu.common.folding import fold
from jobveu.common.paging import RowPage, Sort, Window, page_of_read
from jobveu.common.sorting import danish_sort_key

ORGANISATION, CONTACT = "actors.organisation", "actors.contact"
SIMILAR_NAMES = 0.6
"""From which likeness of names (trigrams, 0 to 1) two organisations in one municipality are suggested."""
MOST_PAIRS = 500
"""So many pairs are ranked at most: whoever has seen to those gets the next."""


class Why(Enum):
    """What two records have in common, or what tells them apart."""

    SAME_CVR = _("Samme CVR-nummer")
    SAME_NAME = _("Samme navn, når selskabsformen ikke regnes med")
    LIKE_NAME = _("Navnene ligner hinanden")
    SAME_PLACE = _("Samme kommune")
    OTHER_CVR = _("Forskellige CVR-numre")
    SAME_EMAIL = _("Samme e-mail")
    SAME_PHONE = _("Samme telefonnummer")


@dataclass(frozen=True, slots=True)
class Pair:
    """`score` is from 0 to 100; the first is the older of the two."""

    first_id: int
    first_name: str
    second_id: int
    second_name: str
    kind: str
    municipality: str
    score: int
    why: tuple[Why, ...]


_SQL = """
WITH open AS MATERIALIZED (
    SELECT id, kind, name, cvr, p_number, municipality_id, organisation_name_key(name) AS name_key
      FROM actors_organisation
     WHERE active AND kind NOT IN ('national_agency', 'regional_council', 'labour_market_office',
                                   'national_follow_up_group')
       AND (%(place)s::bigint IS NULL OR municipality_id = %(place)s)
), pairs AS (
    SELECT first.id AS first_id, second.id AS second_id
      FROM open first JOIN open second ON second.cvr = first.cvr AND second.id > first.id
     WHERE first.cvr <> ''
    UNION
    SELECT first.id, second.id
      FROM open first JOIN open second ON second.name_key = first.name_key AND second.id > first.id
     WHERE first.name_key <> ''
       AND (first.municipality_id = second.municipality_id
            OR first.municipality_id IS NULL OR second.municipality_id IS NULL)
    UNION
    SELECT first.id, second.id
      FROM open first JOIN open second ON second.kind = first.kind AND second.id > first.id
     WHERE %(place)s::bigint IS NOT NULL AND similarity(first.name_key, second.name_key) >= %(similar)s
), weighed AS (
    SELECT first.id AS first_id, first.name AS first_name, second.id AS second_id, second.name AS second_name,
           first.kind, first.municipality_id,
           first.cvr <> '' AND first.cvr = second.cvr AS same_cvr,
           first.cvr <> '' AND second.cvr <> '' AND first.cvr <> second.cvr AS other_cvr,
           first.name_key = second.name_key AS same_name,
           similarity(first.name_key, second.name_key) AS likeness,
           coalesce(first.municipality_id = second.municipality_id, FALSE) AS same_place
      FROM pairs JOIN open first ON first.id = pairs.first_id JOIN open second ON second.id = pairs.second_id
     WHERE first.kind = second.kind
       -- Two P-numbers are two places of production, whatever else they share.
       AND NOT (first.p_number <> '' AND second.p_number <> '')
       AND NOT EXISTS (SELECT FROM actors_notduplicate seen WHERE seen.room = 'actors.organisation'
                          AND seen.first_id = first.id AND seen.second_id = second.id)
)
SELECT weighed.first_id, weighed.first_name, weighed.second_id, weighed.second_name, weighed.kind,
       coalesce(municipality.name, ''),
       greatest(0, least(100, round((55 * same_cvr::int + 35 * likeness + 10 * same_place::int
                                     - 30 * other_cvr::int)::numeric)))::int AS score,
       same_cvr, same_name, likeness, same_place, other_cvr
  FROM weighed LEFT JOIN reference_municipality municipality ON municipality.id = weighed.municipality_id
 ORDER BY score DESC, weighed.first_id, weighed.second_id
 LIMIT %(most)s
"""


_ORDER: Mapping[str, Callable[[Pair], Any]] = {
    "score": lambda pair: pair.score,
    "name": lambda pair: danish_sort_key(pair.first_name),
    "kind": lambda pair: danish_sort_key(pair.kind),
    "municipality": lambda pair: danish_sort_key(pair.municipality),
}


def duplicate_organisations(
    *, sort: Sort, window: Window, municipality_id: int | None = None
) -> RowPage[Pair]:
    """Pairs of active organisations of one kind that may be one: by CVR number (unless each has a P-number of its own),
    or by name and place. Names that are only alike are compared within a municipality. Of more than MOST_PAIRS only
    the likeliest are listed, whatever they are sorted by. One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"place": municipality_id, "similar": SIMILAR_NAMES, "most": MOST_PAIRS + 1})
        rows = cursor.fetchall()
    pairs = [_pair(*row) for row in rows[:MOST_PAIRS]]
    page = page_of_read(pairs, sort=sort, columns=_ORDER, window=window)
    return replace(page, capped=len(rows) > MOST_PAIRS)


def duplicate_contacts(*, organisation_id: int) -> tuple[Pair, ...]:
    """Pairs of the organisation's contacts that may be one, the likeliest first; two SQL statements."""
    rows: list[Any] = list(
        Contact.objects.filter(organisation=organisation_id, active=True)
        .order_by("id")
        .values("id", "name", "email", "phone")
    )
    seen = set(NotDuplicate.objects.filter(room=CONTACT).values_list("first_id", "second_id"))
    pairs = []
    for first, second in combinations(rows, 2):
        why, score = _alike(first, second)
        if score >= 50 and (first["id"], second["id"]) not in seen:
            pairs.append(
                Pair(first["id"], first["name"], second["id"], second["name"], "", "", score, tuple(why))
            )
    return tuple(sorted(pairs, key=lambda pair: -pair.score))


def _alike(first: dict[str, Any], second: dict[str, Any]) -> tuple[Sequence[Why], int]:
    why, score = [], 0
    if first["email"] and first["email"].lower() == second["email"].lower():
        why.append(Why.SAME_EMAIL)
        score += 50
    if _digits(first["phone"]) and _digits(first["phone"]) == _digits(second["phone"]):
        why.append(Why.SAME_PHONE)
        score += 30
    likeness = SequenceMatcher(None, fold(first["name"]), fold(second["name"])).ratio()
    if likeness >= 0.8:
        why.append(Why.LIKE_NAME)
        score += round(60 * likeness)
    return why, min(score, 100)


def _digits(phone: str) -> str:
    return re.sub("[^0-9]", "", phone)[-8:]


def _pair(
    first_id: int,
    first_name: str,
    second_id: int,
    second_name: str,
    kind: str,
    municipality: str,
    score: int,
    same_cvr: bool,
    same_name: bool,
    likeness: float,
    same_place: bool,
    other_cvr: bool,
) -> Pair:
    reasons = (
        (same_cvr, Why.SAME_CVR),
        (same_name, Why.SAME_NAME),
        (not same_name and likeness >= SIMILAR_NAMES, Why.LIKE_NAME),
        (same_place, Why.SAME_PLACE),
        (other_cvr, Why.OTHER_CVR),
    )
    return Pair(
        first_id=first_id,
        first_name=first_name,
        second_id=second_id,
        second_name=second_name,
        kind=str(OrganisationKind(kind).label),
        municipality=municipality,
        score=score,
        why=tuple(why for holds, why in reasons if holds),
    )
