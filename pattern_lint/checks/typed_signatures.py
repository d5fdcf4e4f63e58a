"""Annotations: of parameters, returns, class attributes, and of attributes that begin empty."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from ..project.natures import is_named_interface
from ..project.project import Project
from ..source.module import Module, Span
from ..source.scopes import FunctionNode, Scope
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

_OVERLOADS = frozenset({"typing.overload", "typing_extensions.overload"})
_UNTYPED = frozenset({"typing.no_type_check", "typing_extensions.no_type_check"})
_STATIC = "builtins.staticmethod"
_EMPTY_CALLS = frozenset({"builtins.set", "builtins.list", "builtins.dict"})
_MEMBER_CALLS = frozenset(
    {
        "builtins.property",
        "builtins.staticmethod",
        "builtins.classmethod",
        "functools.partialmethod",
        "functools.cached_property",
    }
)
_PLAIN_BASES = frozenset(
    {
        "abc.ABC",
        "typing.Generic",
        "typing.Protocol",
        "typing_extensions.Protocol",
        "typing.NamedTuple",
        "pydantic.BaseModel",
        "pydantic.main.BaseModel",
    }
)


class Options(KindOptions, frozen=True):
    """Which attributes need no annotation, besides those that a base gives their type."""

    attributes: tuple[str, ...] = ("__*__", "model_config")
    """Globs of class attributes that are known by convention."""
    settings_classes: tuple[str, ...] = ("Meta", "Config", "Media", "Arguments")
    """Names of nested classes that hold settings for the class around them."""


class Untyped(NamedTuple):
    """An attribute without annotation whose class has bases that may give it one."""

    owner: str
    names: tuple[str, ...]
    span: Span
    in_body: bool
    plain: bool
    """Whether the value is written out: a column or a field of a framework would be made by a call."""


class Kind(Check[Options]):
    """Signatures are decided in their file; attributes once the bases are known."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        self._signatures(module, report)
        annotated = _annotated(module)
        open_cases: list[tuple[Any, ...]] = []
        for node, scope in module.of(ast.Assign):
            assert isinstance(node, ast.Assign)
            owner, names = _attributes(module, node, scope)
            if owner is None or not names:
                continue
            known = annotated.get(owner.qualname, ())
            missing = tuple(name for name in names if name not in known and not _is_method(owner, name))
            if missing:
                in_body, plain = scope.kind == "class", not isinstance(node.value, ast.Call | ast.Name | ast.Attribute)
                open_cases.append(tuple(Untyped(owner.qualname, missing, module.span(node), in_body, plain)))
        for scope in module.index.scopes if annotated else ():
            for rule in self.rules:
                for _ in annotated.get(scope.qualname, ()) if scope.kind == "class" else ():
                    report.conforms(rule, scope)
        facts = {"annotated": {name: sorted(names) for name, names in annotated.items()}, "open": open_cases}
        return facts if annotated or open_cases else None

    def _signatures(self, module: Module, report: ModuleReport) -> None:
        for scope in module.index.functions:
            if _is_exempt(module, scope):
                continue
            missing = list(_missing(module, scope))
            for rule in self.rules:
                if missing:
                    message = f"{scope.name}() lacks the annotation of {_listed(missing)}"
                    report.violates(rule, scope.node, scope, message)
                else:
                    report.conforms(rule, scope)

    def project(self, project: Project, facts: Mapping[str, Any], report: ProjectReport) -> None:
        annotated = {
            f"{project.files[path]['name']}.{cls}": frozenset(names)
            for path, fact in facts.items()
            for cls, names in fact["annotated"].items()
        }
        for path, fact in facts.items():
            home = project.files[path]
            for stored in fact["open"]:
                case = Untyped._make(stored)
                owner = f"{home['name']}.{case.owner}"
                names = [name for name in case.names if not _given_by_base(project, owner, case, name, annotated)]
                for rule in self.rules:
                    if home["category"] in rule.options.where:
                        _settle(rule, project, path, owner, case, names, report)


def _settle(
    rule: Rule[Options],
    project: Project,
    path: str,
    owner: str,
    case: Untyped,
    names: list[str],
    report: ProjectReport,
) -> None:
    if case.in_body:
        simple = case.owner.rpartition(".")[2]
        if "." in case.owner and simple in rule.options.settings_classes:
            return
        names = [name for name in names if not any(fnmatchcase(name, glob) for glob in rule.options.attributes)]
        bases = project.resolver.linear(owner)[1:]
        if any(base.startswith("enum.") for base in bases):
            return
        if names and any(_may_type(base, project) for base in bases if base or not case.plain):
            report.unknown(rule, path, owner)
            return
    if not names:
        report.conforms(rule, path, owner)
        return
    if case.in_body:
        message = f"{_listed(names)} of {case.owner} is assigned without an annotation"
    else:
        shown = _listed([f"self.{name}" for name in names])
        message = f"{shown} begins empty in {case.owner}.__init__: annotate what it will hold"
    report.violates(rule, path, case.span, message, owner=owner)


def _may_type(base: str, project: Project) -> bool:
    """Whether a base is one that this project does not show, and that may say what its attributes are."""
    if base in project.definitions.classes or base in _PLAIN_BASES:
        return False
    return not base.startswith("builtins.") and not is_named_interface(base)


def _given_by_base(
    project: Project, owner: str, case: Untyped, name: str, annotated: Mapping[str, frozenset[str]]
) -> bool:
    """Whether a base of the project says what an attribute is; where it fails to, the finding is at the base."""
    for base in project.resolver.linear(owner)[1:]:
        if name in annotated.get(base, ()):
            return True
        fact = project.definitions.classes.get(base)
        if fact is not None and (name in fact.methods or (case.in_body and name in fact.assigned)):
            return True
    return False


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _is_exempt(module: Module, scope: Scope) -> bool:
    """Whether others say what the function takes: overloads do for what they overload."""
    outer, node = scope.parent, scope.node
    assert outer is not None and isinstance(node, FunctionNode)
    if any(module.symbol(decorator, outer) in _UNTYPED for decorator in node.decorator_list):
        return True
    for binding in outer.bindings.get(scope.name, ()):
        other = binding.node
        if isinstance(other, FunctionNode) and other is not node and _is_overload(module, other, outer):
            return not _is_overload(module, node, outer)
    return False


def _is_overload(module: Module, node: ast.FunctionDef | ast.AsyncFunctionDef, outer: Scope) -> bool:
    return any(module.symbol(decorator, outer) in _OVERLOADS for decorator in node.decorator_list)


def _missing(module: Module, scope: Scope) -> Iterator[str]:
    node, outer = scope.node, scope.parent
    assert isinstance(node, FunctionNode) and outer is not None
    positional = [*node.args.posonlyargs, *node.args.args]
    if outer.kind == "class" and not any(module.symbol(item, outer) == _STATIC for item in node.decorator_list):
        positional = positional[1:]
    for arg in (*positional, *node.args.kwonlyargs):
        if arg.annotation is None:
            yield arg.arg
    for prefix, extra in (("*", node.args.vararg), ("**", node.args.kwarg)):
        if extra is not None and extra.annotation is None:
            yield f"{prefix}{extra.arg}"
    if node.returns is None:
        yield "its return"


def _annotated(module: Module) -> dict[str, set[str]]:
    """The attributes that each class annotates, in its body or on self in any of its methods."""
    found: dict[str, set[str]] = {}
    for node, scope in module.of(ast.AnnAssign):
        assert isinstance(node, ast.AnnAssign)
        if scope.kind == "class" and isinstance(node.target, ast.Name):
            found.setdefault(scope.qualname, set()).add(node.target.id)
        elif isinstance(node.target, ast.Attribute) and _is_self(node.target.value, scope):
            owner = scope.parent
            assert owner is not None
            found.setdefault(owner.qualname, set()).add(node.target.attr)
    return found


def _is_self(node: ast.expr, scope: Scope) -> bool:
    function = scope.node
    if not scope.is_method or not isinstance(node, ast.Name) or not isinstance(function, FunctionNode):
        return False
    positional = (*function.args.posonlyargs, *function.args.args)
    return bool(positional) and positional[0].arg == node.id


def _attributes(module: Module, node: ast.Assign, scope: Scope) -> tuple[Scope | None, list[str]]:
    """The class whose attributes an assignment makes, and those that need a word on what they hold."""
    if scope.kind == "class":
        return (None, []) if _is_member(module, node.value, scope) else (scope, list(_names(node.targets)))
    if scope.is_method and scope.name == "__init__" and _is_empty(module, node.value, scope):
        targets = [target for target in node.targets if isinstance(target, ast.Attribute)]
        return scope.parent, [target.attr for target in targets if _is_self(target.value, scope)]
    return None, []


def _names(targets: list[ast.expr]) -> Iterator[str]:
    for target in targets:
        if isinstance(target, ast.Name):
            yield target.id
        elif isinstance(target, ast.Tuple | ast.List):
            yield from _names(target.elts)


def _is_member(module: Module, value: ast.expr, scope: Scope) -> bool:
    """Whether a class attribute is a method under another name, or made into one."""
    if isinstance(value, ast.Lambda):
        return True
    if isinstance(value, ast.Call):
        return module.symbol(value.func, scope) in _MEMBER_CALLS
    return isinstance(value, ast.Name) and any(
        isinstance(binding.node, FunctionNode | ast.ClassDef)
        for home in (scope, module.scope)
        for binding in home.bindings.get(value.id, ())
    )


def _is_method(owner: Scope, name: str) -> bool:
    """Whether the class says what an attribute is by a property of that name."""
    return any(isinstance(binding.node, FunctionNode) for binding in owner.bindings.get(name, ()))


def _is_empty(module: Module, value: ast.expr, scope: Scope) -> bool:
    if isinstance(value, ast.Constant):
        return value.value is None
    if isinstance(value, ast.List):
        return not value.elts
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, ast.Call) and not value.args and not value.keywords:
        return module.symbol(value.func, scope) in _EMPTY_CALLS
    return False
