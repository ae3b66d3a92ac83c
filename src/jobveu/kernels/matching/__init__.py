"""Who gets which position and which place on a hold: the best proposal with its proof, or a stable one, and why.

`solve` and `stable` answer a `Problem` with an `Answer`; `explain` says of one person why here, why not there, and what
single change would have changed it. `assignment` reads and solves generalised assignment instances.
"""

from jobveu.kernels.matching.answers import Answer, Explanation, Mode, State
from jobveu.kernels.matching.explaining import explain
from jobveu.kernels.matching.solving import VERSION, solve
from jobveu.kernels.matching.stability import stable
from jobveu.kernels.matching.values import Problem
from jobveu.kernels.values import NotUnderstood

__all__ = [
    "VERSION",
    "Answer",
    "Explanation",
    "Mode",
    "NotUnderstood",
    "Problem",
    "State",
    "explain",
    "solve",
    "stable",
]
