"""The order of the except clauses of one try: which of them can never run."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.caught import caught_types
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..site_kind import Judgement, Site

_EVERYTHING = ["builtins.BaseException"]


def later_clauses(module: Module) -> Iterator[tuple[ast.ExceptHandler, Scope, list[ast.ExceptHandler]]]:
    """The clauses that stand behind others of their try, with these."""
    for node, scope in module.of(ast.Try, ast.TryStar):
        assert isinstance(node, ast.Try | ast.TryStar)
        for place in range(1, len(node.handlers)):
            yield node.handlers[place], scope, node.handlers[:place]


def hidden(site: Site, before: list[ast.ExceptHandler]) -> Iterator[Judgement]:
    """A clause never runs where those before it catch all that it catches; the first of these is named."""
    module, clause = site.module, site.node
    assert isinstance(clause, ast.ExceptHandler)
    own, caught = _types(clause, site), tuple(_types(each, site) for each in before)
    for place, first in enumerate(before):
        line = module.header(first)[0]
        words = {"clause": _written(clause), "first": _written(first)}
        said = (
            f"`{words['clause']}:` can never run, because `{words['first']}:` on line {line} catches it first; put it "
            f"before that clause, or remove it"
        )
        related = [(module.path, line, "this clause catches it first")]
        when = (("hidden", "", (own, caught, place)),)
        yield Judgement("violates", said, related=related, when=when, words=words)


def _types(clause: ast.ExceptHandler, site: Site) -> tuple[str, ...]:
    """What a clause catches; "" stands for a class that is not known."""
    types = caught_types(site.module, clause.type, site.scope) if clause.type is not None else _EVERYTHING
    return tuple(symbol or "" for symbol in types)


def _written(clause: ast.ExceptHandler) -> str:
    return f"except {ast.unparse(clause.type)}" if clause.type is not None else "except"
