"""A made-up round for the demonstration: as many asked and answering as the evaluation of 2021 published, and answers
that have its shares, where these do not contradict each other. Nobody was asked, and it is always marked as made up."""

from __future__ import annotations

from jobveu.surveys.synthetic.making import NAME, SEED, made_up_round

__all__ = ["NAME", "SEED", "made_up_round"]
