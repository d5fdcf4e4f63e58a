"""Queries of an object-relational mapper."""
