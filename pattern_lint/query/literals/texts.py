"""The texts that stand in a module, and where."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...lang.python.walking import start_of
from ..expressions.pieces import is_sum
from .filled import with_constants
from .listed import SPLIT, lists_of_members, split_texts
from .literals import Around, Written, is_named_by_text, written_as


def keys(module: Module) -> frozenset[str]:
    """The texts by which something may be called: keys, what is compared, and what is looked up."""
    constants = module.index.constants
    return frozenset([node.value for node, parent in constants if isinstance(node.value, str) and _may_name(parent)])


def _may_name(parent: ast.AST) -> bool:
    """Whether a text in a node may be the name of something else in it."""
    if parent.__class__ is not ast.Call:
        return parent.__class__ in _NAMING
    assert isinstance(parent, ast.Call)
    return is_named_by_text(parent)


_NAMING = (ast.Dict, ast.Subscript, ast.Compare)


class Texts:
    """The texts that stand in a module, which takes less than to tell what they are given to.

    Texts of several parts are among them, and so are their parts and those of texts that are split; docstrings are not.
    Where they are asked for, so are the names of the members that a collection is made of.
    """

    def __init__(self, module: Module, *, members: bool) -> None:
        self._parents = module.index.parents
        self._constants = module.index.constants
        composed = [written_as(node, scope) for node, scope in _composed(module)]
        built = [
            text for each in composed if each is not None and each.shape != "number" for text in _shown(each, module)
        ]
        split = (call.node for call in module.named_calls.get(SPLIT, ()))
        parts: list[tuple[ast.AST, str]] = [
            (node, part) for node in split if isinstance(node, ast.Call) for part in split_texts(node)
        ]
        parts += [(node, name) for node, names in lists_of_members(module) for name in names] if members else []
        self._built = [*built, *parts]
        self.all = module.texts.union([text for _, text in self._built])

    def around(self, texts: Collection[object], *, others: bool) -> Around:
        """Where some of the texts stand; numbers and bytes, too, where they are asked for."""
        statements: dict[ast.AST, None] = {}
        found: set[ast.AST] = set()
        pending = [(node, self._parents.get(node)) for node, text in self._built if text in texts]
        pending += [
            (node, parent)
            for node, parent in self._constants
            if (node.value in texts if node.value.__class__ is str else others)
        ]
        for node, above in pending:
            found.add(node)
            parent = above
            while parent is not None and parent not in found:
                if isinstance(parent, ast.stmt):
                    statements[parent] = None
                    break
                found.add(parent)
                parent = self._parents.get(parent)
        ways = {each: self._way_out(each, statements) for each in statements}
        outer = sorted((each for each, way in ways.items() if not way), key=start_of)
        return Around(outer, found.union(*ways.values()))

    def _way_out(self, statement: ast.AST, others: Collection[ast.AST]) -> list[ast.AST]:
        """A statement and what is around it, up to another one; nothing where it lies in none."""
        way = [statement]
        around = self._parents.get(statement)
        while around is not None and around not in others:
            way.append(around)
            around = self._parents.get(around)
        return way if around is not None else []


def _shown(written: Written, module: Module) -> Iterator[tuple[ast.AST, str]]:
    """A text of several parts as it stands there, and with the constants that fill it."""
    yield from ((written.node, str(each.value)) for each in dict.fromkeys([written, with_constants(written, module)]))


def _composed(module: Module) -> Iterator[tuple[ast.expr, Scope]]:
    """What may be a text of several parts; a sum is one, and not each sum that begins it."""
    parents, nodes = module.index.parents, module.index.nodes
    yield from (
        (call.node, call.scope) for call in module.named_calls.get("format", ()) if isinstance(call.node, ast.expr)
    )
    yield from ((node, scope) for node, scope in nodes.get(ast.JoinedStr, ()) if isinstance(node, ast.JoinedStr))
    for node, scope in nodes.get(ast.BinOp, ()):
        if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.BitOr):
            parent = parents.get(node)
            if not (is_sum(node) and is_sum(parent) and node is parent.left):
                yield node, scope
