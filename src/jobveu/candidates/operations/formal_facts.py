"""What a person is registered with of what criteria and the matching ask for: licences, Danish, certificates, since
when unemployed, from when available, when away, how far."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action, Subject
from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import Situation
from jobveu.candidates.guards import check_not_future, require
from jobveu.candidates.models import Person
from jobveu.candidates.periods import MOST, AwayPeriod, as_ranges, from_ranges
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.projects.formal_facts import Certificate, LanguageLevel, LicenceCategory

ROOM = "candidates.person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """Empty licences and certificates, like None: nobody has asked. That there is none is `…NONE`, alone."""

    driving_licences: Collection[LicenceCategory] = ()
    danish_level: LanguageLevel | None = None
    unemployed_since: date | None = None
    certificates: Collection[Certificate] = ()
    available_from: date | None = None
    away: Collection[AwayPeriod] = ()
    travel_limit_km: int | None = None
    travel_limit_minutes: int | None = None


def record_formal_facts(
    *, by: Actor, at: datetime, person_id: int, version: int, registered: Registered
) -> None:
    """Saves what a person is registered with. Raises DomainError for "none" beside something, for a day of
    unemployment in the future or of somebody employed, and for a period that ends before it begins; StaleEdit;
    PermissionDenied for all but the person's caseworkers."""
    _check_none(registered.driving_licences, LicenceCategory.NONE, field="driving_licences")
    _check_none(registered.certificates, Certificate.NONE, field="certificates")
    if any(one.last < one.first for one in registered.away):
        raise DomainError(_("En periodes sidste dag skal ligge efter den første."), field="away")
    if len(set(registered.away)) > MOST:
        raise DomainError(_("Skriv højst 10 perioder."), field="away")
    if registered.unemployed_since is not None:
        check_not_future(registered.unemployed_since, today=timezone.localdate(at), field="unemployed_since")
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(pk=person_id).first()
        if person is None:
            raise DomainError(_("Personen findes ikke længere."))
        require(Action.EDIT_PERSON, by, Subject(registered_by_id=person.job_centre_id))
        if registered.unemployed_since is not None and person.situation == Situation.EMPLOYED:
            raise DomainError(
                _("Personen er registreret som beskæftiget. Ret først situationen."), field="unemployed_since"
            )
        update_versioned(
            rows=Person.objects.all(),
            pk=person_id,
            version=version,
            changes={
                "driving_licences": _in_order(registered.driving_licences, LicenceCategory),
                "danish_level": registered.danish_level or "",
                "unemployed_since": registered.unemployed_since,
                "certificates": _in_order(registered.certificates, Certificate),
                "available_from": registered.available_from,
                "away": as_ranges(registered.away),
                "travel_limit_km": registered.travel_limit_km,
                "travel_limit_minutes": registered.travel_limit_minutes,
            },
            room=ROOM,
            current=registered_values,
        )
        audit.record(by=by, at=at, action="person.facts_recorded", room=ROOM, record_id=person_id)


def registered_values(row: Person) -> dict[str, object]:
    """A person's values as the form names them."""
    return {
        "driving_licences": tuple(map(LicenceCategory, row.driving_licences or ())),
        "danish_level": LanguageLevel(row.danish_level) if row.danish_level else None,
        "unemployed_since": row.unemployed_since,
        "certificates": tuple(map(Certificate, row.certificates or ())),
        "available_from": row.available_from,
        "away": from_ranges(row.away),
        "travel_limit_km": row.travel_limit_km,
        "travel_limit_minutes": row.travel_limit_minutes,
    }


def _check_none(chosen: Collection[TextChoices], none: TextChoices, *, field: str) -> None:
    if none in chosen and len(set(chosen)) > 1:
        raise DomainError(
            _("Vælg enten »%(none)s« eller det, personen har.") % {"none": none.label}, field=field
        )


def _in_order(chosen: Collection[TextChoices], enum: type[TextChoices]) -> list[str] | None:
    return [one.value for one in enum if one in chosen] or None
