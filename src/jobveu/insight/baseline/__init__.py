"""What the evaluation of 2021 published itself, and where it belongs beside our figures."""

from jobveu.common.exactness import Exactness
from jobveu.insight.baseline.lookup import beside, beside_table, rank
from jobveu.insight.baseline.values import PERIOD, PUBLISHED, Contradiction, Published

__all__ = [
    "PERIOD",
    "PUBLISHED",
    "Contradiction",
    "Exactness",
    "Published",
    "beside",
    "beside_table",
    "rank",
]
