"""Calls that construct classes of the project: `OrderService(...)`, `OrderService.from_settings(...)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal, NamedTuple

from ..lang.python.blocks import lies_in, main_blocks
from ..lang.python.module import CallSite, Module, Span
from ..query.calls.making import MAKERS
from .facts import CLASS_METHOD, STATIC
from .project import Project
from .wiring import is_wired, outwards, wiring_functions

WIRED, ON_IMPORT = "wired", "on import"
_FIELDS = ("field", "Field")
_FACTORY = "default_factory"


class Way(NamedTuple):
    """A way in which code comes by an instance of a class; plain data."""

    how: Literal["constructed", "kept", "first-use", "reached", "got"]
    symbol: str
    """What tells the class: what is called, what a name stands for, or the value itself."""
    span: Span
    owner: str = ""
    """The class around it, as its module names it."""
    where: str = ""
    """The function around it, or what keeps the instance."""
    right: str = ""
    """What makes a construction right, or would if it were a container; empty where nothing does."""


def constructions(module: Module) -> list[CallSite]:
    """The calls that look like constructions of the project's classes; the join knows which of them are."""
    return module.once(_constructions)


def _constructions(module: Module) -> list[CallSite]:
    roots = module.roots
    wanted = {
        symbol
        for symbol in module.called_symbols
        if symbol is not None and "()" not in symbol and symbol[: symbol.find(".")] in roots and is_candidate(symbol)
    }
    return [call for call in module.calls if call.symbol in wanted and _names_class(module, call)] if wanted else []


def is_candidate(symbol: str) -> bool:
    """Whether what is called may be a class, or a class method that makes an instance."""
    place = symbol.rfind(".") + 1
    if symbol[place : place + 2].lstrip("_")[:1].isupper():
        return True
    owner = symbol[: place - 1]
    return symbol.startswith(MAKERS, place) and owner[owner.rfind(".") + 1 :].lstrip("_")[:1].isupper()


def _names_class(module: Module, call: CallSite) -> bool:
    """The call names the class; what an instance or a function was given (`self.service_class()`) does not."""
    written = module.names.symbol(call.node.func, call.scope)
    return written is not None and "()" not in written and not _is_given(call)


def _is_given(call: CallSite) -> bool:
    """Whether what is called comes from a parameter: `kind: type[OrderService]`; its callers choose the class."""
    root = call.node.func
    while isinstance(root, ast.Attribute):
        root = root.value
    if not isinstance(root, ast.Name) or root.id == "cls":
        return False
    home = call.scope.home(root.id)
    return home is not None and any(binding.kind == "param" for binding in home.bindings[root.id])


def constructed(module: Module) -> Iterator[Way]:
    """What a module constructs, each with who does it and what may make that right."""
    calls = constructions(module)
    wiring = wiring_functions(module) if calls else {}
    for call in calls:
        home = next(outer for outer in outwards(call.scope) if outer.kind != "lambda")
        function = home.qualname if home.kind == "function" else _with_default(module, call)
        if home.kind == "module" and (not function or lies_in(module, call.node, main_blocks(module))):
            right = ON_IMPORT
        elif is_wired(module, call):
            right = WIRED
        else:
            around = [wiring[outer] for outer in outwards(call.scope) if outer in wiring]
            right = (min(around) or WIRED) if around else ""
        owner = call.scope.owner.qualname if call.scope.owner is not None else ""
        yield Way("constructed", call.symbol or "", module.span(call.node), owner, function, right)
    yield from _by_fields(module)


def _by_fields(module: Module) -> Iterator[Way]:
    """The classes that make what a field of an object holds where nobody gives it."""
    roots = module.roots
    for call in (each for name in _FIELDS for each in module.named_calls.get(name, ())):
        given = call.node.keywords if isinstance(call.node, ast.Call) and call.scope.kind == "class" else ()
        for factory in (each.value for each in given if each.arg == _FACTORY):
            symbol = module.symbol(factory, call.scope) or ""
            if symbol[: symbol.find(".")] in roots and "()" not in symbol and is_candidate(symbol):
                yield Way("constructed", symbol, module.span(factory), call.scope.qualname)


def _with_default(module: Module, call: CallSite) -> str:
    """The function one of whose parameters has the call as its default."""
    child: ast.AST = call.node
    for parent in module.ancestors(child) if call.scope.kind != "lambda" else ():
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return parent.name if child in (*parent.args.defaults, *parent.args.kw_defaults) else ""
        child = parent
    return ""


class Constructed:
    """Answers which class of the project a construction makes."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._memo: dict[str, str | None] = {}

    def cls(self, symbol: str) -> str | None:
        """The class whose instance a call of the symbol makes; None where it makes none of the project's."""
        if symbol not in self._memo:
            self._memo[symbol] = self._find(symbol)
        return self._memo[symbol]

    def value(self, symbol: str) -> str | None:
        """The class of the instance that a symbol stands for."""
        found = self._project.resolver.resolve(symbol) if symbol else None
        return found.removesuffix("()") if found is not None and found.endswith("()") else None

    def _find(self, symbol: str) -> str | None:
        project = self._project
        called = project.resolver.resolve(symbol)
        if called is None or called in project.definitions.classes:
            return called
        method = project.definitions.function(called)
        if method is None or not method.flags & (CLASS_METHOD | STATIC):
            return None
        named, base = project.resolver.resolve(symbol.rpartition(".")[0]), self.value(f"{symbol}()")
        if named not in project.definitions.classes or base is None:
            return None
        return named if base in project.resolver.linear(named) else None
