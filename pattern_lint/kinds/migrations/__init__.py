"""Migrations of a database: whether they can be undone, and whether they make one chain."""
