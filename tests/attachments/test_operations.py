"""Files and their rows: together or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from jobveu.attachments import rules, store
from jobveu.attachments.enums import FileKind, OwnerKind, ScanResult
from jobveu.attachments.jobs import sweep
from jobveu.attachments.models import Attachment
from jobveu.attachments.operations import CheckedFile, LooksLikeCpr, attach, check_file, remove_attachment
from jobveu.attachments.queries import Owner, attachment, attachments_of, attachments_of_each
from jobveu.common.errors import DomainError, constraint_error
from jobveu.common.models import AuditEntry
from jobveu.projects.enums import MeetingKind
from jobveu.projects.models import Invitation, Meeting, Offer, Procurement
from jobveu.projects.operations.meetings import call_meeting, delete_meeting
from tests import factories
from tests.factories import NOW, TODAY
from tests.projects.planning_setup import Setting, audited, setting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def one(reference: None) -> Setting:
    return setting()


def of_project(one: Setting) -> Owner:
    return Owner(OwnerKind.PROJECT, one.project.pk, one.project.pk)


def of_meeting(one: Setting) -> Owner:
    meeting_id = call_meeting(
        project_id=one.project.pk, kind=MeetingKind.KICK_OFF, starts_at=NOW, by=one.coordinator.actor, at=NOW
    )
    return Owner(OwnerKind.MEETING, meeting_id, one.project.pk)


def checked(one: Setting, owner: Owner, data: bytes = b"Hej", name: str = "Brev.txt") -> CheckedFile:
    return check_file(
        content=BytesIO(data), name=name, size=len(data), owner=owner, by=one.coordinator.actor, at=NOW
    )


def put(one: Setting, owner: Owner, *files: CheckedFile, **how: bool) -> tuple[int, ...]:
    return attach(owner=owner, files=files, by=one.coordinator.actor, at=NOW, **how)


def stored() -> set[object]:
    return set(store.names())


def test_a_file_belongs_to_one_record_and_is_found_there_alone(one: Setting) -> None:
    project, meeting = of_project(one), of_meeting(one)
    [file_id] = put(one, meeting, checked(one, meeting))
    assert attachments_of(project) == ()
    [row] = attachments_of(meeting)
    assert (row.name, row.kind, row.size, row.scan) == ("Brev.txt", FileKind.TXT, 3, ScanResult.NOT_SCANNED)
    assert b"".join(store.read(row.stored_as)) == b"Hej"
    assert attachment(owner=project, attachment_id=file_id) is None
    elsewhere = Owner(OwnerKind.MEETING, meeting.id, factories.project().pk)
    assert attachment(owner=elsewhere, attachment_id=file_id) is None
    assert audited(one.project) == ["meeting.called", "attachment.added"]
    other = of_meeting(one)
    assert attachments_of_each(kind=OwnerKind.MEETING, ids=[meeting.id, other.id]) == {
        meeting.id: (row,),
        other.id: (),
    }


def test_the_same_name_gets_a_number(one: Setting) -> None:
    owner = of_project(one)
    put(one, owner, checked(one, owner), checked(one, owner))
    put(one, owner, checked(one, owner, name="BREV.TXT"))
    assert [row.name for row in attachments_of(owner)] == ["Brev.txt", "Brev (2).txt", "BREV (3).txt"]


def test_an_empty_file_and_one_too_large_are_refused(one: Setting) -> None:
    owner = of_project(one)
    with pytest.raises(DomainError, match="tom"):
        checked(one, owner, b"")
    with pytest.raises(DomainError, match=r"fylder 21 MB\. En fil må højst fylde 20 MB"):
        check_file(
            content=BytesIO(b"x"),
            name="a.txt",
            size=(20 << 20) + 1,
            owner=owner,
            by=one.coordinator.actor,
            at=NOW,
        )


def test_what_looks_like_cpr_numbers_has_to_be_looked_at(one: Setting) -> None:
    owner = of_project(one)
    file = checked(one, owner, b"010190-1234 og 020290-1234", "Liste.csv")
    with pytest.raises(LooksLikeCpr, match=r"»Liste\.csv« \(2\)"):
        put(one, owner, file)
    assert attachments_of(owner) == ()
    put(one, owner, file, no_cpr_numbers=True)
    assert AuditEntry.objects.get(action="attachment.added").details["cpr_like"] == 2


def test_when_the_row_cannot_be_made_no_file_remains(one: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, before = of_project(one), stored()
    monkeypatch.setattr(rules, "MOST_FILES_OF_A_RECORD", 1)
    with pytest.raises(DomainError, match="højst være 1"):
        put(one, owner, checked(one, owner), checked(one, owner))
    assert stored() == before
    assert attachments_of(owner) == ()


def test_a_removed_file_goes_with_the_end_of_the_transaction(
    one: Setting, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    owner = of_project(one)
    [file_id] = put(one, owner, checked(one, owner))
    [row] = attachments_of(owner)
    remove: Callable[[], None] = lambda: remove_attachment(  # noqa: E731
        owner=owner, attachment_id=file_id, by=one.coordinator.actor, at=NOW
    )
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            remove()
            transaction.set_rollback(True)
        assert row.stored_as in stored()
        remove()
        assert row.stored_as in stored()
    assert row.stored_as not in stored()
    entry = AuditEntry.objects.get(action="attachment.removed")
    assert entry.details["file"] == "Brev.txt"
    with pytest.raises(DomainError, match="allerede fjernet"):
        remove()


def test_the_nightly_sweep_leaves_what_has_a_row(one: Setting) -> None:
    owner = of_project(one)
    put(one, owner, checked(one, owner))
    [row] = attachments_of(owner)
    store.write(BytesIO(b"uden raekke"), name=(unnamed := uuid4()))
    long_ago = (NOW - timedelta(days=900)).timestamp()
    for name in (row.stored_as, unnamed):
        os.utime(store._path(name), (long_ago, long_ago))
    sweep(timestamp=0)
    assert row.stored_as in stored()
    assert unnamed not in stored()


def test_a_record_with_files_is_not_removed(one: Setting) -> None:
    owner = of_meeting(one)
    put(one, owner, checked(one, owner))
    with pytest.raises(IntegrityError) as refused:
        delete_meeting(meeting_id=owner.id, by=one.coordinator.actor, at=NOW)
    explained = constraint_error(refused.value)
    assert explained is not None
    assert "Fjern først de filer" in str(explained)
    assert Meeting.objects.filter(pk=owner.id).exists()
    page = one.coordinator.client().post(
        f"/projekter/{one.project.pk}/moeder/{owner.id}/slet/", {}, follow=True
    )
    assert "Fjern først de filer" in page.content.decode()


def test_the_database_holds_that_a_file_has_one_owner(one: Setting) -> None:
    owner = of_meeting(one)
    [file_id] = put(one, owner, checked(one, owner))
    procurement = Procurement.objects.create(
        project=one.project, kind="tender", subject="Kursus", opened_on=TODAY, deadline=TODAY
    )
    with pytest.raises(IntegrityError, match="attachment_of_one_record"), transaction.atomic():
        Attachment.objects.filter(pk=file_id).update(procurement=procurement)


def test_an_offer_takes_files_until_the_deadline(one: Setting) -> None:
    procurement = Procurement.objects.create(
        project=one.project, kind="tender", subject="Kursus", opened_on=TODAY, deadline=TODAY
    )
    invitation = Invitation.objects.create(
        procurement=procurement, provider=one.company.organisation, invited_on=TODAY
    )
    offer = Offer.objects.create(
        invitation=invitation,
        description="Kurser",
        price=1,
        earliest_start=date(2027, 1, 1),
        min_participants=1,
        max_participants=2,
        merit_giving=True,
        submitted_at=NOW,
        submitted_by=one.company.user,
    )
    owner = Owner(OwnerKind.OFFER, offer.pk, one.project.pk)
    [file_id] = put(one, owner, checked(one, owner))
    late = NOW + timedelta(days=1)
    for change in (
        lambda: attach(owner=owner, files=[checked(one, owner)], by=one.company.actor, at=late),
        lambda: remove_attachment(owner=owner, attachment_id=file_id, by=one.company.actor, at=late),
    ):
        with pytest.raises(DomainError, match="Fristen for tilbud er udløbet"):
            change()
    assert len(attachments_of(owner)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_attach_the_same_name_at_once_get_two_names() -> None:
    from jobveu.accounts.actor import Actor
    from jobveu.reference.shipped import load_shipped

    load_shipped(by=Actor(user_id=None, name="Testmaskinen"), at=NOW)
    one = setting()
    owner, both, failed = of_project(one), Barrier(2), []

    def work() -> None:
        try:
            file = checked(one, owner)
            both.wait(30)
            put(one, owner, file)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    assert sorted(row.name for row in attachments_of(owner)) == ["Brev (2).txt", "Brev.txt"]
