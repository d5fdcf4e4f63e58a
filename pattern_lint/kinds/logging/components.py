"""Modules with components have a logger, so that what a component does can be followed."""

from __future__ import annotations

import ast
import re
from typing import Any

from ...lang.python.blocks import main_blocks
from ...lang.python.module import Module
from ...lang.python.scopes import Binding
from ...project.project import Project
from ..kit import Rule
from ..report import ProjectReport

_NAMES = frozenset({"logger", "log", "_logger", "_log", "LOGGER", "LOG", "_LOGGER", "_LOG"})
_IMPORTED = re.compile(r"(?!_*(get|make|create|set|setup|configure|init|build|new)_)([a-z_]+_logger|[A-Z_]+_LOGGER)")
"""A logger of another module, such as `audit_logger`, and nothing that makes one."""
_WORDS = ("getlogger", "get_logger", "logger", "loggeradapter")


def collected(module: Module) -> object:
    """Whether a module with classes has a logger; otherwise whether it is a script, and who keeps errors to itself."""
    if module.stars or not any(scope.kind == "class" for scope in module.index.scopes):
        return None
    if any(_is_logger(module, name, binding) for name, bound in module.scope.bindings.items() for binding in bound):
        return True
    owners = {scope.owner for node, scope in module.of(ast.ExceptHandler) if _keeps_to_itself(node)}
    return (bool(main_blocks(module)), [owner.qualname for owner in owners if owner is not None])


def _keeps_to_itself(handler: ast.AST) -> bool:
    """Whether an error that is caught goes no further."""
    return isinstance(handler, ast.ExceptHandler) and not isinstance(handler.body[-1], ast.Raise)


def judge_components(
    rule: Rule[Any], roles: tuple[str, ...], path: str, told: object, project: Project, report: ProjectReport
) -> None:
    """The first component of a module stands for it."""
    home, classes = project.files[path], project.definitions.classes
    symbols = [f"{home['name']}.{name}" for name in home["classes"]]
    components = sorted(
        (each for each in symbols if project.roles.has(each, roles)), key=lambda each: classes[each].line
    )
    if not components:
        return
    if told is True:
        report.conforms(rule, path, components[0])
        return
    assert isinstance(told, tuple)
    is_script, handling = told
    lacking = (cls for cls in components if _lacks_logger(project, cls, home["name"], handling))
    silent = None if is_script else next(lacking, None)
    if silent is None:
        report.unknown(rule, path)
        return
    fact, role = classes[silent], min(project.roles.of(silent) & set(roles))
    message = f"the module of the {role} {fact.name} has no logger; add logging.getLogger(__name__)"
    report.violates(rule, path, (fact.line, fact.column, fact.end_line, fact.end_column), message, owner=silent)


def _lacks_logger(project: Project, cls: str, module: str, handling: list[str]) -> bool:
    """Whether a component has something to log and nothing to log it with.

    A base may bring the logger along. Where a project is large enough to have more than one sort of components, those
    that only convert or hand on what others do are left alone: it is errors that a component meets and nobody sees.
    """
    if project.roles.libraries.extended_by(cls):
        return False
    bases = project.resolver.linear(cls)[1:]
    facts = [fact for base in bases if (fact := project.definitions.classes.get(base)) is not None]
    if any(not _NAMES.isdisjoint((*fact.attributes, *fact.methods)) for fact in facts):
        return False
    return not project.signs.is_telling or cls.removeprefix(f"{module}.") in handling


def _is_logger(module: Module, name: str, binding: Binding) -> bool:
    """Whether a name of a module's top level stands for a logger."""
    if binding.kind == "import":
        return name in _NAMES or _IMPORTED.fullmatch(name) is not None
    value = binding.value
    if binding.kind not in ("assign", "annotated") or value is None:
        return False
    if name in _NAMES and isinstance(value, ast.Call):
        return True
    while isinstance(value, (ast.Attribute, ast.Call)):
        inner = value.func if isinstance(value, ast.Call) else value.value
        last = value.attr.lower() if isinstance(value, ast.Attribute) else ""
        if last in _WORDS or last.endswith(_WORDS):
            return True
        value = inner
    if isinstance(value, ast.Name):
        return any(word.lower().endswith(_WORDS) for word in (value.id, module.symbol(value, module.scope) or ""))
    return False
