"""The texts that modules and their classes keep as constants, for other modules to speak of."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..lang.python.module import Module
from .definitions import Definitions
from .topics import Topic

_LONGEST_WAY = 8


def texts_of(module: Module) -> dict[str, str]:
    """The constants of a module that are texts, and those of its classes, members of enums among them."""
    found: dict[str, str] = {}
    for scope in module.index.scopes:
        if scope.kind not in ("module", "class"):
            continue
        prefix = f"{scope.qualname}." if scope.kind == "class" else ""
        for name, bound in scope.bindings.items():
            value = bound[0].value if len(bound) == 1 and bound[0].kind in ("assign", "annotated") else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found[f"{prefix}{name}"] = value.value
    return found


TEXTS = Topic("texts", texts_of)


class Texts:
    """Finds the text behind a symbol."""

    def __init__(self, told: Iterable[tuple[str, Mapping[str, str]]], definitions: Definitions) -> None:
        self._texts = {f"{module}.{name}": text for module, texts in told for name, text in texts.items()}
        self._modules = definitions.modules

    def of(self, symbol: str) -> str | None:
        """The text; names that modules hand on are followed."""
        way = self.way(symbol.removesuffix(".value"))
        return next((self._texts[each] for each in way if each in self._texts), None)

    def way(self, symbol: str) -> Iterator[str]:
        """A name, and those that it has from one module to the next, to where it is defined."""
        current: str | None = symbol
        for _ in range(_LONGEST_WAY):
            if current is None:
                return
            yield current
            current = self._followed(current)

    def _followed(self, symbol: str) -> str | None:
        """Where a module has a name from, or a class with an attribute of it."""
        owner, tail = symbol, ""
        while "." in owner:
            owner, _, step = owner.rpartition(".")
            home: Any = self._modules.get(self._modules.find(owner) or "")
            if home is not None:
                target = home["exports"].get(step, "")
                found = f"{target}{tail}" if target and "(" not in target else f"{home['name']}.{step}{tail}"
                return found if found != symbol else None
            tail = f".{step}{tail}"
        return None
