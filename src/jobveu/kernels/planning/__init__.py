"""Which holds run where and when, for the demand of many across schools: the best plan with its proof, and why.

`solve` answers a `Problem` with an `Answer`; `lacking` says what each hold that does not run lacks and who could fill
it, `why_unserved` why somebody gets no place, `Lowering` what comes of a lower minimum, and `each_alone` what the
schools would come to each by itself.
"""

from jobveu.kernels.planning.alone import Alone, each_alone
from jobveu.kernels.planning.answers import Answer
from jobveu.kernels.planning.lacking import lacking, why_unserved
from jobveu.kernels.planning.lowering import Lowering
from jobveu.kernels.planning.solving import VERSION, solve
from jobveu.kernels.planning.values import Problem

__all__ = [
    "VERSION",
    "Alone",
    "Answer",
    "Lowering",
    "Problem",
    "each_alone",
    "lacking",
    "solve",
    "why_unserved",
]
