"""Async functions that wait for nothing, and that nothing requires to be async."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from ..project.facts import ABSTRACT, ASYNC
from ..project.project import Project
from ..source.module import Module, Span
from ..source.scopes import FunctionNode, Scope
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

_WAITING = (ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Yield, ast.YieldFrom)
_KNOWN_BASES = ("builtins.", "abc.ABC", "typing.", "typing_extensions.", "enum.")


class Options(KindOptions, frozen=True):
    """Who may be async without waiting."""

    names: tuple[str, ...] = (
        "__*__",
        "on_*",
        "_on_*",
        "handle_*",
        "_handle_*",
        "handle",
        "*_handler",
        "*_callback",
        "lifespan",
    )
    """Globs of names that something else calls, and awaits."""
    plain_decorators: tuple[str, ...] = (
        "builtins.staticmethod",
        "builtins.classmethod",
        "typing.final",
        "typing.override",
        "typing_extensions.override",
        "functools.wraps",
    )
    """Decorators that do not ask for an async function; any other one may."""
    starters: tuple[str, ...] = ("create_task", "ensure_future", "run", "run_until_complete", "start_soon", "gather")
    """Names of functions that take a coroutine: what is called for them has to be async."""


class Kind(Check[Options]):
    """Each async function is a site; whether a base or an interface asks for it is known in the join."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        functions = [scope for scope in module.index.functions if scope.is_async]
        if not functions:
            return None
        waiting = {id(scope) for _, scope in module.of(*_WAITING)}
        idle: list[tuple[str, str, Span]] = []
        for scope in functions:
            if id(scope) in waiting or _has_async_comprehension(scope):
                for rule in self.rules:
                    report.conforms(rule, scope)
            else:
                owner = scope.parent.qualname if scope.parent is not None and scope.is_method else ""
                idle.append((scope.qualname, owner, module.header(scope.node)))
        if not idle:
            return None
        return {"idle": idle, "free": self._free(module, {name for name, _, _ in idle})}

    def _free(self, module: Module, idle: set[str]) -> dict[str, list[str]]:
        """By card, the functions that nothing in this file asks to be async."""
        names = frozenset(name.rpartition(".")[2] for name in idle)
        handed_on = _handed_on(module, names)
        free: dict[str, list[str]] = {}
        for rule in self.rules:
            started = _started(module, frozenset(rule.options.starters), names)
            for scope in module.index.functions:
                if scope.qualname not in idle or scope.name in handed_on or scope.name in started:
                    continue
                if not _is_asked_for(module, scope, rule):
                    free.setdefault(rule.code, []).append(scope.qualname)
        return free

    def project(self, project: Project, facts: Mapping[str, Any], report: ProjectReport) -> None:
        promised = _promised(project)
        for path, fact in facts.items():
            home = project.files[path]
            for rule in self.rules:
                if home["category"] not in rule.options.where:
                    continue
                free = frozenset(fact["free"].get(rule.code, ()))
                for name, owner, span in fact["idle"]:
                    cls = f"{home['name']}.{owner}" if owner else ""
                    simple = name.rpartition(".")[2]
                    if name not in free or (cls and _is_required(project, cls, simple, promised)):
                        report.conforms(rule, path, cls)
                    else:
                        message = f"async {simple}() waits for nothing: make it a plain function, or await its work"
                        report.violates(rule, path, span, message, owner=cls)


def _has_async_comprehension(scope: Scope) -> bool:
    return any(isinstance(node, ast.comprehension) and node.is_async for node in ast.walk(scope.node))


def _is_asked_for(module: Module, scope: Scope, rule: Rule[Options]) -> bool:
    """Whether a function's name or a decorator says that something else calls it."""
    node, outer = scope.node, scope.parent
    assert isinstance(node, FunctionNode) and outer is not None
    if any(fnmatchcase(scope.name, glob) for glob in rule.options.names):
        return True
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if module.symbol(called, outer) not in rule.options.plain_decorators:
            return True
    return False


def _handed_on(module: Module, names: frozenset[str]) -> frozenset[str]:
    """Those of the names that are used as values: who gets them may want a coroutine function."""
    found: set[str] = set()
    called = {id(call.node.func) for call in module.calls}
    for node in ast.walk(module.tree):
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        if not isinstance(node, ast.Name | ast.Attribute) or name not in names:
            continue
        if id(node) not in called and isinstance(node.ctx, ast.Load):
            found.add(name)
    return frozenset(found)


def _started(module: Module, starters: frozenset[str], names: frozenset[str]) -> frozenset[str]:
    """Those of the names that are called for something that takes a coroutine."""
    found: set[str] = set()
    for call in module.calls:
        function = call.node.func
        if (function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")) not in starters:
            continue
        for argument in call.node.args:
            inner = argument.value if isinstance(argument, ast.Starred) else argument
            for part in ast.walk(inner):
                if isinstance(part, ast.Call):
                    made = part.func.attr if isinstance(part.func, ast.Attribute) else getattr(part.func, "id", "")
                    found.add(made)
    return frozenset(found & names)


def _promised(project: Project) -> frozenset[str]:
    """Names of async methods of interfaces: a class may keep to one without naming it as its base."""
    found: set[str] = set()
    for cls, fact in project.definitions.classes.items():
        interface = project.roles.is_interface(cls)
        for method in fact.methods:
            known = project.definitions.function(f"{cls}.{method}")
            if known is not None and known.flags & ASYNC and (interface or known.flags & ABSTRACT):
                found.add(method)
    return frozenset(found)


def _is_required(project: Project, cls: str, name: str, promised: frozenset[str]) -> bool:
    """Whether a base, an interface or an heir needs the method to be async."""
    if name in promised or project.roles.is_interface(cls):
        return True
    for base in project.resolver.linear(cls)[1:]:
        fact = project.definitions.classes.get(base)
        if fact is None:
            if not base.startswith(_KNOWN_BASES):
                return True
        elif name in fact.methods:
            return True
    return _overridden(project, cls, name)


def _overridden(project: Project, cls: str, name: str) -> bool:
    if cls.rpartition(".")[2] not in project.definitions.heirs:
        return False
    return any(
        name in fact.methods and other != cls and cls in project.resolver.linear(other)
        for other, fact in project.definitions.classes.items()
    )
