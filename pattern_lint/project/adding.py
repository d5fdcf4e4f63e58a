"""What functions put into what they are given, so that those who call them need not."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from ..config.globs import fnmatchcase
from ..lang.python.constants import constant
from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..query.naming.meant import MeantNames
from ..query.naming.shown import mentioned, texts
from .signatures import may_be_called
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project


def added_keys(globs: tuple[str, ...]) -> Topic:
    """What files tell of the keys that their methods add, of those that one of some globs matches."""
    return Topic(_name(globs), partial(_added_in, globs))


def _name(globs: tuple[str, ...]) -> str:
    return f"added-keys {' '.join(globs)}"


@lru_cache(maxsize=16)
def _meant(globs: tuple[str, ...]) -> MeantNames:
    return MeantNames(globs)


def _added_in(globs: tuple[str, ...], module: Module) -> tuple[str, ...] | None:
    """The methods of a module that write out a key or a keyword argument which is meant."""
    meant = {*_meant(globs).shown(mentioned, module), *_meant(globs).shown(texts, module)}
    found: dict[Scope, None] = {}
    for scope, keys in (*_given(module), *_kept(module)) if meant else ():
        function = scope.function
        if function is not None and function.is_method and not meant.isdisjoint(keys):
            found[function] = None
    return tuple(map(module.names.qualified, found)) or None


def _given(module: Module) -> Iterator[tuple[Scope, list[str]]]:
    """What calls are given, by keyword or in a dict."""
    for call in module.calls:
        node = call.node
        if node.keywords or node.args:
            keys = [word.arg for word in node.keywords if word.arg is not None]
            for value in (*node.args, *[word.value for word in node.keywords]):
                if value.__class__ is ast.Dict or value.__class__ is ast.BinOp:
                    keys += _keys_of(value, module, call.scope)
            if call.name == "setdefault":
                keys += _texts(node.args[:1], module, call.scope)
            yield call.scope, keys


def _kept(module: Module) -> Iterator[tuple[Scope, list[str]]]:
    """What assignments write out, or put under a key."""
    for node, scope in module.of(ast.Assign, ast.AnnAssign):
        assert isinstance(node, (ast.Assign, ast.AnnAssign))
        targets = node.targets if isinstance(node, ast.Assign) else []
        under = _texts((each.slice for each in targets if isinstance(each, ast.Subscript)), module, scope)
        yield scope, under + (_keys_of(node.value, module, scope) if node.value is not None else [])


def _keys_of(value: ast.expr, module: Module, scope: Scope) -> list[str]:
    """The keys of a dict that is written out, be it as a part of others; rows of parts may be long."""
    keys: list[str] = []
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.Dict):
            keys += _texts((key for key in part.keys if key is not None), module, scope)
        elif isinstance(part, ast.BinOp):
            waiting += (part.left, part.right)
    return keys


def _texts(nodes: Iterable[ast.expr], module: Module, scope: Scope) -> list[str]:
    said = (each if isinstance(each, ast.Constant) else constant(module, each, scope) for each in nodes)
    return [each.value for each in said if isinstance(each, ast.Constant) and isinstance(each.value, str)]


def adds_key(project: Project, symbol: str, asked: tuple[Any, ...]) -> bool:
    """Whether what a call runs adds a key that a glob matches, or makes a thing of the project that has one.

    Where nothing shows what a method is called on, any class with such a method may be meant whose name fits.
    """
    written, globs, called_on = asked
    for function in _may_run(project, symbol, written, called_on):
        for each in (function, *(callee for _, callee in project.calls.callees(function))):
            is_part = any(fnmatchcase(name, glob) for name in _parts_of_made(project, each) for glob in globs)
            if is_part or _adds(project, each, globs):
                return True
    return False


def _adds(project: Project, function: str, globs: tuple[str, ...]) -> bool:
    home = project.definitions.home(function)
    return home is not None and function in project.files[home["path"]]["topics"].get(_name(globs), ())


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
