"""Texts, numbers and f-strings that are written out: where they stand, of what form they are, whether they may be."""
