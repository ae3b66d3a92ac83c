"""What waits, in words that may leave the site, in mails and calendars: titles of projects and names of
organisations, and nothing that somebody has typed of a task, an agreement or a conversation."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobveu.candidates.enums import Awaited
from jobveu.journeys.waiting import WaitingItem, WaitingKind


def neutral_text(item: WaitingItem) -> str:
    """What it is, without what it is about."""
    number = {"number": item.number}
    match item.kind:
        case WaitingKind.SIGNATURE:
            return _("Aftale at underskrive")
        case WaitingKind.TASK:
            return _("Opgave")
        case WaitingKind.OFFER:
            return _("Frist for tilbud")
        case WaitingKind.CHOICE:
            return _("Udbud at afgøre")
        case WaitingKind.OUTCOMES:
            what = Awaited(item.awaited).label if item.awaited else ""
            return f"{what} ({item.number})"
        case WaitingKind.FOLLOW_UPS:
            return ngettext("%(number)d opfølgning", "%(number)d opfølgninger", item.number) % number
        case WaitingKind.PLACES:
            return (
                ngettext(
                    "%(number)d tilbudt plads at svare på",
                    "%(number)d tilbudte pladser at svare på",
                    item.number,
                )
                % number
            )
        case WaitingKind.EARLY_SIGNS:
            return (
                ngettext(
                    "%(number)d deltager med tegn på frafald",
                    "%(number)d deltagere med tegn på frafald",
                    item.number,
                )
                % number
            )
        case WaitingKind.SCREENINGS:
            return ngettext("%(number)d screening", "%(number)d screeninger", item.number) % number
        case WaitingKind.NEED:
            return _("Behov uden projekt")
        case WaitingKind.STANDSTILL:
            return _("Intet er sket i 30 dage")
        case WaitingKind.CONSENTS:
            return (
                ngettext(
                    "%(number)d kontaktperson uden samtykke",
                    "%(number)d kontaktpersoner uden samtykke",
                    item.number,
                )
                % number
            )
        case WaitingKind.CONTACT_NOTICE:
            return _("Besked om en andens samtale")
        case WaitingKind.CONSENT_NOTICE:
            return _("Besked om et ændret samtykke")
        case WaitingKind.SURVEYS:
            return (
                ngettext(
                    "%(number)d kontaktperson har ikke svaret på et spørgeskema",
                    "%(number)d kontaktpersoner har ikke svaret på et spørgeskema",
                    item.number,
                )
                % number
            )
        case WaitingKind.MAILS:
            return (
                ngettext(
                    "%(number)d mail kunne ikke sendes", "%(number)d mails kunne ikke sendes", item.number
                )
                % number
            )
