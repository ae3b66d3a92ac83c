"""How long a run may take, in seconds."""

SHORTEST, USUAL, LONGEST = 5, 60, 600
"""The longest is well below what a job may take before it is taken for lost (upkeep.jobs.LONGEST)."""
