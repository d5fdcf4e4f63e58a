"""Calls, constructions and decorations: what they are given, where they stand, and what becomes of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

import msgspec

from ..flow.fate import is_entered, is_used
from ..flow.tested import untested_use
from ..lang.python.module import Module
from ..project.called import may_call
from ..project.topics import Told
from ..query.answers import NO, Answer, answer, opposite
from ..query.arguments import argument
from ..query.calls import CallTable, words_of
from ..query.names import Names, NameSet
from ..query.places import Places, Where, stands_in
from ..query.values import Value, holds
from .kit import Rule
from .site_kind import Judgement, Site, SiteKind, SiteOptions, demanded


class Argument(Value, frozen=True):
    """What an argument must be: a value, and where it may stand."""

    position: int | None = None
    """Its place among the positional arguments, from 0. Example: `position = 1`"""


class Options(SiteOptions, frozen=True):
    """Which calls, and what holds of them."""

    of: Names
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

    words: ClassVar[tuple[str, ...]] = ("call", "name", "argument", "value", "function", "module")


class Kind(SiteKind[Options]):
    """A site is a call, construction or decoration."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._table = CallTable((rule, NameSet(rule.options.of)) for rule in rules)

    def may_concern(self, file: Told) -> bool:
        return self.may_lie_in(file) and may_call(file, self._table)

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        for rule, call, found in self._table.matches(module):
            yield rule, Site(module, call.node, call.scope, words_of(module, call), found.when)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        options, node, name = rule.options, site.node, site.words["name"]
        if options.forbidden:
            yield Judgement("violates", f"{name} is not to be used here")
            return
        where = Where(site.module, node, site.scope)
        if options.only_inside:
            yield demanded(stands_in(options.only_inside, where), f"{name} has no place here")
        if options.never_inside:
            yield demanded(opposite(stands_in(options.never_inside, where)), f"{name} has no place here")
        if isinstance(node, ast.Call):
            yield from _of_result(site, node, options)
        for argument_name, wanted in options.arguments.items():
            yield _of_argument(site, argument_name, wanted)


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
