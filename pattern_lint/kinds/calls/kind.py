"""Calls, constructions and decorations: what they are given, where they stand, and what becomes of them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from ...flow.helpers import ways
from ...knowledge.lacking import lacked_libraries
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...project.adding import added_keys
from ...project.borrowing import BORROWING
from ...project.called import may_call
from ...project.givers import GIVERS
from ...project.handing_on import HANDED_ON
from ...project.keeping import LOSING
from ...project.kept_dicts import kept_dicts_with
from ...project.kept_partials import KEPT_PARTIALS
from ...project.project import Project
from ...project.running import RUN_AGAIN, UNTYPED_CALLS, untyped_calls_asked_for
from ...project.saving import saving
from ...project.texts import TEXTS
from ...project.topics import Told, Topic
from ...query.calls.calls import CallTable
from ...query.naming.forms import spelled
from ...query.places.places import Where, stands_in
from ..kit import Rule
from ..report import Chain, ModuleReport, ProjectReport
from ..site_kind import CONFORMS, Judgement, Site, SiteKind, demanding, placed, undemanding
from .above import report_above
from .above import told as told_above
from .apart import Placed, further, paired
from .by_keyword import given_by_name
from .card import Card
from .choice import is_chosen
from .copies import copies
from .decorators import classes_decorated, decorated
from .demands import DEMANDS, demands_of, is_made_good
from .handed import Handed
from .helped import Helped, ends_of, is_helper, report_helped, stands_aside, told
from .made import Constructions, words_around
from .options import Options
from .partials import report_partials
from .partials import told as told_partials
from .prepared import giving_prepared
from .shown import times_in_texts
from .tuples import answers_in_tuples, set_attributes
from .unlike import usually_given

DEMANDING = demanding(DEMANDS, ("forbidden", "instead"))
"""The options of which a card has to have one."""


class Reached(NamedTuple):
    """A call of a helper that leads to a call which breaks the rule."""

    said: str
    chain: Chain


class Kind(SiteKind[Options]):
    """A site is a call, construction or decoration."""

    subject = "subject"
    reads_project = True
    took_over = ("decorators", "clock")

    @classmethod
    def proofread(cls, options: Options) -> Iterator[tuple[str, str]]:
        yield from undemanding(options, DEMANDING, "`forbidden = true`, `only-inside` or `arguments`")

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._cards = {rule.code: Card(rule) for rule in rules}
        self._demands = {rule.code: demands_of(rule.options) for rule in rules}
        self._decorated = [rule for rule in rules if rule.options.decorated]
        self._in_texts = [rule for rule in rules if rule.options.in_texts]
        self._table = CallTable((card, card.names) for card in self._cards.values())
        self._constructions = Constructions(rules, self._cards)
        self._copied = [card for card in self._cards.values() if card.options.copies]
        self._handed = [card for card in self._cards.values() if card.options.handed_to]
        self._handing = Handed(self._handed)
        self._by_name = [card for card in self._cards.values() if card.options.given_by_name]
        self._in_tuples = [card for card in self._cards.values() if card.options.tuples_inside]
        self._assigned = [card for card in self._cards.values() if card.options.assigned]
        self._helped = [Helped(rule) for rule in rules if rule.options.helpers]
        self._ordered = [rule for rule in rules if rule.options.never_above]
        self._partials = [card for card in self._cards.values() if card.options.partials]
        self._wrong: dict[str, list[tuple[Site, str]]] = {}
        """What is wrong in the file that is looked at, whether it stands in the places of a card or not."""

    def may_concern(self, file: Told) -> bool:
        by_name = (self._constructions, self._decorated, self._copied, self._handed)
        by_more = (*by_name, self._by_name, self._in_texts, self._in_tuples, self._assigned)
        goes_by_calls = not any(by_more)
        return self.may_lie_in(file) and (not goes_by_calls or may_call(file, self._table))

    def topics(self) -> Iterator[Topic]:
        arguments = [wanted for rule in self.rules for wanted in rule.options.arguments.values()]
        chosen = [wanted for rule in self.rules for wanted in rule.options.only_where]
        if any(wanted.elsewhere for wanted in (*arguments, *chosen)):
            yield from (GIVERS, TEXTS)
        yield from (added_keys(wanted.unless_added) for wanted in arguments if wanted.unless_added)
        if arguments:
            yield from (kept_dicts_with(frozenset(_keys_of(rule.options for rule in self.rules))), TEXTS)
        enough = [wanted for rule in self.rules for wanted in rule.options.unless_given.values()]
        if any(wanted.mentions for wanted in arguments) or any(wanted.speaks_of for wanted in enough):
            yield TEXTS
        if any(rule.options.by_other_names for rule in self.rules):
            yield KEPT_PARTIALS
        if any(rule.options.after_work for rule in self.rules):
            yield LOSING
        if any(rule.options.result == "managed" for rule in self.rules):
            yield BORROWING
        yield from (
            usually_given(unlike) for unlike in {rule.options.unlike for rule in self.rules} if unlike is not None
        )
        if any(wanted.given for wanted in arguments):
            yield HANDED_ON
        yield from (saving(globs) for globs in {rule.options.saved_by for rule in self.rules} if globs)
        for options in (rule.options for rule in self.rules if rule.options.prepared):
            yield giving_prepared(options.prepared, options.of)
        if any(rule.options.guarded_by for rule in self.rules):
            yield RUN_AGAIN
        if any(rule.options.earlier for rule in self.rules):
            yield UNTYPED_CALLS
        around = (name for rule in self.rules for name in (*rule.options.earlier, *rule.options.later))
        if of_anything := {name for name in around if name.startswith("*.")}:
            yield untyped_calls_asked_for(sorted(of_anything))
        yield from super().topics()

    def module(self, module: Module, report: ModuleReport) -> object:
        super().module(module, report)
        helped = told(module, self._helped, self._wrong) if self._helped else None
        partials = told_partials(module, self._partials, self.is_about) if self._partials else None
        above = told_above(module, self._ordered, self.is_about) if self._ordered else None
        found = {"helped": helped or {}, "partials": partials or {}, "above": above or {}}
        return found if any(found.values()) else None

    def project(self, project: Project, facts: Mapping[str, Any], report: ProjectReport) -> None:
        report_helped(self._helped, project, {path: each["helped"] for path, each in facts.items()}, report)
        report_above(self._ordered, project, {path: each["above"] for path, each in facts.items()}, report)
        rules = [card.rule for card in self._partials]
        report_partials(rules, project, {path: each["partials"] for path, each in facts.items()}, report)

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        wrong = self._wrong = {}
        apart: dict[tuple[str, Scope], list[Placed]] = {}
        once: dict[str, list[Site]] = {}
        yield from self._constructions.made(module)
        yield from _of_decorated(self._decorated, module)
        yield from times_in_texts(self._in_texts, module)
        made = chain(answers_in_tuples(self._in_tuples, module), set_attributes(self._assigned, module))
        yield from ((card.rule, site) for card, site in made)
        named = self._table.matches(module, lambda card: card.options.helpers or self.is_about(card.rule, module))
        inherited, handed = self._constructions.inherited(module), self._handing.matches(module)
        more = chain(copies(self._copied, module), given_by_name(self._by_name, module))
        for card, call, found in chain(named, inherited, more, handed):
            if not card.is_given_enough(call, module) or not card.counts(call, module):
                continue
            rule, bare = card.rule, Site(module, call.node, call.scope, subject=call)
            if not is_chosen(card.choices, rule.options, bare):
                continue
            words = words_around(module, call)
            words["subject"] = words["call"] if card.is_shown_at_call else rule.options.at
            when = (*found.when, *card.conditions(call, module), *card.chosen_when(bare))
            site = Site(module, call.node, call.scope, words, when, call)
            if rule.options.alone_outside and placed(rule.options, site).holds is not False:
                together = stands_in(rule.options.alone_outside, Where(module, call.node, call.scope))
                apart.setdefault((rule.code, call.scope), []).append(Placed(site, together))
                continue
            if rule.options.only_once_in:
                if placed(rule.options, site).holds is not False:
                    once.setdefault(rule.code, []).append(site)
                continue
            yield rule, site
            if rule.options.helpers:
                judged = [each for each in self.judge(site, rule) if each.verdict == "violates" and each.said]
                for each in sorted(judged, key=lambda each: len(each.when))[:1]:  # what hangs on the least
                    end = site._replace(when=(*site.when, *each.when))
                    wrong.setdefault(rule.code, []).append((end, each.said))
        for rule in (each for each in self.rules if wrong.get(each.code)) if wrong else ():
            yield from ((rule, site) for site in _reaching(module, rule.options, wrong[rule.code]))
        for rule in self.rules if apart or once else ():
            theirs = (found for (code, _), found in apart.items() if code == rule.code)
            yield from ((rule, site) for found in theirs for site in paired(found))
            alike = further(once.get(rule.code, ()), rule.options.only_once_in)
            yield from ((rule, site) for site in alike)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        home = _shown_at(site, rule.options.at)
        if home is None:
            return self._judged(site, rule)
        return (judgement._replace(place=home) for judgement in self._judged(site, rule))

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
            yield _of_company(site, site.subject, options.only_once_in or "function")
        elif (instead := card.instead.found(site))[0] is not None:
            yield Judgement(
                "violates", f"{site.words['name']} is not to be used; write {instead[0]}", when=instead[1].when
            )
        else:
            for demand in self._demands[rule.code]:
                yield from demand(card, site)


def _keys_of(options: Iterable[Options]) -> Iterator[str]:
    """The keys under which dicts may hold what cards ask for."""
    for each in options:
        for name, wanted in each.arguments.items():
            yield from name.split("|")
            yield from (key for glob in wanted.keys for key in glob.removeprefix("**/").split("|"))


def _of_decorated(rules: Sequence[Rule[Options]], module: Module) -> Iterator[tuple[Rule[Options], Site]]:
    """The calls of what only the project can tell has some decorator."""
    lacked = lacked_libraries()
    for rule in rules:
        names = tuple(map(spelled, rule.options.decorated))
        if all(name.partition(".")[0] in lacked for name in names):
            continue
        for call in module.calls:
            if call.symbol is not None and call.symbol[: call.symbol.find(".")] in module.roots:
                words = words_around(module, call) | {"subject": ""}
                yield rule, Site(module, call.node, call.scope, words, (("decorated", call.symbol, names),), call)


def _of_company(site: Site, other: Site, within: str) -> Judgement:
    chain = [(site.module.path, site.module.span(other.node)[0], f"{other.words['call']} comes first")]
    said = f"{site.words['call']} is not to come after {other.words['call']} in one {within}"
    return Judgement("violates", said, related=chain, when=other.when, words={"value": other.words["call"]})


def _reaching(module: Module, options: Options, wrong: Sequence[tuple[Site, str]]) -> Iterator[Site]:
    """The calls of helpers that lead to what is wrong, wherever they stand."""
    ends = ends_of(wrong, module)
    called = {home: (module.span(site.node)[0], site.words["call"]) for home, (site, _) in ends.items()}
    for call, end, way in ways(module, called, partial(is_helper, module, options)):
        site, said = ends[end]
        when = (*site.when, *stands_aside(module, options, end).when)
        yield Site(module, call.node, call.scope, words_around(module, call), when, Reached(said, way))


def _shown_at(site: Site, at: str) -> ast.AST | None:
    """The function or class at which a card shows what is wrong: what a decorator decorates, or what is around."""
    if at == "function":
        home, by_decorator = site.scope.function, site.module.once(decorated)
        return by_decorator.get(site.node) or (home.node if home is not None else None)
    if at == "class":
        owner, of_classes = site.scope.owner, site.module.once(classes_decorated)
        return of_classes.get(site.node) or (owner.node if owner is not None else None)
    return None
