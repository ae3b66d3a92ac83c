"""The second wall around persons: the database is told who acts, and lets through what is theirs.

Row-level security in PostgreSQL (the policies are in candidates/migrations) asks the settings `jobveu.*` of the
connection. `acting` says who acts now; the database backend in `base` tells each connection before it is used.
Knows no room, and no role.
"""
