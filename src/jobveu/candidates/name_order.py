"""The order of names, kept beside the encrypted names so that lists can be sorted without reading them.

Names are decrypted here to be compared, and never handed on. A person's position is a number between those
of the neighbours in Danish alphabetical order; two persons of one job centre never get the same one, because
whoever places a name waits for the others (a lock for each job centre).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, localcontext
from uuid import UUID

from django.db import connection
from django.views.decorators.debug import sensitive_variables

from jobveu.candidates.models import Person
from jobveu.candidates.sealing import NAME, context_of
from jobveu.common.crypto import decrypt
from jobveu.common.sorting import danish_sort_key

_LOCK = 0x4E4F
"""Names the lock among all advisory locks of the database ("NO", name order)."""
_MOST_DECIMALS = 64
"""A position with more decimals than this has the job centre's positions written anew as whole numbers."""


@sensitive_variables()
def place(*, job_centre_id: int, name: str, person_id: int | None = None) -> Decimal:
    """The position for `name` among the names of the job centre; the person of `person_id` left out.

    Inside a transaction, to whose end nobody else places a name in the job centre. Names that sort the same
    stand in the order in which they came. About log2(n) names are decrypted.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, job_centre_id])
    position = _between_neighbours(job_centre_id, name, person_id)
    exponent = position.as_tuple().exponent
    assert isinstance(exponent, int), "a position is a finite number"
    if -exponent <= _MOST_DECIMALS:
        return position
    _renumber(job_centre_id)
    return _between_neighbours(job_centre_id, name, person_id)


@sensitive_variables()
def _between_neighbours(job_centre_id: int, name: str, person_id: int | None) -> Decimal:
    others = (
        Person.objects.filter(job_centre_id=job_centre_id)
        .exclude(pk=person_id)
        .order_by("name_position", "id")
        .values_list("name_position", "key", "name_encrypted")
    )
    wanted = danish_sort_key(name)
    low, high = 0, others.count()
    before: Decimal | None = None
    after: Decimal | None = None
    while low < high:
        middle = (low + high) // 2
        position, key, name_encrypted = others[middle]
        if wanted < danish_sort_key(decrypt(name_encrypted, context=context_of(key, NAME))):
            high, after = middle, position
        else:
            low, before = middle + 1, position
    return midpoint(before, after)


def midpoint(before: Decimal | None, after: Decimal | None) -> Decimal:
    """The number exactly between two positions; beside the only one, and 0 when there is none."""
    if before is None:
        return Decimal(0) if after is None else after - 1
    if after is None:
        return before + 1
    with localcontext() as exact:
        exact.prec = 20_000
        return (before + after) * Decimal("0.5")


def _renumber(job_centre_id: int) -> None:
    """Whole numbers in the order there is: no name has to be read for it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE candidates_person AS person SET name_position = numbered.position"
            " FROM (SELECT id, row_number() OVER (ORDER BY name_position, id) AS position"
            "       FROM candidates_person WHERE job_centre_id = %s) AS numbered"
            " WHERE person.id = numbered.id",
            [job_centre_id],
        )


@sensitive_variables()
def in_name_order(names: Iterable[tuple[int, UUID, bytes | memoryview]]) -> list[int]:
    """Ids of (id, key, encrypted name), in Danish alphabetical order of the names: for the few persons of
    several job centres that one provider or company has on its list."""
    keyed = [
        (danish_sort_key(decrypt(name_encrypted, context=context_of(key, NAME))), id_)
        for id_, key, name_encrypted in names
    ]
    return [id_ for _key, id_ in sorted(keyed)]
