"""Writes about organisations, their contacts and members, and the dialogue with them."""
