"""What a closed round of a survey says: response, weights, each item by group, and change since 2021; nothing of it tells
what one to four persons answered."""

from jobveu.insight.surveys.analysis import Analysis, analyse
from jobveu.insight.surveys.change import Comparison, Verdict
from jobveu.insight.surveys.groups import ALL, Division, Group
from jobveu.insight.surveys.items import ItemTable, Measured, Row
from jobveu.insight.surveys.response import Response, ResponseRow

__all__ = [
    "ALL",
    "Analysis",
    "Comparison",
    "Division",
    "Group",
    "ItemTable",
    "Measured",
    "Response",
    "ResponseRow",
    "Row",
    "Verdict",
    "analyse",
]
