"""`jobveu plan`: its options. What is done with them is imported only then, since it needs the solver."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from jobveu.answering import options


def add_to(commands: Any) -> None:
    """Adds the command to the parser of `jobveu`."""
    plan = commands.add_parser("plan", help="propose which holds run where and when, across schools")
    actions = plan.add_subparsers(required=True, metavar="ACTION")

    one = actions.add_parser(
        "solve",
        help="solve a problem, with the proof of how good the answer is",
        description=options.CODES,
    )
    one.add_argument("file", type=Path, metavar="FILE", help="a problem as JSON; - reads the input")
    options.add_search(one)
    one.add_argument(
        "--lower",
        type=options.number,
        default=0,
        metavar="N",
        help="tell what minimums lower by 1 to N would give, for each hold that does not run",
    )
    one.add_argument("--alone", action="store_true", help="compare with each school planning alone")
    one.set_defaults(command=_solve)

    options.add_replay(actions).set_defaults(command=_replay)
    options.add_schema(actions).set_defaults(command=_schema)


def _solve(given: argparse.Namespace) -> int:
    from jobveu.answering.planning import running

    return running.solve_file(given)


def _replay(given: argparse.Namespace) -> int:
    from jobveu.answering.planning import running

    return running.replay(given)


def _schema(given: argparse.Namespace) -> int:
    from jobveu.answering.planning import running

    return running.print_schema(given)
