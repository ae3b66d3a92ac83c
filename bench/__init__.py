"""Measures the site at its real volume and at a hundred times of it: `make bench`."""
