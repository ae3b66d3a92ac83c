"""Tokens by which programs use the API."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from jobveu.actors.enums import ApiScope
from jobveu.common.history import History

LONGEST_TOKEN = timedelta(days=366)


class ApiToken(models.Model):
    """By which a program acts as one membership of a user, within `scopes`. What the program shows is not kept:
    only its hash, and its last characters so that people can tell their tokens apart."""

    membership = models.ForeignKey("actors.Membership", on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("Hvilket system skal bruge nøglen?"), max_length=60)
    digest = models.CharField(max_length=64)
    ending = models.CharField(max_length=8)
    scopes = ArrayField(models.CharField(max_length=30, choices=ApiScope), verbose_name=_("Adgang til"))
    created_at = models.DateTimeField()
    expires_on = models.DateField(_("Gælder til og med"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    minute = models.DateTimeField(null=True, blank=True)
    """The minute of the last use, and how many requests came in it."""
    requests = models.PositiveIntegerField(default=0)

    history = History(sealed=("digest",), ignored=("last_used_at", "minute", "requests"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "digest", name="api_token_digest_unique", violation_error_message=_("Nøglen findes allerede.")
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=ApiScope.values) & Q(scopes__len__gte=1),
                name="api_token_scopes_known",
                violation_error_message=_("Vælg fra listen, hvad nøglen giver adgang til."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="api_token_named",
                violation_error_message=_("Skriv, hvilket system der skal bruge nøglen."),
            ),
            models.CheckConstraint(
                condition=Q(expires_on__lte=TruncDate("created_at") + LONGEST_TOKEN),
                name="api_token_for_a_year_at_most",
                violation_error_message=_("Nøglen kan højst gælde et år."),
                violation_error_code="expires_on",
            ),
            models.CheckConstraint(
                condition=Q(requests__gte=0),
                name="api_token_requests_not_negative",
                violation_error_message=_("Antallet af forespørgsler kan ikke være negativt."),
            ),
        ]
