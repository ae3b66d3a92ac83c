"""In an anonymous round nobody with the database can say whose a sheet is."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from jobveu.common.history import NotTracked, keeping_of
from jobveu.common.models import AuditEntry, Change
from jobveu.surveys.drafts import Draft, opened, sealed
from jobveu.surveys.enums import Disposition, RespondentType
from jobveu.surveys.instruments import STANDARD, newest
from jobveu.surveys.instruments.parts import LONGEST_TEXT, Scale
from jobveu.surveys.links import draft_key, invitation_hash
from jobveu.surveys.models import AnswerDraft, AnswerSheet, SurveyInvitation, SurveyRound
from jobveu.surveys.operations.answering import save_page
from jobveu.surveys.operations.rounds import close_round
from tests.mails import delivered
from tests.surveys.scene import LATER, Scene, answer_all, make, secret_to

NUMBER = 8


@pytest.fixture
def scene(reference: None) -> Scene:
    return make()


def everything() -> dict[str, list[dict[str, Any]]]:
    """The whole database as whoever has it sees it: every row, with PostgreSQL's own columns."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            cursor.execute(f"SELECT xmin::text, ctid::text, to_jsonb(t) FROM {table} t")
            for xmin, ctid, row in cursor.fetchall():
                values = json.loads(row) if isinstance(row, str) else row
                found[table].append({"xmin": xmin, "ctid": ctid, **values})
    return found


@pytest.mark.django_db(transaction=True)
def test_nothing_in_the_database_leads_from_a_sheet_to_who_answered(scene: Scene) -> None:
    """Each answers in a transaction of their own and something nobody else does, as on the site."""
    contacts = scene.contacts(RespondentType.WORKPLACE, NUMBER)
    made = scene.opened()
    delivered()
    secrets = [secret_to(contact, made) for contact in contacts]
    for number, secret in enumerate(secrets[:6]):
        answer_all(secret)
        save_page(secret=secret, page=1, values={})  # after it was sent: changes nothing
        assert number < NUMBER
    while_open = everything()
    close_round(by=scene.by, at=LATER, round_id=made)
    closed = everything()

    sheets, invitations = closed["surveys_answersheet"], closed["surveys_surveyinvitation"]
    assert len(sheets) == 6
    # Of the sheets: no way back, no time, no order, and all of one transaction.
    for sheet in sheets:
        assert set(sheet) == {
            "xmin",
            "ctid",
            "id",
            "round_id",
            "stratum_id",
            "project_id",
            "invitation_id",
            "complete",
            "values",
        }
        assert (sheet["project_id"], sheet["invitation_id"]) == (None, None)
    assert len({sheet["xmin"] for sheet in sheets}) == 1
    # Of the invitations: nobody can see who answered, and what the links were made from is gone.
    assert len({invitation["xmin"] for invitation in invitations}) == 1
    for invitation in invitations:
        assert invitation["disposition"] == Disposition.NO_ANSWER
        assert (invitation["link_key"], invitation["mail_id"], invitation["reminders"]) == (None, None, 0)
    assert closed["surveys_answerdraft"] == []
    # No other table holds an answer, then or now: neither history nor audit record nor form.
    for state in (while_open, closed):
        for table, rows in state.items():
            if table != "surveys_answersheet":
                assert not any("Alt gik godt" in json.dumps(row, default=str) for row in rows), table
    # While it was open, the answers were encrypted and all of one length, and nothing but the secret found them.
    drafts = while_open["surveys_answerdraft"]
    assert len(drafts) == 6
    assert len({len(draft["content"]) for draft in drafts}) == 1
    hashes = {invitation["secret_hash"] for invitation in while_open["surveys_surveyinvitation"]}
    assert hashes.isdisjoint(draft["key"] for draft in drafts)
    everywhere = json.dumps(while_open, default=str) + json.dumps(closed, default=str)
    assert not any(secret in everywhere for secret in secrets)


@pytest.mark.django_db
def test_the_history_and_the_audit_record_do_not_say_who_answered(scene: Scene) -> None:
    contacts = scene.contacts(RespondentType.WORKPLACE, 5)
    made = scene.opened()
    before = (AuditEntry.objects.count(), Change.objects.count())
    answer_all(secret_to(contacts[0], made))
    assert (AuditEntry.objects.count(), Change.objects.count()) == before
    close_round(by=scene.by, at=LATER, round_id=made)
    written = Change.objects.filter(room="surveys.surveyinvitation", operation="U")
    assert [change.after for change in written] == []
    assert isinstance(keeping_of(AnswerSheet), NotTracked)
    assert isinstance(keeping_of(AnswerDraft), NotTracked)


@pytest.mark.django_db
def test_sheets_are_in_no_order_of_who_answered(scene: Scene) -> None:
    """Neither by id nor as they lie in the table: thirty in the order they were given in would be chance indeed."""
    contacts = scene.contacts(RespondentType.WORKPLACE, 30)
    made = scene.opened()
    for number, contact in enumerate(contacts):
        save_page(secret=secret_to(contact, made), page=1, values={"principle-1": number % 5 + 1})
        invitation = SurveyInvitation.objects.get(contact=contact)
        assert invitation.disposition == Disposition.PARTIAL
    close_round(by=scene.by, at=LATER, round_id=made)
    given = [number % 5 + 1 for number in range(30)]
    with connection.cursor() as cursor:
        for order in ("ctid", "id"):
            cursor.execute(f"SELECT \"values\" ->> 'principle-1' FROM surveys_answersheet ORDER BY {order}")
            found = [int(value) for (value,) in cursor.fetchall()]
            assert sorted(found) == sorted(given)
            assert found not in (given, given[::-1])


@pytest.mark.django_db
def test_what_the_longest_answers_hold_fits_in_a_draft() -> None:
    texts = {item.id: "\x01" * LONGEST_TEXT for item in newest(STANDARD).items() if item.scale is Scale.TEXT}
    rest = {item.id: "dont_know" for item in newest(STANDARD).items() if item.scale is not Scale.TEXT}
    pages = tuple(section.id for section in newest(STANDARD).sections)
    key = draft_key("x" * 32)
    full, empty = sealed(Draft(texts | rest, pages, True), key=key), sealed(Draft(), key=key)
    assert len(full) == len(empty)
    assert opened(full, key=key).values == texts | rest
    assert opened(empty, key=key) == Draft()
    assert "x" not in repr(opened(full, key=key))


def test_the_two_hashes_of_a_secret_cannot_be_compared() -> None:
    assert invitation_hash("s" * 32) != draft_key("s" * 32)


@pytest.mark.django_db
def test_a_round_that_was_opened_long_ago_still_closes_whole(scene: Scene) -> None:
    scene.contacts(RespondentType.WORKPLACE, 5)
    made = scene.opened()
    close_round(by=scene.by, at=LATER + timedelta(days=200), round_id=made)
    assert SurveyRound.objects.get(pk=made).sheets.count() == 0
