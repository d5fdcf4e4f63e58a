"""Raises: which errors code raises where, what they tell their readers, and what they come from."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, Literal

import msgspec

from ..config.globs import matcher
from ..lang.python.blocks import only_raises
from ..lang.python.catching import is_caught_around
from ..lang.python.module import Module, name_of
from ..lang.python.raising import Raised, is_to_be_written, raised_by
from ..lang.python.scopes import Scope
from ..lang.python.unparsed import unparsed
from ..problems import listing
from ..project.givers import GIVERS
from ..project.messages import MESSAGES
from ..project.texts import TEXTS
from ..project.topics import Told, Topic
from ..query.answers import YES, Answer, answer, every, on_condition, opposite, some
from ..query.calls.calls import words_of
from ..query.definitions.defined import is_meant
from ..query.definitions.dispatch import ByName
from ..query.errors.raised import is_exactly, is_kind_of, is_of_project, is_own
from ..query.errors.refusals import refuses_argument
from ..query.errors.told import is_said, is_told, is_told_afterwards
from ..query.naming.names import DefinedNames, Names
from ..query.places.places import Places, Where, stands_in
from .calls.arguments import Known, of_argument
from .calls.wanted import Argument
from .kit import Rule
from .site_kind import (
    CONFORMS,
    UNKNOWN,
    Judgement,
    Site,
    SiteKind,
    SiteOptions,
    asked_for,
    demanded,
    demanding,
    undemanding,
)

_STEERING = (
    *("Abort*", "Break*", "Cancel*", "Drop*", "Exit*", "Ignore*", "Reject*", "Reschedule*", "Retry*", "Skip*"),
    *("Restart*", "Stop*", "*Noop", "*Recycle", "*Requested", "*Restart", "*ShutDown", "*Shutdown", "*Stopped"),
    *("_*", "*NotConfigured", "*NotFound", "*NotImplemented*", "*NotSupported*"),
)


class Options(SiteOptions, frozen=True):
    """Which raises, and what holds of them."""

    of: Names = ()
    """Only raises of these classes, not of what derives from them. Example: `of = ["RuntimeError"]`"""
    derives: Names = ()
    """Only raises of these classes and of what derives from them. Example: `derives = ["OSError"]`"""
    project: bool = False
    """Whether only raises count of exceptions that the project defines. Example: `project = true`"""
    by: DefinedNames = ()
    """Only raises that stand right in these functions. Example: `by = ["role:worker.initialize"]`"""
    stubs: bool = True
    """Whether raises count that are all that a method does because it is to be written (NotImplementedError), or is
    one of several that the class cannot do. Example: `stubs = false`"""
    caught_aside: Literal["never", "by-name", "always"] = "never"
    """Whether raises are left aside that a clause of the same function takes: by the name of the error, or in
    whatever way. Example: `caught-aside = "by-name"`"""
    unless_says: tuple[str, ...] = ()
    """Globs over messages, or a comment right above, in lower case, of raises that are left aside, such as those that
    say that nothing ever gets there. Example: `unless-says = ["*should never happen*"]`"""
    refusals: Names = ()
    """Classes that are left aside where a function refuses with them what it is given, before it does anything.
    Example: `refusals = ["ValueError", "TypeError"]`"""
    forbidden: bool = False
    """Whether there must be no such raise. Example: `forbidden = true`"""
    only_inside: Places = ()
    """The only places where it may stand. Example: `only-inside = ["path:api/**"]`"""
    never: Names = ()
    """Classes that must not be raised; what derives from them may be. Example: `never = ["Exception", "shop.Error"]`"""
    only: Names = ()
    """The classes that may be raised, with what derives from them. Example: `only = ["shop.errors.ShopError"]`"""
    own: bool = False
    """Whether exceptions that the project defines may be raised besides, and no others of which anything is known.
    Example: `own = true`"""
    says: Literal["anything", "something", "particular"] = "anything"
    """What the message must say: something, or something particular (a value, or the name of the class that raises).
    An exception that makes its message itself says enough. Example: `says = "something"`"""
    particular_inside: Places = ()
    """Places where it must be particular. Example: `particular-inside = ["role:worker"]`"""
    signals: tuple[str, ...] = _STEERING
    """Globs of names of exceptions that steer and need no message; those that end in Error report, whatever is said
    here. Example: `signals = ["Stop*", "Skip*"]`"""
    arguments: dict[str, Argument] = msgspec.field(default_factory=dict)
    """What an error must be given that is made here; a class that is raised as it is, is given nothing.
    Example: `arguments.code = { given = true, if-taken = true }`"""
    cause: Literal["any", "said", "kept"] = "any"
    """What is said of the error that a new one comes from: `from error` or `from None`; or `from error` only.
    Example: `cause = "said"`"""

    words: ClassVar[tuple[str, ...]] = ("name", "class", "function", "module", "argument", "value")
    formerly = "checks: refusals, components: particular-inside, instead: message, methods: by, roles: by"

    @property
    def asks_for_message(self) -> bool:
        """Whether the join has to know how exceptions make their messages."""
        return self.says != "anything" or bool(self.particular_inside)


class Kind(SiteKind[Options]):
    """A site is what a raise raises; one that may raise several things is a site for each."""

    took_over = ("raise-statement", "raise-context", "method-raises")
    keywords = frozenset({"raise"})

    @classmethod
    def repair(cls, options: Mapping[str, object]) -> Mapping[str, object]:
        return {"cause": True} if options.get("cause") else {}

    @classmethod
    def proofread(cls, options: Options) -> Iterator[tuple[str, str]]:
        such_as = "`forbidden = true`, `never`, `only` or `arguments`"
        yield from undemanding(options, DEMANDING, such_as)

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._demands = {rule.code: asked_for(rule.options, _DEMANDS) for rule in rules}
        self._by_function: ByName[Rule[Options]] = ByName()
        for rule in rules:
            self._by_function.add(rule, rule.options.by)

    def may_concern(self, file: Told) -> bool:
        return self.may_lie_in(file) and super().may_concern(file)

    def topics(self) -> Iterable[Topic]:
        asked = any(rule.options.asks_for_message for rule in self.rules)
        exact = any(rule.options.never or rule.options.of for rule in self.rules)
        return (*super().topics(), *((MESSAGES, TEXTS) if asked else ()), *([GIVERS] if exact else ()))

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        for node, scope in module.of(ast.Raise):
            assert isinstance(node, ast.Raise)
            rules = [rule for rule in self._by_function.of(scope.name) if self.is_about(rule, module)]
            for raised in raised_by(module, node, scope) if rules else ():
                words = _words(raised, scope, module)
                for rule in rules:
                    chosen = every(_chosen(rule.options, node, raised, scope, module))
                    if chosen.holds:
                        yield rule, Site(module, node, scope, words, chosen.when, raised)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        options, raised, name = rule.options, site.subject, site.words["name"]
        assert isinstance(raised, Raised)
        if options.forbidden:
            yield Judgement("violates", f"{name} is not to be raised here")
            return
        demands = self._demands[rule.code] if raised.is_new else ()
        found = [judgement for judged in demands for judgement in judged(options, raised, site)]
        if options.only_inside:
            where = Where(site.module, site.node, site.scope)
            found.append(demanded(stands_in(options.only_inside, where), f"{name} is not to be raised here"))
        yield from found or [CONFORMS]


def _words(raised: Raised, scope: Scope, module: Module) -> dict[str, str]:
    owner, function = scope.owner, scope.function
    return {
        "name": raised.name,
        "class": owner.name if owner is not None else "",
        "function": function.name if function is not None else "",
        "module": module.name,
        "argument": "",
        "value": "",
    }


def _chosen(options: Options, node: ast.Raise, raised: Raised, scope: Scope, module: Module) -> Iterator[Answer]:
    if options.by:
        yield is_meant(options.by, scope, module) if scope.kind == "function" else answer(False)
    if options.of:
        yield is_exactly(options.of, raised, module)
    if options.derives:
        yield is_kind_of(options.derives, raised, module)
    if options.project:
        yield is_of_project(raised, module)
    if not options.stubs:
        yield answer(not _is_stub(node, scope))
    if options.unless_says:
        yield answer(not is_said(raised, node, module, matcher(options.unless_says)))
    if options.refusals and refuses_argument(node, scope, module):
        yield opposite(is_exactly(options.refusals, raised, module))
    if options.caught_aside != "never" and raised.symbol is not None:
        by_name = options.caught_aside == "by-name"
        yield answer(not is_caught_around(module, node, raised.symbol, scope, by_name=by_name))


def _is_stub(node: ast.Raise, scope: Scope) -> bool:
    """Whether a method says by a raise that it is to be written, or, as others of its class do in the same words, what
    that class cannot do."""
    owner = scope.parent
    if owner is None or _all_that_it_raises(scope) is not node:
        return False
    if is_to_be_written(node) or not scope.is_method or node.exc is None:
        return is_to_be_written(node)
    raised = (_all_that_it_raises(each) for each in owner.children if each.kind == "function")
    said = [unparsed(each.exc) for each in raised if each is not None and each.exc is not None]
    return said.count(unparsed(node.exc)) > 1


def _all_that_it_raises(function: Scope) -> ast.Raise | None:
    """The raise that is all that a function does."""
    body = getattr(function.node, "body", None)
    last = body[-1] if isinstance(body, list) and only_raises(body) else None
    return last if isinstance(last, ast.Raise) else None


def _of_class(options: Options, raised: Raised, site: Site) -> Iterator[Judgement]:
    name = raised.name
    if options.never:
        yield demanded(opposite(is_exactly(options.never, raised, site.module)), f"{name} is not to be raised here")
    if options.own:
        said = f"{name} is not the project's own; raise an error that says what it means here"
        may_be = [
            is_own(raised, site.module),
            *([is_kind_of(options.only, raised, site.module, or_made=True)] if options.only else []),
        ]
        yield demanded(some(may_be), said)
    elif options.only:
        said = f"{name} is not to be raised here, but {listing(options.only)} or what derives from that"
        yield demanded(is_kind_of(options.only, raised, site.module), said)


def _of_message(options: Options, raised: Raised, site: Site) -> Iterator[Judgement]:
    name, owner, symbol = raised.name, site.words["class"], raised.symbol
    if options.asks_for_message and symbol is None:
        yield UNKNOWN
    assert isinstance(site.node, ast.Raise)
    if not options.asks_for_message or symbol is None or is_told_afterwards(site.node, site.scope):
        return
    said = f"{name} is raised without a message; say what failed, for which component, and with which value"
    if options.says != "anything":
        steers = on_condition(("steers", symbol, options.signals))
        yield demanded(some([is_told(raised, ("constant", "named", "value"), site.module), steers]), said)
    where = YES
    if options.says != "particular":
        where = stands_in(options.particular_inside, Where(site.module, site.node, site.scope))
    said = f"{name} says the same for every {owner or 'caller'}; name the component and the value that is wrong"
    yield demanded(some([opposite(where), is_told(raised, ("empty", "named", "value"), site.module)]), said)


def _of_cause(options: Options, raised: Raised, site: Site) -> Iterator[Judgement]:
    assert isinstance(site.node, ast.Raise)
    cause, name = site.node.cause, site.words["name"]
    if options.cause != "any":
        said = f"{name} is raised without what it comes from; write `raise ... from error`"
        yield demanded(answer(cause is not None), said)
    if options.cause == "kept" and isinstance(cause, ast.Constant):
        yield Judgement("violates", f"{name} hides what it comes from; write `raise ... from error`")


def _of_arguments(options: Options, raised: Raised, site: Site) -> Iterator[Judgement]:
    module, node, symbol = site.module, raised.call, raised.symbol
    for name, wanted in options.arguments.items():
        if symbol is None:
            yield UNKNOWN
        elif node is None:
            said = f"{raised.name} is given no {' or '.join(name.split('|'))}"
            yield demanded(_is_fine_bare(name, wanted, symbol), said, words={"argument": name})
        else:
            call = next(each for each in module.named_calls[name_of(node.func)] if each.node is node)
            words = {**site.words, **words_of(module, call)}
            yield of_argument(
                site._replace(node=node, words=words, subject=call), name, wanted, Known((), (), "argument")
            )


def _is_fine_bare(name: str, wanted: Argument, symbol: str) -> Answer:
    """Whether a class that is raised as it is need not be given an argument."""
    by_itself = ("has-default", symbol, (symbol.rpartition(".")[2], wanted.unless_default, ""))
    has_none = ("not", "", (("parameter", symbol, tuple(name.split("|"))),))
    excuses = [
        *([on_condition(by_itself)] if wanted.unless_default else []),
        *([on_condition(has_none)] if wanted.if_taken else []),
    ]
    return some([answer(not wanted.given), *excuses])


_DEMANDS: Mapping[Callable[[Options, Raised, Site], Iterator[Judgement]], frozenset[str]] = {
    _of_class: frozenset({"never", "own", "only"}),
    _of_message: frozenset({"says", "particular_inside"}),
    _of_arguments: frozenset({"arguments"}),
    _of_cause: frozenset({"cause"}),
}
"""What judges which demands."""
DEMANDING = demanding(_DEMANDS, ("forbidden", "only_inside"))
"""The options of which a card has to have one."""
