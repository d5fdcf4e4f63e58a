"""Imports that only annotations use."""
