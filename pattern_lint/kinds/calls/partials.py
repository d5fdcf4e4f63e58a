"""Calls of partials that other modules keep: what the partial is given and what the call adds make one call."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from sys import intern
from typing import Any, NamedTuple, TypeAlias

from ...knowledge.lacking import may_have
from ...lang.python.assigning import targets_of
from ...lang.python.module import CallSite, Module, Span, name_of
from ...lang.python.scopes import Scope
from ...project.conditions import holds
from ...project.project import Project
from ...query.answers import Condition
from ...query.calls.arguments import argument
from ...query.calls.calls import receiver_name, words_of
from ...query.naming.names import Asked
from ...query.values.values import holds as is_as
from ...query.wording import worded
from ..kit import Rule
from ..report import ProjectReport
from ..site_kind import Site, placed
from .card import Card
from .decorators import decorated
from .options import MAY_KEEP_PARTIALS, Options
from .wanted import Argument

_PARTIAL = "functools.partial"

Lack: TypeAlias = tuple[str, int]
"""An argument as the card writes it that a partial is not given, or not rightly, and its place among what is left."""


class Added(NamedTuple):
    """A call in a card's places of what another module may keep as a partial."""

    symbol: str
    called: str
    name: str
    span: Span
    owner: str
    when: tuple[Condition, ...]
    many: int
    """How many arguments it gives by position."""
    names: tuple[str, ...]


Kept: TypeAlias = tuple[tuple[Condition, ...], list[Lack]]
"""What must hold for a partial to be one of what the card is about, and what it lacks."""
Plain: TypeAlias = tuple[dict[str, Kept], list[tuple[Any, ...]]]


def told(
    module: Module, cards: Iterable[Card], is_about: Callable[[Rule[Options], Module], bool]
) -> Mapping[str, Plain]:
    """What a file tells of the cards that follow partials: those that it keeps, and calls that may be of others'."""
    found: dict[str, Plain] = {}
    for card in cards:
        kept = dict(_kept(module, card))
        calls = [*_calls(module, card.rule)] if is_about(card.rule, module) else []
        if kept or calls:
            found[card.rule.code] = kept, calls
    return found


def _kept(module: Module, card: Card) -> Iterator[tuple[str, Kept]]:
    for call in module.named_calls.get("partial", ()):
        parent, node = module.index.parents.get(call.node), call.node
        if call.scope.kind != "module" or call.symbol != _PARTIAL or not isinstance(node, ast.Call) or not node.args:
            continue
        function, names = node.args[0], targets_of(parent)
        asked = Asked(module.symbol(function, call.scope), name_of(function), receiver_name(node.args[0]))
        found = card.names.match(asked, module.roots)
        if names and found.holds:
            made = ast.Call(function, node.args[1:], node.keywords)
            is_ours = (asked.symbol or "").partition(".")[0] in module.roots
            defaults = card.by_default.found_of(asked, module.roots)[0] or ()
            kept = found.when, list(_lacks(made, call.scope, module, card.options, None if is_ours else defaults))
            yield from ((f"{module.name}.{each.id}", kept) for each in names if isinstance(each, ast.Name))


def _lacks(
    made: ast.Call, scope: Scope, module: Module, options: Options, defaults: Sequence[str] | None
) -> Iterator[Lack]:
    """What a partial is not given, or not rightly; `defaults` are what its function has by itself, None for one of the
    project's own."""
    for name, wanted in options.arguments.items():
        given = [argument(made, each, wanted.position, module, scope) for each in name.split("|")]
        values = [each.value for each in given if each.value is not None]
        is_wrong = any(is_as(wanted, each, module, scope).holds is False for each in values)
        is_absent = not values and not any(each.is_open for each in given)
        is_missing = wanted.given is True and is_absent and not _may_be_left_out(name, wanted, defaults)
        if is_wrong or is_missing:
            yield name, wanted.position - len(made.args) if wanted.position is not None else -1


def _may_be_left_out(name: str, wanted: Argument, defaults: Sequence[str] | None) -> bool:
    """Whether a function has an argument by itself, or may have it as one of the project's own."""
    if defaults is None:
        return wanted.if_taken or bool(wanted.unless_default)
    return not {*name.split("|")}.isdisjoint(defaults)


def _calls(module: Module, rule: Rule[Options]) -> Iterator[tuple[Any, ...]]:
    """The calls that count; of what only decorators are called, those that decorate. All cards share what is told."""
    decorating = module.once(decorated) if rule.options.decorating else None
    known = module.once(_known_calls)
    for call in module.once(_of_others) if decorating is None or decorating else ():
        if decorating is not None and call.node not in decorating:
            continue
        where = placed(rule.options, Site(module, call.node, call.scope))
        if where.holds:
            asked = call.node, where.when
            if asked not in known:
                known[asked] = tuple(_added(call, where.when, module))
            yield known[asked]


def _added(call: CallSite, when: tuple[Condition, ...], module: Module) -> Added:
    owner = f"{module.name}.{call.scope.owner.qualname}" if call.scope.owner is not None else ""
    names = tuple(word.arg for word in call.node.keywords if word.arg is not None)
    words, span = words_of(module, call), module.span(call.node)
    called, name = intern(words["call"]), intern(words["name"])
    return Added(intern(call.symbol or ""), called, name, span, owner, when, len(call.node.args), names)


def _known_calls(module: Module) -> dict[tuple[ast.AST, tuple[Condition, ...]], tuple[Any, ...]]:
    return {}


def _of_others(module: Module) -> list[CallSite]:
    """The calls that show all that they give, of what another module of the project may keep as a partial."""
    found: list[CallSite] = []
    roots, own = module.roots, module.name
    for call in module.calls:
        symbol = call.symbol
        if symbol is None or symbol[: symbol.find(".")] not in roots or "(" in symbol:
            continue
        home, _, last = symbol.rpartition(".")
        unpacked = (each for each in call.node.args if each.__class__ is ast.Starred)
        spread = (word for word in call.node.keywords if word.arg is None)
        may_be_kept = home != own and last[:1].islower() and may_have(MAY_KEEP_PARTIALS, last)
        if may_be_kept and next(unpacked, None) is None and next(spread, None) is None:
            found.append(call)
    return found


def report_partials(
    rules: Iterable[Rule[Options]], project: Project, facts: Mapping[str, Mapping[str, Plain]], report: ProjectReport
) -> None:
    """Report the calls of partials of other modules that are not given what they must be."""
    for rule in rules:
        told_of = {path: found[rule.code] for path, found in facts.items() if rule.code in found}
        kept = {name: found for theirs, _ in told_of.values() for name, found in theirs.items()}
        for path, (_, calls) in told_of.items() if kept else ():
            for added in map(Added._make, calls):
                known = (kept[each] for each in project.texts.way(added.symbol) if each in kept)
                when, found = next(known, ((), ()))
                lacks = [each for each in found if not _gives(added, *each)]
                if lacks and all(holds(project, condition) for condition in (*added.when, *when)):
                    for name, _ in lacks:
                        said = f"{added.called} is given no {name.replace('|', ' or ')}"
                        words = {**_WORDS, "call": added.called, "name": added.name}
                        message = worded(rule.options.arguments[name].message, said, words)
                        report.violates(rule, path, added.span, message, owner=added.owner)


def _gives(added: Added, name: str, place: int) -> bool:
    """Whether a call gives an argument, or may do so by position."""
    return not {*name.split("|")}.isdisjoint(added.names) or (added.many > place if place >= 0 else added.many > 0)


_WORDS = dict.fromkeys(("argument", "value", "function", "module", "subject", "class"), "")
