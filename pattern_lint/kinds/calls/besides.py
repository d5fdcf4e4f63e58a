"""What the function does besides a call."""

from __future__ import annotations

from ...lang.python.module import name_of
from ...query.answers import some
from ...query.calls.calls import asked_of
from ...query.naming.names import Asked, NameSet
from ..site_kind import Site
from .company import is_given_another_text, others


def calls_besides(site: Site, names: NameSet, *, same: bool = False) -> bool:
    """Whether the function may call one of some names anywhere, and not of what is surely another thing."""
    module = site.module
    meant = (call for call in others(site) if not (same and is_given_another_text(call, site)))
    found = [names.match(asked_of(call), module.roots) for call in meant]
    bound = (call.node.args[0] for call in others(site) if call.symbol == "functools.partial" and call.node.args)
    found += [names.match(Asked(module.symbol(each, site.scope), name_of(each)), module.roots) for each in bound]
    return some(found).holds is not False
