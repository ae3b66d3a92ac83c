"""Which cells of tables of persons have to be withheld, so that none that is small can be inferred from the others.

`cube` makes a count by several dimensions with all its totals, `Tables.joined` puts tables of one snapshot together,
`protect` says which cells are withheld, with a proof that `proves` checks; `attack` tells what can be found out.
"""

from jobveu.kernels.disclosure.attacking import Interval, attack
from jobveu.kernels.disclosure.cubes import cube
from jobveu.kernels.disclosure.dimensions import ALL, Dimension, Grid
from jobveu.kernels.disclosure.errors import Contradictory, Impossible, Key
from jobveu.kernels.disclosure.protecting import protect
from jobveu.kernels.disclosure.proving import proves
from jobveu.kernels.disclosure.values import ONE_TO_FOUR, Protection, Rule, Sum, Tables

__all__ = [
    "ALL",
    "ONE_TO_FOUR",
    "Contradictory",
    "Dimension",
    "Grid",
    "Impossible",
    "Interval",
    "Key",
    "Protection",
    "Rule",
    "Sum",
    "Tables",
    "attack",
    "cube",
    "protect",
    "proves",
]
