"""Packs: kinds, cards, profiles, lists of names and roles that other packages bring along by an entry point.

`pack.py` is what a package declares, `installed.py` finds which packages do (without importing them, because every run
asks), `loaded.py` imports them for the catalogue.
"""
