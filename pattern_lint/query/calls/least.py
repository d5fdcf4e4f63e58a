"""Calls that count only where they are given enough: `get` of a session takes a class and a key."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from ...lang.python.module import Module
from ..naming.names import Names, name_set
from .arguments import completed
from .calls import Called, asked_of
from .renamed import name_given


class LeastGiven:
    """How much the calls of some names have to be given in all, and by position alone."""

    def __init__(self, in_all: Mapping[str, int], by_position: Mapping[str, int]) -> None:
        self._in_all, self._by_position = _ready(in_all), _ready(by_position)

    def holds(self, called: Called, node: ast.Call, module: Module) -> bool:
        """Whether a call is given as much as one of its name has to be; what is unpacked may be as much."""
        call = completed(node, module, called.scope)
        if any(word.arg is None for word in call.keywords) or any(isinstance(each, ast.Starred) for each in call.args):
            return True
        asked = [asked_of(called)]
        otherwise = name_given(called.node, called.scope, module)
        asked += [asked[0]._replace(receiver=otherwise[1])] if otherwise is not None else []
        by_position = len(call.args)
        wanted = [(by_position + len(call.keywords), each) for each in self._in_all]
        wanted += [(by_position, each) for each in self._by_position]
        return all(
            given >= least or not any(name_set(names).match(each, module.roots).holds for each in asked)
            for given, (names, least) in wanted
        )


def _ready(least: Mapping[str, int]) -> list[tuple[Names, int]]:
    return [((name,), count) for name, count in least.items()]
