"""The tables of ORM models: their columns, as far as the database sees them."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from .module import Module
from .parsing import UnreadableError
from .unparsed import unparsed

_COLUMNS = frozenset({"Column", "mapped_column", "Field"})
_NO_COLUMNS = frozenset(
    {"relationship", "synonym", "column_property", "association_proxy", "composite", "query_expression", "Relationship"}
)
_IN_PYTHON = frozenset(
    "default default_factory onupdate doc info insert_default init repr kw_only compare hash deferred deferred_group"
    " deferred_raiseload active_history use_existing_column description title examples alias ge gt le lt".split()
)
"""Arguments of columns that the database does not see."""
_OPTIONAL = re.compile(r"\b(?:typing\.)?Optional\[([^\[\]]*(?:\[[^\[\]]*\])?)\]")


class Table(NamedTuple):
    """A class with columns: what it is called, its line, and what the database sees of it."""

    name: str
    line: int
    seen: tuple[str, ...]


def tables(path: str, text: str) -> dict[str, Table]:
    """The tables of a module, by the names of the tables or else of their classes."""
    try:
        module = Module(path, text.encode())
    except (UnreadableError, RecursionError):
        return {}
    found: dict[str, Table] = {}
    for scope in module.index.scopes:
        node = scope.node
        if isinstance(node, ast.ClassDef):
            seen = sorted(_seen(module, node))
            if any("=" in each or ":" in each for each in seen):
                named = next((each for each in seen if each.startswith("__tablename__")), scope.qualname)
                found[named] = Table(scope.qualname, node.lineno, tuple(seen))
    return found


def _seen(module: Module, node: ast.ClassDef) -> list[str]:
    """What the database sees of a class; columns that are annotated count only where the class maps them."""
    is_sqlmodel = any(each.arg == "table" for each in node.keywords)
    seen: list[str] = []
    for statement in node.body:
        target, value, written = _parts(statement)
        if target in ("__tablename__", "__table_args__") and value is not None:
            seen.append(f"{target} = {unparsed(value)}")
            continue
        called = _called(module, value, node) if isinstance(value, ast.Call) else ""
        annotation = unparsed(written).replace("'", "") if written is not None else ""
        is_mapped = re.match(r"(\w+\.)*Mapped\[", annotation) is not None
        is_column = called in ("Column", "mapped_column") or ((is_sqlmodel or is_mapped) and called not in _NO_COLUMNS)
        if not target or not is_column or (is_sqlmodel and not annotation):
            continue
        given = _given(value) if isinstance(value, ast.Call) and called in _COLUMNS else ""
        kept = _OPTIONAL.sub(r"\1 | None", annotation) if is_mapped or is_sqlmodel else ""
        seen.append(f"{target}: {kept} = {given}")
    return seen


def _parts(statement: ast.stmt) -> tuple[str, ast.expr | None, ast.expr | None]:
    """The name that a statement of a class gives a value, the value, and the annotation."""
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id, statement.value, None
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return statement.target.id, statement.value, statement.annotation
    return "", None, None


def _called(module: Module, call: ast.Call, node: ast.ClassDef) -> str:
    symbol = module.symbol(call.func, module.index.scope_of[node]) or unparsed(call.func)
    return symbol.rpartition(".")[2]


def _given(call: ast.Call) -> str:
    """The arguments of a column that the database sees."""
    keywords = sorted(f"{each.arg}={_plain(each.value)}" for each in call.keywords if each.arg not in _IN_PYTHON)
    return ", ".join([*map(_plain, call.args), *keywords])


def _plain(node: ast.expr) -> str:
    """An expression in which names stand without the modules that they come from."""
    return unparsed(_Short().visit(ast.parse(unparsed(node), mode="eval")))


class _Short(ast.NodeTransformer):
    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        return ast.Name(node.attr, node.ctx)
