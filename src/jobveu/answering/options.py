"""The options that the commands of all kernels have."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

INFEASIBLE, NOTHING_FOUND, DIFFERENT = 3, 4, 5
"""Exit codes."""
SCHEMAS = ("problem", "answer")
CODES = (
    "Ctrl-C stops the search, and the best that was found is the answer. The exit code is 0 with a "
    f"proposal, {INFEASIBLE} when none can meet all requirements, {NOTHING_FOUND} when none was found in time."
)


def add_search(parser: argparse.ArgumentParser) -> None:
    """How long to search, how to decide by lot, and how to answer."""
    parser.add_argument("--time-limit", type=_seconds, metavar="S", help="stop after so many seconds")
    parser.add_argument(
        "--work-limit", type=number, metavar="N", help="stop after so much work, as `work` counts it"
    )
    parser.add_argument("--seed", type=number, default=0, metavar="N", help="for what is decided by lot (0)")
    parser.add_argument("--language", choices=("da", "en"), default="da", help="of the words (da)")
    parser.add_argument("--json", action="store_true", help="the answer as JSON")


def add_replay(actions: Any) -> argparse.ArgumentParser:
    """The action that solves again and compares."""
    again: argparse.ArgumentParser = actions.add_parser(
        "replay",
        help="solve again as an answer was made, and compare",
        description=f"The exit code is 0 when the answer is the same, {DIFFERENT} when it is another.",
    )
    again.add_argument("file", type=Path, metavar="PROBLEM")
    again.add_argument("answer", type=Path, metavar="ANSWER", help="what solve --json gave")
    return again


def add_schema(actions: Any) -> argparse.ArgumentParser:
    """The action that prints a schema."""
    schema: argparse.ArgumentParser = actions.add_parser(
        "schema", help="print the JSON Schema of the problem or the answer"
    )
    schema.add_argument("of", choices=SCHEMAS)
    return schema


def number(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return seconds
