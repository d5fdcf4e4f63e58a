"""Modules with components have a logger, so that what a component does can be followed."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from ..project.project import Project
from ..source.module import Module
from ..source.scopes import Binding
from .kit import Check, KindOptions
from .report import ModuleReport, ProjectReport

_NAMES = frozenset({"logger", "log", "_logger", "_log", "LOGGER", "LOG", "_LOGGER", "_LOG"})
_IMPORTED = re.compile(r"(?!_*(get|make|create|set|setup|configure|init|build|new)_)([a-z_]+_logger|[A-Z_]+_LOGGER)")
"""A logger of another module, such as `audit_logger`, and nothing that makes one."""
_WORDS = ("getlogger", "get_logger", "logger", "loggeradapter")


class Options(KindOptions, frozen=True):
    """Which components need a logger in their module."""

    roles: tuple[str, ...] = ("worker", "adapter", "service")


class Kind(Check[Options]):
    """Each module that defines a component is a site; its first component stands for it."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        if not any(scope.kind == "class" for scope in module.index.scopes):
            return None
        if module.stars:
            return None
        return any(
            _is_logger(module, name, binding) for name, bound in module.scope.bindings.items() for binding in bound
        )

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        for rule in self.rules:
            for path, has_logger in facts.items():
                home = project.files[path]
                if home["category"] not in rule.options.where:
                    continue
                symbols = [f"{home['name']}.{name}" for name in home["classes"]]
                components = [symbol for symbol in symbols if project.roles.has(symbol, rule.options.roles)]
                if not components:
                    continue
                if has_logger is None:
                    report.unknown(rule, path)
                    continue
                first = min(components, key=lambda symbol: project.definitions.classes[symbol].line)
                if has_logger:
                    report.conforms(rule, path, first)
                    continue
                fact = project.definitions.classes[first]
                role = min(project.roles.of(first) & set(rule.options.roles))
                message = f"the module of the {role} {fact.name} has no logger; add logging.getLogger(__name__)"
                span = (fact.line, fact.column, fact.end_line, fact.end_column)
                report.violates(rule, path, span, message, owner=first)


def _is_logger(module: Module, name: str, binding: Binding) -> bool:
    """Whether a name of a module's top level stands for a logger."""
    if binding.kind == "import":
        return name in _NAMES or _IMPORTED.fullmatch(name) is not None
    value = binding.value
    if binding.kind not in ("assign", "annotated") or value is None:
        return False
    if name in _NAMES and isinstance(value, ast.Call):
        return True
    while isinstance(value, ast.Attribute | ast.Call):
        inner = value.func if isinstance(value, ast.Call) else value.value
        last = value.attr.lower() if isinstance(value, ast.Attribute) else ""
        if last in _WORDS or last.endswith(_WORDS):
            return True
        value = inner
    if isinstance(value, ast.Name):
        return any(word.lower().endswith(_WORDS) for word in (value.id, module.symbol(value, module.scope) or ""))
    return False
