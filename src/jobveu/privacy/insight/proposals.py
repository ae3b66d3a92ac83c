"""A person's part in proposals of who gets what, as it is told to the person: without the others in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from jobveu.answering.matching import explained, words
from jobveu.answering.matching.naming import renamed
from jobveu.candidates.matching_records import EXPLANATION, REASON, unsealed
from jobveu.candidates.models import ProposalPerson
from jobveu.privacy.insight.value import Plain


def told_of_proposal(row: ProposalPerson) -> Mapping[str, Plain]:
    """By column: names in the place of ids, the reasons in words, and what is encrypted in the open."""
    run = row.proposal.run
    names: Mapping[str, str] = json.loads(run.given)["names"] if run.given else {}
    reason = row.reason_encrypted
    return {
        "proposal": timezone.localdate(run.ordered_at),
        "position": names.get(row.position, ""),
        "course": names.get(row.course, ""),
        "decided_position": names.get(row.decided_position, ""),
        "decided_course": names.get(row.decided_course, ""),
        "explanation_encrypted": _reasons(row, names),
        "reason_encrypted": "" if reason is None else unsealed(reason, key=row.key, field=REASON),
    }


def _reasons(row: ProposalPerson, names: Mapping[str, Any]) -> str:
    if row.explanation_encrypted is None:
        return ""
    found = explained.from_values(unsealed(row.explanation_encrypted, key=row.key, field=EXPLANATION))
    found = renamed(
        replace(found, not_there=tuple(replace(one, taken_by=()) for one in found.not_there)), names
    )
    lines = [words.here(found.here)]
    for other in found.not_there:
        # Who has the places instead is somebody else's.
        why = words.why_not(replace(other, full=False), unit="km")
        lines.append(f"{other.target}: {' '.join(why)}")
    return " ".join(lines)
