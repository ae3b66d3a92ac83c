"""Calculations that take their time: ordered, carried out by a worker, stopped by people, kept, and done again.

Each kernel that answers in the background says here how (`solvers.register`). This room knows what a run is, and
nothing of what it is about: no project, no person. Whoever gathers facts about persons for a run keeps them in
walled tables of its own, and gives this room only what tells of nobody.
"""
