"""Whether the downgrade of a migration takes back what its upgrade makes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...lang.python.blocks import only_raises
from ...lang.python.constants import constant
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in
from ...query.expressions.constants import constant_of

_MAKING = {"create_table": "table", "add_column": "column"}
_DROPPING = frozenset({"drop_table", "drop_column", "drop_all", "rename_table"})
_RUNNING = "execute"
"""What runs a statement that says by itself what it does."""
_ASKING = frozenset(
    {"get_bind", "get_context", "inspect", "get_inspector", "get_table_names", "get_columns", "get_indexes"}
)
"""What only tells how things are."""
_ASIDE = frozenset({"drop_table", "drop_column", "rename_table", "alter_column"})
"""What upgrades do with what they make only for a while."""


class Made(NamedTuple):
    """A table or column that an upgrade makes."""

    sort: str
    name: str


def faults_of_undoing(module: Module) -> list[tuple[ast.AST, str]] | None:
    """What a downgrade leaves undone, each with its place; None where there is nothing to undo."""
    functions = {scope.name: scope for scope in module.index.functions if scope.parent is module.scope}
    upgrade, downgrade = functions.get("upgrade"), functions.get("downgrade")
    if upgrade is None:
        return None
    if not _work(upgrade):
        return []
    if downgrade is None:
        return [] if "downgrade" in module.scope.bindings else [(upgrade.node, "upgrade has no downgrade beside it")]
    work = _work(downgrade)
    if not work:
        return [(downgrade.node, "downgrade does nothing, though upgrade does something")]
    if all(isinstance(each, ast.Raise) for each in work) or only_raises(work):
        return [(downgrade.node, "downgrade only raises, though upgrade does something")]
    left = list(_left_behind(module, upgrade, downgrade, functions))
    return [(downgrade.node, f"downgrade does not drop the {each.sort} {each.name}") for each in left]


def _work(scope: Scope) -> list[ast.stmt]:
    """The statements of a function that do something."""
    assert isinstance(scope.node, FunctionNode)
    return [each for each in scope.node.body if not _is_idle(each)]


def _is_idle(node: ast.stmt) -> bool:
    if isinstance(node, ast.Return):
        return node.value is None or isinstance(node.value, ast.Constant)
    if isinstance(node, ast.If):  # whichever way it goes
        return all(map(_is_idle, (*node.body, *node.orelse)))
    if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Call):
        return name_of(node.value.func) in _ASKING
    is_said = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_said or isinstance(node, (ast.Pass, ast.Import, ast.ImportFrom))


def _left_behind(module: Module, upgrade: Scope, downgrade: Scope, functions: dict[str, Scope]) -> Iterator[Made]:
    """What is made and not dropped; whoever drops what is not said by name may drop anything of the sort."""
    undoing = [node for scope in _with_helpers(downgrade, functions) for node in nodes_in(scope.node)]
    calls = [node for node in undoing if isinstance(node, ast.Call)]
    drops = [call for call in calls if _called(call) in _DROPPING]
    unsaid = {sort for call in calls for sort in _dropped_unsaid(call, module, downgrade)}
    if any(isinstance(call.func, ast.Name) and call.func.id not in functions for call in calls):
        return
    texts = [node.value for node in undoing if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    words = {word for text in texts for word in text.replace('"', " ").replace("`", " ").replace(".", " ").split()}
    words |= {value for call in drops for arg in call.args if isinstance(value := _value(module, arg, downgrade), str)}
    nodes = [node for scope in _with_helpers(upgrade, functions) for node in nodes_in(scope.node)]
    made_calls = [node for node in nodes if isinstance(node, ast.Call)]
    aside = [call for call in made_calls if _called(call) in _ASIDE]
    passing = {_value(module, arg, upgrade) for call in aside for arg in call.args}
    for call in made_calls:
        made = _made(module, call, upgrade)
        tables = set(_tables(module, call, upgrade)) if made and made.sort == "column" else set()
        if made is None or made.sort in unsaid:
            continue
        if made.name not in words | passing and not _is_gone(tables, drops, module, downgrade):
            yield made


def _tables(module: Module, call: ast.Call, scope: Scope) -> Iterator[object]:
    """The table that a column is added to: given first, or that of the batch around."""
    batches = (each.items[0].context_expr for each in module.ancestors(call) if isinstance(each, ast.With))
    for made in (call, *(each for each in batches if isinstance(each, ast.Call))):
        yield from (_value(module, arg, scope) for arg in made.args[:1] if not isinstance(arg, ast.Call))


def _dropped_unsaid(call: ast.Call, module: Module, scope: Scope) -> Iterator[str]:
    """The sorts of which a call may drop any, as it does not say by a text which: a table goes with its columns."""
    name = _called(call)
    if name not in _DROPPING and name != _RUNNING:
        return
    given = [arg.args[0] if isinstance(arg, ast.Call) and arg.args else arg for arg in call.args[:2]]
    if not all(isinstance(_value(module, arg, scope), str) for arg in given):
        yield from ("column",) if name == "drop_column" else _MAKING.values()


def _is_gone(tables: set[object], drops: list[ast.Call], module: Module, scope: Scope) -> bool:
    """Whether the table of a column is dropped as a whole."""
    whole = [call for call in drops if _called(call) == "drop_table"]
    return any(_value(module, arg, scope) in tables for call in whole for arg in call.args[:1])


def _made(module: Module, call: ast.Call, scope: Scope) -> Made | None:
    sort = _MAKING.get(_called(call))
    if sort is None or not call.args:
        return None
    given = call.args[0] if sort == "table" else next((a for a in call.args[:2] if isinstance(a, ast.Call)), None)
    if isinstance(given, ast.Call):
        given = given.args[0] if given.args else None
    name = _value(module, given, scope) if given is not None else None
    return Made(sort, name) if isinstance(name, str) else None


def _with_helpers(scope: Scope, functions: dict[str, Scope]) -> list[Scope]:
    """A function and the functions of the module that it leads to."""
    found = [scope]
    for each in found:  # grows on the way
        names = (node.id for node in nodes_in(each.node) if isinstance(node, ast.Name))
        found += [functions[name] for name in names if name in functions and functions[name] not in found]
    return found


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _value(module: Module, node: ast.expr, scope: Scope) -> object:
    return constant_of(constant(module, node, scope))
