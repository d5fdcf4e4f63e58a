"""The ways on which a file leads values on: what its calls hand to functions of the project, and these give back."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Set
from typing import Any, NamedTuple, Protocol

from ...lang.python.annotations import unquoted
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ...project.flows import Handing, Input, Key
from ...query.definitions.signatures import parameters_of
from .marks import CardMarks

_NOTHING = Handing("", (0, 0, 0, 0), (), ())
_SPEAKING = re.compile("error|failure|problem")
"""What is in the names of functions that make an answer of an error, whatever they call its text."""
_NUMBERS = frozenset(f"builtins.{name}" for name in ("bool", "complex", "float", "int"))


class InputsOf(Protocol):
    """Tells where a value comes from, as plain data."""

    def __call__(self, value: ast.expr, scope: Scope, key: Key = None) -> tuple[Input, ...]: ...


class Followed(NamedTuple):
    """The calls that values are followed into, and the functions of the file that these run."""

    calls: Collection[ast.Call]
    functions: Collection[Scope]


def handings(module: Module, marks: CardMarks, inputs_of: InputsOf, followed: Followed | None) -> Iterator[Handing]:
    """The calls that lead into the project, with what they hand over; only those followed, where that is said."""
    given: list[tuple[Any, ...]] = []
    for _, call in marks.leading.values():
        named: list[tuple[int | str, ast.expr]] = []
        if followed and call.node not in followed.calls:
            given.append(())
            continue
        for place, value in enumerate(call.node.args):
            if isinstance(value, ast.Starred):
                break
            named.append((place, value))
        named += [(keyword.arg, keyword.value) for keyword in call.node.keywords if keyword.arg is not None]
        found = ((name, inputs_of(value, call.scope)) for name, value in named if not isinstance(value, ast.Constant))
        given.append(tuple((name, inputs) for name, inputs in found if inputs))
    for (_, call), handed in zip(marks.leading.values(), given, strict=True):
        keys = tuple(marks.asked.get(call.node, ()))
        if handed or keys:
            yield Handing(call.symbol or "", module.span(call.node), handed, keys)
        else:
            yield _NOTHING  # others keep their numbers, and tell nothing


def returns(
    module: Module, inputs_of: InputsOf, followed: Followed | None
) -> Iterator[tuple[str, Key, tuple[Input, ...]]]:
    """What some functions, or all, give back, one by one or at once; a number says nothing of what it comes from."""
    given: dict[Scope, list[ast.expr]] = {scope: [*values] for scope, values in module.returned.items()}
    for node, scope in module.of(ast.Yield, ast.YieldFrom):
        assert isinstance(node, (ast.Yield, ast.YieldFrom))
        if node.value is not None:
            given.setdefault(scope, []).append(node.value)
    for scope, values in given.items():
        is_meant = scope.kind == "function" and (followed is None or scope in followed.functions)
        for key in (None, *_keys(values)) if is_meant and not _gives_number(scope, module) else ():
            inputs = dict.fromkeys(each for value in values for each in inputs_of(value, scope, key))
            if inputs or key is not None:
                yield module.names.qualified(scope), key, tuple(inputs)


def taking_one_of(names: Set[str], module: Module) -> set[Scope]:
    """The functions that take something of such a name, or by their own name make something of it, and give something
    back."""
    if not names:
        return set()
    takes = frozenset() if names.isdisjoint(module.mentioned) else names
    giving = (scope for scope in module.returned if scope.kind == "function")
    return {scope for scope in giving if takes_one_of(takes, scope, module) or _SPEAKING.search(scope.name)}


def takes_one_of(names: Set[str], scope: Scope, module: Module) -> bool:
    """Whether a function takes something of such a name."""
    return not names.isdisjoint(scope.bindings) and any(each.name in names for each in parameters_of(scope, module))


def _gives_number(scope: Scope, module: Module) -> bool:
    said = scope.node.returns if isinstance(scope.node, FunctionNode) else None
    return said is not None and module.symbol(unquoted(said), scope) in _NUMBERS


def _keys(values: list[ast.expr]) -> Iterator[int | str]:
    """The keys under which all that a function gives is written out."""
    if all(isinstance(value, ast.Tuple) and not _is_starred(value.elts) for value in values):
        yield from range(min(len(value.elts) for value in values if isinstance(value, ast.Tuple)))
    elif len(values) == 1 and isinstance(values[0], ast.Dict):
        keys = (key.value for key in values[0].keys if isinstance(key, ast.Constant))
        yield from (key for key in keys if isinstance(key, (int, str)))


def _is_starred(elements: list[ast.expr]) -> bool:
    return any(isinstance(each, ast.Starred) for each in elements)
