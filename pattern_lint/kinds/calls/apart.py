"""Calls of which none may run after another one of its function, unless both stand where they belong together, or
stand beside another one at all."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...flow.order import second_of
from ...lang.python.walking import start_of
from ...query.answers import Answer, opposite
from ..site_kind import Site


class Placed(NamedTuple):
    """A call, and whether it stands where calls belong together."""

    site: Site
    together: Answer

    @property
    def is_kept(self) -> bool:
        return bool(self.together.holds) and not self.together.when


def paired(found: Sequence[Placed]) -> Iterator[Site]:
    """The calls of a function; the first that runs after another one knows of it, unless they belong together.

    Where only the project tells whether a call belongs to others, it is a site where it does not, unless one of the
    two surely stands alone.
    """
    placed = {each.site.node: each for each in found if isinstance(each.site.node, ast.expr)}
    module, scope = found[0].site.module, found[0].site.scope
    pair = second_of(placed, module, scope, [node for node, each in placed.items() if each.is_kept])
    for node, each in placed.items():
        if pair is None or node is not pair[1]:
            yield _alone(each)
        else:
            first = placed[pair[0]]
            is_surely_apart = any(each.together.holds is False for each in (first, each))
            site, other = (first.site, each.site) if is_surely_apart else (_alone(first), _alone(each))
            yield other._replace(subject=site)


def _alone(placed: Placed) -> Site:
    site = placed.site
    return site if placed.is_kept else site._replace(when=(*site.when, *opposite(placed.together).when))


def further(found: Sequence[Site], within: str) -> Iterator[Site]:
    """The calls of a file, each but the first one in its function, class or the file with that as what it follows."""
    firsts: dict[object, Site] = {}
    for site in sorted(found, key=lambda each: start_of(each.node)):
        home = {"function": site.scope.function, "class": site.scope.owner, "file": site.module}[within]
        if home is None:  # outside of functions and classes there may be more
            yield site
        elif home in firsts:
            yield site._replace(subject=firsts[home], when=(*site.when, *firsts[home].when))
        else:
            firsts[home] = site
            yield site
