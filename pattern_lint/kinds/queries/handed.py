"""Which functions of the project a statement goes through before it is run, and which give conditions for it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence, Set
from typing import NamedTuple

from ...lang.python.assigning import is_assignment, targets_of
from ...lang.python.module import Module, name_of
from ...lang.python.walking import nodes_in
from ...query.origins.statements import Query, chain_of, is_ended, names_of_query

RUNNING = ("exec", "execute", "scalar", "scalars", "stream", "stream_scalars")
_PASSING = frozenset(RUNNING).union(
    "union union_all exists in_ notin_ not_in append compile print str select_from select".split()
)
"""What runs a statement, or makes it a part of another, and adds nothing to it."""
_MOST_NAMES = 4


class Handed(NamedTuple):
    """A function of the project that a statement goes through."""

    symbol: str
    is_run: bool
    """Whether what it gives is surely run where it is called, so that no one else can add to it."""


def handed_to(query: Query, module: Module) -> tuple[Handed, ...] | None:
    """The functions of the project that a statement is given to; None where others may add to it, too, or it is given
    back to one who may. Rows are no statement."""
    home = query.scope.function if not is_ended(query.outer) else None
    if home is None:
        return ()
    nodes = nodes_in(home.node)
    own = names_of_query(query, nodes)
    found, names = _followed(query, own, nodes, module)
    is_ours = all(symbol[: symbol.find(".")] in module.roots for symbol in found.values())
    if not is_ours or any(_gives_back(node, query, own, found) for node in nodes):
        return None
    calls = (node for node in nodes if isinstance(node, ast.Call) and (node in found or name_of(node.func) in RUNNING))
    taken = {each.id for call in calls for each in call.args if isinstance(each, ast.Name)} & names
    return tuple(Handed(symbol, _is_run(call, found, taken, module)) for call, symbol in found.items())


def _followed(
    query: Query, own: Set[str], nodes: Sequence[ast.AST], module: Module
) -> tuple[dict[ast.AST, str], Set[str]]:
    """The calls that a statement is given to, or what others make of it, each with its symbol, and all variables that
    keep such."""
    found: dict[ast.AST, str] = {}
    names = own
    for _ in range(_MOST_NAMES):
        before = len(found)
        given = _given({query.outer, *found}, names, nodes)
        found |= {call: module.symbol(call.func, query.scope) or "" for call in given}
        if len(found) == before:
            break
        keeping = (each for each in nodes if is_assignment(each) and each.value and _begin(each.value, found) in found)
        names = names | {each.id for node in keeping for each in targets_of(node) if isinstance(each, ast.Name)}
    return found, names


def _given(statements: Collection[ast.AST], names: Set[str], nodes: Sequence[ast.AST]) -> Iterator[ast.Call]:
    """The calls that are given a statement, but for those that only pass it on."""
    for node in nodes:
        if isinstance(node, ast.Call) and name_of(node.func) not in _PASSING:
            given = (*node.args, *(word.value for word in node.keywords))
            if any(_is_one(each, statements, names) for each in given):
                yield node


def _is_one(node: ast.AST, statements: Collection[ast.AST], names: Set[str]) -> bool:
    return node in statements or (isinstance(node, ast.Name) and node.id in names)


def _gives_back(node: ast.AST, query: Query, names: Set[str], handed: Collection[ast.AST]) -> bool:
    """Whether a node gives a statement itself to whoever has called; what a function made of it may be rows."""
    value = node.value if isinstance(node, (ast.Return, ast.Yield)) else None
    if value is None or is_ended(value):
        return False
    begin = _begin(value, handed)
    return begin not in handed and (value is query.outer or _is_one(begin, (), names))


def _begin(node: ast.AST, handed: Collection[ast.AST]) -> ast.AST:
    """What the first method of a chain is called on, waited for or not, or the call of a function in it."""
    while node not in handed:
        if isinstance(node, (ast.Await, ast.Attribute)):
            node = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            node = node.func.value
        else:
            break
    return node


def _is_run(call: ast.AST, handed: Collection[ast.AST], taken: Set[str], module: Module) -> bool:
    """Whether what a call gives is run where it stands, or by a call that takes it, there or by a name."""
    assert isinstance(call, ast.Call)
    outer = chain_of(call, module)[-1]
    around = module.index.parents.get(outer)
    around = module.index.parents.get(around) if isinstance(around, ast.Await) else around
    if isinstance(around, ast.Call):
        return is_ended(outer) or around in handed or name_of(around.func) in RUNNING
    names = {each.id for each in targets_of(around) if isinstance(each, ast.Name)}
    return is_ended(outer) or not names.isdisjoint(taken)
