"""Course planning across schools: the holds that schools offer, plans that coordinators order, and what they decide.

Numbers of organisations only: nothing here tells of a person.
"""
