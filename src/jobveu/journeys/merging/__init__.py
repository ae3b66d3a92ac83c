"""Two records that are one: everything that pointed to either points to the one that is kept, and back again."""
