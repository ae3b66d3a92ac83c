"""Starts what the site needs on one machine: an embedded PostgreSQL, the data, and the web server."""
