"""What every room stands on: the audit record, and the record of forms already carried out."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper


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

    class Meta:
        indexes = [
            models.Index("room", "record_id", "at", name="audit_record"),
            models.Index("project_id", models.F("at").desc(), models.F("id").desc(), name="audit_project"),
            models.Index("action", models.F("at").desc(), models.F("id").desc(), name="audit_action"),
            models.Index(models.F("at").desc(), models.F("id").desc(), name="audit_at"),
            GinIndex(OpClass(Upper("user_name"), name="gin_trgm_ops"), name="audit_user_name"),
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
