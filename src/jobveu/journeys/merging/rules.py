"""What happens where two rows may not both point to the record that is kept.

A foreign key without such a rule of the database needs nothing here: its rows are moved. One with a rule that
is not named here fails a test (tests/journeys/test_merging_rules.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Value = Callable[[Any, Any], Any]
"""From a value of the row that is kept and one of the row that goes: the value of the one row."""


class Way(Enum):
    FOLD = auto()  # the two rows become one
    END = auto()  # both stay; the one of the record that goes is ended today
    REFUSE = auto()  # the records cannot be merged


@dataclass(frozen=True, slots=True)
class Collision:
    """`words` say to people what becomes of the two, or why they stand in the way. `values`: columns of which
    more than the row that is kept counts; otherwise its values stand, and its empty ones are filled from the
    other. `ends`: the column that END dates, `begins` the one it may not come before. `since`: columns that say
    whether a row still counts, in which a row that is brought back by undoing follows the one it had become: what
    has been withdrawn or ended since the merge, was so for both. `of_rows`: as `values`, of the rows themselves.
    `below`: rows that hang on the one that goes, with the column that may not lie after its end, since the one it
    becomes may go on for longer."""

    way: Way
    words: str | Promise
    values: Mapping[str, Value] = field(default_factory=dict)
    ends: str = ""
    begins: str = ""
    since: tuple[str, ...] = ()
    of_rows: Mapping[str, Value] = field(default_factory=dict)
    below: tuple[str, str] | None = None


def _either(kept: bool, gone: bool) -> bool:
    return kept or gone


def _earlier(kept: date | None, gone: date | None) -> date | None:
    return min(kept, gone) if kept and gone else kept or gone


def _later(kept: date, gone: date) -> date:
    return max(kept, gone)


def _longest(kept: date | None, gone: date | None) -> date | None:
    """Of two last days, none being open-ended."""
    return max(kept, gone) if kept and gone else None


def _administers(kept: Any, gone: Any) -> bool:
    """Whether the one that goes on for longest does: nobody gets back what has ended."""
    last = _longest(kept.valid_to, gone.valid_to)
    return any(row.administers for row in (kept, gone) if row.valid_to == last)


def _both(kept: str, gone: str) -> str:
    if not gone or gone in kept:
        return kept
    together = f"{kept}; {gone}" if kept else gone
    return together if len(together) <= 300 else kept


COLLISIONS: Mapping[str, Collision] = {
    "party_once": Collision(
        Way.FOLD,
        _("Begge er parter i samme projekt: de bliver én part."),
        {
            "joined_on": _earlier,
            "in_first_dialogue": _either,
            "defines_content": _either,
            "note": _both,
        },
    ),
    "signatory_once": Collision(Way.FOLD, _("Begge er underskrivere af samme aftale: de bliver én.")),
    "signature_once": Collision(
        Way.FOLD, _("Begge har underskrevet samme tekst: underskriften for den, der beholdes, gælder.")
    ),
    "endorsement_once": Collision(
        Way.FOLD,
        _("Begge har blåstemplet samme projekt på samme måde: det bliver én blåstempling."),
        {"given_on": _earlier, "shown_by": _both},
    ),
    "steering_seat_once": Collision(
        Way.FOLD,
        _("Begge sidder i samme styregruppe: de får ét sæde."),
        {"since": _earlier, "chairs": _either},
    ),
    "attendance_once": Collision(
        Way.FOLD, _("Begge står på deltagerlisten for samme møde: de står der én gang.")
    ),
    "invitation_once": Collision(
        Way.FOLD,
        _("Begge er inviteret til samme udbud: de bliver én invitation."),
        {
            "invited_on": _earlier,
            "declined_on": lambda kept, _gone: kept,
            "declined_reason": lambda kept, _gone: kept,
        },
    ),
    "projects.offer.invitation": Collision(
        Way.REFUSE, _("Begge har givet tilbud i samme udbud. To tilbud kan ikke lægges sammen.")
    ),
    "agreement_one_per_job_centre": Collision(
        Way.REFUSE,
        _("Begge har en aftale om jobcentrets bidrag i samme projekt. Træk først den ene tilbage."),
    ),
    "membership_once": Collision(
        Way.FOLD,
        _("Samme bruger har samme rolle i begge: det bliver ét medlemskab."),
        {"valid_from": _earlier, "valid_to": _longest},
        begins="valid_from",
        since=("valid_to",),
        of_rows={"administers": _administers},
        below=("api_tokens", "expires_on"),
    ),
    "member_invitation_once": Collision(
        Way.REFUSE,
        _("Samme adresse er inviteret til samme rolle i begge. Træk først den ene invitation tilbage."),
    ),
    "affiliation_once": Collision(
        Way.FOLD,
        _("Begge er tilknyttet den samme organisation på samme måde: det bliver én tilknytning."),
        {"valid_from": _earlier, "valid_to": _longest},
        begins="valid_from",
        since=("valid_to",),
    ),
    "primary_contact_one": Collision(
        Way.END,
        _(
            "Begge har en primær kontaktperson hos os: den hos den, der beholdes, bliver; den anden slutter i dag."
        ),
        ends="valid_to",
        begins="valid_from",
    ),
    "contact_pause_one_in_force": Collision(
        Way.FOLD,
        _("Begge har sagt »ikke nu«: den seneste dag gælder."),
        {"until": _later},
        begins="noted_on",
        since=("lifted_on",),
    ),
    "contact_email_once_per_organisation": Collision(
        Way.FOLD,
        _("Begge har en kontaktperson med samme e-mail: de bliver én kontaktperson."),
        since=("active", "removed_on"),
    ),
    "actors.consentlink.contact": Collision(
        Way.FOLD, _("Begge har et personligt link til samtykker: linket for den, der beholdes, gælder.")
    ),
    "survey_invitation_once": Collision(
        Way.REFUSE,
        _("Begge er spurgt i samme undersøgelse. Vent, til den er lukket."),
    ),
    "consent_one_in_force": Collision(
        Way.FOLD,
        _("Begge har givet samme samtykke: det tidligste gælder."),
        {"given_on": _earlier, "shown_by": _both},
        begins="given_on",
        since=("withdrawn_on",),
    ),
}
"""By the name of the database's rule; for a one-to-one column by "room.table.column"."""

NOT_TO_ITSELF: Mapping[str, tuple[str, str, str | Promise]] = {
    "affiliation_not_with_itself": (
        "member",
        "body",
        _("De to er tilknyttet hinanden: den tilknytning falder væk."),
    ),
}
"""CHECK constraints that no row may point to one record twice: the rows between the two are removed."""
