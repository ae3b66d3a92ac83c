"""Users. What a user may do follows from their memberships (jobveu.actors), never from flags here."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from jobveu.common.history import History
from jobveu.common.sorting import DanishSortKey


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who can log in: their work e-mail is the user name."""

    email = models.EmailField(_("E-mail"))
    name = models.CharField(_("Navn"), max_length=150)
    is_active = models.BooleanField(_("Aktiv"), default=True)
    closed_on = models.DateField(null=True, blank=True)
    """When the log-in was closed; none for an open one."""
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    history = History(sealed=("password",), ignored=("last_login",))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Upper("email"),
                name="user_email_unique",
                violation_error_message=_("Der findes allerede en bruger med den e-mailadresse."),
            ),
        ]
        indexes = [models.Index(DanishSortKey("name"), "id", name="user_sort")]

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class OpenIdentity(models.Model):
    """Lets somebody log in through an OpenID provider: who they are there (issuer and subject), and here."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="open_identities")
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()
    history = History(parent="user", sealed=("subject",))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "issuer",
                "subject",
                name="open_identity_of_one_user",
                violation_error_message=_(
                    "Den bruger hos udbyderen er allerede forbundet med en bruger her."
                ),
            ),
            models.UniqueConstraint(
                "user",
                "issuer",
                name="open_identity_once",
                violation_error_message=_(
                    "Din bruger her er allerede forbundet. Fjern først den forbindelse, der er."
                ),
            ),
        ]
