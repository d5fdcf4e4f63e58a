"""Calls, constructions and decorations: what they are given, where they stand, and what becomes of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Literal, NamedTuple

import msgspec

from ..flow.fate import is_entered, is_used
from ..flow.helpers import definition, ways
from ..flow.tested import untested_use
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import FunctionNode, Scope
from ..project.called import may_call
from ..project.topics import Told
from ..query.answers import NO, Answer, answer, opposite, some
from ..query.arguments import argument
from ..query.calls import Called, CallTable, asked_of, words_of
from ..query.names import Asked, Name, Names, NameSet
from ..query.places import Places, Where, stands_in
from ..query.values import Value, holds
from ..query.zones import SAID, zone_of
from .kit import Rule
from .report import Chain
from .site_kind import UNKNOWN, Judgement, Site, SiteKind, SiteOptions, demanded, placed


class Argument(Value, frozen=True):
    """What an argument must be: a value, and where it may stand."""

    position: int | None = None
    """Its place among the positional arguments, from 0. Example: `position = 1`"""


class Options(SiteOptions, frozen=True):
    """Which calls, and what holds of them."""

    of: Names = ()
    """What is called, made or used as a decorator. Example: `of = ["requests.get", "*.commit"]`"""
    forbidden: bool = False
    """Whether it must not be there at all. Example: `forbidden = true`"""
    only_inside: Places = ()
    """The only places where it may stand. Example: `only-inside = ["path:clock.py"]`"""
    never_inside: Places = ()
    """Places where it must not stand. Example: `never-inside = ["async", "loop"]`"""
    arguments: dict[str, Argument] = msgspec.field(default_factory=dict)
    """What its arguments must be, by keyword. Example: `arguments.timeout = { given = true, is-none = false }`"""
    awaited: bool | None = None
    """Whether it must be awaited, or must not be. Example: `awaited = true`"""
    result: Literal["any", "used", "entered", "tested"] = "any"
    """What must become of its value: it is used at all, a `with` enters it, or it is tested before an attribute or item
    of it is asked for. Example: `result = "used"`"""
    tells: Literal["any", "zone", "utc"] = "any"
    """What a time that it gives must tell: its zone, or that it is UTC. Example: `tells = "utc"`"""
    helpers: bool = False
    """Whether code in the places of `inside` must not come to a wrong one through functions of its module that are
    in none. Example: `helpers = true`"""
    instead: dict[Name, str] = msgspec.field(default_factory=dict)
    """What must not be there at all, each with what to write in its place; it needs no place in `of`.
    Example: `instead = { "os.popen" = "subprocess.run()" }`"""
    beneath: dict[Name, Name] = msgspec.field(default_factory=dict)
    """Decorators of functions, each with one that must stand beneath it; they need no place in `of`.
    Example: `beneath = { "acme.api.route" = "acme.auth.login_required" }`"""

    words: ClassVar[tuple[str, ...]] = ("call", "name", "argument", "value", "function", "module")
    formerly = "forbid: instead, functions: inside, zone: tells"

    def complaints(self) -> Iterator[tuple[str, str]]:
        yield from super().complaints()
        if not self.of and not self.instead and not self.beneath:
            said = "`of` is missing; it must be a list of names of what is called."
            yield "of", f'{said} Example: `of = ["requests.get", "*.commit"]`'
        if self.helpers and not self.inside:
            yield "helpers", "it says from where helpers are followed only with `inside`"


class Reached(NamedTuple):
    """A call of a helper that leads to a call which breaks the rule."""

    said: str
    chain: Chain


class Kind(SiteKind[Options]):
    """A site is a call, construction or decoration."""

    took_over = ("decorators", "clock")

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._instead = {rule.code: _by_name(rule.options.instead) for rule in rules}
        self._beneath = {rule.code: _by_name(rule.options.beneath) for rule in rules}
        self._table = CallTable((rule, NameSet(_named(rule.options))) for rule in rules)

    def may_concern(self, file: Told) -> bool:
        return self.may_lie_in(file) and may_call(file, self._table)

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        wrong: dict[str, list[tuple[Site, str]]] = {}
        for rule, call, found in self._table.matches(module):
            site = Site(module, call.node, call.scope, words_of(module, call), found.when, call)
            yield rule, site
            if rule.options.helpers:
                said = next((j.said for j in self.judge(site, rule) if j.verdict == "violates" and not j.when), "")
                wrong.setdefault(rule.code, []).extend([(site, said)] if said and not site.when else [])
        for rule in self.rules if wrong else ():
            yield from ((rule, site) for site in _reaching(module, rule.options, wrong.get(rule.code, [])))

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        options, node, name = rule.options, site.node, site.words["name"]
        if isinstance(site.subject, Reached):
            said = f"through {site.words['call']}, {site.subject.said}"
            yield Judgement("violates", said, related=site.subject.chain)
            return
        if options.forbidden:
            yield Judgement("violates", f"{name} is not to be used here")
            return
        instead = _of_names(site, self._instead[rule.code])
        if instead is not None:
            yield Judgement("violates", f"{name} is not to be used; write {instead}")
            return
        yield from _of_order(site, self._beneath[rule.code])
        where = Where(site.module, node, site.scope)
        if options.only_inside:
            yield demanded(stands_in(options.only_inside, where), f"{name} has no place here")
        if options.never_inside:
            yield demanded(opposite(stands_in(options.never_inside, where)), f"{name} has no place here")
        if isinstance(node, ast.Call):
            yield from _of_result(site, node, options)
            yield from _of_zone(site, node, options)
        for argument_name, wanted in options.arguments.items():
            yield _of_argument(site, argument_name, wanted)


def _named(options: Options) -> tuple[str, ...]:
    return (*options.of, *options.instead, *options.beneath)


def _by_name(said: Mapping[str, str]) -> list[tuple[NameSet, str]]:
    return [(NameSet([name]), each) for name, each in said.items()]


def _of_names(site: Site, said: list[tuple[NameSet, str]]) -> str | None:
    """What is said of the name that is called."""
    call = site.subject
    assert isinstance(call, Called)
    return next((each for names, each in said if names.match(asked_of(call), site.module.roots).holds), None)


def _of_order(site: Site, beneath: list[tuple[NameSet, str]]) -> Iterator[Judgement]:
    """Whether the decorator that must stand beneath another does so; calls that decorate nothing are not asked."""
    module = site.module
    wanted = _of_names(site, beneath)
    function = module.once(_decorated).get(site.node) if wanted is not None else None
    if wanted is None or function is None:
        return
    assert isinstance(site.node, ast.expr)
    names, place = NameSet([wanted]), function.decorator_list.index(site.node)
    found = [names.match(_asked(each, site), module.roots) for each in function.decorator_list]
    above, short = some(found[:place]), wanted.rpartition(".")[2]
    where = f"beneath @{site.words['name']}, not above it" if above.holds else f"beneath @{site.words['name']}"
    said = f"{function.name} is no {short}; put @{short} {where}"
    yield demanded(some(found[place + 1 :]), said, function)


def _decorated(module: Module) -> dict[ast.AST, FunctionNode]:
    """The functions of a module by their decorators."""
    nodes = (scope.node for scope in module.index.functions)
    return {each: node for node in nodes if isinstance(node, FunctionNode) for each in node.decorator_list}


def _asked(decorator: ast.expr, site: Site) -> Asked:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return Asked(site.module.symbol(called, site.scope), name_of(called))


def _of_result(site: Site, node: ast.Call, options: Options) -> Iterator[Judgement]:
    call, parent = site.words["call"], site.module.index.parents.get(node)
    if options.awaited is not None:
        is_awaited = isinstance(parent, ast.Await)
        said = f"{call} is not awaited" if options.awaited else f"{call} is not to be awaited"
        yield demanded(answer(is_awaited is options.awaited), said)
    if options.result == "used":
        yield demanded(answer(is_used(site.module, node, site.scope)), f"nobody uses what {call} gives")
    if options.result == "tested":
        use = untested_use(site.module, node, site.scope)
        said = f"what {call} gives may be missing; test it before this"
        yield demanded(answer(use is None), said, use)
    if options.result == "entered":
        yield demanded(answer(is_entered(site.module, node, site.scope)), f"no `with` enters what {call} gives")


def _of_zone(site: Site, node: ast.Call, options: Options) -> Iterator[Judgement]:
    zone = zone_of(site.module, node, site.scope) if options.tells != "any" else None
    if zone is None:
        return
    is_wrong = zone in SAID if options.tells == "utc" else zone.startswith("naive")
    said = f"{site.words['call']} gives {SAID.get(zone, '')}; use datetime.now(UTC)"
    yield UNKNOWN if zone == "unknown" else demanded(answer(not is_wrong), said)


def _reaching(module: Module, options: Options, wrong: Sequence[tuple[Site, str]]) -> Iterator[Site]:
    """The calls of helpers that lead to what is wrong, wherever they stand."""
    ends: dict[Scope, tuple[Site, str]] = {}
    for site, said in sorted(wrong, key=lambda found: module.span(found[0].node)):
        ends.setdefault(definition(site.scope), (site, said))
    called = {home: (module.span(site.node)[0], site.words["call"]) for home, (site, _) in ends.items()}

    def is_helper(scope: Scope) -> bool:
        return placed(options, Site(module, scope.node, scope)).holds is False

    for call, end, chain in ways(module, called, is_helper):
        yield Site(module, call.node, call.scope, words_of(module, call), subject=Reached(ends[end][1], chain))


def _of_argument(site: Site, name: str, wanted: Argument) -> Judgement:
    """Whether an argument is what it must be; what is left out is not judged by its value."""
    node, call = site.node, site.words["call"]
    words = {"argument": name, "value": ""}
    if not isinstance(node, ast.Call):  # a decorator without brackets is given nothing
        return demanded(_absent(wanted), f"{call} is given no {name}", words=words)
    given = argument(node, name, wanted.position, site.module, site.scope)
    if given.value is None:
        held = Answer(None) if given.is_open else _absent(wanted)
        return demanded(held, f"{call} is given no {name}", words=words)
    words["value"] = shown = ast.unparse(given.value)
    if wanted.given is False:
        return demanded(NO, f"{call} is not to be given {name}", given.value, words)
    held = holds(wanted, given.value, site.module, given.scope)
    return demanded(held, f"{call} is given {name}={shown}", given.value, words)


def _absent(wanted: Value) -> Answer:
    return answer(wanted.given is not True)
