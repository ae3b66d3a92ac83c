"""What figures are counted from: columns of small codes, without names, CPR numbers, pseudonyms or days."""

from jobveu.insight.facts.values import (
    Council,
    Example,
    Facts,
    Grant,
    LabourForce,
    Office,
    Reference,
    Shortage,
)

__all__ = ["Council", "Example", "Facts", "Grant", "LabourForce", "Office", "Reference", "Shortage"]
