"""Every field of every table: what personal data it holds and what becomes of it, or that it holds none.

A field that isn't declared here fails a test, and so does a table that isn't.
"""

from __future__ import annotations

from collections.abc import Mapping

from jobveu.privacy.fields import actors, candidates, libraries, projects, surveys, system
from jobveu.privacy.fields.declaration import Declared, Personal

DECLARED: Mapping[str, Declared] = {
    one.model: one
    for group in (
        candidates.FIELDS,
        actors.FIELDS,
        projects.FIELDS,
        surveys.FIELDS,
        system.FIELDS,
        libraries.FIELDS,
    )
    for one in group
}
"""By the model's label ("candidates.Person")."""

OTHER_TABLES: Mapping[str, str] = libraries.OTHER_TABLES
"""Tables that no model stands for: their names, and what is in them."""

__all__ = ["DECLARED", "OTHER_TABLES", "Declared", "Personal"]
