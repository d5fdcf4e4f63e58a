"""Whether the downgrade of a migration takes back what its upgrade makes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...lang.python.blocks import only_raises
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in
from ...lang.python.ways import entered_by
from .rounds import Round, rounds, said

_MAKING = {"create_table": "table", "add_column": "column"}
_DROPPING = frozenset({"drop_table", "drop_column", "drop_all", "rename_table"})
_RUNNING = "execute"
"""What runs a statement that says by itself what it does."""
_ASKING = frozenset(
    {"get_bind", "get_context", "inspect", "get_inspector", "get_table_names", "get_columns", "get_indexes"}
)
"""What only tells how things are."""
_ASIDE = frozenset({"drop_table", "drop_column", "rename_table"})
"""What upgrades do with what they make only for a while."""
_HARMLESS = frozenset(
    {
        *("create_table", "add_column", "alter_column", "bulk_insert", "create_index", "drop_index", "drop_constraint"),
        *("create_foreign_key", "create_unique_constraint", "create_check_constraint", "create_primary_key"),
        *(
            "batch_alter_table",
            "create_table_comment",
            "drop_table_comment",
            "table",
            "column",
            "has_table",
            "has_column",
        ),
        *("get_columns", "get_indexes"),
    }
)
"""What names tables and columns and drops none of them."""
_HARMLESS_ROOTS = frozenset({"builtins", "sqlalchemy", "alembic", "sqlmodel"})
_OF_ROWS = frozenset({"update", "insert", "delete", "select"})
"""What makes a statement about the rows of a table, which stays as it is."""
_KEEPING_STATEMENT = re.compile(
    r"(?i)\s*(update|insert|delete|select|with|create|comment|truncate)\b(?!.*\bdrop\b)", re.S
)


class Made(NamedTuple):
    """A table or column that an upgrade makes."""

    sort: str
    name: str


class Column(NamedTuple):
    """A column that is made or dropped, with what its table is called, as far as that shows."""

    name: object
    tables: frozenset[object]

    def may_be(self, other: Column) -> bool:
        """Whether it is the same, or one of a table that the file does not name."""
        known = all(isinstance(table, str) for table in (*self.tables, *other.tables)) and self.tables and other.tables
        return self.name == other.name and not (known and self.tables.isdisjoint(other.tables))


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
    left = dict.fromkeys(_left_behind(module, upgrade, downgrade, functions))
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
    if any(_is_open(call, module, downgrade, functions) for call in calls):
        return
    drops = [call for call in calls if _called(call) in _DROPPING]
    unsaid = {sort for call in calls for sort in _dropped_unsaid(call, module, downgrade)}
    columns = [call for call in drops if _called(call) == "drop_column"]
    whole = [call for call in drops if call not in columns]
    words = _words(undoing, calls).union(*(_given(call, module, downgrade) for call in whole))
    dropped = [each for call in columns for each in _columns(module, call, downgrade)]
    nodes = [node for scope in _with_helpers(upgrade, functions) for node in nodes_in(scope.node)]
    made_calls = [node for node in nodes if isinstance(node, ast.Call)]
    aside = [call for call in made_calls if _called(call) in _ASIDE or _is_renaming(call)]
    passing = {name for call in aside if _called(call) != "drop_column" for name in _given(call, module, upgrade)}
    dropped += [each for call in aside if _called(call) == "drop_column" for each in _columns(module, call, upgrade)]
    for made, column in (each for call in made_calls for each in _made(module, call, upgrade)):
        if made.sort in unsaid or made.name in words | passing:
            continue
        if column is None or not (any(map(column.may_be, dropped)) or _is_gone(column, whole, module, downgrade)):
            yield made


def _is_open(call: ast.Call, module: Module, scope: Scope, functions: dict[str, Scope]) -> bool:
    """Whether a call is one of a function that the module does not show, and that may drop anything."""
    if not isinstance(call.func, ast.Name) or call.func.id in functions:
        return False
    return (module.symbol(call.func, scope) or "").partition(".")[0] not in _HARMLESS_ROOTS


def _words(undoing: Sequence[ast.AST], calls: Sequence[ast.Call]) -> set[str]:
    """The words of all texts that may name what is dropped: not those of calls and statements which drop none of it."""
    harmless: list[ast.AST] = [call for call in calls if name_of(call.func) in _HARMLESS and not _is_renaming(call)]
    harmless += [call for call in calls if _called(call) == "drop_column"]  # which are looked at one by one
    harmless += [node.iter for node in undoing if isinstance(node, ast.For) and _drops_columns_alone(node)]
    harmless += [node for node in undoing if isinstance(node, ast.Compare) or _is_keeping(node)]
    said = [node.value for node in undoing if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    inner = {id(node) for each in harmless for node in nodes_in(each)} | set(map(id, said))
    texts = [node for node in undoing if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    kept = (str(node.value) for node in texts if id(node) not in inner and not _is_keeping(node))
    return {word for text in kept for word in text.replace('"', " ").replace("`", " ").replace(".", " ").split()}


def _drops_columns_alone(loop: ast.For) -> bool:
    """Whether all that a loop does is to drop columns, so that what it goes over is looked at with these."""
    calls = [each.value for each in loop.body if isinstance(each, ast.Expr)]
    return len(calls) == len(loop.body) and all(isinstance(c, ast.Call) and _called(c) == "drop_column" for c in calls)


def _is_keeping(node: ast.AST) -> bool:
    """Whether a text is a statement about rows, or one that only makes something."""
    begin = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else node
    text = begin.value if isinstance(begin, ast.Constant) else None
    return isinstance(text, str) and _KEEPING_STATEMENT.match(text) is not None


def _is_renaming(call: ast.Call) -> bool:
    return _called(call) == "alter_column" and any("new" in (keyword.arg or "") for keyword in call.keywords)


def _columns(module: Module, call: ast.Call, scope: Scope) -> Iterator[Column]:
    """The columns that a call drops, given after their table, or alone in a batch: a name, or a column of that name."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == "column_name"]
    given = [*named, *reversed(call.args[:2])]
    if given and isinstance(given[0], ast.Call) and given[0].args:
        given = given[0].args
    for now in rounds(call, module, scope):
        name = said(given[0], now, module, scope) if given else None
        yield Column(name, frozenset(_tables(module, call, scope, now)))


def _tables(module: Module, call: ast.Call, scope: Scope, now: Round) -> Iterator[object]:
    """The table that a column is added to: given first, or that of the batch around."""
    around = (each for each in module.ancestors(call) if isinstance(each, ast.With))
    batches = (made for each in around for made in entered_by(each, module, scope) if isinstance(made, ast.Call))
    for made in (call, *batches):
        named = [keyword.value for keyword in made.keywords if keyword.arg == "table_name"]
        given = (arg for arg in (*named, *made.args[:1]) if not isinstance(arg, ast.Call))
        yield from (said(arg, now, module, scope) for arg in given)


def _dropped_unsaid(call: ast.Call, module: Module, scope: Scope) -> Iterator[str]:
    """The sorts of which a call may drop any, as it does not say by a text which: a table goes with its columns."""
    name = _called(call)
    if name not in _DROPPING and name != _RUNNING:
        return
    run = [node for arg in call.args[:1] for node in nodes_in(arg)] if name == _RUNNING else []
    if any(_named(node) in _OF_ROWS or _is_keeping(node) for node in run):
        return
    named = call.args[:1] if name == _RUNNING else call.args[:2]
    given = [arg.args[0] if isinstance(arg, ast.Call) and arg.args else arg for arg in named]
    names = (said(arg, now, module, scope) for now in rounds(call, module, scope) for arg in given)
    if not all(isinstance(name, str) for name in names):
        yield from ("column",) if name == "drop_column" else _MAKING.values()


def _named(node: ast.AST) -> str:
    return name_of(node.func) if isinstance(node, ast.Call) else ""


def _is_gone(column: Column, drops: Sequence[ast.Call], module: Module, scope: Scope) -> bool:
    """Whether the table of a column is dropped as a whole."""
    whole = [call for call in drops if _called(call) == "drop_table"]
    return any(
        said(arg, now, module, scope) in column.tables
        for call in whole
        for now in rounds(call, module, scope)
        for arg in call.args[:1]
    )


def _made(module: Module, call: ast.Call, scope: Scope) -> Iterator[tuple[Made, Column | None]]:
    """The tables and columns that a call makes, each column with its table."""
    sort = _MAKING.get(_called(call))
    if sort is None or not call.args:
        return
    given = call.args[0] if sort == "table" else next((a for a in call.args[:2] if isinstance(a, ast.Call)), None)
    if isinstance(given, ast.Call):
        given = given.args[0] if given.args else None
    for now in rounds(call, module, scope) if given is not None else ():
        name = said(given, now, module, scope) if given is not None else None
        if isinstance(name, str):
            is_column = sort == "column"
            yield Made(sort, name), Column(name, frozenset(_tables(module, call, scope, now))) if is_column else None


def _given(call: ast.Call, module: Module, scope: Scope) -> set[str]:
    """The names that a call is given, in any round."""
    names = (said(arg, now, module, scope) for now in rounds(call, module, scope) for arg in call.args)
    return {name for name in names if isinstance(name, str)}


def _with_helpers(scope: Scope, functions: dict[str, Scope]) -> list[Scope]:
    """A function and the functions of the module that it leads to."""
    found = [scope]
    for each in found:  # grows on the way
        names = (node.id for node in nodes_in(each.node) if isinstance(node, ast.Name))
        found += [functions[name] for name in names if name in functions and functions[name] not in found]
    return found


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""
