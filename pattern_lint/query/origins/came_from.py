"""Where the values come from that a card follows, and which parameters it means: by their names, their types and what
fills them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import msgspec

from ...config.globs import fnmatchcase
from ...flow.parts import Source
from ...lang.python.annotations import unquoted
from ...lang.python.constants import assigned, constant
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.ways import choices
from ..answers import NO, YES, Answer, Condition, every, on_condition, opposite, some
from ..definitions.defined import decorator_names, is_decorated
from ..definitions.dispatch import ByLast
from ..definitions.signatures import Parameter, parameters_of
from ..functions.callers import Taken, given_for
from ..naming.names import Asked, Names, NameSet, last_name, name_set
from ..places.about import About, about
from ..places.places import Places, Where, stands_in
from ..values.types import Type, is_typed, parts_of

_HOLDING = frozenset(
    "Annotated Collection Iterable List None Optional Sequence Set Tuple Union dict frozenset list set tuple".split()
)
"""Types that say nothing of what they hold."""


class From(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """Where values come from; several ways are taken together."""

    of: Names = ()
    """Attributes that are read and functions that are called. Example: `of = ["flask.request.args", "os.getenv"]`"""
    decorated: Names = ()
    """Parameters of functions with one of these decorators. Example: `decorated = ["fastapi.APIRouter().get"]`"""
    parameters: Places = ()
    """Parameters of functions in one of these places. Example: `parameters = ["function:handle_message"]`"""
    named: tuple[str, ...] = ()
    """Only parameters whose names match one of these globs. Example: `named = ["message"]`"""
    typed: Type | None = None
    """Only parameters whose annotations are so. Example: `typed = { never = ["fastapi.Request"] }`"""
    not_filled_by: Names = ()
    """No parameters that a call of one of these fills, as their default or in their annotation.
    Example: `not-filled-by = ["fastapi.Depends"]`"""
    attributes: bool = False
    """Whether attributes of objects are meant, whatever they are called; what a module or class holds is none, nor is
    a constant by its name. Example: `attributes = true`"""
    caught: bool = False
    """Whether exceptions that an except clause catches are meant, too. Example: `caught = true`"""
    caught_as: Names = ()
    """Only exceptions of clauses that name one of these, or nothing; their heirs are others.
    Example: `caught-as = ["Exception"]`"""


_Wanted: TypeAlias = tuple[int, From, Names]
"""A card, where its values come from, and what makes them fine."""


class ParameterTable:
    """The cards that call parameters sources, by the decorators that they name."""

    def __init__(self) -> None:
        self._decorated: ByLast[tuple[int, From, Names]] = ByLast()
        self._placed: list[tuple[_Wanted, About]] = []

    def __bool__(self) -> bool:
        return bool(self._decorated or self._placed)

    def add(self, bit: int, origin: From, through: Names) -> None:
        """Add a card; what is of the types in `through` is none of its sources."""
        if origin.decorated:
            self._decorated.add((bit, origin, through), name_set(origin.decorated).last_names)
        if origin.parameters:
            self._placed.append(((bit, origin, through), about(origin.parameters, ())))

    def sources(self, module: Module) -> Iterator[Source]:
        """The parameters of a module that are sources."""
        decorators = module.once(decorator_names) if self._decorated else {}
        placed = [wanted for wanted, places in self._placed if places.may_be(module)]
        for scope in module.index.functions if decorators or placed else ():
            for bit, origin, through, held in self._wanted(scope, placed, module):
                for parameter in parameters_of(scope, module) if held.holds else ():
                    meant = every([held, _is_meant(parameter, origin, through, module, scope)])
                    if meant.holds:
                        place = module.names.qualified(scope), _place(parameter, scope)
                        span = module.span(parameter.node)
                        yield Source(span, parameter.name, 1 << bit, meant.when, place)

    def _wanted(
        self, scope: Scope, placed: Iterable[_Wanted], module: Module
    ) -> Iterator[tuple[int, From, Names, Answer]]:
        for bit, origin, through in self._decorated.of(module.once(decorator_names).get(scope)):
            yield bit, origin, through, is_decorated(origin.decorated, scope, module)
        for bit, origin, through in placed:
            if not _may_take(origin.named, scope):
                continue
            yield bit, origin, through, stands_in(origin.parameters, Where(module, scope.node, scope))


def _may_take(named: Sequence[str], scope: Scope) -> bool:
    """Whether a function may have a parameter of one of some names."""
    return not named or any("*" in name for name in named) or not scope.bindings.keys().isdisjoint(named)


def _is_meant(parameter: Parameter, origin: From, through: Names, module: Module, scope: Scope) -> Answer:
    annotation = parameter.node.annotation
    if origin.named and not any(fnmatchcase(parameter.name, glob) for glob in origin.named):
        return NO
    if is_filled(parameter, origin.not_filled_by, module, scope):
        return NO
    if origin.named and _is_given_texts_alone(parameter, module, scope):
        return NO
    outer = scope.of_annotations or module.scope
    typed = is_typed(origin.typed, annotation, module, outer) if origin.typed is not None else YES
    fine = _is_fine(through, annotation, module, outer) if annotation is not None else NO
    return every([typed, opposite(fine)])


def _is_given_texts_alone(parameter: Parameter, module: Module, scope: Scope) -> bool:
    """Whether all that calls in the module give for a parameter is written out, whatever its name tells."""
    place = _place(parameter, scope) - int(scope.is_method)
    given = [constant(module, *each) for each in given_for(Taken(scope, parameter.name, place), module)]
    return bool(given) and all(isinstance(each, ast.Constant) for each in given)


def is_filled(parameter: Parameter, by: Names, module: Module, scope: Scope) -> bool:
    """Whether a framework fills a parameter with something of its own."""
    names, outer = name_set(by), scope.of_annotations or module.scope
    annotation = unquoted(parameter.node.annotation) if parameter.node.annotation is not None else None
    if isinstance(annotation, ast.Name):
        annotation = assigned(module, annotation, outer) or annotation
    of = annotation.slice if isinstance(annotation, ast.Subscript) else None
    beside = of.elts[1:] if isinstance(of, ast.Tuple) else []
    given = [each for each in (parameter.default, *beside) if each is not None] if names else []
    filling = (way for each in given for way in choices(each, module, outer))
    calls = ((each, home) for each, home in filling if isinstance(each, ast.Call))
    asked = (Asked(module.symbol(call.func, home), name_of(call.func)) for call, home in calls)
    return any(names.match(each, module.roots).holds for each in asked)


def _is_fine(through: Names, annotation: ast.expr, module: Module, outer: Scope) -> Answer:
    """Whether what an annotation admits is fine whatever it is: of a type that is, or one of some fixed values."""
    wanted = name_set(through)
    parts = [part for part in parts_of(annotation, module, outer) if part.written not in _HOLDING]
    return every(_is_fine_type(wanted, part.symbol, part.written, module) for part in parts) if parts else NO


def _is_fine_type(wanted: NameSet, symbol: str | None, written: str, module: Module) -> Answer:
    if last_name(symbol or written) == "Literal":
        return YES
    found = [wanted.match(Asked(symbol, written), module.roots)]
    if symbol is not None and symbol[: symbol.find(".")] in module.roots:
        is_enum: Condition = ("derives", symbol, ("enum.Enum", "enum.StrEnum", "enum.IntEnum"))
        found.append(on_condition(("not", "", (("any", "", (("not", "", (is_enum,)), ("unknown", "", (is_enum,)))),))))
    return some(each for each in found if each.holds is not None)


def _place(parameter: Parameter, scope: Scope) -> int:
    node = scope.node
    assert isinstance(node, FunctionNode)
    args = node.args
    every_one = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
    return [each for each in every_one if each is not None].index(parameter.node)
