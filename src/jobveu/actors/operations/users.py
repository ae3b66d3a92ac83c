"""Users and their memberships: who may log in, and as what."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.models import OpenIdentity, User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Membership, Organisation
from jobveu.actors.operations.api_tokens import revoke_all
from jobveu.actors.rules import ROLES_BY_KIND, role_fits
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError

ROOM = "accounts.user"
MEMBERSHIPS = "actors.membership"
_NO_ADMINISTRATOR_LEFT = gettext_lazy("Der skal være mindst én systemadministrator. Udnævn en anden først.")


def create_user(
    *,
    by: Actor,
    at: datetime,
    name: str,
    email: str,
    organisation_id: int,
    role: Role,
    valid_from: date | None = None,
    password: str | None = None,
    administers: bool = False,
) -> int:
    """Creates a log-in with its first membership; returns the user's id. Without `password` none fits until
    the user has set one through the link they are sent. Raises DomainError."""
    with transaction.atomic():
        _check_user(name=name, email=email)
        user = User.objects.create_user(email=email.strip(), password=password, name=name.strip())
        audit.record(by=by, at=at, action="user.created", room=ROOM, record_id=user.pk)
        add_membership(
            by=by,
            at=at,
            user_id=user.pk,
            organisation_id=organisation_id,
            role=role,
            valid_from=valid_from or localdate(at),
            administers=administers,
        )
    return user.pk


def edit_user(*, by: Actor, at: datetime, user_id: int, version: int, name: str, email: str) -> None:
    """Corrects a user's name and e-mail, which is also what they log in with: a link to a new password that
    was sent to the old address works no longer. Raises DomainError, StaleEdit."""
    with transaction.atomic():
        _user(user_id)
        _check_user(name=name, email=email, but=user_id)
        user = update_versioned(
            rows=User.objects.all(),
            pk=user_id,
            version=version,
            changes={
                "name": name.strip(),
                "email": User.objects.normalize_email(email.strip()).lower(),
            },
            room=ROOM,
        )
        # The log-in library's copy of the address, which would otherwise go on opening the account.
        EmailAddress.objects.filter(user=user).delete()
        audit.record(by=by, at=at, action="user.edited", room=ROOM, record_id=user_id)


def deactivate_user(*, by: Actor, at: datetime, user_id: int, reason: str) -> None:
    """Closes a log-in at once: the password is taken away, and with it every session that is open (a
    session holds only as long as the password it began with), and whatever else opens the account. Raises
    DomainError, also for the last user who can manage users."""
    with transaction.atomic():
        administrators = _administrators(at)
        user = _user(user_id)
        if user_id == by.user_id:
            raise DomainError(_("Du kan ikke lukke din egen adgang. Bed en anden administrator om det."))
        if not user.is_active:
            raise DomainError(_("Brugerens adgang er allerede lukket."))
        if not reason.strip():
            raise DomainError(_("Skriv, hvorfor adgangen lukkes."), field="reason")
        if administrators and all(row.user_id == user_id for row in administrators):
            raise DomainError(_NO_ADMINISTRATOR_LEFT)
        user.is_active = False
        user.closed_on = localdate(at)
        user.set_unusable_password()
        user.save(update_fields=["is_active", "closed_on", "password"])
        _close_other_doors(user_id, by=by, at=at)
        audit.record(
            by=by,
            at=at,
            action="user.deactivated",
            room=ROOM,
            record_id=user_id,
            details={"reason": reason.strip()},
        )


def reactivate_user(*, by: Actor, at: datetime, user_id: int) -> None:
    """Opens a closed log-in again; the user has to set a new password. Raises DomainError."""
    with transaction.atomic():
        user = _user(user_id)
        if user.is_active:
            raise DomainError(_("Brugerens adgang er allerede åben."))
        user.is_active = True
        user.closed_on = None
        user.save(update_fields=["is_active", "closed_on"])
        audit.record(by=by, at=at, action="user.reactivated", room=ROOM, record_id=user_id)


def reset_factors(*, by: Actor, at: datetime, user_id: int, reason: str) -> None:
    """Takes away a user's second factors and recovery codes, for whoever has lost them all. The password goes
    too, and with it every open session, the user's tokens and who they are at the OpenID provider: only who reads
    the user's mail can get in and set up new ones. Raises DomainError."""
    with transaction.atomic():
        user = _user(user_id)
        if user_id == by.user_id:
            raise DomainError(_("Du kan ikke nulstille din egen. Bed en anden administrator om det."))
        if not reason.strip():
            raise DomainError(_("Skriv, hvorfor totrinsbekræftelsen nulstilles."), field="reason")
        factors = Authenticator.objects.filter(user=user)
        if not factors.exists():
            raise DomainError(_("Brugeren har ingen totrinsbekræftelse."))
        factors.delete()
        user.set_unusable_password()
        user.save(update_fields=["password"])
        _close_other_doors(user_id, by=by, at=at)
        audit.record(
            by=by,
            at=at,
            action="user.factors_reset",
            room=ROOM,
            record_id=user_id,
            details={"reason": reason.strip()},
        )


def note_link_sent(*, by: Actor, at: datetime, user_id: int) -> None:
    """Records that the user was sent a link to set a password with."""
    with transaction.atomic():
        audit.record(by=by, at=at, action="user.link_sent", room=ROOM, record_id=user_id)


def add_membership(
    *,
    by: Actor,
    at: datetime,
    user_id: int,
    organisation_id: int,
    role: Role,
    valid_from: date,
    administers: bool = False,
) -> int:
    """Gives a user a role in an organisation from a day on; returns the membership's id. Which roles a kind
    of organisation gives is in rules.ROLES_BY_KIND; with `administers` the user also decides who else is a
    member. Raises DomainError."""
    with transaction.atomic():
        _user(user_id)
        organisation = Organisation.objects.filter(pk=organisation_id, active=True).first()
        if organisation is None:
            raise DomainError(_("Organisationen findes ikke længere."), field="organisation_id")
        kind = OrganisationKind(organisation.kind)
        if not role_fits(kind, role):
            possible = ", ".join(str(fitting.label) for fitting in ROLES_BY_KIND[kind])
            raise DomainError(
                _("En bruger i »%(name)s« kan være: %(roles)s.")
                % {"name": organisation.name, "roles": possible or _("ingen roller")},
                field="role",
            )
        same = Membership.objects.filter(user=user_id, organisation=organisation_id, role=role)
        if same.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)).exists():
            raise DomainError(_("Brugeren har allerede den rolle i organisationen."), field="role")
        made = Membership.objects.create(
            user_id=user_id,
            organisation=organisation,
            role=role,
            valid_from=valid_from,
            administers=administers,
        )
        audit.record(
            by=by,
            at=at,
            action="membership.added",
            room=MEMBERSHIPS,
            record_id=made.pk,
            details={
                "user": user_id,
                "organisation": organisation_id,
                "role": role,
                "administers": administers,
            },
        )
    return made.pk


def set_administers(*, by: Actor, at: datetime, membership_id: int, administers: bool) -> None:
    """Lets a member administer the organisation's users, or no longer. Raises DomainError."""
    with transaction.atomic():
        row = Membership.objects.select_for_update().filter(pk=membership_id).first()
        if row is None:
            raise DomainError(_("Medlemskabet findes ikke længere."))
        if row.valid_to is not None and row.valid_to < localdate(at):
            raise DomainError(_("Medlemskabet er allerede afsluttet."))
        if row.administers == administers:
            raise DomainError(
                _("Brugeren administrerer allerede organisationens brugere.")
                if administers
                else _("Brugeren administrerer ikke organisationens brugere.")
            )
        row.administers = administers
        row.save(update_fields=["administers"])
        audit.record(
            by=by,
            at=at,
            action="membership.administration_given" if administers else "membership.administration_taken",
            room=MEMBERSHIPS,
            record_id=membership_id,
            details={"user": row.user_id, "organisation": row.organisation_id, "role": row.role},
        )


def end_membership(*, by: Actor, at: datetime, membership_id: int, last_day: date) -> None:
    """Ends a membership after `last_day`, which may be yesterday: then it ends at once. One that would end
    before it began (it began today, or is to begin later) is removed; the audit record tells of it.

    Raises DomainError, also for the last membership that lets anybody manage users, and for the last one
    that lets the actor do so."""
    today = localdate(at)
    with transaction.atomic():
        administrators = _administrators(at)
        row = Membership.objects.select_for_update().filter(pk=membership_id).first()
        if row is None:
            raise DomainError(_("Medlemskabet findes ikke længere."))
        if row.valid_to is not None and row.valid_to < today:
            raise DomainError(_("Medlemskabet er allerede afsluttet."))
        if last_day < today - timedelta(days=1):
            raise DomainError(_("Sidste dag kan tidligst være i går."), field="last_day")
        if row.role == Role.ADMINISTRATOR:
            _check_administrators([other for other in administrators if other.pk != row.pk], row, by=by)
        removed = last_day < row.valid_from
        details = {"user": row.user_id, "organisation": row.organisation_id, "role": row.role}
        if removed:
            row.delete()
        else:
            row.valid_to = last_day
            row.save(update_fields=["valid_to"])
            details["last_day"] = last_day.isoformat()
        audit.record(
            by=by,
            at=at,
            action="membership.removed" if removed else "membership.ended",
            room=MEMBERSHIPS,
            record_id=membership_id,
            details=details,
        )


def _administrators(at: datetime) -> list[Membership]:
    """The memberships by which somebody manages users, locked. Whoever ends one, or closes a user, waits here: two
    administrators cannot take each other away at once."""
    rows = Membership.objects.filter(
        role=Role.ADMINISTRATOR, valid_to__isnull=True, valid_from__lte=localdate(at)
    ).order_by("id")
    locked = [row.pk for row in rows.select_for_update(of=("self",))]
    # Asked anew: whose users can log in may have changed while the lock was waited for.
    return list(rows.filter(pk__in=locked, user__is_active=True))


def _close_other_doors(user_id: int, *, by: Actor, at: datetime) -> None:
    """What would open the account without the password that was taken away."""
    revoke_all(by=by, at=at, user_id=user_id)
    if OpenIdentity.objects.filter(user=user_id).delete()[0]:
        audit.record(by=by, at=at, action="user.identity_unlinked", room=ROOM, record_id=user_id)


def _check_administrators(others: list[Membership], row: Membership, *, by: Actor) -> None:
    if row.user_id == by.user_id and not any(other.user_id == by.user_id for other in others):
        raise DomainError(
            _("Du kan ikke afslutte dit eget sidste medlemskab som systemadministrator. Bed en anden om det.")
        )
    if not others:
        raise DomainError(_NO_ADMINISTRATOR_LEFT)


def _user(user_id: int) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise DomainError(_("Brugeren findes ikke længere."))
    return user


def _check_user(*, name: str, email: str, but: int | None = None) -> None:
    if not name.strip():
        raise DomainError(_("Skriv brugerens navn."), field="name")
    same = User.objects.filter(email__iexact=email.strip())
    if (same if but is None else same.exclude(pk=but)).exists():
        raise DomainError(_("Der findes allerede en bruger med den e-mailadresse."), field="email")
