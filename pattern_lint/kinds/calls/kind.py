"""Calls, constructions and decorations: what they are given, where they stand, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from ...flow.helpers import definition, ways
from ...knowledge.lacking import HAS, Lacking, all_heirs, all_that_may_have, lacked_libraries, lacking
from ...lang.python.module import CallSite, Module
from ...lang.python.scopes import Scope
from ...project.adding import ADDED_KEYS
from ...project.called import may_call
from ...project.givers import GIVERS
from ...project.topics import Told, Topic
from ...query.answers import Condition
from ...query.calls import Called, CallTable, Match, words_of
from ...query.names import last_name, one_of, spelled
from ...query.places import Where, stands_in
from ..kit import Rule
from ..report import Chain
from ..site_kind import CONFORMS, Judgement, Site, SiteKind, placed, undemanding
from .apart import Placed, paired
from .card import Card
from .choice import is_chosen
from .copies import copies
from .demands import DEMANDS, demands_of, is_made_good
from .handed import Handed
from .options import Options
from .shown import times_in_texts
from .tuples import answers_in_tuples


class Reached(NamedTuple):
    """A call of a helper that leads to a call which breaks the rule."""

    said: str
    chain: Chain


class _Sought(NamedTuple):
    """Cards about constructions that only the project can tell, with the simple names of the classes that may be made;
    None stands for any."""

    making: Sequence[tuple[Rule[Options], frozenset[str] | None]]
    constructing: Sequence[tuple[Card, frozenset[str] | None]]


class Kind(SiteKind[Options]):
    """A site is a call, construction or decoration."""

    subject = "subject"
    took_over = ("decorators", "clock")

    @classmethod
    def proofread(cls, options: Options) -> Iterator[tuple[str, str]]:
        yield from undemanding(
            options, DEMANDS, ("forbidden", "instead"), "`forbidden = true`, `only-inside` or `arguments`"
        )

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._cards = {rule.code: Card(rule) for rule in rules}
        self._demands = {rule.code: demands_of(rule.options) for rule in rules}
        self._making = [rule for rule in rules if rule.options.making or rule.options.heirs]
        self._decorated = [rule for rule in rules if rule.options.decorated]
        self._in_texts = [rule for rule in rules if rule.options.in_texts]
        self._table = CallTable((card, card.names) for card in self._cards.values())
        self._constructing = [card for card in self._cards.values() if card.names.constructs]
        self._copied = [card for card in self._cards.values() if card.options.copies]
        self._handed = [card for card in self._cards.values() if card.options.handed_to]
        self._handing = Handed(self._handed)
        self._in_tuples = [card for card in self._cards.values() if card.options.tuples_inside]
        self._sought_in: tuple[Lacking, _Sought] | None = None

    def may_concern(self, file: Told) -> bool:
        by_name = (self._making, self._decorated, self._constructing, self._copied, self._handed)
        by_more = (*by_name, self._in_texts, self._in_tuples)
        goes_by_calls = not any(by_more)
        return self.may_lie_in(file) and (not goes_by_calls or may_call(file, self._table))

    def topics(self) -> Iterator[Topic]:
        if any(wanted.elsewhere for rule in self.rules for wanted in rule.options.arguments.values()):
            yield GIVERS
        if any(wanted.unless_added for rule in self.rules for wanted in rule.options.arguments.values()):
            yield ADDED_KEYS
        yield from super().topics()

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        wrong: dict[str, list[tuple[Site, str]]] = {}
        apart: dict[tuple[str, Scope], list[Placed]] = {}
        yield from self._made(module)
        yield from _of_decorated(self._decorated, module)
        yield from times_in_texts(self._in_texts, module)
        yield from ((card.rule, site) for card, site in answers_in_tuples(self._in_tuples, module))
        roots = module.roots
        named = self._table.matches(module, lambda card: self.is_about(card.rule, module))
        inherited, handed = self._inherited(module), self._handing.matches(module)
        for card, call, found in chain(named, inherited, copies(self._copied, module), handed):
            if not card.is_given_enough(call, roots) or not card.counts(call, module):
                continue
            rule, bare = card.rule, Site(module, call.node, call.scope, subject=call)
            if not is_chosen(card.choices, rule.options, bare):
                continue
            words = _words(module, call)
            words["subject"] = words["call"] if card.is_shown_at_call else rule.options.at
            when = (*found.when, *card.conditions(call, roots))
            site = Site(module, call.node, call.scope, words, when, call)
            if rule.options.alone_outside and placed(rule.options, site).holds is not False:
                together = stands_in(rule.options.alone_outside, Where(module, call.node, call.scope))
                apart.setdefault((rule.code, call.scope), []).append(Placed(site, together))
                continue
            yield rule, site
            if rule.options.helpers:
                said = next((j.said for j in self.judge(site, rule) if j.verdict == "violates" and not j.when), "")
                wrong.setdefault(rule.code, []).extend([(site, said)] if said and not site.when else [])
        for rule in (each for each in self.rules if wrong.get(each.code)) if wrong else ():
            yield from ((rule, site) for site in _reaching(module, rule.options, wrong[rule.code]))
        for rule in self.rules if apart else ():
            theirs = (found for (code, _), found in apart.items() if code == rule.code)
            yield from ((rule, site) for found in theirs for site in paired(found))

    @property
    def _sought(self) -> _Sought:
        """The constructions that cards look for, found out once for each project."""
        known = self._sought_in
        if known is None or known[0] is not lacking():
            making = [(rule, _made_of(rule.options)) for rule in self._making]
            constructing = [(card, card.names.constructed_heirs) for card in self._constructing]
            known = self._sought_in = lacking(), _Sought(making, constructing)
        return known[1]

    def _inherited(self, module: Module) -> Iterator[Match[Card]]:
        """The constructions of classes of the project that inherit a constructor which cards name."""
        for card, classes in self._sought.constructing:
            for call in _may_make(classes, module):
                held = card.names.inherited_by(call.symbol or "", module.roots)
                if held.holds:
                    yield Match(card, call, held)

    def _made(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        """The constructions that only the project can tell are of a class with some methods, or with some base."""
        for rule, classes in self._sought.making:
            for call in _may_make(classes, module):
                if placed(rule.options, Site(module, call.node, call.scope)).holds is not False:
                    words = _words(module, call) | {"subject": ""}
                    asked = self._cards[rule.code].conditions(call, module.roots)
                    when = (*_of_what_is_made(rule.options, call.symbol or ""), *asked)
                    yield rule, Site(module, call.node, call.scope, words, when, call)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        at = rule.options.at
        home = site.scope.function if at == "function" else site.scope.owner if at == "class" else None
        if home is None:
            return self._judged(site, rule)
        return (judgement._replace(place=home.node) for judgement in self._judged(site, rule))

    def _judged(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        options, card = rule.options, self._cards[rule.code]
        if isinstance(site.subject, Reached):
            said = f"through {site.words['call']}, {site.subject.said}"
            yield Judgement("violates", said, related=site.subject.chain)
        elif is_made_good(site, options):
            yield CONFORMS
        elif options.forbidden:
            yield Judgement("violates", f"{site.words['name']} is not to be used here")
        elif isinstance(site.subject, Site):
            yield _of_company(site, site.subject)
        elif (instead := card.instead.where(site))[0] is not None:
            yield Judgement(
                "violates", f"{site.words['name']} is not to be used; write {instead[0]}", when=instead[1].when
            )
        else:
            for demand in self._demands[rule.code]:
                yield from demand(card, site)


def _words(module: Module, call: Called) -> dict[str, str]:
    owner = call.scope.owner.name if call.scope.owner is not None else ""
    return {**words_of(module, call), "class": owner, "argument": "", "value": "", "missing": ""}


def _made_of(options: Options) -> frozenset[str] | None:
    """The simple names of the classes that may have the methods that a card asks for, or be an heir of what it names,
    as which it is called otherwise; None where that may be any."""
    if options.heirs:
        bases = frozenset(map(last_name, options.of))
        heirs, is_base = all_heirs(bases), one_of(tuple(bases)).match
        return heirs if heirs is None else frozenset(name for name in heirs if not is_base(name))
    having = [names for member in options.making if (names := all_that_may_have(f"{HAS}{member}")) is not None]
    return frozenset.intersection(*having) if having else None


def _of_what_is_made(options: Options, symbol: str) -> tuple[Condition, ...]:
    """What the project must know of a class that is made."""
    if options.heirs:
        return (("kind-of", symbol, tuple(map(spelled, options.of))),)
    return (("made-with", symbol, options.making),)


def _may_make(classes: frozenset[str] | None, module: Module) -> Iterator[CallSite]:
    """The calls that may make something of classes of the project that have some names."""
    named, roots = module.named_calls, module.roots
    for name in named.keys() & classes if classes is not None else named:
        for call in named[name]:
            symbol = call.symbol or ""
            is_ours = symbol[: symbol.find(".")] in roots
            if is_ours and isinstance(call, CallSite) and last_name(symbol).lstrip("_")[:1].isupper():
                yield call


def _of_decorated(rules: Sequence[Rule[Options]], module: Module) -> Iterator[tuple[Rule[Options], Site]]:
    """The calls of what only the project can tell has some decorator."""
    lacked = lacked_libraries()
    for rule in rules:
        names = tuple(map(spelled, rule.options.decorated))
        if all(name.partition(".")[0] in lacked for name in names):
            continue
        for call in module.calls:
            if call.symbol is not None and call.symbol[: call.symbol.find(".")] in module.roots:
                words = _words(module, call) | {"subject": ""}
                yield rule, Site(module, call.node, call.scope, words, (("decorated", call.symbol, names),), call)


def _of_company(site: Site, other: Site) -> Judgement:
    chain = [(site.module.path, site.module.span(other.node)[0], f"{other.words['call']} comes first")]
    said = f"{site.words['call']} is not to come after {other.words['call']} in one function"
    return Judgement("violates", said, related=chain, when=other.when, words={"value": other.words["call"]})


def _reaching(module: Module, options: Options, wrong: Sequence[tuple[Site, str]]) -> Iterator[Site]:
    """The calls of helpers that lead to what is wrong, wherever they stand."""
    ends: dict[Scope, tuple[Site, str]] = {}
    for site, said in sorted(wrong, key=lambda found: module.span(found[0].node)):
        ends.setdefault(definition(site.scope), (site, said))
    called = {home: (module.span(site.node)[0], site.words["call"]) for home, (site, _) in ends.items()}

    def is_helper(scope: Scope) -> bool:
        return placed(options, Site(module, scope.node, scope)).holds is False

    for call, end, way in ways(module, called, is_helper):
        yield Site(module, call.node, call.scope, _words(module, call), subject=Reached(ends[end][1], way))
