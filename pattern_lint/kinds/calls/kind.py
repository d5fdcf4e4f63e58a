"""Calls, constructions and decorations: what they are given, where they stand, and what becomes of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...flow.fate import is_entered, is_managed, is_used
from ...flow.helpers import definition, ways
from ...flow.order import second_of
from ...flow.tested import untested_use
from ...knowledge.lacking import HAS, may_have
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...problems import listing
from ...project.called import may_call
from ...project.topics import Told
from ...query.answers import YES, Answer, Condition, answer, on_condition, opposite, some
from ...query.calls import Called, CallTable, asked_of, words_of
from ...query.guards import is_guarded
from ...query.names import Names, NameSet, name_set
from ...query.places import Where, stands_in
from ...query.zones import SAID, zone_of
from ..kit import Rule
from ..report import Chain
from ..site_kind import CONFORMS, UNKNOWN, Judgement, Site, SiteKind, demanded, placed
from .arguments import Known, of_argument
from .chained import of_chain
from .choice import calls_besides, is_chosen, sets_besides
from .company import asks_the_same, is_checked
from .decorators import by_name, of_beneath, of_names, of_order, of_unlike
from .options import Options
from .prepared import is_prepared
from .sequel import awaited_afterwards, of_order_of_calls
from .settling import comes_after_work


class Reached(NamedTuple):
    """A call of a helper that leads to a call which breaks the rule."""

    said: str
    chain: Chain


class Kind(SiteKind[Options]):
    """A site is a call, construction or decoration."""

    subject = "subject"
    took_over = ("decorators", "clock")

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._instead = {rule.code: by_name(rule.options.instead) for rule in rules}
        self._beneath = {rule.code: by_name(rule.options.beneath) for rule in rules}
        self._order = {rule.code: by_name(rule.options.order) for rule in rules}
        self._by_default = {rule.code: by_name(rule.options.by_default) for rule in rules}
        self._least = {
            rule.code: [(NameSet([name]), least) for name, least in rule.options.least_given.items()] for rule in rules
        }
        self._making = [rule for rule in rules if rule.options.making]
        self._table = CallTable((rule, NameSet(_named(rule.options))) for rule in rules)

    def may_concern(self, file: Told) -> bool:
        return self.may_lie_in(file) and (bool(self._making) or may_call(file, self._table))

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        wrong: dict[str, list[tuple[Site, str]]] = {}
        alone: dict[tuple[str, Scope], list[Site]] = {}
        yield from self._made(module)
        for rule, call, found in self._table.matches(module, lambda rule: self.is_about(rule, module)):
            if not self._is_given_enough(rule, call, module):
                continue
            when = (*found.when, *_of_what_is_called(rule.options, call, module))
            words = _words(module, call)
            words["subject"] = words["call"] if rule.options.at in ("argument", "call") else rule.options.at
            site = Site(module, call.node, call.scope, words, when, call)
            if not is_chosen(rule.options, site):
                continue
            if rule.options.alone_outside:
                together = stands_in(rule.options.alone_outside, Where(module, call.node, call.scope))
                if not _is_sure(together) and placed(rule.options, site).holds is not False:
                    kept = site._replace(when=(*site.when, *opposite(together).when))
                    alone.setdefault((rule.code, call.scope), []).append(kept)
                    continue
            yield rule, site
            if rule.options.helpers:
                said = next((j.said for j in self.judge(site, rule) if j.verdict == "violates" and not j.when), "")
                wrong.setdefault(rule.code, []).extend([(site, said)] if said and not site.when else [])
        for rule in (each for each in self.rules if wrong.get(each.code)) if wrong else ():
            yield from ((rule, site) for site in _reaching(module, rule.options, wrong[rule.code]))

        for rule in self.rules if alone else ():
            yield from (
                (rule, site) for (code, _), sites in alone.items() if code == rule.code for site in _paired(sites)
            )

    def _made(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        """The constructions that only the project can tell are of a class with some methods."""
        roots = module.roots
        symbols = (symbol for symbol in module.called_symbols if symbol is not None) if self._making else ()
        ours = (symbol for symbol in symbols if symbol[: symbol.find(".")] in roots and _may_make(symbol))
        wanted = {symbol for symbol in ours if any(_may_have_all(rule, symbol) for rule in self._making)}
        for call in module.calls if wanted else ():
            symbol = call.symbol
            if symbol is not None and symbol in wanted:
                bare = Site(module, call.node, call.scope)
                for rule in (each for each in self._making if placed(each.options, bare).holds is not False):
                    words = _words(module, call) | {"subject": ""}
                    when: tuple[Condition, ...] = (("made-with", symbol, rule.options.making),)
                    yield rule, Site(module, call.node, call.scope, words, when, call)

    def _is_given_enough(self, rule: Rule[Options], call: Called, module: Module) -> bool:
        """Whether a call is given as much as one of its name has to be in order to count."""
        node, asked = call.node, asked_of(call)
        given = len(node.args) + len(node.keywords) if isinstance(node, ast.Call) else 0
        is_open = isinstance(node, ast.Call) and any(word.arg is None for word in node.keywords)
        return is_open or all(
            given >= least or not names.match(asked, module.roots).holds for names, least in self._least[rule.code]
        )

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        homes = {"function": site.scope.function, "class": site.scope.owner}
        home = homes.get(rule.options.at)
        for judgement in self._judged(site, rule):
            yield judgement if home is None else judgement._replace(place=home.node)

    def _judged(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        options, node, name = rule.options, site.node, site.words["name"]
        if isinstance(site.subject, Reached):
            said = f"through {site.words['call']}, {site.subject.said}"
            yield Judgement("violates", said, related=site.subject.chain)
            return
        if _is_made_good(site, options):
            yield CONFORMS
            return
        if options.forbidden:
            yield Judgement("violates", f"{name} is not to be used here")
            return
        if isinstance(site.subject, Site):
            yield _of_company(site, site.subject)
            return
        instead = of_names(site, self._instead[rule.code])
        if instead is not None:
            yield Judgement("violates", f"{name} is not to be used; write {instead}")
            return
        yield from of_order(site, self._beneath[rule.code])
        yield from of_beneath(site, options.never_above)
        yield from of_unlike(site, options.unlike) if options.unlike is not None else ()
        where = Where(site.module, node, site.scope)
        if options.only_inside:
            yield demanded(stands_in(options.only_inside, where), f"{name} has no place here")
        if options.never_inside:
            yield demanded(opposite(stands_in(options.never_inside, where)), f"{name} has no place here")
        if options.after:
            said = f"nothing asks for it before {site.words['call']}: {listing(options.after)}"
            yield demanded(asks_the_same(site, options.after), said)
        if options.function_calls and site.scope.function is not None:
            said = f"{site.scope.function.name} never calls {listing(options.function_calls)}"
            yield demanded(is_checked(site, options.function_calls, options.saved_by), said)
        yield from of_order_of_calls(site, options.earlier, options.later)
        if options.after_work and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            said = f"{site.words['call']} says that something is done which is not, or which failed"
            yield demanded(comes_after_work(site), said)
        if options.prepared and isinstance(node, ast.Call):
            said = f"nothing prepares {site.words['call']}: {listing(options.prepared)}"
            yield demanded(is_prepared(node, options.prepared, site.module, site.scope), said)
        if isinstance(node, ast.Call):
            if options.guarded_by:
                guarded = is_guarded(node, site.scope, site.module, options.guarded_by, options.guarded_sessions)
                yield demanded(guarded, f"nothing guards {site.words['call']}")
            if options.await_inside:
                yield from awaited_afterwards(site, node, options.await_inside)
            yield from _of_result(site, node, options)
            yield from _of_zone(site, node, options)
            yield from of_chain(site, node, options.followed_by)
        if options.arguments:
            order, defaults = (of_names(site, table[rule.code]) or () for table in (self._order, self._by_default))
            known = Known(order, defaults, options.at, bool(options.in_dict) and _is_named(site, options.in_dict))
            yield from (of_argument(site, each, wanted, known) for each, wanted in options.arguments.items())


def _is_made_good(site: Site, options: Options) -> bool:
    """Whether the function around does something besides that makes it fine."""
    if options.unless_beside and calls_besides(site, name_set(options.unless_beside)):
        return True
    return bool(options.unless_set) and sets_besides(site, options.unless_set)


def _is_named(site: Site, names: Names) -> bool:
    """Whether the file shows that what is called is one of some names."""
    call = site.subject
    assert isinstance(call, Called)
    return name_set(names).match(asked_of(call), site.module.roots) == YES


def _words(module: Module, call: Called) -> dict[str, str]:
    owner = call.scope.owner.name if call.scope.owner is not None else ""
    return {**words_of(module, call), "class": owner, "argument": "", "value": "", "missing": ""}


def _may_make(symbol: str) -> bool:
    """Whether a name is one that classes have."""
    return symbol[symbol.rfind(".") + 1 :].lstrip("_")[:1].isupper()


def _may_have_all(rule: Rule[Options], symbol: str) -> bool:
    """Whether a class may have the methods that a card asks for."""
    name = symbol[symbol.rfind(".") + 1 :]
    return all(may_have(f"{HAS}{member}", name) for member in rule.options.making)


def _named(options: Options) -> tuple[str, ...]:
    return (*options.of, *options.instead, *options.beneath)


def _of_what_is_called(options: Options, call: Called, module: Module) -> Iterator[Condition]:
    """What the project must know of what is called: whether it is its own, and asynchronous."""
    owner = (call.symbol or "").rpartition(".")[0]
    if options.of_foreign and owner[: owner.find(".")] in module.roots:
        yield ("not-ours", owner, ())
    if options.async_ is not None:
        asked: Condition = ("coroutine", call.symbol or "", (call.name,))
        yield asked if options.async_ else ("not", "", (asked,))
    if options.with_members:
        yield ("made-with-member", call.symbol or "", options.with_members)
    if options.beside_async:
        yield ("beside-coroutine", call.symbol or "", options.beside_async)


def _paired(sites: Sequence[Site]) -> Iterator[Site]:
    """The calls of a function; the first that runs after another one knows of it."""
    nodes = {site.node: site for site in sites if isinstance(site.node, ast.expr)}
    pair = second_of(nodes, sites[0].module, sites[0].scope)
    for node, site in nodes.items():
        yield site._replace(subject=nodes[pair[0]]) if pair is not None and node is pair[1] else site


def _is_sure(held: Answer) -> bool:
    return bool(held.holds) and not held.when


def _of_company(site: Site, other: Site) -> Judgement:
    chain = [(site.module.path, site.module.span(other.node)[0], f"{other.words['call']} comes first")]
    said = f"{site.words['call']} is not to come after {other.words['call']} in one function"
    return Judgement("violates", said, related=chain, when=other.when, words={"value": other.words["call"]})


def _of_result(site: Site, node: ast.Call, options: Options) -> Iterator[Judgement]:
    call, parent = site.words["call"], site.module.index.parents.get(node)
    if options.alone_outside:
        yield CONFORMS
    if options.awaited is not None:
        is_awaited = isinstance(parent, ast.Await)
        said = f"{call} is not awaited" if options.awaited else f"{call} is not to be awaited"
        yield demanded(answer(is_awaited is options.awaited), said)
    if options.result == "used":
        yield demanded(answer(is_used(site.module, node, site.scope)), f"nobody uses what {call} gives")
    if options.result == "tested":
        use = untested_use(site.module, node, site.scope)
        said = f"what {call} gives may be missing; test it before this"
        symbol = site.subject.symbol if isinstance(site.subject, Called) else None
        gives = [on_condition(("gives", symbol, ()))] if symbol is not None else []
        yield demanded(some([answer(use is None), *gives]), said, use)
    if options.result == "managed":
        said = f"no `with` enters what {call} gives, and nobody else gets hold of it"
        yield demanded(answer(is_managed(site.module, node, site.scope)), said)
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
        yield Site(module, call.node, call.scope, _words(module, call), subject=Reached(ends[end][1], chain))
