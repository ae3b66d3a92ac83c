"""What was answered in words: read by those who may, coded by theme, and taken out where it tells who somebody is.

The answers stand in the sheets (surveys.AnswerSheet) and go from there when they have been kept long enough. Reading
them is recorded. Nothing is shown of who wrote them, nor which were written by the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action, may
from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.concurrency import check_shown
from jobveu.common.errors import DomainError, constraint_error
from jobveu.common.sorting import DanishSortKey
from jobveu.insight.models import TextTheme, ThemedText
from jobveu.insight.surveys.queries import ClosedRound
from jobveu.surveys.instruments import INSTRUMENTS
from jobveu.surveys.instruments.parts import Item, Scale
from jobveu.surveys.models import AnswerSheet, SurveyRound

ROOM = "surveys.round_texts"


@dataclass(frozen=True, slots=True)
class Theme:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """`key` finds it again, and tells nothing of the sheet it stands in."""

    key: str
    item_id: str
    words: str
    theme_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Texts:
    """`items`: those that are answered in words, in order."""

    items: tuple[Item, ...]
    themes: tuple[Theme, ...]
    texts: tuple[Text, ...]


def read_texts(*, by: Actor, at: datetime, found: ClosedRound) -> Texts:
    """All of a round, in an order that tells nothing; that they were read is recorded. Raises PermissionDenied."""
    _may(by, found)
    with transaction.atomic():
        texts = _texts(found)
        audit.record(
            by=by,
            at=at,
            action="survey_texts.read",
            room=ROOM,
            record_id=found.id,
            details={"texts": len(texts.texts)},
        )
    return texts


def read_text(
    *, by: Actor, at: datetime, found: ClosedRound, key: str
) -> tuple[Text, tuple[Theme, ...]] | None:
    """One, and the themes it can have; None where there is none. Raises PermissionDenied."""
    _may(by, found)
    with transaction.atomic():
        texts = _texts(found)
        text = next((one for one in texts.texts if one.key == key), None)
        if text is not None:
            audit.record(
                by=by, at=at, action="survey_text.read", room=ROOM, record_id=found.id, details={"texts": 1}
            )
    return None if text is None else (text, texts.themes)


def make_theme(*, by: Actor, at: datetime, found: ClosedRound, name: str) -> int:
    """Raises PermissionDenied, DomainError for a name that is taken."""
    user_id = _may(by, found)
    try:
        with transaction.atomic():
            theme = TextTheme.objects.create(round_id=found.id, name=name, made_by_id=user_id, made_at=at)
            audit.record(
                by=by,
                at=at,
                action="survey_theme.made",
                room=ROOM,
                record_id=found.id,
                details={"name": name},
            )
    except IntegrityError as error:
        explained = constraint_error(error)
        if explained is None:
            raise
        raise explained from error
    return theme.pk


def code_text(
    *,
    by: Actor,
    at: datetime,
    found: ClosedRound,
    key: str,
    theme_ids: Collection[int],
    version: int | None = None,
) -> None:
    """The answer is about these themes of the round, and no others. `version` stands for those that were shown
    (`version_of`, as "themes"). Raises PermissionDenied, DomainError where the answer or a theme is gone, and StaleEdit where
    somebody has given it other themes since: whom, the audit record does not tell, so as not to tell answers apart."""
    user_id = _may(by, found)
    with transaction.atomic():
        sheet, item_id = _locked(found, key)
        wanted = set(theme_ids)
        if TextTheme.objects.filter(round_id=found.id, pk__in=wanted).count() < len(wanted):
            raise DomainError(_("Temaet er der ikke længere."), field="themes")
        standing = ThemedText.objects.filter(sheet=sheet, item=item_id)
        had = set(standing.values_list("theme_id", flat=True))
        check_shown(version=version, shown={"themes": sorted(had)})
        standing.filter(theme_id__in=had - wanted).delete()
        ThemedText.objects.bulk_create(
            ThemedText(theme_id=one, sheet=sheet, item=item_id, coded_by_id=user_id, coded_at=at)
            for one in sorted(wanted - had)
        )
        if had != wanted:
            audit.record(
                by=by,
                at=at,
                action="survey_text.coded",
                room=ROOM,
                record_id=found.id,
                details={"themes": len(wanted)},
            )


def take_out_text(*, by: Actor, at: datetime, found: ClosedRound, key: str, reason: str) -> None:
    """The words go from the sheet for good, with their themes: they told who somebody is. Why is kept. Raises
    PermissionDenied, DomainError where they are gone, or no reason is given."""
    _may(by, found)
    if not reason.strip():
        raise DomainError(_("Skriv, hvorfor svaret fjernes."), field="reason")
    with transaction.atomic():
        sheet, item_id = _locked(found, key)
        ThemedText.objects.filter(sheet=sheet, item=item_id).delete()
        sheet.values = {item: value for item, value in sheet.values.items() if item != item_id}
        sheet.save(update_fields=["values"])
        audit.record(
            by=by,
            at=at,
            action="survey_text.taken_out",
            room=ROOM,
            record_id=found.id,
            details={"reason": reason},
        )


def _may(by: Actor, found: ClosedRound) -> int:
    """The id of the user who does it."""
    if by.user_id is None or not may(Action.READ_SURVEY_TEXTS, by, found.subject):
        raise PermissionDenied
    return by.user_id


def _texts(found: ClosedRound) -> Texts:
    """Three SQL statements."""
    items = _items(found.id)
    themes = TextTheme.objects.filter(round_id=found.id).order_by(DanishSortKey("name"), "pk")
    coded: dict[tuple[UUID, str], set[int]] = defaultdict(set)
    for sheet_id, item_id, theme_id in ThemedText.objects.filter(theme__round_id=found.id).values_list(
        "sheet_id", "item", "theme_id"
    ):
        coded[sheet_id, item_id].add(theme_id)
    return Texts(
        items,
        tuple(Theme(one.pk, one.name) for one in themes),
        tuple(
            sorted(
                (
                    Text(_key(sheet.pk, item_id), item_id, words, frozenset(coded[sheet.pk, item_id]))
                    for sheet, item_id, words in _written(found.id, items)
                ),
                key=lambda text: text.key,
            )
        ),
    )


def _written(round_id: int, items: tuple[Item, ...]) -> Iterator[tuple[AnswerSheet, str, str]]:
    for sheet in AnswerSheet.objects.filter(round_id=round_id):
        for item in items:
            if words := str(sheet.values.get(item.id, "")).strip():
                yield sheet, item.id, words


def _items(round_id: int) -> tuple[Item, ...]:
    instrument = INSTRUMENTS[SurveyRound.objects.values_list("instrument", flat=True).get(pk=round_id)]
    return tuple(item for item in instrument.items() if item.scale is Scale.TEXT)


def _locked(found: ClosedRound, key: str) -> tuple[AnswerSheet, str]:
    for sheet, item_id, _words in _written(found.id, _items(found.id)):
        if _key(sheet.pk, item_id) == key:
            row = AnswerSheet.objects.select_for_update().get(pk=sheet.pk)
            if row.values.get(item_id):
                return row, item_id
    raise DomainError(_("Svaret er der ikke længere."))


def _key(sheet_id: UUID, item_id: str) -> str:
    return sha256(f"{sheet_id} {item_id}".encode()).hexdigest()[:24]
