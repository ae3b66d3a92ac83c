"""What a survey of some tells of all: weights, estimates with their errors, intervals, response rates, and whether a
change is more than chance. Pure functions of numbers; docs/surveys.md has the formulas and where they come from."""
