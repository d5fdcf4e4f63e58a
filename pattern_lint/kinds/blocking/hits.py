"""Finds the calls of a module that do work of some sort, and those that may once the project is known."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from ...knowledge.blocking import SORTS
from ...knowledge.lacking import own_names
from ...lang.python.module import CallSite, Module, Span
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from ...project.circumstances import Circumstances, Needs
from ...project.reach import Found
from ...project.threads import offloading_calls, sounds_like_offloading
from . import reading
from .manner import Manner
from .sorter import HANDS_OVER, SUBSCRIBES, TELLS, Sorter, is_lock

Ask: TypeAlias = tuple[str, tuple[str, ...], str, Span, int, Needs]
"""Symbol to look up, the work that names suggest should its receiver stay unknown, what to call it, where, and under
which circumstances."""


class Finder:
    """Looks at one module; `found` and `asks` are kept by the scope whose thread the call blocks."""

    def __init__(self, module: Module, sorter: Sorter) -> None:
        self._module = module
        self._sorter = sorter
        self._manner = Manner(module)
        self._circumstances = module.once(Circumstances)
        self._hits: set[ast.AST] = set()
        self.found: dict[Scope, list[tuple[ast.expr, Found]]] = {}
        self.asks: dict[Scope, list[Ask]] = {}
        self.subscribing: list[CallSite] = []
        self.handing: list[CallSite] = []

    def run(self) -> None:
        sorter, roots, attribute_class = self._sorter, self._module.roots, ast.Attribute
        known, by_receiver, names, met = sorter.known, sorter.by_receiver, sorter.asked, sorter.by_name
        all_bits, renamed, offloading = sorter.bits, own_names(), offloading_calls()
        for call in self._module.calls:
            node, _, symbol, name = call
            bits = all_bits[name] if name in all_bits else sorter.bits_of(name)
            if bits & SUBSCRIBES:
                self.subscribing.append(call)
            if bits & HANDS_OVER or symbol in offloading:
                self.handing.append(call)
            suggested: tuple[str, ...] = ()
            function = node.func
            if (bits & TELLS or by_receiver) and function.__class__ is attribute_class:
                receiver = function.value
                of = getattr(receiver, "id", None) or getattr(receiver, "attr", "")
                if bits & TELLS or of not in met or met[of]:
                    suggested = sorter.named(name, receiver)
            if symbol is None:
                if not suggested:
                    continue
            elif not suggested:  # as `_look` finds out, for nearly all calls
                if symbol[: symbol.find(".")] in roots:
                    last = symbol[symbol.rfind(".") + 1 :]
                    if names is not None and last not in names and last not in renamed:
                        continue
                elif symbol in known and not known[symbol]:
                    continue
            self._look(call, symbol, suggested)
        self._locks()

    def _look(self, call: CallSite, symbol: str | None, suggested: tuple[str, ...]) -> None:
        """Look at a call that may do work."""
        sorter = self._sorter
        if symbol is None:
            if suggested:
                self._suggested(call, suggested)
        elif symbol[: symbol.find(".")] in self._module.roots:
            sorts = sorter.own_works(symbol) if sorter.own else ()
            if sorts:
                self._add(call, sorts, described(symbol))
            elif suggested or sorter.may_work(symbol):
                self._ask(call, symbol, suggested)
        else:
            sorts = sorter.works(symbol)
            if sorts:
                self._add(call, sorts, described(symbol))
            elif suggested and may_be_synchronous(symbol):
                self._suggested(call, only_own(suggested))

    def _suggested(self, call: CallSite, works: tuple[str, ...]) -> None:
        if works and not reading.may_be_awaited(self._module, call):
            self._add(call, works, f"{unparsed(call.node.func)}()")

    def _add(self, call: CallSite, works: tuple[str, ...], what: str) -> None:
        home = reading.runs_in(self._module, call.scope)
        if home is None or (_may_be_another(call) and reading.is_awaited(self._module, call.node)):
            return
        if not home.is_async and reading.has_another_way(home):
            return
        span = self._module.span(call.node)
        how = self._circumstances.of(call.node, call.scope)
        for work in works:
            sort = self._manner.sort(call, work)
            if sort:
                self._hits.add(call.node)
                self.found.setdefault(home, []).append((call.node, (sort, what, span, *how)))

    def _ask(self, call: CallSite, symbol: str, suggested: tuple[str, ...]) -> None:
        home = reading.runs_in(self._module, call.scope)
        if home is None or reading.is_awaited(self._module, call.node):
            return
        if self._manner.is_softened(call):
            return
        if suggested:
            if reading.may_be_awaited(self._module, call):
                suggested = ()
            suggested = tuple(sort for work in suggested if (sort := self._manner.sort(call, work)))
        what = f"{unparsed(call.node.func)}()" if suggested else ""
        how = self._circumstances.of(call.node, call.scope)
        self.asks.setdefault(home, []).append((symbol, suggested, what, self._module.span(call.node), *how))

    def _locks(self) -> None:
        """Thread locks that a plain `with` enters."""
        for node, scope in self._module.of(ast.With):
            assert isinstance(node, ast.With)
            home = reading.runs_in(self._module, scope)
            for item in node.items:
                if home is not None and not isinstance(item.context_expr, ast.Call):
                    self._enter(item.context_expr, scope, home)

    def _enter(self, entered: ast.expr, scope: Scope, home: Scope) -> None:
        symbol = self._module.symbol(entered, scope)
        named = ("lock",) if is_lock(reading.last_name(entered)) else ()
        what, span = f"`with {unparsed(entered)}`", self._module.span(entered)
        works = self._sorter.works(f"{symbol}.__enter__") if symbol is not None else named
        how = self._circumstances.of(entered, scope)
        for work in works:
            self.found.setdefault(home, []).append((entered, (work, what, span, *how)))
        if symbol is not None and not works and symbol[: symbol.find(".")] in self._module.roots:
            self.asks.setdefault(home, []).append((f"{symbol}.__enter__", named, what, span, *how))

    def hits(self, scope: Scope) -> Iterator[Found]:
        """What a scope does; left out is what only goes on with, or only loops around, what is told already."""
        found = self.found.get(scope, ())
        for node, hit in found:
            if hit[0] == "file-loop" or _walks_in_loop(self._module, node, hit):
                first, last = reading.lines_of_loop(self._module, node)
                if any(other[2] != hit[2] and first <= other[2][0] <= last for _, other in found):
                    continue
            if not any(part in self._hits for part in reading.receivers(node)):
                yield hit

    def handed(self) -> Iterator[str]:
        """The functions that the module hands to threads or other processes."""
        for call in self.handing:
            if call.symbol in offloading_calls() or sounds_like_offloading(reading.last_name(call.node.func)):
                given = (*call.node.args, *(word.value for word in call.node.keywords))
                yield from self._given(given, call.scope)

    def _given(self, nodes: Iterable[ast.expr], scope: Scope) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, ast.Lambda):
                inner = self._module.index.scope_of[node]
                yield from (s for part in inner.calls if (s := self._module.symbol(part.func, inner)) is not None)
            elif isinstance(node, (ast.Name, ast.Attribute, ast.Call)):
                symbol = self._module.symbol(node, scope)
                if symbol is not None:
                    yield symbol


def _walks_in_loop(module: Module, node: ast.expr, hit: Found) -> bool:
    return hit[0].startswith("call:") and isinstance(node, ast.Call) and reading.is_looped_over(module, node)


def _may_be_another(call: CallSite) -> bool:
    """Whether the receiver may be an asynchronous client after all that is annotated as the other one."""
    symbol = call.symbol
    return symbol is None or ("()" in symbol and not symbol.startswith("pathlib."))


def may_be_synchronous(symbol: str) -> bool:
    """Whether a method of something external may be a plain one: of an instance whose names speak of nothing else."""
    return "()" in symbol and "async" not in symbol.lower() and "aio" not in symbol


def only_own(works: tuple[str, ...]) -> tuple[str, ...]:
    """The sorts of work that a card's own receivers suggest."""
    return tuple(work for work in works if work not in SORTS) if works else ()


def described(symbol: str) -> str:
    """A symbol as a reader would write it: `open()`, `Path.read_text()`, `requests.get()`."""
    plain = symbol.replace("()", "").replace(".[]", "").removeprefix("builtins.").removeprefix("pathlib.")
    return f"{plain}()"
