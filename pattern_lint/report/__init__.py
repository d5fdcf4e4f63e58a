"""Renders outcomes; one module a format."""
