"""Registering persons and keeping what is known of them right."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from jobveu.accounts.access import Action, Subject
from jobveu.accounts.actor import Actor
from jobveu.candidates import name_order
from jobveu.candidates.enums import Situation, SkillLevel
from jobveu.candidates.guards import require
from jobveu.candidates.models import Person
from jobveu.candidates.rules import holds_cpr
from jobveu.candidates.sealing import CPR, EMAIL, NAME, PHONE, cpr_hash, resealed, sealed, sealed_or_none
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.cpr import Cpr
from jobveu.common.errors import DomainError

_ROOM = "candidates.person"
_LONGEST_NAME = 150


class AlreadyRegistered(DomainError):
    """The job centre has registered a person with the CPR number before."""

    def __init__(self, person_id: int) -> None:
        super().__init__(
            _("Jobcentret har allerede registreret en person med det CPR-nummer."), field="identity_cpr"
        )
        self.person_id = person_id


@sensitive_variables()
def register_person(
    *,
    by: Actor,
    at: datetime,
    job_centre_id: int,
    name: str,
    cpr: Cpr,
    situation: Situation,
    skill_level: SkillLevel,
    vulnerable: bool = False,
    municipality_id: int | None = None,
    phone: str = "",
    email: str = "",
    synthetic: bool = False,
) -> int:
    """Registers a person of the actor's job centre and returns the id.

    Raises AlreadyRegistered for a CPR number that the job centre has, DomainError for a name that is empty,
    too long or holds a CPR number, or a vulnerable person who isn't unemployed.
    """
    require(Action.REGISTER_PERSON, by, Subject(registered_by_id=job_centre_id))
    name = _clean_name(name)
    _check_vulnerable(vulnerable, situation)
    key = uuid4()
    with transaction.atomic():
        # Before the look-up: whoever registers the same number at the same time waits here.
        position = name_order.place(job_centre_id=job_centre_id, name=name)
        _check_unknown(cpr, job_centre_id)
        person = Person.objects.create(
            job_centre_id=job_centre_id,
            key=key,
            name_encrypted=sealed(name, key=key, field=NAME),
            cpr_encrypted=sealed(cpr.digits, key=key, field=CPR),
            cpr_hash=cpr_hash(cpr, job_centre_id=job_centre_id),
            phone_encrypted=sealed_or_none(phone.strip(), key=key, field=PHONE),
            email_encrypted=sealed_or_none(email.strip(), key=key, field=EMAIL),
            name_position=position,
            situation=situation,
            vulnerable=vulnerable,
            skill_level=skill_level,
            municipality_id=municipality_id,
            synthetic=synthetic,
            registered_by_id=by.user_id,
            registered_at=at,
        )
        audit.record(by=by, at=at, action="person.registered", room=_ROOM, record_id=person.pk)
    return person.pk


@sensitive_variables()
def edit_person(
    *,
    by: Actor,
    at: datetime,
    person_id: int,
    version: int,
    name: str,
    situation: Situation,
    skill_level: SkillLevel,
    vulnerable: bool = False,
    municipality_id: int | None = None,
    phone: str = "",
    email: str = "",
    cpr: Cpr | None = None,
) -> None:
    """Saves what has changed; a `cpr` replaces the registered one, None leaves it.

    Raises as register_person does, and StaleEdit, whose values say nothing of the identity.
    """
    name = _clean_name(name)
    _check_vulnerable(vulnerable, situation)
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(pk=person_id).first()
        if person is None:
            raise DomainError(_("Personen findes ikke længere."))
        require(Action.EDIT_PERSON, by, Subject(registered_by_id=person.job_centre_id))
        changes = {
            "name_encrypted": resealed(name, person.name_encrypted, key=person.key, field=NAME),
            "phone_encrypted": resealed(phone.strip(), person.phone_encrypted, key=person.key, field=PHONE),
            "email_encrypted": resealed(email.strip(), person.email_encrypted, key=person.key, field=EMAIL),
            "name_position": name_order.place(
                job_centre_id=person.job_centre_id, name=name, person_id=person.pk
            ),
            "situation": situation,
            "vulnerable": vulnerable,
            "skill_level": skill_level,
            "municipality_id": municipality_id,
        }
        if situation == Situation.EMPLOYED:
            changes["unemployed_since"] = None
        if cpr is not None:
            _check_unknown(cpr, person.job_centre_id, person_id=person.pk)
            changes |= {
                "cpr_encrypted": sealed(cpr.digits, key=person.key, field=CPR),
                "cpr_hash": cpr_hash(cpr, job_centre_id=person.job_centre_id),
            }
        update_versioned(
            rows=Person.objects.all(),
            pk=person_id,
            version=version,
            changes=changes,
            room=_ROOM,
            current=lambda row: {
                "situation": Situation(row.situation),
                "vulnerable": row.vulnerable,
                "skill_level": SkillLevel(row.skill_level),
                "municipality": row.municipality_id,
            },
        )
        audit.record(
            by=by,
            at=at,
            action="person.edited",
            room=_ROOM,
            record_id=person_id,
            details={"cpr_replaced": cpr is not None},
        )


def _clean_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise DomainError(_("Skriv personens navn."), field="identity_name")
    if len(name) > _LONGEST_NAME:
        raise DomainError(_("Navnet må højst være på 150 tegn."), field="identity_name")
    if holds_cpr(name):
        raise DomainError(_("Skriv kun navnet her; CPR-nummeret har sit eget felt."), field="identity_name")
    return name


def _check_vulnerable(vulnerable: bool, situation: Situation) -> None:
    if vulnerable and situation != Situation.UNEMPLOYED:
        raise DomainError(_("Kun en ledig kan registreres som udsat ledig."), field="vulnerable")


def _check_unknown(cpr: Cpr, job_centre_id: int, *, person_id: int | None = None) -> None:
    same = Person.objects.filter(
        job_centre_id=job_centre_id, cpr_hash=cpr_hash(cpr, job_centre_id=job_centre_id)
    ).exclude(pk=person_id)
    if (found := same.values_list("id", flat=True).first()) is not None:
        raise AlreadyRegistered(found)
