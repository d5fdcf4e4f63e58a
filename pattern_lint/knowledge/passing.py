"""What calls make of what they are given: which hand it on as it is, and which give something of another sort."""

from __future__ import annotations

HANDING_ON = "handing-on"
"""The list of functions whose value holds what they are given."""

ASKED_BY_NAME = "builtins.getattr"
"""Gives what its first argument has under a name, as an attribute does, or else what it is given last."""

EACH_BY_NAME = "builtins.map"
"""Gives what the function that it is given first makes of each element of the rest."""

OF_ANOTHER_SORT: frozenset[str] = frozenset(
    (
        "isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper "
        "startswith endswith count index rindex find rfind __len__ __contains__ issubset issuperset isdisjoint "
        "is_integer bit_length timestamp toordinal weekday isoweekday exists is_file is_dir"
    ).split()
)
"""Methods that only tell something about what they are asked of, by their names."""

WITH_ARGUMENTS: frozenset[str] = frozenset({"replace", "join", "format", "format_map", "substitute", "safe_substitute"})
"""Methods of texts whose value holds what they are given as well."""

BUILDING: frozenset[str] = frozenset({"join", "format", "format_map", "substitute", "safe_substitute"})
"""Methods that build a text of parts."""

FILLING: frozenset[str] = frozenset("append add extend insert update appendleft write setdefault".split())
"""Methods by which something comes into what they are called on."""
