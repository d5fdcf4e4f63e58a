"""What a value is made of: the values whose text or parts it holds, one step at a time."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Protocol, TypeAlias

from ..knowledge.passing import ASKED_BY_NAME, BUILDING, EACH_BY_NAME, HANDING_ON, OF_ANOTHER_SORT, WITH_ARGUMENTS
from ..knowledge.words import names_of
from ..lang.python.module import CallSite, Module, Span, name_of
from ..lang.python.scopes import Binding, Scope
from ..lang.python.walking import start_of
from .bindings import Bindings, Bound, Held, steps_before
from .fillings import KEYS, PART, Fillings, key_of, own_class
from .guards import Guards, tested
from .ties import dotted
from .unpacking import unpacked

_ASKING = re.compile(r"{(\w+)\.(\w+)")
"""A hole of a text for `format` that asks what it is filled with for an attribute."""


class Value(NamedTuple):
    """An expression; of a collection only what lies under a key, where one is said."""

    node: ast.expr
    scope: Scope
    key: object = None


class Attribute(NamedTuple):
    """What an attribute of a class's instances holds."""

    owner: Scope
    name: str
    key: object = None


Item: TypeAlias = Value | Held | Attribute | Bound


class Part(NamedTuple):
    """Something that a value is made of."""

    item: Item
    built: bool = False
    """Whether the value is a text that is built of it."""
    without: int = 0
    """The questions, as bits, for which it is made fine on the way."""


class Origin(NamedTuple):
    """Where a value comes from."""

    kind: str
    """`source`, `parameter` or `call`."""
    of: object
    """What the marks make of a source; function and place of a parameter; a call, and the key of what it gives."""
    mask: int = -1
    """The questions, as bits, that it is about."""


class Source(NamedTuple):
    """A place from which a value comes; plain data."""

    span: Span
    said: str
    mask: int
    when: tuple[Any, ...] = ()
    """What must be true of the project for it to be one."""
    parameter: tuple[str, int] | None = None
    """Function and place, where it is a parameter."""


class Marks(Protocol):
    """What those who ask know of expressions."""

    def sources(self, node: ast.expr, scope: Scope) -> Iterable[Origin]:
        """What an expression is a source of."""

    def caught(self, handler: ast.ExceptHandler, scope: Scope) -> Iterable[Origin]:
        """What a caught exception is a source of."""

    def fine(self, node: ast.Call | ast.Attribute, scope: Scope) -> int:
        """The questions for which a call makes or finds fine what it is given, or an attribute is a fine part."""

    def kept(self, call: ast.Call) -> int:
        """The questions for which what a call makes is what it is given by keyword."""

    def checks(self) -> Iterable[CallSite]:
        """The calls that may check something."""

    def leads(self, call: ast.Call) -> bool:
        """Whether a call may run a function of the project."""


class Parts:
    """Takes the values of one module apart."""

    def __init__(self, module: Module, marks: Marks) -> None:
        self._module = module
        self._marks = marks
        self._guards = Guards(module, marks.checks())
        self._fillings = Fillings(module)
        self._bindings = module.once(Bindings)

    def of(self, item: Item) -> Iterator[Part | Origin]:
        """What something is made of, and where it comes from."""
        if isinstance(item, Held):
            yield from self._of_held(item)
        elif isinstance(item, Attribute):
            for filling in self._fillings.of_attribute(item.owner, item.name, item.key):
                yield Part(Value(filling.value, filling.scope))
        elif isinstance(item, Bound):
            yield from self._of_binding(item)
        else:
            yield from self._of_value(item)

    def _of_value(self, value: Value) -> Iterator[Part | Origin]:
        node, scope, asked = value
        key = None if asked is PART else asked
        if isinstance(node, ast.Name):
            yield from self._of_name(node, scope, key)
            yield from self._set_on(node, scope) if asked is None else ()
            return
        if isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
            yield from self._marks.sources(node, scope)
            if isinstance(node, ast.Call):
                yield from self._of_call(node, scope, key)
                return
        without = self._checked(node, scope, None)
        if isinstance(node, ast.Attribute):
            owner = own_class(node, scope)
            without |= self._marks.fine(node, scope)
            yield Part(Attribute(owner, node.attr, key) if owner else Value(node.value, scope, PART), without=without)
        elif isinstance(node, ast.Subscript):
            yield Part(Value(node.value, scope, key_of(node.slice)), without=without)
        else:
            yield from (Part(Value(each, scope), built) for each, built in _inside(node, key))

    def _of_name(self, node: ast.Name, scope: Scope, key: object) -> Iterator[Part | Origin]:
        reached = self._bindings.reaching(node, scope, key)
        if reached is None:
            return
        latest = (reached if isinstance(reached, Bound) else self._bindings.latest(reached)).binding
        if latest.kind == "import":
            yield from self._marks.sources(node, scope)
        else:
            yield Part(reached, without=self._checked(node, scope, latest))

    def _set_on(self, node: ast.Name, scope: Scope) -> Iterator[Part]:
        """What attributes of an object are set to before it stands here, for those for whom it is made of that."""
        reached = self._bindings.reaching(node, scope)
        bound = self._bindings.latest(reached) if isinstance(reached, Held) else reached
        made = bound.binding.value if bound is not None else None
        mask = self._marks.kept(made) if isinstance(made, ast.Call) else 0
        if bound is not None and mask:
            start, end = start_of(bound.binding.node), start_of(node)
            for filling in self._fillings.of_object(bound.home, node.id, start, end):
                yield Part(Value(filling.value, filling.scope), without=~mask)

    def _of_held(self, held: Held) -> Iterator[Part | Origin]:
        """What the last of the bindings gives, what it is filled with later, and what the ones before it give."""
        latest, following = self._bindings.latest(held), self._bindings.following(held)
        yield Part(latest)
        yield from map(Part, steps_before(held))
        start, end = start_of(latest.binding.node), start_of(following.node) if following is not None else None
        for filling in self._fillings.of_variable(held.home, held.name, held.key, start, end):
            yield Part(Value(filling.value, filling.scope))

    def _of_binding(self, bound: Bound) -> Iterator[Part | Origin]:
        binding, home, name, key = bound
        node = binding.node
        if isinstance(node, ast.arg):
            # what the keys are of something that was handed over, its maker knows
            yield from _of_parameter(node, home, self._module) if key is not KEYS else ()
        elif isinstance(node, ast.ExceptHandler):
            yield from self._marks.caught(node, home)
        elif isinstance(node, ast.AugAssign):
            yield Part(Value(node.value, home), built=isinstance(node.op, (ast.Add, ast.Mod)))
            if isinstance(node.target, ast.Name):
                yield from self._of_name(node.target, home, key)
        elif binding.value is not None:
            yield Part(Value(binding.value, home, key if binding.kind != "iter" else None))
        else:
            yield from (Part(Value(*whole)) for whole in unpacked(node, name, home, self._module))

    def _of_call(self, node: ast.Call, scope: Scope, key: object) -> Iterator[Part | Origin]:
        function, without = node.func, self._marks.fine(node, scope)
        if self._marks.leads(node):
            made = self._marks.kept(node)
            for word in node.keywords if made else ():
                yield Part(Value(word.value, scope), without=without | ~made)
            if key is not KEYS:
                yield Origin("call", (node, key), ~without)
            return
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        symbol = self._module.symbol(function, scope)
        if symbol == ASKED_BY_NAME and len(given) > 1:
            yield from (Part(Value(each, scope), without=without) for each in (_asked_for(node), *given[2:]))
        elif symbol == EACH_BY_NAME and given and self._module.symbol(given[0], scope) in names_of(HANDING_ON):
            yield from (Part(Value(each, scope), without=without) for each in given[1:])
        elif symbol in names_of(HANDING_ON):
            kept = key if key is KEYS else None
            yield from (Part(Value(each, scope, kept), without=without) for each in given)
        elif isinstance(function, ast.Attribute) and function.attr not in OF_ANOTHER_SORT:
            built = function.attr in BUILDING
            yield Part(Value(function.value, scope, _key_asked_for(function.attr, node, key)), built, without)
            if function.attr in WITH_ARGUMENTS:
                yield from (Part(Value(each, scope), built, without) for each in (*given, *_asked_by_text(node)))

    def _checked(self, node: ast.expr, scope: Scope, last: Binding | None) -> int:
        """The questions for which a value has been checked where it stands."""
        text = dotted(node)
        without = 0
        for guard in self._guards.of(text, start_of(node)) if text is not None else ():
            if last is None or isinstance(last.node, ast.comprehension) or start_of(last.node) < guard.at:
                if guard.by is None:
                    return -1
                without |= self._marks.fine(guard.by, scope)
        return without


def _asked_for(call: ast.Call) -> ast.expr:
    """What `getattr(error, "reason", "")` asks for, written with a dot; where the name does not show, the object."""
    on, name = call.args[0], call.args[1]
    if not isinstance(name, ast.Constant) or not str(name.value).isidentifier():
        return on
    return ast.copy_location(ast.Attribute(on, str(name.value), ast.Load()), call)


def _asked_by_text(call: ast.Call) -> Iterator[ast.expr]:
    """What a text asks of what it is filled with, as in `"{order.number}".format(order=order)`, written with a dot."""
    text = call.func.value if isinstance(call.func, ast.Attribute) else None
    if name_of(call.func) != "format" or not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
        return
    by_name = {str(place): value for place, value in enumerate(call.args)}
    by_name |= {word.arg: word.value for word in call.keywords if word.arg is not None}
    for name, attribute in _ASKING.findall(text.value):
        on = by_name.get(name)
        if on is not None:
            yield ast.copy_location(ast.Attribute(on, attribute, ast.Load()), call)


def _of_parameter(node: ast.arg, home: Scope, module: Module) -> Iterator[Origin]:
    args = getattr(home.node, "args", None)
    if home.kind == "function" and isinstance(args, ast.arguments):
        every = [*args.posonlyargs, *args.args, *args.kwonlyargs]
        every += [each for each in (args.vararg, args.kwarg) if each is not None]
        yield Origin("parameter", (module.names.qualified(home), every.index(node)))


def _key_asked_for(method: str, call: ast.Call, key: object) -> object:
    """The key of what a method gives of a mapping."""
    if method in ("get", "pop"):
        return key_of(call.args[0]) if call.args else None
    return KEYS if method == "keys" else key if method in ("copy", "items") else None


def _inside(node: ast.expr, key: object) -> Iterator[tuple[ast.expr, bool]]:
    """The expressions that an expression holds the values of, and whether it builds a text of them."""
    if isinstance(node, ast.JoinedStr):
        yield from (
            (each.value, True) for each in node.values if isinstance(each, ast.FormattedValue) and _takes_text(each)
        )
    elif isinstance(node, ast.BinOp):
        built = isinstance(node.op, (ast.Add, ast.Mod))
        if built or isinstance(node.op, (ast.Div, ast.BitOr)):
            yield from ((each, built) for each in (node.left, node.right))
    elif isinstance(node, ast.Dict):
        pairs = list(zip(node.keys, node.values, strict=True))
        if key is KEYS:
            yield from ((name, False) for name in node.keys if name is not None)
            return
        only = [value for name, value in pairs if isinstance(name, ast.Constant) and name.value == key]
        if key is not None and only:
            yield only[-1], False
            return
        yield from ((each, False) for pair in pairs for each in pair if each is not None)
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        yield from ((each, False) for each in _elements(node.elts, key))
    elif isinstance(node, ast.IfExp):
        positive, negative = tested(node.test)
        for branch, checked in ((node.body, positive), (node.orelse, negative)):
            if (dotted(branch), None) not in checked:
                yield branch, False
    elif isinstance(node, ast.BoolOp):
        yield from ((each, False) for each in node.values)
    elif isinstance(node, (ast.NamedExpr, ast.Await, ast.Starred, ast.FormattedValue)):
        yield node.value, False
    elif isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        yield node.elt, False
    elif isinstance(node, ast.DictComp):
        yield from ((node.key, False), (node.value, False))


def _takes_text(hole: ast.FormattedValue) -> bool:
    """Whether a hole may be filled with a text; one that formats a number cannot."""
    spec = hole.format_spec.values[-1:] if isinstance(hole.format_spec, ast.JoinedStr) else []
    return not (spec and isinstance(spec[0], ast.Constant) and str(spec[0].value).endswith(tuple("bdoxXeEfFgG%")))


def _elements(elements: list[ast.expr], key: object) -> list[ast.expr]:
    """The elements of a row; the one at a place where that is said and nothing is unpacked before it."""
    if not isinstance(key, int) or isinstance(key, bool) or not -len(elements) <= key < len(elements):
        return elements
    return elements if any(isinstance(each, ast.Starred) for each in elements) else [elements[key]]
