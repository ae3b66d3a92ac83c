"""Who is logged in, read with a statement that is written out: every request reads its user, and building that queryset
takes several times as long as answering it."""

from __future__ import annotations

from typing import Any

from allauth.account import auth_backends
from django.db import connection

from jobveu.accounts.models import User

_FIELDS = [field.attname for field in User._meta.concrete_fields]
# Put together from the model's columns; the id is a parameter.
_SQL = f"SELECT {', '.join(_FIELDS)} FROM {User._meta.db_table} WHERE id = %(id)s"  # noqa: S608


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        with connection.cursor() as cursor:
            cursor.execute(_SQL, {"id": user_id})
            row = cursor.fetchone()
        if row is None:
            return None
        user = User.from_db(connection.alias, _FIELDS, row)
        return user if self.user_can_authenticate(user) else None
