"""The search index: one narrow row for each thing that can be found, and the words they are written with.

Nothing in the program writes here: triggers on the tables that are searched do, in the transaction of the
change itself and for bulk writes too (migrations/0002_triggers). The view `search_source` says what is
indexed, and how.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import known_choice
from jobveu.common.history import NotTracked
from jobveu.search.enums import Kind


class Entry(models.Model):
    """What a search needs to find a record, to rank it and to know whose it is. What is shown of it is read
    from the record itself."""

    kind = models.CharField(max_length=20, choices=Kind)
    record_id = models.BigIntegerField()
    project_id = models.BigIntegerField(null=True)
    """The project that a project, course or lesson is seen with."""
    organisation_id = models.BigIntegerField(null=True)
    """The organisation that an organisation or contact is seen with."""
    council_id = models.BigIntegerField(null=True)
    office_id = models.BigIntegerField(null=True)
    """Where it belongs: for an organisation by its municipality, as of the last change."""
    ended = models.BooleanField()
    """A project that no longer runs, an organisation no longer in use, a course cancelled or held."""
    day = models.DateField(null=True)
    """Among equals the newest comes first."""
    title_key = models.TextField()
    """The title, folded (jobveu.common.folding)."""
    words = SearchVectorField()
    """The Danish stems of title (A), keywords and places (B) and text (D), folded; numbers as they are."""

    history = NotTracked("Made of other tables by their triggers, and can be made anew.")

    class Meta:
        constraints = [
            known_choice(
                "kind", Kind, name="entry_kind_known", message=_("Det kan ikke findes ved at søge.")
            ),
            models.UniqueConstraint(
                "kind",
                "record_id",
                name="entry_once",
                violation_error_message=_("Det står allerede i søgningen."),
            ),
        ]
        indexes = [
            # One for each kind, so that many courses do not make it slow to find a project; without a pending
            # list, so that no search pays for what others have just written.
            *(
                GinIndex("words", condition=Q(kind=kind), fastupdate=False, name=f"entry_{kind}_words")
                for kind in Kind.values
            ),
            models.Index(OpClass("title_key", name="text_pattern_ops"), "kind", name="entry_title"),
            models.Index("project_id", "kind", name="entry_by_project"),
            models.Index("organisation_id", "kind", name="entry_by_organisation"),
        ]


class Word(models.Model):
    """A word that something is written with, for misspellings and the middle of compound words. Tied to no
    record. The same word may stand here twice: two writers never wait for each other."""

    text = models.TextField()
    """Folded, not stemmed."""
    bare = models.TextField()
    """Without Danish letters."""

    history = NotTracked("Made of other tables by their triggers, and can be made anew.")

    class Meta:
        indexes = [
            models.Index(OpClass("text", name="text_pattern_ops"), name="word_text"),
            GinIndex(OpClass("text", name="gin_trgm_ops"), name="word_middle"),
            GinIndex(OpClass("bare", name="gin_trgm_ops"), name="word_likeness"),
        ]
