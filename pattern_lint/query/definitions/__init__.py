"""Classes and functions that cards are about: how they are found, decorators, bases, fields, members, tables."""
