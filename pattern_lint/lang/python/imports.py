"""Where a module imports, what, and from whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from .binders import absolute_module
from .module import Module, Span
from .paths import package_name
from .scopes import Scope


class Imported(NamedTuple):
    """What an import brings in: the statement, the module, the name that it has there and here."""

    statement: ast.stmt
    source: str
    name: str
    local: str

    @property
    def target(self) -> str:
        return f"{self.source}.{self.name}".strip(".")


def imports_in(module: Module) -> Iterator[Imported]:
    """What all imports of a file bring in, stars aside."""
    for node, _ in module.of(ast.Import, ast.ImportFrom):
        assert isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names if not (isinstance(node, ast.ImportFrom) and node.names[0].name == "*") else ():
            yield _imported(node, alias, module)


def imported(module: Module, span: Span) -> Imported | None:
    """What the import that stands at a place brings in."""
    for node, _ in module.of(ast.Import, ast.ImportFrom):
        assert isinstance(node, (ast.Import, ast.ImportFrom))
        if not node.lineno <= span[0] <= (node.end_lineno or node.lineno):
            continue
        for alias in node.names:
            first, last = module.span(alias)[:2], module.span(alias)[2:]
            if first <= span[:2] < last:
                return _imported(node, alias, module)
    return None


def _imported(node: ast.Import | ast.ImportFrom, alias: ast.alias, module: Module) -> Imported:
    local = alias.asname or alias.name.partition(".")[0]
    if isinstance(node, ast.Import):
        return Imported(node, alias.name, "", local)
    base = absolute_module(package_name(module.path), node.module, node.level) or ""
    return Imported(node, base, alias.name, local)


def import_blocks(module: Module) -> Iterator[tuple[Scope, tuple[int, int]]]:
    """Runs of import statements that nothing else stands between."""
    last: ast.AST | None = None
    scope_of_block, first, end = module.scope, 0, 0
    for node, scope in module.of(ast.Import, ast.ImportFrom):
        assert isinstance(node, ast.stmt)
        if last is not None and _follows(module, last, node):
            end = node.end_lineno or node.lineno
        else:
            if last is not None:
                yield scope_of_block, (first, end)
            scope_of_block, first, end = scope, node.lineno, node.end_lineno or node.lineno
        last = node
    if last is not None:
        yield scope_of_block, (first, end)


def _follows(module: Module, before: ast.AST, node: ast.AST) -> bool:
    parent = module.index.parents.get(node)
    if parent is None or parent is not module.index.parents.get(before):
        return False
    for field in ("body", "orelse", "finalbody"):
        block = getattr(parent, field, None)
        if isinstance(block, list) and node in block:
            position = block.index(node)
            return position > 0 and block[position - 1] is before
    return False


def project_imports(module: Module) -> Iterator[tuple[Scope, tuple[int, int]]]:
    """Names that the module imports from its own project."""
    for statement, scope in module.of(ast.Import, ast.ImportFrom):
        assert isinstance(statement, (ast.Import, ast.ImportFrom))
        for alias in statement.names:
            source = alias.name if isinstance(statement, ast.Import) else statement.module or ""
            if getattr(statement, "level", 0) or source.partition(".")[0] in module.roots:
                yield scope, (alias.lineno, alias.end_lineno or alias.lineno)


def imported_packages(module: Module) -> frozenset[str]:
    """The top-level packages that the module imports, wherever it does."""
    return module.once(_packages)


def _packages(module: Module) -> frozenset[str]:
    named: set[str] = set()
    for node, _ in (*module.index.nodes.get(ast.ImportFrom, ()), *module.index.nodes.get(ast.Import, ())):
        if isinstance(node, ast.ImportFrom):
            if node.module and not node.level:
                named.add(node.module)
        elif isinstance(node, ast.Import):
            named.update([alias.name for alias in node.names])
    return frozenset([name.partition(".")[0] for name in named])
