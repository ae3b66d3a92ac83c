"""Matching: its files, its words, and `jobveu match`."""
