"""Some of the figures as one writes them in pandas, from the same columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from jobveu.insight.facts import Facts, codes


def frames(facts: Facts) -> tuple[Any, Any]:
    """The columns as data frames with categories; making them is not measured."""
    names = facts.enumerations
    projects = pd.DataFrame(dict(facts.projects))
    projects["year"] = codes.year_of(facts.projects["quarter"])
    for column, values in (
        ("type", names["type"]),
        ("initiative", names["initiative"]),
        ("council", [one.code for one in facts.councils]),
    ):
        projects[column] = pd.Categorical.from_codes(
            facts.projects[column].astype(np.int16) - 1, categories=list(values)
        )
    offices = np.array([-1] + [council.office for council in facts.councils])
    projects["office"] = pd.Categorical.from_codes(
        offices[facts.projects["council"]], categories=[one.code for one in facts.offices]
    )
    participations = pd.DataFrame(dict(facts.participations))
    participations["project"] = np.repeat(np.arange(len(projects), dtype=np.int32), np.diff(facts.first))
    return projects, participations


def numbers(facts: Facts, projects: Any, participations: Any) -> dict[str, Any]:
    """As bench.figures.compared gives them."""
    paths = codes.Paths(len(facts.enumerations["dropout_reason"]))
    screening, presented, begun, progress = paths.parts()
    path = participations["path"].to_numpy()
    began = pd.Series(begun[path])
    own = began.groupby(participations["project"]).sum().reindex(projects.index, fill_value=0)
    projects = projects.assign(participants=own + projects["reported"])
    completed = projects[projects["standing"] == codes.COMPLETED]
    running = projects["standing"].isin([codes.ACTIVE, codes.COMPLETED]).to_numpy()
    counted = participations[running[participations["project"].to_numpy()]]
    steps = counted["path"].to_numpy()
    at = counted["outcomes"].to_numpy()
    reached = {
        "invited": np.ones(len(counted), bool),
        "screened": screening[steps] > 0,
        "suitable": screening[steps] == 2,
        "matched": presented[steps],
        "started": begun[steps],
        "completed": progress[steps] == codes.FINISHED,
        "dropped": (progress[steps] >= codes.DROPPED) & begun[steps],
    }
    for place, months in ((1, 3), (2, 6), (3, 12)):
        kind = at // codes.OUTCOME_BASE**place % codes.OUTCOME_BASE
        reached[f"job_{months}"] = np.isin(kind, [1, 2])
        reached[f"education_{months}"] = kind == 3
        reached[f"apprenticeship_{months}"] = kind == 4
    reasons = pd.Series(progress[steps]).value_counts()
    people = counted["person"][begun[steps]] // codes.SKILLS
    situations = people.value_counts()
    return {
        "4.1": _plain(completed.groupby("year").size()),
        "4.2": _plain(completed.groupby("year")["participants"].sum()),
        "4.4": _plain(_by(completed, ["office", "year"])["participants"].sum()),
        "4.5": _plain(_by(completed, ["council"])["participants"].sum()),
        "4.8": _plain(_by(completed, ["type"])["participants"].sum()),
        "4.9": _plain(_by(completed, ["type", "year"]).size()),
        "initiators": _plain(_by(completed, ["initiative"]).size()),
        "funnel": {step: int(found.sum()) for step, found in reached.items()},
        "dropouts": {
            reason: int(reasons.get(codes.DROPPED + place, 0))
            for place, reason in enumerate(facts.enumerations["dropout_reason"])
        },
        "situations": {
            name: int(situations.get(place, 0))
            for place, name in enumerate(("unknown", *facts.enumerations["situation"]))
        },
    }


def _by(frame: Any, keys: list[str]) -> Any:
    filled = frame.assign(
        **{
            key: frame[key].cat.add_categories("unknown").fillna("unknown")
            for key in keys
            if key != "year" and frame[key].isna().any()
        }
    )
    return filled.groupby(keys, observed=True)


def _plain(series: Any) -> dict[str, int]:
    return {
        "/".join(map(str, key if isinstance(key, tuple) else (key,))): int(number)
        for key, number in series.items()
        if number
    }
