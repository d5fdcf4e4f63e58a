"""Which functions of a file are handed something: by the name or the type of a parameter, or by who hands it on."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TypeAlias

from ...config.globs import matcher
from ...flow.inherited import function_called
from ...knowledge.lacking import may_derive
from ...lang.python.module import CallSite, Module
from ...lang.python.scopes import FunctionNode, Scope
from ..answers import NO, YES, Answer, on_condition, some
from ..definitions.signatures import Parameter, parameters_of
from ..naming.names import last_name
from ..values.types import parts_of

_Handed: TypeAlias = Mapping[Scope, Mapping[str, Answer]]
"""The parameters by which functions are handed it."""
_NONE = "builtins.None"
_HOLDERS = frozenset({"Any", "Mapping", "dict", "Dict", "object"})
"""Standard types that say nothing of what something is."""


def is_handed(globs: tuple[str, ...], module: Module, scope: Scope) -> Answer:
    """Whether a function, or one around it, is handed something of such a name or class."""
    found, held = module.once(_handed_in(globs)), [NO]
    current: Scope | None = scope
    while current is not None:
        held += found.get(current, {}).values()
        current = current.parent
    return some(held)


@cache
def _handed_in(globs: tuple[str, ...]) -> Callable[[Module], _Handed]:
    return partial(_handed, globs)


def _handed(globs: tuple[str, ...], module: Module) -> _Handed:
    """What parameters show by themselves, and what comes to others from those."""
    found: dict[Scope, dict[str, Answer]] = {}
    for scope in module.index.functions:
        for each in parameters_of(scope, module):
            held = _is_one(globs, each, module, scope)
            if held != NO:
                found.setdefault(scope, {})[each.name] = held
    calls: dict[Scope, list[CallSite]] = {}
    for call in module.calls if found else ():
        if call.scope.function is not None:
            calls.setdefault(call.scope.function, []).append(call)
    pending = [*found]
    for scope in pending:  # grows on the way
        for callee, name, held in _handed_on(found[scope], calls.get(scope, ()), module):
            if name not in found.setdefault(callee, {}):
                found[callee] = {**found[callee], name: held}
                pending.append(callee)
    return found


def _is_one(globs: tuple[str, ...], parameter: Parameter, module: Module, scope: Scope) -> Answer:
    """Whether a parameter has such a name or class; what it is said to be counts for more than what it is called."""
    is_meant, annotation = matcher(globs), parameter.node.annotation
    parts = parts_of(annotation, module, scope) if annotation is not None else ()
    said = [part.symbol for part in parts if part.symbol is not None and part.is_outer and part.symbol != _NONE]
    classes = [symbol for symbol in said if not _is_standard(symbol)]
    if any(is_meant(symbol[symbol.rfind(".") + 1 :]) for symbol in classes):
        return YES
    if is_meant(parameter.name) and (classes or not said):
        return YES
    wanted = globs_of_classes(globs)
    ours = [each for each in classes if each[: each.find(".")] in module.roots and may_derive(wanted, last_name(each))]
    return some([on_condition(("derives", symbol, wanted)) for symbol in ours]) if ours else NO


def globs_of_classes(globs: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some globs that may be about the name of a class."""
    return tuple(glob for glob in globs if not glob.islower())


def _is_standard(symbol: str) -> bool:
    root, _, name = symbol.partition(".")
    return (root == "builtins" or root in sys.stdlib_module_names) and name not in _HOLDERS


def _handed_on(
    handed: Mapping[str, Answer], calls: Sequence[CallSite], module: Module
) -> Iterator[tuple[Scope, str, Answer]]:
    """The functions of the file that are given one of some parameters, by which of their own."""
    for call in calls:
        given = [*enumerate(call.node.args), *((each.arg, each.value) for each in call.node.keywords)]
        passed = [(at, node.id) for at, node in given if isinstance(node, ast.Name) and node.id in handed]
        callee = function_called(call.symbol, module) if passed and call.symbol is not None else None
        if callee is None or not isinstance(callee.node, FunctionNode):
            continue
        taken = [each.name for each in parameters_of(callee, module) if not each.stars]
        for at, name in passed:
            if isinstance(at, int) and at < len(taken):
                yield callee, taken[at], handed[name]
            elif at in taken:
                yield callee, str(at), handed[name]
