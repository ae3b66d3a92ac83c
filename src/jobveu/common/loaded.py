"""What a load did, in words and in number."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def rows_loaded(*, created: int, updated: int, unchanged: int) -> str:
    """ "1 ny, 0 ændrede og 1.203 uændrede"."""
    return _("%(created)s, %(updated)s og %(unchanged)s") % {
        "created": counted(ngettext("%(number)s ny", "%(number)s nye", created), created),
        "updated": counted(ngettext("%(number)s ændret", "%(number)s ændrede", updated), updated),
        "unchanged": counted(ngettext("%(number)s uændret", "%(number)s uændrede", unchanged), unchanged),
    }


def counted(words: str, number: int) -> str:
    """`words` with the number in them, as people write it: %(number)s is "1.203"."""
    return words % {"number": number_format(number, use_l10n=True, force_grouping=True)}
