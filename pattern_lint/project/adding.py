"""What functions put into what they are given, so that those who call them need not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..config.globs import fnmatchcase
from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from .signatures import may_be_called
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project


def added_keys(module: Module) -> dict[str, tuple[str, ...]] | None:
    """The keys and keyword arguments that the methods of a module write out."""
    found: dict[Scope, set[str]] = {}
    for key, scope in _written(module):
        function = scope.function
        if function is not None and function.is_method:
            found.setdefault(function, set()).add(key)
    return {module.names.qualified(scope): tuple(sorted(keys)) for scope, keys in found.items()} or None


ADDED_KEYS = Topic("added-keys", added_keys)


def _written(module: Module) -> Iterator[tuple[str, Scope]]:
    for node, scope in module.of(ast.Assign, ast.AnnAssign):
        assert isinstance(node, ast.Assign | ast.AnnAssign)
        targets = node.targets if isinstance(node, ast.Assign) else []
        keys = [each.slice for each in targets if isinstance(each, ast.Subscript)]
        yield from ((key, scope) for key in map(_text, [*keys, *_keys_of(node.value)]) if key)
    for call in module.calls:
        given = [*call.node.args, *(word.value for word in call.node.keywords)]
        yield from ((key, call.scope) for each in given for key in map(_text, _keys_of(each)) if key)
        yield from ((word.arg, call.scope) for word in call.node.keywords if word.arg)
        if call.name == "setdefault" and call.node.args:
            yield from ((key, call.scope) for key in (_text(call.node.args[0]),) if key)


def _keys_of(value: ast.expr | None) -> Iterator[ast.expr]:
    """The keys of a dict that is written out, be it as a part of others."""
    if isinstance(value, ast.Dict):
        yield from (key for key in value.keys if key is not None)
    elif isinstance(value, ast.BinOp):
        yield from (*_keys_of(value.left), *_keys_of(value.right))


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def adds_key(project: Project, symbol: str, asked: tuple[Any, ...]) -> bool:
    """Whether what a call runs adds a key that a glob matches, or makes a thing of the project that has one.

    Where nothing shows what a method is called on, any class with such a method may be meant whose name fits.
    """
    written, globs, called_on = asked
    for function in _may_run(project, symbol, written, called_on):
        for each in (function, *(callee for _, callee in project.calls.callees(function))):
            names = (*project.added_keys.get(each, ()), *_parts_of_made(project, each))
            if any(fnmatchcase(name, glob) for name in names for glob in globs):
                return True
    return False


def _may_run(project: Project, symbol: str, written: str, called_on: str) -> Iterator[str]:
    runs = project.calls.runs(symbol) if symbol else None
    owners = [runs.rpartition(".")[0]] if runs is not None else project.definitions.with_method.get(written, ())
    for owner in owners:
        if runs is not None or may_be_called(owner, called_on):
            yield from (f"{each}.{written}" for each in (owner, *project.heirs_of(owner)))


def _parts_of_made(project: Project, function: str) -> Iterator[str]:
    """The attributes of the classes of the project of which a function makes something."""
    fact = project.definitions.function(function)
    for call in fact.calls if fact is not None else ():
        made = project.resolver.resolve(call[0]) or ""
        cls = project.definitions.classes.get(made)
        yield from (*cls.assigned, *cls.attributes) if cls is not None else ()
