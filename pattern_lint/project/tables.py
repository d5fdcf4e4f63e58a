"""Which classes are tables of an object-relational mapper, and not merely a part of some."""

from __future__ import annotations

from ..knowledge.words import names_of
from .definitions import Definitions
from .resolver import Resolver

OF_FLASK = ".db.Model"
"""What a base that finds a name for each table below it is called everywhere, for where the project does not show what
`db` is."""
_TABLE, _INHERITANCE = "__tablename__", "__mapper_args__"


def is_mapped(cls: str, definitions: Definitions, resolver: Resolver) -> bool:
    """Whether a class is a table itself: by a name that it has for it, or that its base finds for its heirs."""
    fact = definitions.classes[cls]
    if _TABLE in fact.assigned or not fact.assigned or _INHERITANCE in fact.assigned:
        return _TABLE in fact.assigned
    above = resolver.linear(cls)[1:]
    if any(base in names_of("naming-bases") or base.endswith(OF_FLASK) for base in above):
        return True
    direct = {resolver.resolve(base) for base in fact.bases if base}
    ours = [definitions.classes[base] for base in above if base in definitions.classes]
    is_declared = any("as_declarative" in name for each in ours for name in each.decorators)
    bases = names_of("declarative-bases")
    is_below = is_declared or (bases.isdisjoint(direct) and not bases.isdisjoint(above))
    return is_below and any(_TABLE in each.methods for each in ours)
