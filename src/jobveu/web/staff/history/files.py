"""The files in a record's history. They all hang on their project; whose a file is decides who is told of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from jobveu.attachments.enums import OwnerKind
from jobveu.journeys.history import Part, rows_under

FILES = "attachments.attachment"
_SEEN_WITH_THE_PROJECT = (
    OwnerKind.ENDORSEMENT,
    OwnerKind.MEETING,
    OwnerKind.COMMITMENT,
    OwnerKind.COURSE,
)


def files_of_project(page: Any) -> Part:
    """The project's own files and those of what is shown with it: not those of agreements, tenders and offers."""
    others = [kind for kind in OwnerKind if kind not in (OwnerKind.PROJECT, *_SEEN_WITH_THE_PROJECT)]
    return Part(FILES, only=[id_ for id_, row in _of(page) if not any(_owner(row, kind) for kind in others)])


def files_of_agreement(page: Any) -> Part:
    return _files(page, {OwnerKind.AGREEMENT: [page.agreement.id]})


def files_of_meeting(page: Any) -> Part:
    return _files(page, {OwnerKind.MEETING: [page.meeting.id]})


def files_of_course(page: Any) -> Part:
    return _files(page, {OwnerKind.COURSE: [page.course.id]})


def files_of_procurement(page: Any) -> Part:
    """With those of all offers: the page is for those who drive the project."""
    offers = [row.offer.id for row in page.procurement.invitations if row.offer is not None]
    return _files(page, {OwnerKind.PROCUREMENT: [page.procurement.id], OwnerKind.OFFER: offers})


def files_of_invitation(page: Any) -> Part:
    """With those of one's own offer alone."""
    own = [page.own.offer.id] if page.own.offer is not None else []
    return _files(page, {OwnerKind.PROCUREMENT: [page.procurement.id], OwnerKind.OFFER: own})


def _files(page: Any, owners: Mapping[OwnerKind, Collection[int]]) -> Part:
    return Part(
        FILES,
        only=[
            id_
            for id_, row in _of(page)
            if any(_owner(row, kind) in numbers for kind, numbers in owners.items())
        ],
        elsewhere=True,
    )


def _of(page: Any) -> Collection[tuple[int, Mapping[str, Any]]]:
    return rows_under(room=FILES, parent_room="projects.project", parent_id=page.project.id)


def _owner(row: Mapping[str, Any], kind: OwnerKind) -> int | None:
    found: int | None = row.get(f"{kind.value}_id")
    return found
