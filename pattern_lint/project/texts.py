"""The texts, and other plain constants, that modules and their classes keep, for other modules to speak of."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..query.expressions.constants import UNKNOWN_CONSTANT
from ..query.values.computed import value_of
from .definitions import Definitions
from .topics import Topic

_LONGEST_WAY = 8
_AUTO = "enum.auto"
_Plain: TypeAlias = "str | int | float | None"
_COMPUTED = frozenset({ast.BinOp, ast.UnaryOp})
_PLAIN = (str, int, float, type(None))


def texts_of(module: Module) -> dict[str, _Plain]:
    """The constants of a module that are texts, numbers, computed ones too, or the like, and those of its classes,
    members of enums among them."""
    found: dict[str, _Plain] = {}
    for scope in module.index.scopes:
        if scope.kind not in ("module", "class"):
            continue
        prefix = f"{scope.qualname}." if scope.kind == "class" else ""
        is_named_by_itself = _is_of_texts(scope, module)
        for name, bound in scope.bindings.items():
            value = bound[0].value if len(bound) == 1 and bound[0].kind in ("assign", "annotated") else None
            if isinstance(value, ast.Constant) and isinstance(value.value, _PLAIN):
                found[f"{prefix}{name}"] = value.value
            elif is_named_by_itself and isinstance(value, ast.Call) and module.symbol(value.func, scope) == _AUTO:
                found[f"{prefix}{name}"] = name.lower()
            elif value is not None and value.__class__ in _COMPUTED:
                number = value_of(value, module, scope)
                found |= {f"{prefix}{name}": number} if isinstance(number, (int, float)) else {}
    return found


def _is_of_texts(scope: Scope, module: Module) -> bool:
    """Whether a class is an enum whose members are texts, by their own names where nothing else is said."""
    node, outer = scope.node, scope.parent
    bases = node.bases if isinstance(node, ast.ClassDef) and outer is not None else []
    return any(module.symbol(base, outer or scope) == "enum.StrEnum" for base in bases)


TEXTS = Topic("texts", texts_of)


class Texts:
    """Finds the text behind a symbol."""

    def __init__(self, told: Iterable[tuple[str, Mapping[str, _Plain]]], definitions: Definitions) -> None:
        self._constants = {f"{module}.{name}": value for module, values in told for name, value in values.items()}
        self._modules = definitions.modules

    def of(self, symbol: str) -> str | None:
        """The text; names that modules hand on are followed."""
        found = self.constant(symbol)
        return found if isinstance(found, str) else None

    def constant(self, symbol: str) -> object:
        """The constant, be it None; a mark of its own where there is none."""
        way = self.way(symbol.removesuffix(".value"))
        return next((self._constants[each] for each in way if each in self._constants), UNKNOWN_CONSTANT)

    def way(self, symbol: str) -> Iterator[str]:
        """A name, and those that it has from one module to the next, to where it is defined."""
        current: str | None = symbol
        for _ in range(_LONGEST_WAY):
            if current is None:
                return
            yield current
            current = self._followed(current)

    def made_by(self, symbol: str) -> str | None:
        """What a module calls in order to have what a name of it stands for."""
        *_, last = self.way(symbol)
        owner, _, name = last.rpartition(".")
        home: Any = self._modules.get(self._modules.find(owner) or "")
        value: str = (home["exports"].get(name) if home is not None else None) or ""
        return value.removesuffix("()") if value.endswith("()") else None

    def _followed(self, symbol: str) -> str | None:
        """Where a module has a name from, or a class with an attribute of it."""
        owner, tail = symbol, ""
        while "." in owner:
            owner, _, step = owner.rpartition(".")
            home: Any = self._modules.get(self._modules.find(owner) or "")
            if home is not None:
                own, target = f"{home['name']}.{step}{tail}", home["exports"].get(step, "")
                if own != symbol:  # as where a folder is searched in which the module lies
                    return own
                return f"{target}{tail}" if target and "(" not in target and f"{target}{tail}" != symbol else None
            tail = f".{step}{tail}"
        return None
