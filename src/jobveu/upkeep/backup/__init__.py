"""Backups: one file with the database and the attachments, never the keys; made, kept, checked and restored."""
