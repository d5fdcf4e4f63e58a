"""Classes that only let go of what their constructor was given when their block ends: whoever gave that manages it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..lang.python.logs import LOG_METHODS, is_on_logger
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

_EXITS = ("__aexit__", "__exit__")


def borrowing_in(module: Module) -> tuple[str, ...] | None:
    """The classes of a module whose own exits let go of nothing but what their own constructors must be given."""
    if not any(name in module.mentioned for name in _EXITS):
        return None
    methods: dict[Scope, dict[str, Scope]] = {}
    for scope in module.index.functions:
        if scope.owner is not None and scope.parent is scope.owner:
            methods.setdefault(scope.owner, {})[scope.name] = scope
    found = [module.names.qualified(owner) for owner, own in methods.items() if _only_lets_go_of_given(own)]
    return tuple(found) or None


def _only_lets_go_of_given(methods: Mapping[str, Scope]) -> bool:
    exits = [methods[name] for name in _EXITS if name in methods]
    given = _kept_of_given(methods["__init__"]) if exits and "__init__" in methods else frozenset[str]()
    ended = [attribute for each in exits for attribute in _ended(each, methods)] if given else []
    return bool(ended) and all(attribute in given for attribute in ended)


def _kept_of_given(constructor: Scope) -> frozenset[str]:
    """The attributes in which a constructor keeps what it must be given, as it is."""
    arguments = getattr(constructor.node, "args", None)
    if not isinstance(arguments, ast.arguments):
        return frozenset()
    plain = [*arguments.posonlyargs, *arguments.args]
    needed = {each.arg for each in plain[: len(plain) - len(arguments.defaults)]}
    by_name = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    needed |= {each.arg for each, default in by_name if default is None}
    kept: dict[str, list[ast.expr | None]] = {}
    for node in nodes_in(constructor.node):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            if isinstance(target, ast.Attribute) and name_of(target.value) == "self":
                kept.setdefault(target.attr, []).append(getattr(node, "value", None))
    return frozenset(
        attribute
        for attribute, values in kept.items()
        if all(isinstance(value, ast.Name) and value.id in needed for value in values)
    )


def _ended(begin: Scope, methods: Mapping[str, Scope]) -> Iterator[str]:
    """The attributes on which a method and those of its own that it calls do something; empty for anything else."""
    waiting = [begin]
    for scope in waiting:  # grows on the way
        for call in nodes_in(scope.node):
            if not isinstance(call, ast.Call):
                continue
            receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
            name = name_of(call.func)
            if isinstance(receiver, ast.Attribute) and name_of(receiver.value) == "self":
                yield receiver.attr
            elif receiver is not None and name_of(receiver) == "self" and name in methods:
                waiting += [methods[name]] if methods[name] not in waiting else []
            elif name not in LOG_METHODS or not is_on_logger(call.func, ""):
                yield ""


BORROWING = Topic("borrowing", borrowing_in)


def borrows(project: Project, symbol: str, _: tuple[Any, ...]) -> bool:
    """Whether the exits of a class, or of the base that has them, only let go of what its constructor is given."""
    cls = project.resolver.resolve(symbol) or symbol
    for each in (cls, *project.resolver.linear(cls)):
        home = project.definitions.home(each)
        if home is not None and any(project.definitions.function(f"{each}.{name}") for name in _EXITS):
            return each in (home["topics"].get(BORROWING.name) or ())
    return False
