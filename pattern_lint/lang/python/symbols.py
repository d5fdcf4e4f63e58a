"""Spelling of symbols: one for each thing, and how one is taken apart."""

from __future__ import annotations

import re

from .externals import CALLABLE, CANONICAL, MAPPING_CONTAINERS

HANDING_OUT = frozenset({"get", "pop", "popleft", "setdefault"})
"""Methods of containers that give something that they hold."""
_GIVING = f"{CALLABLE}{{"
_VALUES = "}().values()"
_OTHERWISE = frozenset(symbol.partition(".")[0].partition("(")[0] for symbol in CANONICAL)
"""The first names of all that has another spelling somewhere."""
_STEP = re.compile(r"^[^.(]+|[.(][^.(]*")


def canonical(symbol: str) -> str:
    """The one spelling of a symbol."""
    return CANONICAL.get(symbol, symbol)


def canonical_chain(base: str, tail: str) -> str:
    """A symbol followed by further steps, each of them brought to its one spelling."""
    if "}" not in base and base.partition(".")[0].partition("(")[0] not in _OTHERWISE and "}" not in tail:
        return base + tail
    symbol = base
    for step in steps(tail):
        symbol = element(symbol, step) if step in (".*", ".[]") else _followed(symbol, step)
    return symbol


def _followed(symbol: str, step: str) -> str:
    held = handed_out(symbol) if step == "()" and "}" in symbol else None
    return canonical(symbol + step) if held is None else held


def steps(tail: str) -> list[str]:
    """The single steps of the end of a symbol: `.read()` is `.read` and `()`."""
    return _STEP.findall(tail)


def element(container: str, step: str) -> str:
    """What iterating over a container (`.*`) or indexing it (`.[]`) gives; the keys of a mapping are not known."""
    if container.endswith("}()"):
        kind, _, held = container[:-3].partition("{")
        if step == ".[]" or kind not in MAPPING_CONTAINERS:
            return held
    elif step == ".*" and container.endswith(_VALUES):
        return container[: -len(_VALUES)].partition("{")[2]
    return canonical(f"{container}{step}")


def handed_out(method: str) -> str | None:
    """What a method gives that hands out what its container holds, or a function of which its type alone is known; None
    for any other one."""
    if method.startswith(_GIVING) and method.endswith("}()"):
        return method[len(_GIVING) : -3]
    container, _, name = method.rpartition("().")
    return container[:-1].partition("{")[2] if name in HANDING_OUT and container.endswith("}") else None
