"""What a function calls, itself or through functions of its file; what other files run is asked of the join."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from ..lang.python.module import CallSite, Module, name_of
from ..lang.python.scopes import Scope
from .answers import NO, Answer, on_condition, some
from .names import Asked, Names, NameSet, name_set, spelled


def calls_itself(names: NameSet, scope: Scope, module: Module) -> Iterator[tuple[CallSite, Answer]]:
    """The calls of one of some names in a function's own body, functions nested in it included."""
    for call in _calls_of(module).get(scope, ()):
        held = names.match(Asked(call.symbol, call.name, _receiver(call)), module.roots)
        if held.holds is not False:
            yield call, held


def calls_somewhere(wanted: Names, scope: Scope, module: Module) -> Answer:
    """Whether a function calls one of some names, itself or through functions of the project."""
    names, by_symbol = name_set(wanted), module.once(_by_symbol)
    answers: list[Answer] = []
    pending, seen, elsewhere = [scope], {scope}, []
    while pending:
        current = pending.pop()
        for call in _calls_of(module).get(current, ()):
            held = names.match(Asked(call.symbol, call.name, _receiver(call)), module.roots)
            if held.holds and not held.when:
                return held
            answers.append(held)
            symbol = call.symbol
            if symbol is None:
                continue
            callee = by_symbol.get(symbol.replace("().", "."))
            if callee is not None and callee not in seen:
                seen.add(callee)
                pending.append(callee)
            elif callee is None and symbol[: symbol.find(".")] in module.roots:
                elsewhere.append(symbol)
    if elsewhere:
        spellings = [spelled(name) for name in wanted]
        is_open = any(_is_standard(name) for name in spellings)
        answers.append(on_condition(("runs", "", (tuple(dict.fromkeys(elsewhere)), tuple(spellings), is_open))))
    return some(answers) if answers else NO


def _is_standard(name: str) -> bool:
    root = name.partition(".")[0]
    return root in ("*", "builtins") or root in sys.stdlib_module_names


def _receiver(call: CallSite) -> str:
    of = getattr(call.node.func, "value", None)
    return name_of(of) if of is not None else ""


def _calls_of(module: Module) -> dict[Scope, list[CallSite]]:
    return module.once(_by_function)


def _by_function(module: Module) -> dict[Scope, list[CallSite]]:
    """The calls of each function, those in lambdas and functions nested in it among them."""
    found: dict[Scope, list[CallSite]] = {}
    for call in module.calls:
        scope: Scope | None = call.scope
        while scope is not None and scope.kind != "module":
            if scope.kind == "function":
                found.setdefault(scope, []).append(call)
            scope = scope.parent if scope.kind != "class" else None
    return found


def _by_symbol(module: Module) -> dict[str, Scope]:
    return {module.names.qualified(scope): scope for scope in module.index.functions}
