"""What conftest files tell the tool that runs the tests by a hook, beside its files of settings."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from ..lang.python.module import Module, name_of
from ..lang.python.walking import nodes_in
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

_HOME, _HOOK = "conftest.py", "pytest_configure"
_OF_SETTER = 3
"""What `setattr` is given: an object, a name, a value."""


def told_by_hook(module: Module) -> tuple[str, ...] | None:
    """What the hook of a conftest file sets, as `key=value`."""
    if basename(module.path) != _HOME or _HOOK not in module.scope.bindings:
        return None
    hooks = (scope for scope in module.index.functions if scope.name == _HOOK and scope.parent is module.scope)
    set_to = (each for hook in hooks for node in nodes_in(hook.node) for each in _set_by(node))
    return tuple(f"{key}={_text(value)}" for key, value in set_to if key and _text(value))


TEST_HOOKS = Topic("test-hooks", told_by_hook)


def is_set_by_hook(project: Project, path: str, wanted: Collection[str]) -> bool:
    """Whether a conftest file in the folder of a file, or in one above it, says one of what is wanted."""
    for home, told in project.topic(TEST_HOOKS).items():
        folder = dirname(home)
        if (not folder or path.startswith(f"{folder}/")) and not set(told).isdisjoint(wanted):
            return True
    return False


def _set_by(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The attributes and items that a statement or a call of `setattr` sets."""
    if isinstance(node, ast.Call) and name_of(node.func) == "setattr" and len(node.args) == _OF_SETTER:
        yield _text(node.args[1]), node.args[2]
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Attribute):
                yield target.attr, node.value
            elif isinstance(target, ast.Subscript):
                yield _text(target.slice), node.value


def _text(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ""
