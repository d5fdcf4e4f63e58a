"""The base of kinds that judge one site at a time.

A kind says which sites it wants (`sites`) and judges one for one card (`judge`). The base has the rest: which cards a
site is for, the places that a card is about, conditions that the join settles, the wording of messages.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, Literal, NamedTuple, TypeVar

from ..config.globs import matches_one
from ..lang.python.module import Module, Span
from ..lang.python.scopes import Scope
from ..project.given import given_topic
from ..project.stream_handlers import GIVEN_FUNCTIONS, STREAM_HANDLERS
from ..project.test_hooks import TEST_HOOKS
from ..project.texts import TEXTS
from ..project.topics import Told, Topic
from ..query.answers import YES, Answer, Condition, answer, every, opposite
from ..query.functions.handed import globs_of_classes
from ..query.places.about import About, about, named_in
from ..query.places.astray import unseen
from ..query.places.places import DERIVING, GIVEN_TO, HANDED, PROJECT, STREAM_HANDLER, Places, Where, stands_in
from ..query.values.values import asks_constants
from ..query.wording import complaints, worded
from .kit import Check, KindOptions, Rule
from .report import Chain, ModuleReport


class SiteOptions(KindOptions, frozen=True, kw_only=True):
    """Where its sites are, and what a finding says."""

    inside: Places = ()
    """Only sites in one of these places. Example: `inside = ["path:api/**", "role:service"]`"""
    also_inside: Places = ()
    """Only sites that are in one of these places as well. Example: `also-inside = ["path:scheduler/**"]`"""
    outside: Places = ()
    """Only sites in none of these places. Example: `outside = ["path:clock.py", "main"]`"""
    told_by: Literal["site", "class"] = "site"
    """Whether all findings in one class are one problem, told once and accepted by one comment at the class.
    Example: `told-by = "class"`"""
    message: str = ""
    """What a finding says, with what was found in braces; {said} stands for what it says without.
    Example: `message = "say how long to wait"`"""

    words: ClassVar[tuple[str, ...]] = ()
    """What may stand in the braces of a message."""

    def selecting_roles(self) -> Iterator[frozenset[str]]:
        yield from only_roles(self.inside)

    def places(self) -> Iterator[str]:
        """The places that a card speaks of."""
        yield from (*self.inside, *self.also_inside, *self.outside)

    def bases_named(self) -> tuple[str, ...]:
        """The classes of which a card says that it is about what derives from them."""
        return tuple(place.removeprefix(DERIVING) for place in self.places() if place.startswith(DERIVING))

    def grouped_places(self) -> Iterator[Places]:
        """Those of which a site must stand in one, or in none."""
        yield from (self.inside, self.also_inside, self.outside)

    def kin_named(self) -> Iterator[str]:
        yield from (name.rpartition(".")[2] for name in self.bases_named())
        yield from globs_of_classes(
            tuple(each.removeprefix(HANDED) for each in self.places() if each.startswith(HANDED))
        )

    def selecting_projects(self) -> Iterator[frozenset[str]]:
        shown = frozenset(place for place in self.inside if place.startswith(PROJECT))
        if shown and all(place in shown or place == "small-project" for place in self.inside):
            yield shown

    def complaints(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the options beside their types: the option, and what to do."""
        yield from (("message", said) for said in complaints(self.message, self.words))
        yield from (("inside", said) for said in unseen(self.inside, self.where))


class Site(NamedTuple):
    """A place where a card applies."""

    module: Module
    node: ast.AST
    scope: Scope
    words: Mapping[str, str] = {}
    """What messages may say of it."""
    when: tuple[Condition, ...] = ()
    """What must be true of the project for it to be a site."""
    subject: object = None
    """What the kind knows of it beside its node."""


class Judgement(NamedTuple):
    """What a card says of a site."""

    verdict: Literal["conforms", "violates", "unknown"]
    said: str = ""
    """What is wrong, where the card has no words of its own."""
    place: ast.AST | Span | None = None
    """Where it is reported; at the site where nothing is said."""
    related: Chain = ()
    when: tuple[Condition, ...] = ()
    """What must be true of the project for the verdict; where it is not, the site conforms."""
    words: Mapping[str, str] = {}
    measure: int | None = None
    """What was counted, where a limit is exceeded."""
    lower: bool = False
    """Whether it weighs one level less than the card's others."""


CONFORMS = Judgement("conforms")
UNKNOWN = Judgement("unknown")


def only_roles(names: Sequence[str]) -> Iterator[frozenset[str]]:
    """The roles that names or places speak of, where they speak of nothing else."""
    if names and all(name.startswith(_ROLE) for name in names):
        yield frozenset(name.removeprefix(_ROLE).partition(".")[0] for name in names)


def demanded(
    held: Answer, said: str, place: ast.AST | None = None, words: Mapping[str, str] | None = None
) -> Judgement:
    """A judgement from whether what is demanded holds."""
    if held.holds is None:
        return UNKNOWN
    if held.holds and not held.when:
        return CONFORMS
    when = opposite(held).when if held.holds else ()
    return Judgement("violates", said, place, when=when, words=words or {})


def limited(whose: str, count: int, most: int, what: str, advice: str = "") -> Judgement:
    """A judgement from whether something has more than it may have."""
    if count <= most:
        return CONFORMS
    said = f"{whose} has {count} {what}, {count - most} more than {most}{advice}"
    return Judgement("violates", said, words={"count": str(count), "most": str(most)}, measure=count)


def asked_for(options: KindOptions, demands: Mapping[T, frozenset[str]]) -> tuple[T, ...]:
    """What judges the demands of a card: of what judges demands, by the options that make them, what has some."""
    given = options.given
    return tuple(judged for judged, made_by in demands.items() if not given.isdisjoint(made_by))


def demanding(demands: Mapping[T, frozenset[str]], others: Iterable[str]) -> frozenset[str]:
    """The options that say what must hold, of which a card has to have one."""
    return frozenset().union(*demands.values(), others)


def undemanding(options: KindOptions, demands: frozenset[str], such_as: str) -> Iterator[tuple[str, str]]:
    """What to say of a card that only chooses what it is about: all of that conforms, whatever it is."""
    if options.given.isdisjoint(demands):
        yield "of", f"nothing is demanded of it; say what holds, such as {such_as}"


_PATH, _ROLE = "path:", "role:"
_SETTINGS, _OF_SETTINGS = "pytest-sets:", frozenset({"toml", "ini"})
"""Places that hang on files of settings, and the languages of these."""
T = TypeVar("T")
Options_ = TypeVar("Options_", bound=SiteOptions)


class SiteKind(Check[Options_]):
    """Hands each card the sites that are its own, one by one."""

    subject: ClassVar[str] = ""
    """The word that says what a site is called, where all that is wrong with one is said in one finding."""

    def __init__(self, rules: Sequence[Rule[Options_]]) -> None:
        super().__init__(rules)
        self._about = {rule.code: [*_abouts(rule.options)] for rule in rules if _is_placed(rule.options)}
        """The places of the cards that are not about all of a file."""

    @classmethod
    def reads(cls, options: Options_) -> frozenset[str]:
        """Files of settings, too, where a place speaks of them."""
        asks = any(place.startswith(_SETTINGS) for place in options.places())
        return cls.languages | _OF_SETTINGS if asks else cls.languages

    def topics(self) -> Iterable[Topic]:
        """What places hang on that other files tell: functions that modules register, what hooks of tests set."""
        places = [place for rule in self.rules for place in rule.options.places()]
        if STREAM_HANDLER in places:
            yield from (STREAM_HANDLERS, GIVEN_FUNCTIONS)
        if any(place.startswith(_SETTINGS) for place in places):
            yield TEST_HOOKS
        if any(asks_constants(rule.options) for rule in self.rules):
            yield TEXTS
        given = (named_in(GIVEN_TO, each) for rule in self.rules for each in rule.options.grouped_places())
        yield from (given_topic(names) for names in dict.fromkeys(given) if names)

    def sites(self, module: Module) -> Iterable[tuple[Rule[Options_], Site]]:
        """The sites of a module, each with the card that it is for."""
        raise NotImplementedError

    def judge(self, site: Site, rule: Rule[Options_]) -> Iterable[Judgement]:
        """What a card says of a site; nothing where it is none after all."""
        raise NotImplementedError

    def may_lie_in(self, file: Told) -> bool:
        """Whether a card is about the place of a file, as far as the paths that it names tell."""
        return any(may_lie(rule.options, file.facts["path"]) for rule in self.rules)

    def is_about(self, rule: Rule[Options_], module: Module) -> bool:
        """Whether a file may have places in which a card is about something."""
        about = self._about.get(rule.code)
        return about is None or all(places.may_be(module) for places in about)

    def module(self, module: Module, report: ModuleReport) -> object:
        judge = self.judge
        for rule, site in self.sites(module):
            options = rule.options
            found = placed(options, site) if _is_placed(options) else YES
            if found.holds is False:
                continue
            judgements = list(judge(site, rule)) if found.holds else [UNKNOWN]
            when = (*site.when, *found.when) if found.when else site.when
            if len(judgements) == 1 and judgements[0] is CONFORMS:  # as most sites do
                report.conforms(rule, site.scope, when=when)
            else:
                _report(judgements, rule, site, when, report, self.subject)
        return None


def may_lie(options: SiteOptions, path: str) -> bool:
    """Whether a card is about the place of a file, as far as the paths that it names tell."""
    outside = _paths(options.outside)
    if not all(_may_lie_in(places, path) for places in (options.inside, options.also_inside)):
        return False
    return not (outside and matches_one(outside, path))


def _may_lie_in(places: Places, path: str) -> bool:
    globs = _paths(places)
    return not globs or len(globs) < len(places) or matches_one(globs, path)


@lru_cache(maxsize=1024)
def _paths(places: Places) -> tuple[str, ...]:
    """The globs of paths among some places."""
    return tuple(place.removeprefix(_PATH) for place in places if place.startswith(_PATH))


def placed(options: SiteOptions, site: Site) -> Answer:
    """Whether a site stands where a card is about it."""
    where = Where(site.module, site.node, site.scope)
    inside = stands_in(options.inside, where) if options.inside else answer(True)
    if options.also_inside:
        inside = every([inside, stands_in(options.also_inside, where)])
    return every([inside, opposite(stands_in(options.outside, where))]) if options.outside else inside


def _is_placed(options: SiteOptions) -> bool:
    """Whether a card is about some places alone."""
    return bool(options.inside or options.also_inside or options.outside)


def _abouts(options: SiteOptions) -> Iterator[About]:
    """What a file must show to have places that a card is about."""
    yield about(options.inside, options.outside)
    if options.also_inside:
        yield about(options.also_inside, ())


def _report(
    judgements: list[Judgement],
    rule: Rule[Any],
    site: Site,
    when: tuple[Condition, ...],
    report: ModuleReport,
    subject: str,
) -> None:
    """One site has one verdict; what is wrong with it in several ways is said of each."""
    violating = [judgement for judgement in judgements if judgement.verdict == "violates"]
    for judgement in violating:
        _violates(judgement, rule, site, when, report, subject)
    if not judgements or not all(judgement.when for judgement in violating):
        return
    otherwise = tuple(("not", "", judgement.when) for judgement in violating)
    if any(judgement.verdict == "unknown" for judgement in judgements):
        report.unknown(rule, site.scope, when=(*when, *otherwise))
        return
    report.conforms(rule, site.scope, when=(*when, *otherwise))
    if otherwise:
        report.unknown(rule, site.scope, when=(*when, ("unknown", "", otherwise)))


def _violates(
    judgement: Judgement,
    rule: Rule[Any],
    site: Site,
    when: tuple[Condition, ...],
    report: ModuleReport,
    subject: str,
) -> None:
    """Report what is wrong; what was counted is kept apart, as its growth is told from what it was."""
    message = rule.options.message
    said = worded(message, judgement.said, {**site.words, **judgement.words}) if message else judgement.said
    place = judgement.place if judgement.place is not None else site.node
    report.violates(
        rule,
        place if not isinstance(place, ast.Module) else (1, 1, 1, 1),
        site.scope,
        said,
        related=judgement.related,
        chain=_cause(rule.options, site),
        lower=judgement.lower,
        when=(*when, *judgement.when) if judgement.when else when,
        measure=judgement.measure,
        whole_file=isinstance(place, ast.Module),
        subject=site.words.get(subject, "") if judgement.measure is None else "",
    )


def _cause(options: SiteOptions, site: Site) -> Chain:
    """The class of a site, where a card says that what is wrong in one class is one problem."""
    owner = site.scope.owner if options.told_by == "class" else None
    if owner is None or not isinstance(owner.node, ast.ClassDef):
        return ()
    return [(site.module.path, owner.node.lineno, f"{owner.name} begins here")]
