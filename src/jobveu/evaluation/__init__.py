"""The evaluation as code: the whole report from a snapshot and a round, written from the numbers."""
