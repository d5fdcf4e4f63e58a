"""Data that components hand to each other is carried by models, which check what they are given.

A site is a class of some role that carries data. What it is made of shows in the join: a plain class may be a model by
its base, may be mixed into models, or get its fields from elsewhere; and a call may make a class as well.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from ..lang.python.module import Module, Span
from ..lang.python.scopes import FunctionNode, Scope
from ..lang.python.walking import nodes_in
from ..project.project import Project
from ..query.definitions.defined import definitions
from ..query.definitions.fields import fields_of
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

_FACTORIES = {
    "collections.namedtuple": "a namedtuple",
    "dataclasses.make_dataclass": "a dataclass",
    "typing.NamedTuple": "a NamedTuple",
    "typing.TypedDict": "a TypedDict",
}
_FACTORY_NAMES = frozenset(name.rpartition(".")[2] for name in _FACTORIES)
_BARE = frozenset({"abc.ABC", "builtins.object", "typing.Generic", "typing.Protocol"})


class Options(KindOptions, frozen=True):
    """Whose data is to be carried by models."""

    roles: tuple[str, ...] = ("dto",)
    """The roles of the classes. Example: `roles = ["dto"]`"""


class Kind(Check[Options]):
    """Collects classes that carry data, and judges them when the hierarchy is known."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        classes = definitions(module, "class")
        carrying = [scope.qualname for scope in classes if _has_fields(scope, module) or _stores(scope)]
        made = list(_made(module)) if not _FACTORY_NAMES.isdisjoint(module.called_names) else []
        return {"carrying": carrying, "made": made} if carrying or made else None

    def project(self, project: Project, facts: Mapping[str, Any], report: ProjectReport) -> None:
        files = project.files
        carrying = {f"{files[path]['name']}.{cls}" for path, told in facts.items() for cls in told["carrying"]}
        data = _Data(project, carrying)
        for rule in self.rules:
            for cls in project.definitions.classes:
                home = project.definitions.home(cls)
                if home is not None and home["category"] in rule.options.where:
                    _judge(data, rule, cls, home["path"], report)
            for path, told in facts.items():
                is_meant = not project.roles.of_path(path).isdisjoint(rule.options.roles)
                for name, span, what in told["made"] if is_meant else ():
                    said = f"{name} is {what} and carries data unchecked; make it a class that derives from"
                    report.violates(rule, path, span, f"{said} a Pydantic model")


class _Data:
    """What the classes of a project are, as far as they carry data."""

    def __init__(self, project: Project, carrying: set[str]) -> None:
        self._linear = project.resolver.linear
        self.project = project
        self._carrying = carrying
        natures = project.roles.natures
        models = [cls for cls in project.definitions.classes if natures.is_model(cls)]
        self._mixed_in = {base for cls in models for base in self._linear(cls) if base and not natures.is_model(base)}

    def instead_of_model(self, cls: str) -> str:
        """What a data class is that is no model; "?" where that is not known, empty where it carries no data."""
        natures, linear = self.project.roles.natures, self._linear(cls)
        if natures.is_tuple(cls):
            return next(f"a {base.rpartition('.')[2]}" for base in linear if base.endswith(("Tuple", "tuple", "Dict")))
        carries = not self._carrying.isdisjoint(linear)
        if natures.is_dataclass(cls):
            return "a dataclass" if carries else ""
        if not carries or cls in self._mixed_in:
            return ""
        return "?" if any(map(self._is_foreign, linear)) else "a plain class"

    def _is_foreign(self, base: str) -> bool:
        if base in self.project.definitions.classes or base in _BARE:
            return False
        root = base.partition(".")[0]
        return not (root in ("builtins", "typing_extensions") or root in sys.stdlib_module_names)


def _judge(data: _Data, rule: Rule[Options], cls: str, path: str, report: ProjectReport) -> None:
    roles, fact = data.project.roles, data.project.definitions.classes[cls]
    natures = roles.natures
    if roles.claims(cls).isdisjoint(rule.options.roles) or fact.nested:
        return
    if natures.is_enum(cls) or natures.is_exception(cls) or natures.is_interface(cls) or natures.is_table(cls):
        return
    what = "" if natures.is_model(cls) else data.instead_of_model(cls)
    if natures.is_model(cls):
        report.conforms(rule, path, cls)
    elif what == "?":
        report.unknown(rule, path, cls)
    elif what:
        span = (fact.line, fact.column, fact.end_line, fact.end_column)
        message = f"{fact.name} is {what} and carries data unchecked; derive it from a Pydantic model"
        report.violates(rule, path, span, message, owner=cls)


def _has_fields(scope: Scope, module: Module) -> bool:
    fields = (field for field in fields_of(scope, module) if field.annotation is not None)
    return any(not field.name.startswith("_") and field.name != "model_config" for field in fields)


def _made(module: Module) -> Iterator[tuple[str, Span, str]]:
    """Classes that a call makes: `Tick = namedtuple("Tick", "price size")`."""
    for node, scope in module.of(ast.Assign):
        assert isinstance(node, ast.Assign)
        target = node.targets[0]
        if scope.kind == "module" and isinstance(node.value, ast.Call) and isinstance(target, ast.Name):
            what = _FACTORIES.get(module.symbol(node.value.func, scope) or "")
            if what is not None and not target.id.startswith("_"):
                yield target.id, module.span(node), what


def _stores(scope: Scope) -> bool:
    """Whether the constructor of a class keeps its parameters in public attributes."""
    return any(
        _keeps(child.node)
        for child in scope.children
        if child.name == "__init__" and isinstance(child.node, FunctionNode)
    )


def _keeps(node: FunctionNode) -> bool:
    own, *rest = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args)] or [""]
    names = {*rest, *(arg.arg for arg in node.args.kwonlyargs)}
    return any(
        _is_public_attribute(target, own) and _mentions(statement.value, names)
        for statement in node.body
        if isinstance(statement, (ast.Assign, ast.AnnAssign))
        for target in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
    )


def _is_public_attribute(node: ast.expr, own: str) -> bool:
    is_own = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == own
    return is_own and isinstance(node, ast.Attribute) and not node.attr.startswith("_")


def _mentions(value: ast.expr | None, names: set[str]) -> bool:
    parts = nodes_in(value) if value is not None else ()
    return any(isinstance(part, ast.Name) and part.id in names for part in parts)
