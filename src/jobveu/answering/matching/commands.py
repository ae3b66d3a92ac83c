"""`jobveu match`: its options. What is done with them is imported only then, since it needs the solver."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from jobveu.answering import options


def add_to(commands: Any) -> None:
    """Adds the command to the parser of `jobveu`."""
    match = commands.add_parser("match", help="propose who gets which position and which place on a hold")
    actions = match.add_subparsers(required=True, metavar="ACTION")

    one = actions.add_parser(
        "solve",
        help="solve a problem, with the proof of how good the answer is",
        description=options.CODES,
    )
    what = one.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="a problem as JSON; - reads the input"
    )
    what.add_argument("--gap", type=Path, metavar="FILE", help="a generalised assignment instance instead")
    one.add_argument("--sense", choices=("max", "min"), help="with --gap: the greatest worth or the least")
    one.add_argument("--mode", choices=("best", "stable"), default="best", help="best objective, or stable")
    one.add_argument(
        "--explain",
        action="append",
        default=[],
        metavar="PERSON",
        help="why here, why not there; `all` for everybody",
    )
    options.add_search(one)
    one.set_defaults(command=_solve)

    options.add_replay(actions).set_defaults(command=_replay)
    options.add_schema(actions).set_defaults(command=_schema)


def _solve(given: argparse.Namespace) -> int:
    from jobveu.answering.matching import running

    return running.solve_file(given)


def _replay(given: argparse.Namespace) -> int:
    from jobveu.answering.matching import running

    return running.replay(given)


def _schema(given: argparse.Namespace) -> int:
    from jobveu.answering.matching import running

    return running.print_schema(given)
