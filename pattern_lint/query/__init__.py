"""The words in which cards say their rules: names, places, values, and what a call is given.

Every answer is three-valued, and may hang on what only the joined project knows (see `answers`).
"""
