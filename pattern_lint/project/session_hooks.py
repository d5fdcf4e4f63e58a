"""What sessions of a project do by themselves: add criteria to all statements, and keep what they are to remove."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..lang.python.module import Module, name_of
from ..lang.python.scopes import FunctionNode
from ..lang.python.walking import nodes_in
from .topics import Topic

_REGISTRARS = frozenset({"listens_for", "listen"})
_OF_QUERIES = frozenset({"query_class", "generate_soft_delete_mixin_class"})
"""Names that say that models have queries of a class of their own, or bases of which a library hides rows."""
_NO_CRITERIA = frozenset(
    {"execution_options", "options", "prefix_with", "suffix_with", "with_hint", "with_statement_hint"}
)
"""Methods after which a statement finds what it found before."""
_ADDING = frozenset({"add", "add_all"})


def adds_criteria(module: Module) -> bool:
    """Whether a module adds criteria to whatever statement is run, or gives models queries of a class of its own."""
    return (
        not _OF_QUERIES.isdisjoint(module.mentioned)
        or _is_rewritten_with_loaders(module)
        or any(_rewrites(each) for each in _listeners(module, "do_orm_execute"))
        or any(_gives_back(each) for each in _listeners(module, "before_compile"))
    )


def keeps_removed(module: Module) -> bool:
    """Whether a module takes back what a session is about to remove, when it is written."""
    return any(_takes_back(each) for each in _listeners(module, "before_flush"))


CRITERIA = Topic("criteria", adds_criteria)
KEPT = Topic("kept-removed", keeps_removed)


def _listeners(module: Module, event: str) -> Iterator[FunctionNode]:
    """The functions that are called at an event of a session or of queries."""
    if _REGISTRARS.isdisjoint(module.named_calls):
        return
    for call in (each for name in sorted(_REGISTRARS) for each in module.named_calls.get(name, ())):
        given = call.node.args if isinstance(call.node, ast.Call) else []
        if any(isinstance(each, ast.Constant) and each.value == event for each in given):
            decorated = module.index.parents.get(call.node)
            named = {name_of(each) for each in given} - {""}
            nodes = [decorated, *(each.node for each in module.index.functions if each.name in named)]
            yield from (node for node in nodes if isinstance(node, FunctionNode))


def _rewrites(listener: FunctionNode) -> bool:
    """Whether other rows are found by what a listener puts in the place of a statement."""
    assigned = [each for each in nodes_in(listener) if isinstance(each, ast.Assign) and _is_statement(each)]
    return any(not _is_called(each.value, _NO_CRITERIA) for each in assigned)


def _is_statement(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Attribute) and target.attr == "statement" for target in node.targets)


def _is_called(node: ast.expr, names: frozenset[str]) -> bool:
    return isinstance(node, ast.Call) and name_of(node.func) in names


def _gives_back(listener: FunctionNode) -> bool:
    return any(isinstance(each, ast.Return) and each.value is not None for each in nodes_in(listener))


def _takes_back(listener: FunctionNode) -> bool:
    """Whether a listener looks at what is to be removed, and hands a session some of it again."""
    nodes = nodes_in(listener)
    looks = any(isinstance(each, ast.Attribute) and each.attr == "deleted" for each in nodes)
    return looks and any(isinstance(each, ast.Call) and _is_called(each, _ADDING) for each in nodes)


def _is_rewritten_with_loaders(module: Module) -> bool:
    for call in module.named_calls.get("with_loader_criteria", ()):
        if any(isinstance(each, ast.Assign) and _is_statement(each) for each in module.ancestors(call.node)):
            return True
    return False
