"""A contact's own link to their consents, and who is told of what they do with it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobveu.actors.enums import ConsentKind
from jobveu.common.constraints import known_choice
from jobveu.common.history import History


class ConsentLink(models.Model):
    """The secret link by which a contact sees and changes their consents without a log-in. Of the secret only
    a keyed hash is kept; a new link replaces the one before."""

    contact = models.OneToOneField("actors.Contact", on_delete=models.CASCADE, related_name="consent_link")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)

    history = History(parent="contact", sealed=("secret_hash",))


class ConsentNotice(models.Model):
    """A contact has changed a consent by themselves: told to those who coordinate with the organisation."""

    contact = models.ForeignKey("actors.Contact", on_delete=models.CASCADE, related_name="consent_notices")
    kind = models.CharField(max_length=20, choices=ConsentKind)
    given = models.BooleanField()
    """Whether the consent was given; otherwise it was withdrawn."""
    at = models.DateTimeField()
    told = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="consent_notices")
    seen_at = models.DateTimeField(null=True, blank=True)

    history = History(parent="contact")

    class Meta:
        constraints = [
            known_choice(
                "kind",
                ConsentKind,
                name="consent_notice_kind_known",
                message=_("Vælg fra listen, hvad der er givet samtykke til."),
            ),
        ]
        indexes = [
            models.Index("told", condition=Q(seen_at__isnull=True), name="consent_notice_unseen"),
        ]
