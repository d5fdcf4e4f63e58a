"""What cards of this kind know of expressions: which are sources, and what makes a value fine."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from ...flow.parts import Origin, Source
from ...knowledge.words import listed
from ...lang.python.caught import named_caught
from ...lang.python.module import CallSite, Module, Span, name_of
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from ...project.flows import Key
from ...query.answers import NO, YES, Answer, Condition, every, on_condition, opposite, some
from ...query.calls.calls import receiver_name
from ...query.definitions.dispatch import ByLast
from ...query.naming.forms import spelled
from ...query.naming.names import Asked, Names, NameSet, last_name, name_set
from ...query.origins.came_from import ParameterTable
from ..kit import Rule
from .options import Options

Named: TypeAlias = tuple[int, NameSet]
_NAMED_SO = (ast.arg, ast.Assign, ast.AnnAssign)
"""What gives something the name of an error."""
_OF_MEMBERS = ("name", "value")
_OWN = "role:error"
"""Means the exceptions that the project defines."""
_LONGEST = 60
"""How long the words are that a message shows of an expression."""


class _Table(ByLast[Named]):
    """Cards by the last names of what they speak of."""

    @cached_property
    def names(self) -> frozenset[str] | None:
        """The last names, once all cards are in; None where they may be any."""
        found = [wanted.last_names for _, wanted in self.rules]
        return None if None in found else frozenset(name for each in found for name in each or ())

    def candidates(self, module: Module) -> _Candidates:
        """What of a module may be one of them."""
        named = module.named_calls
        met = self.names & named.keys() if self.names is not None else frozenset[str]()
        return _Candidates(self.names, frozenset(call.node for name in met for call in named[name]))


class _Candidates(NamedTuple):
    """What of a module a table may speak of, as far as names tell."""

    names: frozenset[str] | None
    """The last names; None where they may be any."""
    calls: frozenset[ast.expr]

    def have(self, node: ast.expr) -> bool:
        """Whether an expression is among them; what a name stands for was imported under any other."""
        if self.names is None or node in self.calls:
            return True
        return bool(self.names) and (isinstance(node, ast.Name) or name_of(node) in self.names)


class Tables:
    """The cards by what they speak of, made once; a card is a bit."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        self.sources = _Table()
        self.fine = _Table()
        self.fine_functions = _Table()
        """The same without the parts that are read of a value, whatever it is."""
        self.parameters = ParameterTable()
        self.caught: list[tuple[int, Names, Names]] = []
        """Cards that mean caught exceptions, with those that are fine, and those as which they must be caught."""
        self.attributes = sum(1 << bit for bit, rule in enumerate(rules) if rule.options.from_.attributes)
        """Cards that mean whatever attribute of an object."""
        self.objects = sum(1 << bit for bit, rule in enumerate(rules) if rule.options.in_objects)
        """Cards for which an object is what it is made of."""
        self._errors = sum(1 << bit for bit, rule in enumerate(rules) if rule.options.from_.caught)
        """Cards that mean errors, of which most attributes are what somebody meant to tell."""
        self._error_names = frozenset(name for rule in rules for name in rule.options.from_.named)
        for bit, rule in enumerate(rules):
            options = rule.options
            functions = tuple(name for name in options.through if not name.startswith("*."))
            spoken_of = (
                (options.from_.of, self.sources),
                (options.through, self.fine),
                (functions, self.fine_functions),
            )
            for names, table in spoken_of:
                if names:
                    wanted = name_set(names)
                    table.add((bit, wanted), wanted.last_names)
            self.parameters.add(bit, options.from_, options.through)
            if options.from_.caught:
                self.caught.append((bit, options.through, options.from_.caught_as))

    def told_of_error(self, node: ast.expr, scope: Scope) -> int:
        """The cards for which an attribute of an error, as a clause or handler has it, is none that tells all of it.

        For those that mean whatever attribute, that is one which only numbers it.
        """
        owner = node.value if self._errors and isinstance(node, ast.Attribute) else None
        if not isinstance(owner, ast.Name) or name_of(node) in listed("error-itself"):
            return 0
        home, is_taken = scope.home(owner.id), owner.id in self._error_names
        bound = [each.node for each in home.bindings[owner.id]] if home is not None else []
        is_error = all(
            isinstance(each, ast.ExceptHandler) or (is_taken and isinstance(each, _NAMED_SO)) for each in bound
        )
        told = self._errors if name_of(node) in listed("error-numbers") else self._errors & ~self.attributes
        return told if bound and is_error else 0


class CardMarks:
    """The marks of all cards in one module; sources are numbered as they are found."""

    def __init__(self, tables: Tables, module: Module) -> None:
        self._tables = tables
        self._module = module
        self._known: dict[ast.AST, tuple[Origin, ...]] = {}
        self._source, self._fine = tables.sources.candidates(module), tables.fine.candidates(module)
        roots = module.roots
        leading = (call for call in module.calls if call.symbol is not None and call.symbol.partition(".")[0] in roots)
        self.leading = {call.node: (number, call) for number, call in enumerate(leading)}
        """The calls that may run a function of the project, numbered."""
        self.asked: dict[ast.Call, dict[Key, None]] = {}
        """Calls whose values are asked for, with the keys of these."""
        self.found = list(tables.parameters.sources(module))

    def sources(self, node: ast.expr, scope: Scope) -> tuple[Origin, ...]:
        """What an expression is a source of."""
        if node not in self._known:
            may_be = self._source.have(node) or bool(self._tables.attributes and isinstance(node, ast.Attribute))
            self._known[node] = tuple(self._sources(node, scope)) if may_be else ()
        return self._known[node]

    def caught(self, handler: ast.ExceptHandler, scope: Scope) -> tuple[Origin, ...]:
        """What a caught exception is a source of."""
        if handler not in self._known:
            self._known[handler] = tuple(self._caught(handler, scope))
        return self._known[handler]

    def kept(self, call: ast.Call) -> int:
        """The cards for which what a call makes is what it is given by keyword."""
        return self._tables.objects if name_of(call.func)[:1].isupper() and self.leads(call) else 0

    def fine(self, node: ast.Call | ast.Attribute, scope: Scope) -> int:
        """The cards for which a call makes or finds fine what it is given, or an attribute is a fine part."""
        module, mask = self._module, self._tables.told_of_error(node, scope)
        named = node.func if isinstance(node, ast.Call) else node
        if not (self._fine.have(node) or name_of(named) == "isinstance"):
            return mask
        asked = [Asked(module.symbol(named, scope), name_of(named), receiver_name(node))]
        if asked[0].symbol == "builtins.isinstance" and isinstance(node, ast.Call) and len(node.args) == 2:
            kinds = node.args[1].elts if isinstance(node.args[1], ast.Tuple) else [node.args[1]]
            asked = [Asked(module.symbol(kind, scope), name_of(kind)) for kind in kinds]
        names = {name for each in asked for name in (each.written, last_name(each.symbol or ""))}
        is_function = isinstance(named, ast.Name) and node in self.leading
        table = self._tables.fine_functions if is_function else self._tables.fine
        for bit, wanted in table.of(names):
            if all(wanted.match(each, module.roots).holds for each in asked):
                mask |= 1 << bit
        return mask

    def checks(self) -> Iterator[CallSite]:
        """The calls that may check something."""
        return (call for call in self._module.calls if call.node in self._fine.calls)

    def leads(self, call: ast.Call) -> bool:
        """Whether a call may run a function of the project."""
        return call in self.leading

    def plain(self, of: Any) -> object:
        """What an origin is as plain data: of a call its number, which is asked for, with the key of what it gives."""
        if not isinstance(of, tuple) or not isinstance(of[0], ast.Call):
            return of
        key = of[1] if isinstance(of[1], (int, str)) else None
        self.asked.setdefault(of[0], {})[key] = None
        return self.leading[of[0]][0], key

    def _caught(self, handler: ast.ExceptHandler, scope: Scope) -> Iterator[Origin]:
        """An exception is fine for a card where all that the clause catches is of the classes that are."""
        types = named_caught(self._module, handler.type, scope)
        symbols = [self._module.symbol(each, scope) for each in types] or [None]
        masks: dict[tuple[Condition, ...], int] = {}
        for bit, through, named in self._tables.caught:
            if named and handler.type is not None and not _is_one(symbols, named, self._module.roots):
                continue
            fine = every(_is_kind_of(symbol, through, self._module.roots) for symbol in symbols)
            if fine.holds is False or fine.when:
                when = opposite(fine).when
                masks[when] = masks.get(when, 0) | 1 << bit
        yield from self._numbered(self._module.header(handler), handler.name or "", masks)

    def _sources(self, node: ast.expr, scope: Scope) -> Iterator[Origin]:
        module, named = self._module, node.func if isinstance(node, ast.Call) else node
        written, symbol = name_of(named), module.symbol(named, scope)
        masks: dict[tuple[Condition, ...], int] = {}
        for bit, wanted in self._tables.sources.of({written, last_name(symbol or "")}):
            found = wanted.match(Asked(symbol, written, receiver_name(node)), module.roots)
            if found.holds:
                masks[found.when] = masks.get(found.when, 0) | 1 << bit
        is_asked = self._tables.attributes and isinstance(node, ast.Attribute) and _is_of_object(node, symbol)
        if is_asked and isinstance(node, ast.Attribute) and (own := self._tables.attributes & ~self.fine(node, scope)):
            when = _unless_of_enum(symbol, module)
            masks[when] = masks.get(when, 0) | own
        yield from self._numbered(module.span(node), shown(node), masks)

    def _numbered(self, span: Span, said: str, masks: Mapping[tuple[Condition, ...], int]) -> Iterator[Origin]:
        """One source for all cards that mean a place on the same conditions: a value keeps only so many."""
        for when, mask in masks.items():
            self.found.append(Source(span, said, mask, when))
            yield Origin("source", len(self.found) - 1, mask)


def _is_of_object(node: ast.Attribute, symbol: str | None) -> bool:
    """Whether an attribute is one of an instance, and no constant."""
    if node.attr.isupper() or (symbol is not None and not any(part in symbol for part in ("()", ".*", ".[]"))):
        return False
    owner = (symbol or "").rpartition(".")[0]
    return not (owner.endswith("()") and name_set(listed("new-ids")).match(Asked(owner[:-2]), frozenset()).holds)


def _unless_of_enum(symbol: str | None, module: Module) -> tuple[Condition, ...]:
    """That what is asked of an instance is not the name or value of a member of an enum, which is written out."""
    owner, _, attribute = (symbol or "").rpartition(".")
    if attribute not in _OF_MEMBERS or not owner.endswith("()") or owner[: owner.find(".")] not in module.roots:
        return ()
    is_member: Condition = ("derives", owner.removesuffix("()"), ("enum.Enum",))
    return (("any", "", (("not", "", (is_member,)), ("unknown", "", (is_member,)))),)


def _is_one(symbols: Sequence[str | None], names: Names, roots: frozenset[str]) -> bool:
    """Whether a clause surely names one of some errors, and not only heirs of theirs."""
    asked = (Asked(symbol) for symbol in symbols if symbol is not None)
    return any(name_set(names).match(each, roots) == YES for each in asked)


def _is_kind_of(symbol: str | None, through: Names, roots: frozenset[str]) -> Answer:
    if symbol is None or not through:
        return NO
    found = name_set(through).match(Asked(symbol), roots)
    if found.holds and not found.when:
        return YES
    if symbol.partition(".")[0] not in roots:
        return NO
    is_one = on_condition(("kind-of", symbol, tuple(map(spelled, through))))
    return some([is_one, on_condition(("role", symbol, ("error",)))]) if _OWN in through else is_one


def shown(node: ast.AST) -> str:
    """An expression as it is written, as far as a message has room for it."""
    text = unparsed(node)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
