"""Charts of published tables as pictures, each with its words: for a page that has room, for one on a phone, and to go
where no page stands around them."""

from jobveu.insight.charts.alone import picture
from jobveu.insight.charts.content import nothing_to_draw
from jobveu.insight.charts.drawing import described, spec, svg

__all__ = ["described", "nothing_to_draw", "picture", "spec", "svg"]
