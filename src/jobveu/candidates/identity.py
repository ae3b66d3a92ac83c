"""The only door through which identities are decrypted to be shown.

Whoever is shown a name has the right to it (accounts.access), and the look is recorded before the name is
handed out: in the same transaction as the look-up, one row for each person. What comes out of here goes on
the page or into the file it was asked for, and nowhere else: not into logs, audit details, addresses, the
titles of pages or the session.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.views.decorators.debug import sensitive_variables

from jobveu.accounts.access import Action, Scope, Subject, acting_membership, grants, may
from jobveu.accounts.actor import Actor, Membership
from jobveu.candidates.enums import IdentityPart, Purpose
from jobveu.candidates.models import Enrolment, Person, Presentation
from jobveu.candidates.sealing import CPR, EMAIL, NAME, PHONE, context_of, cpr_hash
from jobveu.common import audit
from jobveu.common.cpr import Cpr
from jobveu.common.crypto import decrypt
from jobveu.common.sorting import danish_sort_key
from jobveu.education.enums import CourseStatus
from jobveu.projects.models import Party

Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """What a caseworker is shown. `cpr` is None where only the contact details were asked for. Neither
    str() nor repr() shows any of it."""

    name: str
    phone: str
    email: str
    cpr: Cpr | None = None

    def __repr__(self) -> str:
        return "Identity(…)"

    __str__ = __repr__


def reveal_names(
    *,
    by: Actor,
    at: datetime,
    purpose: Purpose,
    person_ids: Collection[int],
    project_id: int | None = None,
) -> dict[int, str]:
    """The names, by person id, of those persons whose names the actor may see; the others are left out.

    With `project_id` only a person's place in that project gives a provider or company the right: somebody
    presented to a company in one project is a pseudonym to it in another. Two SQL statements.
    """
    return _look(
        Action.SEE_IDENTITY,
        by=by,
        at=at,
        purpose=purpose,
        part=IdentityPart.NAME,
        person_ids=person_ids,
        project_id=project_id,
        read=lambda person: _read(person.key, NAME, person.name_encrypted),
    )


def reveal_contact(*, by: Actor, at: datetime, purpose: Purpose, person_id: int) -> Identity:
    """Name, phone and e-mail.

    Raises PermissionDenied for all but the caseworkers of the person's job centre.
    """

    def read(person: Person) -> Identity:
        return Identity(
            name=_read(person.key, NAME, person.name_encrypted),
            phone=_read_or_empty(person.key, PHONE, person.phone_encrypted),
            email=_read_or_empty(person.key, EMAIL, person.email_encrypted),
        )

    return _one(by=by, at=at, purpose=purpose, part=IdentityPart.CONTACT, person_id=person_id, read=read)


@sensitive_variables()
def reveal_full(*, by: Actor, at: datetime, purpose: Purpose, person_id: int) -> Identity:
    """Everything. Raises PermissionDenied for all but the caseworkers of the person's job centre."""

    def read(person: Person) -> Identity:
        return Identity(
            name=_read(person.key, NAME, person.name_encrypted),
            phone=_read_or_empty(person.key, PHONE, person.phone_encrypted),
            email=_read_or_empty(person.key, EMAIL, person.email_encrypted),
            cpr=Cpr(_read(person.key, CPR, person.cpr_encrypted)),
        )

    return _one(by=by, at=at, purpose=purpose, part=IdentityPart.FULL, person_id=person_id, read=read)


@sensitive_variables()
def find_by_cpr(*, by: Actor, at: datetime, cpr: Cpr) -> list[int]:
    """Ids of the persons with the number in the actor's own job centres. That it was looked for is recorded,
    without the number."""
    centres = own_job_centres(by, Action.LIST_PERSONS)
    hashes = [cpr_hash(cpr, job_centre_id=centre) for centre in centres]
    with transaction.atomic():
        found = list(
            Person.objects.filter(job_centre_id__in=centres, cpr_hash__in=hashes)
            .order_by("job_centre_id", "id")
            .values_list("id", flat=True)
        )
        _record_search(by=by, at=at, centres=centres, how="cpr", found=len(found))
    return found


@sensitive_variables()
def find_by_name(*, by: Actor, at: datetime, name: str, limit: int) -> tuple[list[int], bool]:
    """Ids of the persons of the actor's own job centres each of whose words in `name` begins one of theirs,
    in Danish alphabetical order, at most `limit`; and whether there are more.

    Names are compared in memory and not handed on. That there was a search is recorded, without the words.
    """
    centres = own_job_centres(by, Action.LIST_PERSONS)
    words = _words(name)
    found: list[int] = []
    with transaction.atomic():
        if words:
            rows = (
                Person.objects.filter(job_centre_id__in=centres)
                .order_by("job_centre_id", "name_position", "id")
                .values_list("id", "key", "name_encrypted")
            )
            for id_, key, name_encrypted in rows.iterator(chunk_size=2_000):
                if _matches(words, _words(_read(key, NAME, name_encrypted))):
                    found.append(id_)
                    if len(found) > limit:
                        break
        _record_search(by=by, at=at, centres=centres, how="name", found=min(len(found), limit))
    return found[:limit], len(found) > limit


def own_job_centres(by: Actor, action: Action) -> list[int]:
    """The organisations whose registered persons the actor may do the action with."""
    return sorted(
        {
            membership.organisation_id
            for membership, scope in grants(action, by)
            if scope is Scope.REGISTERED and membership.organisation_id is not None
        }
    )


def with_access(persons: QuerySet[Person], project_id: int | None) -> QuerySet[Person]:
    """Annotates persons with what their Subject is made of: `provider_ids` and `company_ids`.

    A course that was cancelled, a presentation that was ended or whose company has left the project, and a
    candidate who was withdrawn give no company or provider anything.
    """
    enrolments = Enrolment.objects.filter(
        candidacy__person=OuterRef("pk"), course__provider__isnull=False
    ).exclude(course__status=CourseStatus.CANCELLED)
    presentations = Presentation.objects.filter(
        Exists(
            Party.objects.filter(project=OuterRef("candidacy__project"), organisation=OuterRef("company"))
        ),
        candidacy__person=OuterRef("pk"),
        candidacy__withdrawn_on__isnull=True,
        ended_on__isnull=True,
    )
    if project_id is not None:
        enrolments = enrolments.filter(candidacy__project=project_id)
        presentations = presentations.filter(candidacy__project=project_id)
    return persons.annotate(
        provider_ids=ArraySubquery(enrolments.order_by().values("course__provider_id").distinct()),
        company_ids=ArraySubquery(presentations.order_by().values("company_id").distinct()),
    )


def _allowed(
    action: Action, by: Actor, person_ids: Iterable[int], project_id: int | None
) -> list[tuple[Person, Membership]]:
    """Those of the persons with whom the actor may do the action, each with on whose behalf."""
    ids = set(person_ids)
    if not ids or not may(action, by):
        return []
    rows = Person.objects.filter(pk__in=ids).order_by("pk")
    by_place = any(scope is not Scope.REGISTERED for _membership, scope in grants(action, by))
    found = []
    for person in with_access(rows, project_id) if by_place else rows:
        subject = Subject(
            registered_by_id=person.job_centre_id,
            course_provider_ids=frozenset(person.provider_ids) if by_place else frozenset(),
            presented_to_ids=frozenset(person.company_ids) if by_place else frozenset(),
        )
        membership = acting_membership(action, by, subject)
        if membership is not None:
            found.append((person, membership))
    return found


def _one(
    *,
    by: Actor,
    at: datetime,
    purpose: Purpose,
    part: IdentityPart,
    person_id: int,
    read: Callable[[Person], Identity],
) -> Identity:
    found = _look(
        Action.SEE_FULL_IDENTITY, by=by, at=at, purpose=purpose, part=part, person_ids=[person_id], read=read
    )
    if not found:
        raise PermissionDenied
    return found[person_id]


def _look(
    action: Action,
    *,
    by: Actor,
    at: datetime,
    purpose: Purpose,
    part: IdentityPart,
    person_ids: Collection[int],
    read: Callable[[Person], Shown],
    project_id: int | None = None,
) -> dict[int, Shown]:
    """What is read of those persons with whom the actor may do the action, the looks recorded in the same
    transaction. Somebody who is erased at the same moment is left out: their look cannot be recorded, and so the
    look begins again."""

    def once() -> dict[int, Shown]:
        with transaction.atomic():
            allowed = _allowed(action, by, person_ids, project_id)
            _record(by=by, at=at, purpose=purpose, part=part, allowed=allowed)
            return {person.pk: read(person) for person, _for_whom in allowed}

    try:
        return once()
    except IntegrityError:
        return once()


_RECORD_SQL = """
INSERT INTO candidates_identityview
       (person_id, user_id, user_name, organisation_id, organisation_name, part, purpose, at)
SELECT look.person, %(user)s, %(user_name)s, look.organisation, look.organisation_name, %(part)s, %(purpose)s, %(at)s
  FROM unnest(%(persons)s::bigint[], %(organisations)s::bigint[], %(organisation_names)s::text[])
       AS look (person, organisation, organisation_name)
"""
"""Written out: every list with names records its looks, and bulk_create names 25 times nine values one by one."""


def _record(
    *,
    by: Actor,
    at: datetime,
    purpose: Purpose,
    part: IdentityPart,
    allowed: Iterable[tuple[Person, Membership]],
) -> None:
    looks = list(allowed)
    if not looks:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _RECORD_SQL,
            {
                "persons": [person.pk for person, _membership in looks],
                "organisations": [membership.organisation_id for _person, membership in looks],
                "organisation_names": [membership.organisation_name for _person, membership in looks],
                "user": by.user_id,
                "user_name": by.name,
                "part": part.value,
                "purpose": purpose.value,
                "at": at,
            },
        )


def _record_search(*, by: Actor, at: datetime, centres: list[int], how: str, found: int) -> None:
    audit.record(
        by=by,
        at=at,
        action="person.searched",
        room="candidates.person",
        record_id=0,
        details={"job_centres": centres, "how": how, "found": found},
    )


@sensitive_variables()
def _read(key: UUID, field: str, stored: bytes | memoryview) -> str:
    return decrypt(stored, context=context_of(key, field))


@sensitive_variables()
def _read_or_empty(key: UUID, field: str, stored: bytes | memoryview | None) -> str:
    return _read(key, field, stored) if stored is not None else ""


@sensitive_variables()
def _words(text: str) -> list[tuple[str, str]]:
    """Each word as it sorts in Danish ("aa" as "å") and as it is written: either may be what was begun."""
    return [(danish_sort_key(word), word) for word in text.replace("-", " ").casefold().split()]


@sensitive_variables()
def _matches(wanted: list[tuple[str, str]], words: list[tuple[str, str]]) -> bool:
    return all(
        any(word[0].startswith(begun[0]) or word[1].startswith(begun[1]) for word in words)
        for begun in wanted
    )
