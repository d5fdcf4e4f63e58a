"""Code that comes to a wrong call through functions of other modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeAlias

import msgspec

from ...flow.helpers import Step, definition, leading
from ...lang.python.module import CallSite, Module, Span
from ...lang.python.scopes import Scope
from ...project.conditions import holds
from ...project.project import Project
from ...query.answers import Answer, Condition, opposite
from ...query.calls.calls import words_of
from ...query.naming.names import last_name
from ...query.places.about import about
from ...query.places.places import GIVEN_TO
from ...query.wording import worded
from ..kit import Rule
from ..report import ProjectReport
from ..site_kind import Site, placed
from .options import Options

Wrong: TypeAlias = Mapping[str, Sequence[tuple[Site, str]]]
"""What is wrong outside of the places of cards, with what is said of it, by their codes."""


Ends: TypeAlias = dict[str, tuple[str, list[Step], tuple[Condition, ...]]]
"""Functions that come to a wrong call: what is said of that, the way, and what must hold for it to be wrong."""
Calls: TypeAlias = list[tuple[str, str, Span, str, tuple[Condition, ...]]]
"""The calls in a card's places that may be of functions of other modules: what is called, as it is written, where, in
which class, and what must hold for that to be such a place."""
Plain: TypeAlias = tuple[Ends, Calls]

_OF_FUNCTIONS = frozenset(
    {"class", "deriving", "function", "given-to", "handed", "module", "path", "project", "role", "run-by"}
)
"""Places in which a function stands with all that it calls."""


class Told(NamedTuple):
    """What a file tells of one card."""

    ends: Ends
    calls: Calls


class Helped:
    """A card that follows helpers."""

    def __init__(self, rule: Rule[Options]) -> None:
        self.rule = rule
        shown = tuple(place for place in rule.options.inside if not place.startswith(GIVEN_TO))
        self.shown = msgspec.structs.replace(rule.options, inside=shown) if shown else rule.options
        """The same with the places that a file itself shows: nearly any function may be given away by others."""
        self.about = about(self.shown.inside, self.shown.outside)


def told(module: Module, cards: Iterable[Helped], wrong: Wrong) -> Mapping[str, Plain] | None:
    """What a file tells of the cards that follow helpers: ends where something is wrong, calls where cards apply."""
    found: dict[str, Plain] = {}
    for card in cards:
        rule = card.rule
        ends = _ends(module, rule, wrong) if rule.code in wrong else {}
        calls = [*_calls(module, card.shown)] if card.about.may_be(module) else []
        if ends or calls:
            found[rule.code] = ends, calls
    return found or None


def ends_of(wrong: Sequence[tuple[Site, str]], module: Module) -> dict[Scope, tuple[Site, str]]:
    """The first of what is wrong in each function."""
    ends: dict[Scope, tuple[Site, str]] = {}
    for site, said in sorted(wrong, key=lambda found: module.span(found[0].node)):
        ends.setdefault(definition(site.scope), (site, said))
    return ends


def stands_aside(module: Module, options: Options, scope: Scope) -> Answer:
    """Whether a function stands in none of a card's places, which may hang on what other modules give it to."""
    return opposite(placed(options, Site(module, scope.node, scope)))


def is_helper(module: Module, options: Options, scope: Scope) -> bool:
    """Whether a function may stand in none of a card's places."""
    return bool(stands_aside(module, options, scope).holds)


def _ends(module: Module, rule: Rule[Options], wrong: Wrong) -> Ends:
    found, aside = ends_of(wrong.get(rule.code, ()), module), partial(stands_aside, module, rule.options)
    ends = {end: (module.span(site.node)[0], site.words["call"]) for end, (site, _) in found.items()}
    ways = leading(module, ends, partial(is_helper, module, rule.options)) if ends else ()
    return {
        _name(helper, module): (found[end][1], way, (*found[end][0].when, *aside(helper).when))
        for helper, end, way in ways
    }


def _name(scope: Scope, module: Module) -> str:
    return module.names.qualified(scope).replace("()", "")


def _calls(module: Module, options: Options) -> Iterator[tuple[str, str, Span, str, tuple[Condition, ...]]]:
    stand_alike = all(place.partition(":")[0] in _OF_FUNCTIONS for place in options.places())
    stands: dict[object, Answer] = {}
    for call in module.once(_of_other_modules):
        home: object = call.scope if stand_alike else call
        if home not in stands:
            stands[home] = placed(options, Site(module, call.node, call.scope))
        where = stands[home]
        if where.holds:
            owner = f"{module.name}.{call.scope.owner.qualname}" if call.scope.owner is not None else ""
            yield call.symbol or "", words_of(module, call)["call"], module.span(call.node), owner, where.when


def _of_other_modules(module: Module) -> list[CallSite]:
    """The calls of what other modules of the project define."""
    functions = {_name(scope, module) for scope in module.index.functions}
    named = ((call, call.symbol or "") for call in module.calls)
    ours = ((call, symbol) for call, symbol in named if symbol[: symbol.find(".")] in module.roots)
    return [call for call, symbol in ours if symbol.replace("()", "") not in functions]


def report_helped(
    cards: Iterable[Helped], project: Project, facts: Mapping[str, Mapping[str, Plain]], report: ProjectReport
) -> None:
    """Report the calls of functions of other modules that come to a wrong call."""
    for rule in (card.rule for card in cards):
        theirs = {path: Told(*found[rule.code]) for path, found in facts.items() if rule.code in found}
        ends = {name: (path, *end) for path, each in theirs.items() for name, end in each.ends.items()}
        ends = {**_leading_on(ends, theirs, project), **ends}
        for path, each in theirs.items() if ends else ():
            for symbol, called, span, owner, when in each.calls:
                home, said, way, wrong_when = ends.get(project.calls.runs(symbol) or "", (path, "", [], ()))
                if home != path and all(holds(project, condition) for condition in (*when, *wrong_when)):
                    shown = f"through {called}, {said}"
                    message = worded(rule.options.message, shown, {"call": called}) if rule.options.message else shown
                    report.violates(rule, path, span, message, owner=owner, related=way)


_Far: TypeAlias = tuple[str, str, list[Step], tuple[Condition, ...]]
"""The module of a function that comes to a wrong call, with what it tells of that."""


def _leading_on(ends: Mapping[str, _Far], theirs: Mapping[str, Told], project: Project) -> dict[str, _Far]:
    """The functions of further modules that call one which comes to a wrong call, and stand in none of the places."""
    judged = {(path, span[0]) for path, told_there in theirs.items() for _, _, span, _, _ in told_there.calls}
    found: dict[str, _Far] = {}
    for name, (home, said, way, when) in ends.items():
        for caller in project.calls.callers(name):
            line = caller.call.line
            if caller.path != home and caller.function not in ends and (caller.path, line) not in judged:
                step = (caller.path, line, f"{last_name(caller.function)}() calls {last_name(name)}()")
                found.setdefault(caller.function, (caller.path, said, [step, *way], when))
    return found
