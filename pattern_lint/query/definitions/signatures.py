"""What functions take."""

from __future__ import annotations

import ast
from typing import NamedTuple

from ...config.globs import fnmatchcase
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope

_OVERLOADS = frozenset({"typing.overload"})
_STATIC = frozenset({"builtins.staticmethod", "abc.abstractstaticmethod"})


class Parameter(NamedTuple):
    """A parameter; `stars` stand before the name of a variable one."""

    name: str
    node: ast.arg
    default: ast.expr | None
    stars: str = ""
    by_name: bool = False
    """Whether it can be given by its name only."""

    def is_called(self, name: str) -> bool:
        """Whether a name, or a glob of such, is that of the parameter; variable ones are asked for with their stars.

        An underscore before a variable one says only that it is not used. Two stars alone are whatever takes the rest.
        """
        if not self.stars:
            return not name.startswith("**") and fnmatchcase(self.name, name)
        if name == "**":
            return self.stars == name
        return name.startswith(self.stars) and name[len(self.stars) :] == self.name.lstrip("_")


def parameters_of(scope: Scope, module: Module) -> list[Parameter]:
    """The parameters of a function, the first one of a method aside, which is the instance or the class."""
    node = scope.node
    assert isinstance(node, FunctionNode)
    args = node.args
    positional = [*args.posonlyargs, *args.args]
    defaults = [*[None] * (len(positional) - len(args.defaults)), *args.defaults]
    found = [Parameter(arg.arg, arg, default) for arg, default in zip(positional, defaults, strict=True)]
    if scope.is_method and positional and not is_static(scope, module):
        found = found[1:]
    if args.vararg is not None:
        found.append(Parameter(args.vararg.arg, args.vararg, None, "*"))
    named = zip(args.kwonlyargs, args.kw_defaults, strict=True)
    found += [Parameter(arg.arg, arg, default, by_name=True) for arg, default in named]
    if args.kwarg is not None:
        found.append(Parameter(args.kwarg.arg, args.kwarg, None, "**"))
    return found


def is_overload(scope: Scope, module: Module) -> bool:
    """Whether a function only says one of the ways in which another one may be called."""
    return _has_decorator(scope, module, _OVERLOADS)


def is_static(scope: Scope, module: Module) -> bool:
    """Whether a method takes neither the instance nor the class."""
    return _has_decorator(scope, module, _STATIC)


def _has_decorator(scope: Scope, module: Module, symbols: frozenset[str]) -> bool:
    node, outer = scope.node, scope.parent
    assert isinstance(node, FunctionNode) and outer is not None
    return bool(node.decorator_list) and any(
        module.symbol(decorator, outer) in symbols for decorator in node.decorator_list
    )
