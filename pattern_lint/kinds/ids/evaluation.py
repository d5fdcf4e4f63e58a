"""Works out in the join what written-down expressions give, across modules; what cannot be followed is unknown."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from ...project.project import Project
from ...project.resolver import split_last
from .expressions import Expression
from .values import Function, Hole, Items, Made, Named, Nothing, Place, Text, Value, as_text

Keywords: TypeAlias = tuple[tuple[str | None, Value], ...]

_CONVERSIONS = frozenset({"builtins.str", "builtins.repr", "builtins.format", "sys.intern"})
_SAME = frozenset({"re.compile", "regex.compile"})
_PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|%%")
_LONGEST_TEXT = 1_000
_MAXIMAL_DEPTH = 40
_MAXIMAL_STEPS = 5_000
"""The steps that working out one value may take; what takes more is unknown."""


class Written(NamedTuple):
    """What the modules wrote down, by symbol."""

    functions: dict[str, tuple[Place, Expression]]
    constants: dict[str, Expression]

    def knows(self, symbol: str) -> bool:
        return symbol in self.functions or symbol in self.constants


class Evaluator:
    """Works out values with the help of the joined project."""

    def __init__(self, project: Project, written: Written) -> None:
        self._project = project
        self._written = written
        self._depth = 0
        self._steps = 0
        self._followed: dict[str, str] = {}

    def value(self, written: Expression, around: Mapping[str, Value] | None = None) -> Value:
        """What an expression gives; `around` holds the parameters that it can use."""
        rule = _RULES.get(written[0])
        self._steps = self._steps + 1 if self._depth else 0
        if rule is None or self._depth > _MAXIMAL_DEPTH or self._steps > _MAXIMAL_STEPS:
            return Nothing.UNKNOWN
        self._depth += 1
        try:
            return rule(self, written, around or {})
        finally:
            self._depth -= 1

    def called(self, function: Value, arguments: tuple[Value, ...] = (), keywords: Keywords = ()) -> Value:
        """What a call gives."""
        if isinstance(function, Function):
            return self._returned(function, arguments, keywords)
        if isinstance(function, Made) and function.symbol.endswith(".NewType") and arguments:
            return arguments[0]
        return self._made(function.symbol, arguments, keywords) if isinstance(function, Named) else Nothing.UNKNOWN

    def named(self, symbol: str) -> Value:
        """What a symbol stands for: a function or constant of the project, or something that keeps its name."""
        target = self._follow(symbol)
        if target in self._written.constants:
            return self.value(self._written.constants[target])
        if target in self._written.functions:
            place, function = self._written.functions[target]
            return Function(function, {}, place=place)
        if not self._project.modules.is_ours(symbol):
            return Named(symbol)
        resolved = self._project.resolver.resolve(symbol)
        if resolved is None or self._project.modules.is_ours(resolved.removesuffix("()")):
            return Named(resolved) if resolved in self._project.definitions.classes else Nothing.UNKNOWN
        return Nothing.UNKNOWN if resolved.endswith("()") else Named(resolved)

    def of_no_module(self, symbol: str) -> Named | None:
        """Something of the project, of a module that is not there."""
        is_missing = self._project.modules.find(split_last(symbol)[0]) is None
        return Named(symbol) if is_missing and self._project.resolver.resolve(symbol) is None else None

    def _follow(self, symbol: str) -> str:
        """The symbol under which a module or class wrote the thing down."""
        if symbol not in self._followed:
            seen: set[str] = set()
            waiting = [symbol]
            while waiting and not self._written.knows(waiting[-1]):
                current = waiting.pop()
                if current not in seen:
                    seen.add(current)
                    waiting += reversed(self._leads(current))
            self._followed[symbol] = waiting[-1] if waiting else symbol
        return self._followed[symbol]

    def _leads(self, symbol: str) -> list[str]:
        """Where the thing that a symbol names may come from."""
        base, name = split_last(symbol)
        owner = self._project.resolver.resolve(base) if base else None
        if owner is None:
            return []
        owner = owner.removesuffix("()")
        is_class = owner in self._project.definitions.classes
        homes = [f"{home}.{name}" for home in (self._project.resolver.linear(owner) if is_class else (owner,))]
        fact = self._project.modules.get(owner)
        if fact is None:
            return homes
        exported = fact["exports"].get(name)
        if exported and exported != f"{owner}.{name}":
            return [*homes, exported]
        sources = (self._project.modules.find(star) for star in fact["stars"])
        return [*homes, *(f"{source}.{name}" for source in sources if source)]

    def _returned(self, function: Function, arguments: tuple[Value, ...], keywords: Keywords) -> Value:
        _, parameters, returned = function.written
        bound: dict[str, Value] = dict(function.given)
        bound |= dict(zip((name for name, _ in parameters if name not in bound), arguments, strict=False))
        bound |= {name: value for name, value in keywords if name is not None}
        for name, default in parameters:
            if name not in bound:
                bound[name] = self.value(default, function.around) if default is not None else Nothing.UNKNOWN
        return _agreed(self.value(written, {**function.around, **bound}) for written in returned)

    def _made(self, symbol: str, arguments: tuple[Value, ...], keywords: Keywords) -> Value:
        first = arguments[0] if arguments else None
        if symbol == "functools.partial" and first is not None:
            return _partial(first, arguments[1:], keywords)
        if symbol in _CONVERSIONS:
            return as_text(first) if first is not None else Text(())
        if symbol in _SAME and first is not None:
            return first
        if symbol == "typing.cast" and len(arguments) == 2:
            return arguments[1]
        if symbol in self._project.definitions.classes:
            is_text = "builtins.str" in self._project.resolver.linear(symbol)
            return first if is_text and first is not None else Nothing.UNKNOWN
        seen = {name: value for name, value in keywords if name is not None}
        is_open = False
        for value in (value for name, value in keywords if name is None):
            if isinstance(value, Items):
                seen |= value.members
            else:
                is_open = True
        return Made(symbol, arguments, seen, is_open)


def _partial(function: Value, arguments: tuple[Value, ...], keywords: Keywords) -> Value:
    if not isinstance(function, Function):
        return function
    free = [name for name, _ in function.written[1] if name not in function.given]
    given = {**function.given, **dict(zip(free, arguments, strict=False))}
    given |= {name: value for name, value in keywords if name is not None}
    return Function(function.written, function.around, given, function.place)


def _agreed(values: Iterable[Value]) -> Value:
    """The value that all ways lead to; of texts, a beginning that they share."""
    found = list(values)
    if not found:
        return Nothing.UNKNOWN
    if all(value == found[0] for value in found):
        return found[0]
    beginnings = {value.beginning for value in found if isinstance(value, Text)}
    if len(beginnings) == 1 and all(isinstance(value, Text) for value in found):
        return Text((*beginnings, Hole.UNKNOWN))
    return Nothing.UNKNOWN


def _none(evaluator: Evaluator, written: Expression, around: Mapping[str, Value]) -> Value:
    return Nothing.NONE


def _literal(evaluator: Evaluator, written: Expression, around: Mapping[str, Value]) -> Value:
    return Text((written[1],))


def _foreign(evaluator: Evaluator, written: Expression, around: Mapping[str, Value]) -> Value:
    return Text((Hole.FOREIGN,))


def _parameter(evaluator: Evaluator, written: Expression, around: Mapping[str, Value]) -> Value:
    return around.get(written[1], Nothing.UNKNOWN)


def _named(evaluator: Evaluator, written: Expression, around: Mapping[str, Value]) -> Value:
    return evaluator.named(written[1])


def _function(evaluator: Evaluator, written: Expression, around: Mapping[str, Value]) -> Value:
    return Function(written, around)


def _concatenation(evaluator: Evaluator, written: Expression, around: Mapping[str, Value]) -> Value:
    return _text(as_text(evaluator.value(part, around)) for part in written[1])


def _text(texts: Iterable[Text]) -> Text:
    """Texts after each other, up to the first hole: what follows it is nobody's prefix."""
    known = ""
    for text in texts:
        known += text.beginning
        hole = Hole.UNKNOWN if len(known) > _LONGEST_TEXT else text.first_hole
        if hole is not None:
            return Text((known[:_LONGEST_TEXT], hole) if known else (hole,))
    return Text((known,))


def _call(evaluator: Evaluator, written: Expression, around: Mapping[str, Value]) -> Value:
    _, function, arguments, keywords = written
    called = evaluator.value(function, around)
    if called is Nothing.UNKNOWN and (arguments or keywords) and function[0] == "name":
        called = evaluator.of_no_module(function[1]) or called
    return evaluator.called(
        called,
        tuple(evaluator.value(argument, around) for argument in arguments),
        tuple((name, evaluator.value(value, around)) for name, value in keywords),
    )


def _index(evaluator: Evaluator, written: Expression, around: Mapping[str, Value]) -> Value:
    base = evaluator.value(written[1], around)
    items = tuple(evaluator.value(item, around) for item in written[2])
    if isinstance(base, Items):
        key = as_text(items[0]).literal if items else None
        return base.members.get(key, Nothing.UNKNOWN) if key is not None else Nothing.UNKNOWN
    if isinstance(base, Named):
        return Made(base.symbol, items, {})
    return Text((as_text(base).first_hole or Hole.UNKNOWN,))


def _either(evaluator: Evaluator, written: Expression, around: Mapping[str, Value]) -> Value:
    return _agreed(evaluator.value(option, around) for option in written[1])


def _table(evaluator: Evaluator, written: Expression, around: Mapping[str, Value]) -> Value:
    return Items({key: evaluator.value(value, around) for key, value in written[1]})


def _list(evaluator: Evaluator, written: Expression, around: Mapping[str, Value]) -> Value:
    return Items({str(place): evaluator.value(value, around) for place, value in enumerate(written[1])})


def _method(evaluator: Evaluator, written: Expression, around: Mapping[str, Value]) -> Value:
    """A method of texts; a library's object has some of the same names."""
    _, name, owner, arguments, keywords = written
    base = evaluator.value(owner, around)
    if not isinstance(base, Text):
        return as_text(base)
    values = [evaluator.value(argument, around) for argument in arguments]
    if name == "join":
        joined = values[0].members.values() if values and isinstance(values[0], Items) else None
        return _text(_between(base, joined)) if joined is not None else Text((Hole.UNKNOWN,))
    if name == "format":
        given = dict(enumerate(values)) | {key: evaluator.value(value, around) for key, value in keywords}
        return _text(_formatted(base, given))
    texts = [as_text(value).literal for value in values]
    known = [text for text in texts if text is not None]
    if len(known) < len(texts):
        return Text((Hole.UNKNOWN,))
    return Text(tuple(part if isinstance(part, Hole) else getattr(part, name)(*known) for part in base.parts))


def _between(separator: Text, values: Iterable[Value]) -> Iterator[Text]:
    for place, value in enumerate(values):
        if place:
            yield separator
        yield as_text(value)


def _formatted(template: Text, given: Mapping[Any, Value]) -> Iterator[Text]:
    if template.literal is None:
        yield Text((Hole.UNKNOWN,))
        return
    automatic = 0
    for literal, name, specification, _ in _fields(template.literal):
        yield Text((literal,))
        if name is None:
            continue
        key: Any = automatic if not name else int(name) if name.isdigit() else name
        automatic += not name
        yield Text((Hole.FOREIGN,)) if specification else as_text(given.get(key, Nothing.UNKNOWN))


def _fields(template: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(string.Formatter().parse(template))
    except ValueError:
        return []


def _percent(evaluator: Evaluator, written: Expression, around: Mapping[str, Value]) -> Value:
    template, given = evaluator.value(written[1], around), evaluator.value(written[2], around)
    if not isinstance(template, Text) or template.literal is None:
        return Text((Hole.UNKNOWN,))
    members = given.members if isinstance(given, Items) else {"0": given}
    parts: list[Text] = []
    end = place = 0
    for found in _PLACEHOLDER.finditer(template.literal):
        parts.append(Text((template.literal[end : found.start()],)))
        end = found.end()
        if found[0] == "%%":
            parts.append(Text(("%",)))
            continue
        key = found[1] or str(place)
        place += 1
        parts.append(as_text(members.get(key, Nothing.UNKNOWN)))
    return _text([*parts, Text((template.literal[end:],))])


_RULES: dict[str, Callable[[Evaluator, Expression, Mapping[str, Value]], Value]] = {
    "none": _none,
    "text": _literal,
    "foreign": _foreign,
    "param": _parameter,
    "name": _named,
    "function": _function,
    "concat": _concatenation,
    "call": _call,
    "index": _index,
    "either": _either,
    "table": _table,
    "list": _list,
    "method": _method,
    "percent": _percent,
}
