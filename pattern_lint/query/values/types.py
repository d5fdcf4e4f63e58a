"""What an annotation must be, as cards say it, and what a file shows of the types that an annotation is made of."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set
from functools import lru_cache
from typing import NamedTuple

import msgspec

from ...config.globs import Like, looks_like
from ...lang.python.annotations import parsed
from ...lang.python.constants import assigned
from ...lang.python.generics import FIRST_NAMES
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..answers import NO, UNKNOWN, YES, Answer, answer, every, on_condition, opposite, some
from ..naming.forms import spelled
from ..naming.names import Names, last_name

_ANNOTATED = frozenset({"typing.Annotated"})
_LITERAL = frozenset({"typing.Literal"})
_TRANSPARENT = frozenset(
    f"{module}.{name}"
    for module in ("typing", "typing_extensions")
    for name in ("Optional", "Union", "Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly")
) | {"sqlalchemy.orm.Mapped", "sqlalchemy.orm.DynamicMapped", "dataclasses.InitVar"}
"""What stands around a type and says how it is used."""
_ANYTHING = frozenset({"typing.Any"})
_OF_OTHERS = frozenset({"collections.abc.Callable", "typing.Callable", "builtins.type", "typing.Type"})
"""What holds nothing of the types that it is told: a function takes and gives them, a class is one."""
_MAXIMAL_DEPTH = 8


class Type(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """What a type must be; `Optional`, `Annotated`, `Final`, `Mapped` and the like are looked through."""

    given: bool | None = None
    """Whether it must be said at all. Example: `given = true`"""
    is_: Names = msgspec.field(default=(), name="is")
    """The types of which it must be one, None aside; where it is nothing but None, that must be one of them.
    Example: `is = ["decimal.Decimal", "int"]`"""
    contains: Names = ()
    """Types of which one must occur in it at any depth. Example: `contains = ["fastapi.Request"]`"""
    never: Names = ()
    """Types that must not occur in it at any depth. Example: `never = ["float"]`"""
    optional: bool | None = None
    """Whether it must admit None, or must not. Example: `optional = false`"""
    heirs: bool = False
    """Whether classes of the project that derive from one of these types count as it. Example: `heirs = true`"""


class _Part(NamedTuple):
    """A name in an annotation, and whether it is a type that the annotation itself may be."""

    symbol: str | None
    is_outer: bool
    written: str
    is_told: bool = False
    """Whether it is told what it holds, and that not anything."""


def is_typed(wanted: Type, annotation: ast.expr | None, module: Module, scope: Scope) -> Answer:
    """Whether an annotation is what it must be; what is not said is not judged beside being there."""
    if annotation is None:
        return answer(wanted.given is not True)
    if wanted.given is False:
        return NO
    parts = list(parts_of(annotation, module, scope))
    return every(_judged(wanted, parts, module))


def _judged(wanted: Type, parts: list[_Part], module: Module) -> Iterator[Answer]:
    outer = [part for part in parts if part.is_outer and part.symbol != "builtins.None"]
    if wanted.is_:
        yield (
            every(_means(wanted.is_, part, module, wanted.heirs) for part in outer)
            if outer
            else answer("None" in wanted.is_)
        )
    if wanted.contains:
        yield some(_means(wanted.contains, part, module, wanted.heirs) for part in parts)
    if wanted.never:
        yield opposite(some(_means(wanted.never, part, module, wanted.heirs) for part in parts))
    if wanted.optional is not None:
        admits = any(part.is_outer and part.symbol == "builtins.None" for part in parts)
        is_open = any(part.symbol is None and part.is_outer for part in parts)
        yield answer(admits is wanted.optional if admits or not is_open else None)


def contains(names: Names, annotation: ast.expr, module: Module, scope: Scope, *, heirs: bool = False) -> Answer:
    """Whether one of some types occurs in an annotation, or of their heirs."""
    return some(_means(names, part, module, heirs) for part in parts_of(annotation, module, scope))


def _means(names: Names, part: _Part, module: Module, heirs: bool) -> Answer:
    """Whether a name in an annotation stands for one of some types; those of the project may be made of them."""
    symbol = part.symbol
    if symbol is None:
        return UNKNOWN
    if name_type(names, symbol):
        return YES
    if symbol[: symbol.find(".")] in module.roots:
        itself = on_condition(("stands-for", symbol, tuple(names)))
        return some([itself, on_condition(("derives", symbol, tuple(names)))]) if heirs else itself
    return NO


def name_type(names: Names, symbol: str) -> bool:
    """Whether one of a card's names is that of a type; one without dots is that of a builtin, or of the type alone."""
    full, simple = _types(names)
    if full(symbol) or simple(symbol[symbol.rfind(".") + 1 :]):
        return True
    first = FIRST_NAMES.get(symbol)
    return first is not None and (full(first) or simple(last_name(first)))


@lru_cache(maxsize=1024)
def _types(names: Names) -> tuple[Like, Like]:
    wanted = [spelled(name) for name in names]
    wanted += [FIRST_NAMES[name] for name in wanted if name in FIRST_NAMES]
    return looks_like(tuple(each for each in wanted if "." in each)), looks_like(
        tuple(e for e in wanted if "." not in e)
    )


def is_made_of(plain: Set[str], holding: Set[str], annotation: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether an annotation names nothing but plain types, and what is told to hold such."""
    parts = list(parts_of(annotation, module, scope))
    return bool(parts) and all(part.symbol in plain or (part.is_told and part.symbol in holding) for part in parts)


def contains_untold(names: Names, annotation: ast.expr, module: Module, scope: Scope) -> Answer:
    """Whether one of some generic types occurs in an annotation that is not told what it holds, or that is of Any."""
    parts = [part for part in parts_of(annotation, module, scope) if not part.is_told]
    return some(UNKNOWN if part.symbol is None else _is_one_untold(names, part.symbol, module) for part in parts)


def _is_one_untold(names: Names, symbol: str, module: Module) -> Answer:
    if name_type(names, symbol):
        return YES
    return on_condition(("untold", symbol, tuple(names))) if symbol[: symbol.find(".")] in module.roots else NO


def untold_in(annotation: ast.expr, module: Module, scope: Scope) -> Iterator[str]:
    """The types of an annotation that are not told what they hold."""
    parts = parts_of(annotation, module, scope)
    return (part.symbol for part in parts if part.symbol is not None and not part.is_told)


def is_annotated(node: ast.expr | None, module: Module, scope: Scope) -> bool:
    """Whether something is `Annotated[...]`, a type with what is said beside it."""
    return isinstance(node, ast.Subscript) and module.symbol(node.value, scope) in _ANNOTATED


def last_of_types(names: Names) -> frozenset[str] | None:
    """The last names of types; None where they may be any."""
    found = frozenset(last for name in names if not name.startswith("role:") for last in _lasts(spelled(name)))
    return None if any("*" in name for name in found) else found


def _lasts(name: str) -> Iterator[str]:
    """The last name of a type, and those of its other names."""
    last = name.rpartition(".")[2]
    yield last
    yield from (last_name(second) for second, first in FIRST_NAMES.items() if last_name(first) == last)
    yield from (last_name(first) for second, first in FIRST_NAMES.items() if last_name(second) == last)


def symbols_in(annotation: ast.expr, module: Module, scope: Scope) -> list[str]:
    """The names of an annotation that are known."""
    return [part.symbol for part in parts_of(annotation, module, scope) if part.symbol is not None]


def parts_of(
    annotation: ast.expr, module: Module, scope: Scope, *, is_outer: bool = True, depth: int = 0
) -> Iterator[_Part]:
    """The names of an annotation; texts are read, and names that the file gives to annotations are followed."""
    if depth > _MAXIMAL_DEPTH:
        yield _Part(None, is_outer, "")
    elif isinstance(annotation, ast.Constant):
        yield from _of_constant(annotation, module, scope, is_outer=is_outer, depth=depth)
    elif isinstance(annotation, ast.BinOp):
        yield from parts_of(annotation.left, module, scope, is_outer=is_outer, depth=depth)
        yield from parts_of(annotation.right, module, scope, is_outer=is_outer, depth=depth)
    elif isinstance(annotation, ast.Subscript):
        yield from _of_subscript(annotation, module, scope, is_outer=is_outer, depth=depth)
    elif isinstance(annotation, (ast.List, ast.Tuple)):
        for element in annotation.elts:
            yield from parts_of(element, module, scope, is_outer=False, depth=depth)
    elif isinstance(annotation, (ast.Name, ast.Attribute)):
        yield from _of_name(annotation, module, scope, is_outer=is_outer, depth=depth)
    else:
        yield _Part(None, is_outer, "")


def _of_constant(node: ast.Constant, module: Module, scope: Scope, *, is_outer: bool, depth: int) -> Iterator[_Part]:
    if isinstance(node.value, str):
        inner = parsed(node.value)
        if inner is not None:
            yield from parts_of(inner, module, scope, is_outer=is_outer, depth=depth + 1)
    elif node.value is None:
        yield _Part("builtins.None", is_outer, "None")


def _of_subscript(node: ast.Subscript, module: Module, scope: Scope, *, is_outer: bool, depth: int) -> Iterator[_Part]:
    base = module.symbol(node.value, scope)
    arguments = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
    if base in _LITERAL:
        yield _Part(base, is_outer, "Literal")
        return
    is_through = base in _TRANSPARENT
    held = [
        part
        for argument in (arguments[:1] if base in _ANNOTATED else arguments)
        for part in parts_of(argument, module, scope, is_outer=is_outer and is_through, depth=depth + 1)
    ]
    if not is_through:
        is_told = all(part.symbol not in _ANYTHING for part in held)
        for part in parts_of(node.value, module, scope, is_outer=is_outer, depth=depth + 1):
            yield part._replace(is_told=is_told)
    if base in _OF_OTHERS:
        held = [part._replace(is_told=True) for part in held]
    if base is not None and base.endswith(".Optional"):
        yield _Part("builtins.None", is_outer, "None")
    yield from held


def _of_name(
    node: ast.Name | ast.Attribute, module: Module, scope: Scope, *, is_outer: bool, depth: int
) -> Iterator[_Part]:
    written = node.id if isinstance(node, ast.Name) else node.attr
    held = assigned(module, node, scope)
    if held is None or (isinstance(held, ast.Constant) and not isinstance(held.value, str)):
        yield _Part(module.symbol(node, scope), is_outer, written)
    elif isinstance(held, ast.Call):
        yield from _of_made(held, module, scope, is_outer=is_outer, written=written, depth=depth)
    else:
        yield from parts_of(held, module, scope, is_outer=is_outer, depth=depth + 1)


def _of_made(
    call: ast.Call, module: Module, scope: Scope, *, is_outer: bool, written: str, depth: int
) -> Iterator[_Part]:
    """A type that a call makes; `NewType("Price", float)` is a float as well."""
    name = last_name(module.symbol(call.func, scope) or "")
    if name == "NewType" and len(call.args) == 2:
        yield from parts_of(call.args[1], module, scope, is_outer=is_outer, depth=depth + 1)
    elif name != "TypeVar":
        yield _Part(None, is_outer, written)
