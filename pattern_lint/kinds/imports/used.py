"""Imports of which code makes use, by what is used in the end."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...lang.python.imports import imports_in
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode
from ...lang.python.walking import nodes_in, own_nodes
from ...project.conditions import holds
from ...project.imports import Edge, ImportGraph
from ...project.members import every_of
from ...project.project import Project
from ...query.naming.names import Asked, NameSet, last_name, name_set
from .contracts import Verdict, concerned_by

if TYPE_CHECKING:
    from .kind import Options


def used_imports(module: Module) -> dict[str, tuple[str, ...]]:
    """What a file imports and uses beyond annotations and decorators, each with what of it is used."""
    targets = {each.local: each.target for each in imports_in(module)}
    found: dict[str, set[str]] = {}
    for node, attribute in _used(module) if targets else ():
        target = targets.get(node.id)
        if target is not None:
            found.setdefault(target, {target}).update([f"{target}.{attribute}"] if attribute else ())
    return {target: tuple(sorted(used)) for target, used in found.items()}


def _used(module: Module) -> Iterator[tuple[ast.Name, str]]:
    """The names that are read, each with the attribute that is taken of it."""
    left_aside = {node for each, _ in module.of(ast.AnnAssign) for node in nodes_in(getattr(each, "annotation", each))}
    left_aside.update(node for each in _types_named(module) for node in nodes_in(each))
    for scope in module.index.functions:
        decorators = scope.node.decorator_list if isinstance(scope.node, FunctionNode) else []
        left_aside.update(node for each in decorators for node in nodes_in(each))
    for scope in module.index.scopes:
        for node in own_nodes(scope):
            if node in left_aside:
                continue
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                yield node.value, node.attr
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                yield node, ""


def _types_named(module: Module) -> Iterator[ast.expr]:
    """The types that a module gives names of their own, to be used in annotations: `Db = Annotated[Session, ...]`."""
    for node, scope in module.of(ast.Assign):
        value = node.value if isinstance(node, ast.Assign) and scope.kind == "module" else None
        is_annotated = isinstance(value, ast.Subscript) and name_of(value.value) == "Annotated"
        if isinstance(value, ast.Subscript) and is_annotated and isinstance(value.slice, ast.Tuple):
            yield value.slice.elts[0]


def of_used(options: Options, project: Project, graph: ImportGraph, used: Mapping[str, Any]) -> Iterator[Verdict]:
    """Modules use nothing of what a card names, by what it is in the end."""
    names = name_set(options.of)
    for module in sorted(concerned_by(options, project, graph)):
        by_target: Mapping[str, tuple[str, ...]] = used.get(project.modules.by_name[module]["path"], {})
        for edge in graph.edges(module):
            wrong = next((each for each in _uses(edge, by_target) if _is_one(each, names, project)), "")
            said = f"{last_name(wrong)} is not to be used here" if wrong else ""
            yield Verdict(module, edge, said, (), (wrong or edge.imported,))


def _uses(edge: Edge, by_target: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return by_target.get(edge.fact.target, ())


def _is_one(symbol: str, names: NameSet, project: Project) -> bool:
    found = project.resolver.resolve(symbol)
    if found is None:
        return False
    held = names.match(Asked(found, last_name(found)), project.modules.roots)
    return held.holds is True and every_of(holds(project, condition) for condition in held.when) is True
