"""`jobveu match`: its options. What is done with them is imported only then, since it needs the solver."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

INFEASIBLE, NOTHING_FOUND, DIFFERENT = 3, 4, 5
"""Exit codes."""
SCHEMAS = ("problem", "answer")


def add_to(commands: Any) -> None:
    """Adds the command to the parser of `jobveu`."""
    match = commands.add_parser("match", help="propose who gets which position and which place on a hold")
    actions = match.add_subparsers(required=True, metavar="ACTION")

    one = actions.add_parser(
        "solve",
        help="solve a problem, with the proof of how good the answer is",
        description="Ctrl-C stops the search, and the best that was found is the answer. The exit code is 0 with a "
        f"proposal, {INFEASIBLE} when none can meet all requirements, {NOTHING_FOUND} when none was found in time.",
    )
    what = one.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="a problem as JSON; - reads the input"
    )
    what.add_argument("--gap", type=Path, metavar="FILE", help="a generalised assignment instance instead")
    one.add_argument("--sense", choices=("max", "min"), help="with --gap: the greatest worth or the least")
    one.add_argument("--mode", choices=("best", "stable"), default="best", help="best objective, or stable")
    one.add_argument("--time-limit", type=_seconds, metavar="S", help="stop after so many seconds")
    one.add_argument(
        "--work-limit", type=_number, metavar="N", help="stop after so much work, as `work` counts it"
    )
    one.add_argument("--seed", type=_number, default=0, metavar="N", help="for what is decided by lot (0)")
    one.add_argument(
        "--explain",
        action="append",
        default=[],
        metavar="PERSON",
        help="why here, why not there; `all` for everybody",
    )
    one.add_argument("--language", choices=("da", "en"), default="da", help="of the words (da)")
    one.add_argument("--json", action="store_true", help="the answer as JSON")
    one.set_defaults(command=_solve)

    again = actions.add_parser(
        "replay",
        help="solve again as an answer was made, and compare",
        description=f"The exit code is 0 when the answer is the same, {DIFFERENT} when it is another.",
    )
    again.add_argument("file", type=Path, metavar="PROBLEM")
    again.add_argument("answer", type=Path, metavar="ANSWER", help="what solve --json gave")
    again.set_defaults(command=_replay)

    schema = actions.add_parser("schema", help="print the JSON Schema of the problem or the answer")
    schema.add_argument("of", choices=SCHEMAS)
    schema.set_defaults(command=_schema)


def _solve(options: argparse.Namespace) -> int:
    from jobveu.answering.matching import running

    return running.solve_file(options)


def _replay(options: argparse.Namespace) -> int:
    from jobveu.answering.matching import running

    return running.replay(options)


def _schema(options: argparse.Namespace) -> int:
    from jobveu.answering.matching import running

    return running.print_schema(options)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return seconds


def _number(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)
