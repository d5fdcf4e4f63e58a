"""The calls of a module that cards name, found by last names: work grows with what is named, not with the cards."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import zip_longest
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from ...config.globs import Like, looks_like
from ...knowledge.lacking import lacking, own_names
from ...knowledge.words import in_force
from ...lang.python.module import CallSite, Decoration, Module, name_of
from ...lang.python.unparsed import unparsed
from ..answers import NO, Answer
from ..naming.names import Asked, NameSet, last_name
from ..naming.receivers import is_like
from .renamed import renamed_calls

_MAKE_ASKED = partial(tuple.__new__, Asked)
T = TypeVar("T")
Called: TypeAlias = CallSite | Decoration


class Match(NamedTuple, Generic[T]):
    """A call that may be one of those that somebody wants."""

    wanted_by: T
    call: Called
    found: Answer


_MAKE_MATCH = partial(tuple.__new__, Match)
"""Without the detour by the named tuple's own constructor."""


class _Entries(Generic[T]):
    """Who may want calls of one last name, and who does, as far as somebody asked."""

    __slots__ = ("answers", "wanted")

    def __init__(self, wanted: list[tuple[T, NameSet]]) -> None:
        self.wanted = wanted
        self.answers: dict[Asked, list[tuple[T, Answer]]] = {}


def _always(_: object) -> bool:
    return True


_ANY, _CLASSES = object(), object()
"""As what those are kept who want calls of any name, and constructions of classes of any name: no text, as what is
called may have any name, `*` for one that is unpacked, or none at all."""
_REMEMBERED = 200
"""Of how many ways to call something of one name the answers are kept."""
_STRANGERS = 5_000
"""Of how many names it is kept that nobody wants them."""


class CallTable(Generic[T]):
    """Who wants which calls."""

    def __init__(self, wanted: Iterable[tuple[T, NameSet]]) -> None:
        self._by_name: dict[str, list[tuple[T, NameSet]]] = {}
        self._by_glob: list[tuple[Like, tuple[T, NameSet]]] = []
        self._of_any_name: list[tuple[T, NameSet]] = []
        self._of_classes: list[tuple[T, NameSet]] = []
        """Those who want what is made of classes with a role, which may have any name."""
        self._known: dict[object, _Entries[T]] = {}
        """Who may want calls of a last name, as far as somebody asked: code calls the same names again and again."""
        self._nobody: _Entries[T] = _Entries([])
        """Stands for most names, of which a large project has many."""
        self._strangers = 0
        """For how many names it stands now."""
        self._holding: tuple[object, ...] = ()
        """What answers hang on: the roots of the project of which it was asked last, and what is known of it."""
        for entry in wanted:
            last = entry[1].last_globs
            if entry[1].are_classes_with_roles:
                self._of_classes.append(entry)
            elif last is None:
                self._of_any_name.append(entry)
            elif any("*" in name for name in last):
                self._by_glob.append((looks_like(tuple(sorted(last))), entry))
            else:
                for name in sorted(last):  # what is found first in a file is the same in every run
                    self._by_name.setdefault(name, []).append(entry)

    def _entries(self, name: str) -> _Entries[T]:
        """Who may want calls of a last name."""
        if name not in self._known:
            matching = [entry for glob, entry in self._by_glob if glob(name)]
            wanted = [*self._by_name.get(name, ()), *matching]
            self._known[name] = _Entries(wanted) if wanted else self._nobody
            self._strangers += not wanted
            if self._strangers > _STRANGERS:
                self._forget_strangers()
        return self._known.get(name, self._nobody)

    def _forget_strangers(self) -> None:
        for name in [name for name, entries in self._known.items() if entries is self._nobody]:
            del self._known[name]
        self._strangers = 0

    def matches(self, module: Module, counts: Callable[[T], bool] = _always) -> Iterator[Match[T]]:
        """The calls and decorations of a module that somebody wants, or may want; `counts` says of whom it matters."""
        named, known = module.named_calls, self._known
        meant: Iterable[str] = named if self._by_glob else self._named_in(named)
        if not (meant or self._of_any_name or self._of_classes):  # as most tables find in most files
            return
        holding = module.roots, in_force(), lacking()
        if any(now is not before for now, before in zip_longest(holding, self._holding)):
            self._holding = holding
            known.clear()
            self._strangers = 0
        for name in meant:
            entries = known[name] if name in known else self._entries(name)
            if entries.wanted and any(counts(wanted_by) for wanted_by, _ in entries.wanted):
                if name in module.once(_own_names):
                    yield from self._matching_once(module, name, entries, counts)
                else:
                    yield from _matching(module, _asked_by_name(name, module), entries, counts)
                if module.renamed and name in module.once(renamed_calls):
                    yield from _matching_renamed(module, name, entries, counts)
        if any(counts(wanted_by) for wanted_by, _ in self._of_any_name):
            entries = self._known.setdefault(_ANY, _Entries(self._of_any_name))
            every_call: list[Called] = [*module.calls, *module.decorations]
            calls = ((call, asked_of(call)) for call in every_call)
            yield from _matching(module, calls, entries, counts)

        if any(counts(wanted_by) for wanted_by, _ in self._of_classes):
            entries = self._known.setdefault(_CLASSES, _Entries(self._of_classes))
            yield from _matching(module, module.once(_constructions), entries, counts)

    def _matching_once(
        self, module: Module, name: str, entries: _Entries[T], counts: Callable[[T], bool]
    ) -> Iterator[Match[T]]:
        """The same where calls are written otherwise than what is called is defined, and both names may be meant."""
        for call, asked in _asked_by_name(name, module):
            before = self._entries(call.name).wanted if call.name != name else ()
            left = [entry for entry in entries.wanted if all(entry is not other for other in before)]
            yield from _matching(module, [(call, asked)], _Entries(left), counts)

    def _named_in(self, named: Mapping[str, object]) -> list[str]:
        """Those of the names of which somebody wants calls; as many are looked up as there are of the fewer."""
        wanted = self._by_name
        few, many = (wanted, named) if len(wanted) < len(named) else (named, wanted)
        return [name for name in few if name in many]

    def may_match(self, told: Mapping[str, Any], roots: frozenset[str], holds: Callable[[Any], bool]) -> bool:
        """Whether a module has calls or decorations that somebody wants, by what `told_calls` gave of it."""
        if (self._of_any_name or self._of_classes) and told:
            return True
        named = [(name, name) for name in (told if self._by_glob else self._by_name.keys() & told.keys())]
        named += [(name, alias) for alias in own_names().keys() & told.keys() for name in own_names()[alias]]
        return any(
            found.holds and (not found.when or holds(found.when))
            for name, written in named
            for _, names in self._entries(name).wanted
            for asked in told[written]
            for found in [names.match(Asked._make(asked), roots)]
        )


def _matching(
    module: Module, calls: Iterable[tuple[Called, Asked]], entries: _Entries[T], counts: Callable[[T], bool]
) -> Iterator[Match[T]]:
    roots, answers = module.roots, entries.answers
    for call, asked in calls:
        wanting = answers.get(asked)
        if wanting is None:
            found = [(wanted_by, names.matched(asked, roots)) for wanted_by, names in entries.wanted]
            wanting = [(wanted_by, held) for wanted_by, held in found if held.holds]
            if len(answers) >= _REMEMBERED:
                answers.clear()
            answers[asked] = wanting
        for wanted_by, held in wanting:
            if counts(wanted_by):
                yield _MAKE_MATCH((wanted_by, call, held))


def _matching_renamed(
    module: Module, name: str, entries: _Entries[T], counts: Callable[[T], bool]
) -> Iterator[Match[T]]:
    """The same for calls that are wanted by another name of what they are made on; that counts where nothing shows it,
    and what is shown, or says it by its own name, counts by itself."""
    roots = module.roots
    going_by_names = [(wanted_by, names) for wanted_by, names in entries.wanted if names.like.kept]
    for call, asked, otherwise in module.once(renamed_calls)[name]:
        for wanted_by, names in going_by_names:
            says_it = is_like(names.like.under(asked.written) or frozenset(), asked.receiver)
            held = names.match(otherwise, roots) if not says_it and counts(wanted_by) else NO
            if held.holds and held != names.match(asked, roots):
                yield _MAKE_MATCH((wanted_by, call, held))


def _asked_by_name(name: str, module: Module) -> list[tuple[Called, Asked]]:
    """The calls of a last name, each with what it names."""
    known = module.once(_asked)
    if name not in known:
        known[name] = [(call, asked_of(call)) for call in module.named_calls[name]]
    return known[name]


def _own_names(module: Module) -> frozenset[str]:
    """The names under which things are defined that a module calls by others."""
    return frozenset(name for name, calls in module.named_calls.items() if any(call.name != name for call in calls))


def _constructions(module: Module) -> list[tuple[Called, Asked]]:
    """The calls that may make something of a class of the project, by its name, each with what it names."""
    roots = module.roots
    named = ((call, call.symbol or "") for call in module.calls)
    ours = ((call, symbol) for call, symbol in named if symbol[: symbol.find(".")] in roots)
    return [(call, asked_of(call)) for call, symbol in ours if last_name(symbol).lstrip("_")[:1].isupper()]


def _asked(module: Module) -> dict[str, list[tuple[Called, Asked]]]:
    return {}


def asked_of(call: Called) -> Asked:
    """What a call names."""
    return _MAKE_ASKED((call.symbol, call.name, receiver_name(call.node)))


def told_calls(module: Module) -> dict[str, list[tuple[str | None, ...]]]:
    """What a module calls and decorates with: its names in all ways in which they occur, by last names."""
    named = module.named_calls.items()
    return {name: list(dict.fromkeys(tuple(asked_of(call)) for call in calls)) for name, calls in named}


def receiver_name(node: ast.expr) -> str:
    """The last name of what a method is called on, as it is written, that of one of several as each of them is called;
    empty where it has none."""
    function = node.func if node.__class__ is ast.Call else node
    if function.__class__ is not ast.Attribute:
        return ""
    receiver = function.value
    return _each_of(name_of(receiver.value)) if receiver.__class__ is ast.Subscript else name_of(receiver)


def _each_of(several: str) -> str:
    """What one is called of those that a name in the plural stands for."""
    return several[:-1] if several.endswith("s") and not several.endswith("ss") else ""


def parts_called(function: ast.expr) -> Iterator[ast.expr]:
    """What is called, and what that is a part of: `client.orders.create` and `client.orders`."""
    yield function
    while isinstance(function, ast.Attribute) and isinstance(function.value, ast.Attribute):
        function = function.value
        yield function


def words_of(module: Module, call: Called) -> Mapping[str, str]:
    """What messages may say of a call."""
    known = module.once(_words)
    if call.node not in known:
        function = call.node.func if isinstance(call.node, ast.Call) else call.node
        name = unparsed(function.values[-1] if isinstance(function, ast.BoolOp) else function)
        holder = call.scope.function
        where = holder.name if holder is not None else ""
        known[call.node] = {"call": f"{name}()", "name": name, "function": where, "module": module.name}
    return known[call.node]


def _words(module: Module) -> dict[ast.AST, dict[str, str]]:
    return {}
