"""What every room stands on: the audit record, the history of every table, and the record of forms already
carried out."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex, GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import known_choice
from jobveu.common.history import AppendOnly, NotTracked


class TransactionKey(models.Func):
    """The key of the running transaction: ties an audit record to the changes it tells of."""

    function = "transaction_key"
    arity = 0
    output_field = models.UUIDField()


class Operation(models.TextChoices):
    """What happened to a row. FOUND: it was there when the history of its table began."""

    INSERT = "I"
    UPDATE = "U"
    DELETE = "D"
    FOUND = "F"


class Change(models.Model):
    """One change to one row of a table, written by the database itself (history_triggers), never changed after.

    `room` and `record_id` name the row as in the audit record ("projects.need", 5), `parent_room` and
    `parent_id` the record on whose page it is read too. `before` and `after` hold values by column: of an
    update those that changed, of an insert all (`before` is null), of a deletion all (`after` is null).
    `person_id` is set for every row about a person, the person's own and what hangs on it.

    `user_name` is "" where nobody was logged in, and `origin` says what the change came through: "site", or the
    account and program of whoever wrote to the database otherwise.
    """

    at = models.DateTimeField()
    transaction = models.UUIDField()
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=150)
    origin = models.CharField(max_length=150)
    operation = models.CharField(max_length=1, choices=Operation)
    room = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    parent_room = models.CharField(max_length=80)
    parent_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    history = AppendOnly("It is the history.")

    class Meta:
        constraints = [
            known_choice(
                "operation",
                Operation,
                name="change_operation_known",
                message=_("En ændring er, at en række er oprettet, rettet, slettet eller fundet."),
            ),
        ]
        indexes = [
            models.Index("room", "record_id", models.F("id").desc(), name="change_of_record"),
            models.Index(
                "parent_room",
                "parent_id",
                models.F("id").desc(),
                name="change_under_record",
                condition=models.Q(parent_id__isnull=False),
            ),
            models.Index(
                "person_id",
                models.F("id").desc(),
                name="change_of_person",
                condition=models.Q(person_id__isnull=False),
            ),
            BrinIndex("at", name="change_at"),
        ]


class AuditEntry(models.Model):
    """One thing somebody did. `user_id` is an id only: a user may be removed, the record stays."""

    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=150)
    action = models.CharField(max_length=80)
    room = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    project_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)
    transaction = models.UUIDField(null=True)
    """Of the changes it tells of (Change.transaction); null in records from before there was a history."""

    history = AppendOnly("It is the record of acts.")

    class Meta:
        indexes = [
            models.Index("room", "record_id", "at", name="audit_record"),
            models.Index("project_id", models.F("at").desc(), models.F("id").desc(), name="audit_project"),
            models.Index("action", models.F("at").desc(), models.F("id").desc(), name="audit_action"),
            models.Index(models.F("at").desc(), models.F("id").desc(), name="audit_at"),
            GinIndex(OpClass(Upper("user_name"), name="gin_trgm_ops"), name="audit_user_name"),
            models.Index("transaction", name="audit_transaction"),
        ]


class Submission(models.Model):
    """A form that has been carried out: a second click with the same token is answered from here."""

    token = models.UUIDField(primary_key=True)
    user_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=500)
    fingerprint = models.CharField(max_length=64, default="")
    """A keyed hash of what was submitted: tells a double click from a page gone back to and changed."""
    result_url = models.CharField(max_length=500)
    at = models.DateTimeField()

    history = NotTracked("One-time tokens of forms, thrown away after days.")


class KeptAnswer(models.Model):
    """What a program was answered when it sent a request with an idempotency key: the same key is answered
    with the same again."""

    token_id = models.BigIntegerField()
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    """A keyed hash of the request: the same key with another request is a mistake."""
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField()
    body = models.TextField()
    at = models.DateTimeField()

    history = NotTracked(
        "Answers that are kept for a day, so that a request that is sent again is not carried out again."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "token_id",
                "key",
                name="kept_answer_once",
                violation_error_message=_("Nøglen er allerede brugt."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__gte=200, status__lt=300),
                name="kept_answer_of_success",
                violation_error_message=_("Kun svar på det, der lykkedes, gemmes."),
            ),
        ]
        indexes = [models.Index("at", name="kept_answer_at")]
