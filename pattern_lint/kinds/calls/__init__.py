"""Calls, constructions and decorations: what they are given, where they stand, and what becomes of them."""
