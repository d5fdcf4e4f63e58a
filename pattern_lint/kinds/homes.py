"""Homes: all calls that have to do with one thing stand in one module.

What a call has to do with is the address that it is given (`by = "address"`: its host, or the setting that holds it),
what is called (`by = "call"`), or the library that defines that (`by = "library"`). The module with most of these calls
is their home, of several the one that makes a client for them; a site is a call, and one that stands elsewhere is
reported.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, ClassVar, Literal, NamedTuple

from ..flow.fillings import held_by, own_class
from ..lang.python.assigning import targets_of
from ..lang.python.constants import constant
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import FunctionNode, Scope
from ..project.called import may_call
from ..project.conditions import holds
from ..project.members import every_of
from ..project.project import Project
from ..project.texts import TEXTS
from ..project.topics import Told, Topic
from ..query.answers import Condition, every
from ..query.calls.arguments import argument
from ..query.calls.calls import Called, CallTable, words_of
from ..query.calls.lookups import is_class_name
from ..query.definitions.signatures import parameters_of
from ..query.expressions.addresses import addressed, first_of, host_of, is_own_service, setting
from ..query.naming.names import Names, name_set
from ..query.wording import worded
from .kit import Rule
from .report import ModuleReport, ProjectReport
from .site_kind import Site, SiteKind, SiteOptions, placed

_MOST_STEPS = 4
"""How often an address is handed on that is followed."""
_ENTERED = ".__enter__()"
"""What symbols have behind something of the project that is entered."""
_ADDRESSES = (("url", 0), ("url", 1), ("base_url", 0), ("uri", 0))
"""The arguments that hold an address."""


class Options(SiteOptions, frozen=True, kw_only=True):
    """Which calls, and what makes them belong together."""

    of: Names
    """The calls. Example: `of = ["@http-requests"]`"""
    by: Literal["address", "call", "library"] = "address"
    """What makes calls belong together: the host or setting that they are given, what is called, or the library that
    defines it. Example: `by = "call"`"""

    unless_given: tuple[str, ...] = ()
    """Keywords with which a call has to do with something else; a dict that is unpacked may hold one.
    Example: `unless-given = ["base_url"]`"""

    words: ClassVar[tuple[str, ...]] = ("call", "name", "function", "module", "thing", "home")


class _Told(NamedTuple):
    """A call, as plain data."""

    code: str
    thing: str
    span: tuple[int, int, int, int]
    owner: str
    words: Mapping[str, str]
    when: tuple[Condition, ...]
    is_site: bool = True
    """Whether it is a place of its own: one that makes a client, of which the same file asks something, is none."""
    held_by: str = ""
    """The name of its module, or the function, that hands on the client which it makes."""


class Kind(SiteKind[Options]):
    """A site is a call that has to do with something that is known."""

    reads_project = True

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._table = CallTable((rule, name_set(rule.options.of)) for rule in rules)

    def topics(self) -> Iterable[Topic]:
        return (TEXTS,)

    def may_concern(self, file: Told) -> bool:
        return self.may_lie_in(file) and may_call(file, self._table)

    def module(self, module: Module, report: ModuleReport) -> object:
        return tuple(map(tuple, self._calls(module))) or None

    def _calls(self, module: Module) -> Iterator[_Told]:
        made, asked = list[tuple[str, _Told]](), dict[str, list[_Told]]()
        for rule, call, found in self._table.matches(module):
            if not isinstance(call.node, ast.Call):
                continue
            where = placed(rule.options, Site(module, call.node, call.scope))
            if not where.holds:
                continue
            thing = _thing(rule.options, module, call, call.node)
            maker = (call.symbol or "").rpartition(".")[0].removesuffix(_ENTERED).removesuffix("()")
            owner = call.scope.owner
            name = module.names.qualified(owner) if owner is not None else ""
            when = every([found, where]).when
            told = _Told(rule.code, thing, module.span(call.node), name, words_of(module, call), when)
            if thing:
                made.append((f"{rule.code} {call.symbol}", told._replace(held_by=_held_by(call, call.node, module))))
            elif maker:
                held = f"held:{maker}" if maker[: maker.find(".")] in module.roots and "()" not in maker else ""
                asked.setdefault(f"{rule.code} {maker}", []).append(told._replace(thing=held))
        yield from _asked_of_makers(made, asked)

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        told: Mapping[str, Any] = facts
        for rule in self.rules:
            things: dict[str, list[tuple[str, _Told]]] = {}
            stored = ((path, _Told._make(call)) for path, calls in told.items() for call in calls)
            for path, each in _followed([(path, each) for path, each in stored if each.code == rule.code], project):
                named = _named(each.thing, project)
                if not _is_own(named, project) and every_of(holds(project, condition) for condition in each.when):
                    things.setdefault(named, []).append((path, each))
            for thing, calls in things.items():
                _judge(rule, thing, calls, project, report)


def _asked_of_makers(made: Sequence[tuple[str, _Told]], asked: Mapping[str, Sequence[_Told]]) -> Iterator[_Told]:
    """Calls by their names; what is asked of the clients that a file makes has to do with what they are made for,
    unless that is several things."""
    things: dict[str, set[str]] = {}
    for name, told in made:
        things.setdefault(name, set()).add(told.thing)
    for name, told in made:
        yield told._replace(is_site=name not in asked or len(things[name]) > 1)
    for name, calls in asked.items():
        thing = next(iter(things[name])) if len(things.get(name, ())) == 1 else calls[0].thing
        yield from (told._replace(thing=thing) for told in calls if thing)


def _held_by(call: Called, node: ast.Call, module: Module) -> str:
    """The name of the module that stands for what a call makes, or the function that gives it back."""
    parent = next(module.ancestors(node))
    if isinstance(parent, ast.Return):
        return module.names.qualified(call.scope)
    targets = targets_of(parent) if call.scope is module.scope else []
    return next((f"{module.name}.{each.id}" for each in targets if isinstance(each, ast.Name)), "")


def _thing(options: Options, module: Module, call: Called, node: ast.Call) -> str:
    if options.unless_given and any(each.arg in (None, *options.unless_given) for each in node.keywords):
        return ""
    if options.by != "address":
        return f"{options.by}:{call.symbol}" if call.symbol else ""
    for name, position in _ADDRESSES:
        given = argument(node, name, position, module, call.scope)
        found = addressed(*_begun(given.value, module, given.scope)) if given.value is not None else ""
        if found:
            return found
    return ""


def _begun(node: ast.expr, module: Module, scope: Scope) -> tuple[ast.expr, Module, Scope]:
    """What an address begins with, also where the object keeps it, or a parameter has it by default."""
    for _ in range(_MOST_STEPS):
        node = first_of(constant(module, first_of(node), scope))
        found = _kept(node, module, scope)
        if found is None:
            break
        node, scope = found
    return node, module, scope


def _kept(node: ast.expr, module: Module, scope: Scope) -> tuple[ast.expr, Scope] | None:
    """What the file gives an attribute of the own object, if it is one thing; what a parameter is by default."""
    if isinstance(node, ast.Attribute):
        held = list(islice(held_by(node, module, scope), 2)) if own_class(node, scope) is not None else []
        return held[0] if len(held) == 1 else None
    home = scope.home(node.id) if isinstance(node, ast.Name) else None
    if home is None or home.parent is None or not isinstance(home.node, FunctionNode):
        return None
    known = module.once(_defaults)
    if home not in known:
        known[home] = {each.name: each.default for each in parameters_of(home, module) if each.default is not None}
    default = known[home].get(name_of(node)) if len(home.bindings[name_of(node)]) == 1 else None
    return (default, home.parent) if default is not None else None


def _defaults(module: Module) -> dict[Scope, dict[str, ast.expr]]:
    """What the parameters of functions are by default, as far as somebody asked."""
    return {}


def _is_own(thing: str, project: Project) -> bool:
    """Whether a library is the project itself, which is its own client, or an address that of its own service."""
    what, _, name = thing.partition(":")
    return what == "own" or (what == "library" and project.modules.get(name) is not None)


def _followed(calls: Sequence[tuple[str, _Told]], project: Project) -> Iterator[tuple[str, _Told]]:
    """Calls that have to do with something; what another module's client is asked has to do with what that is made
    for, and then it's no matter where it is made."""
    made = {each.held_by: each.thing for _, each in calls if each.held_by}
    used = set[str]()
    for path, each in calls:
        what, _, client = each.thing.partition(":")
        if what != "held":
            continue
        found = next((name for name in project.texts.way(client) if name in made), None) if made else None
        if found is not None:
            used.add(found)
            yield path, each._replace(thing=made[found])
    for path, each in calls:
        if not each.thing.startswith("held:"):
            yield path, each._replace(is_site=each.is_site and each.held_by not in used)


def _named(thing: str, project: Project) -> str:
    """What a call has to do with; a constant of another module is its text, if that is an address."""
    what, colon, called = thing.partition(":")
    if what in ("call", "library"):
        found = project.resolver.resolve(called) or called
        return f"{what}:{found.partition('.')[0] if what == 'library' else found}"
    if colon:
        return thing
    text = project.texts.of(what)
    host = host_of(text) if text is not None else ""
    if not host and is_own_service(what):
        return f"own:{what}"
    ours = [each for each in project.texts.way(what) if each[: each.find(".")] in project.modules.roots]
    return f"host:{host}" if host else setting((ours or [what])[-1])


def _judge(
    rule: Rule[Options], thing: str, calls: Sequence[tuple[str, _Told]], project: Project, report: ProjectReport
) -> None:
    counted = Counter[str]()
    for path, each in calls:
        counted[path] += each.is_site
    makers = {path for path, each in calls if is_class_name(each.words["name"])}
    home = min(counted, key=lambda path: (-counted[path], path not in makers, path))
    name = project.files[home]["name"]
    for path, each in calls:
        if not each.is_site:
            continue
        if path == home:
            report.conforms(rule, path, each.owner)
            continue
        shown = thing.partition(":")[2]
        said = f"{each.words['call']} has to do with {shown}, as {name} does; do that there"
        words = {**each.words, "thing": shown, "home": name}
        first = min(other.span[0] for where, other in calls if where == home)
        related = ((home, first, f"most that has to do with {shown} is done here"),)
        message = worded(rule.options.message, said, words)
        report.violates(rule, path, each.span, message, owner=each.owner, related=related)
