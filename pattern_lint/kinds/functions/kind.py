"""Functions and methods: what they take and give, how they are decorated, how large they are, and what they call."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

import msgspec

from ...flow.ends import answers, escaping
from ...flow.returned import has_returns, returned_calls
from ...lang.python.blocks import is_empty_body, only_raises
from ...lang.python.docstrings import docstring
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import start_of
from ...project.topics import Told
from ...query.answers import NO, YES, Answer, answer, every, on_condition, opposite, some
from ...query.calls import asked_of, receiver_name
from ...query.defined import definitions, is_decorated
from ...query.dispatch import Dispatch, Selectors
from ...query.names import Asked, Names, last_name, name_set
from ...query.places import decorators_of
from ...query.running import (
    awaits_itself,
    calls_itself,
    calls_somewhere,
    calls_within,
    is_given_to,
    is_handed_on,
    keeps,
)
from ...query.signatures import is_overload, parameters_of
from ...query.sizes import Limit, branches_in, calculations_in, lines_of, statements_in
from ...query.types import Type, is_typed
from ..defined_kind import DefinedKind, DefinedOptions, chosen, selectors
from ..kit import Rule
from ..site_kind import CONFORMS, Judgement, Site, demanded, limited
from .ending import of_ending
from .parameters import Parameter, Untaken, of_parameters, of_untaken, outer


class Options(DefinedOptions, frozen=True):
    """Which functions, and what holds of them."""

    awaiting: Names = ()
    """Only functions that wait for a call of one of these in their own body. Example: `awaiting = ["@network"]`"""
    keeping: Names = ()
    """Only methods that keep in an attribute of the object what one of these gives. Example: `keeping = ["open"]`"""
    handing_on: Names = ()
    """Only functions that give what they take to a call of one of these. Example: `handing-on = ["*.register"]`"""
    not_calling: Names = ()
    """Only functions that call none of these in their own body. Example: `not-calling = ["acme.retries.attempts"]`"""
    given_to: Names = ()
    """Functions that are given to calls of these in their module; they need no place in `of`.
    Example: `given-to = ["@event-subscriptions"]`"""
    doing: bool = False
    """Whether functions are left aside that do nothing, or nothing but raise. Example: `doing = true`"""
    public: bool = False
    """Whether names that begin with an underscore are left aside. Example: `public = true`"""
    left_open: bool = False
    """Whether only methods count that do nothing, and that a class leaves to those which derive from it.
    Example: `left-open = true`"""
    parameters: dict[str, Parameter] = msgspec.field(default_factory=dict)
    """What its parameters must be, by name or glob. Example: `parameters.event = { given = true }`"""
    never_takes: Untaken = Untaken()
    """What it must not take. Example: `never-takes = { named = ["*_client"], typed = ["*Client"] }`"""
    annotated: Literal["", "all", "parameters", "return"] = ""
    """What must have an annotation, the first parameter of a method aside. Example: `annotated = "all"`"""
    returns: Type = Type()
    """What the annotation of its return must be. Example: `returns = { never = ["dict"] }`"""
    async_: bool | None = msgspec.field(default=None, name="async")
    """Whether it must be asynchronous, or must not be. Example: `async = true`"""
    decorators: Names = ()
    """The decorators that it must have, each of them. Example: `decorators = ["acme.auth.login_required"]`"""
    one_decorator_of: Names = ()
    """Decorators of which it must have one. Example: `one-decorator-of = ["acme.auth.public", "acme.auth.private"]`"""
    no_decorators: Names = ()
    """Decorators that it must not have; one is reported where it stands.
    Example: `no-decorators = ["functools.lru_cache"]`"""
    docstring: bool | None = None
    """Whether it must have a docstring. Example: `docstring = true`"""
    most_statements: Limit | None = None
    """The most statements that it may have, docstring aside. Example: `most-statements = 40`"""
    most_lines: Limit | None = None
    """The most lines that it may have. Example: `most-lines = 60`"""
    most_branches: Limit | None = None
    """The most places where it may branch. Example: `most-branches = 10`"""
    most_parameters: Limit | None = None
    """The most parameters that it may take, `self` aside. Example: `most-parameters = 6`"""
    calculates: bool | None = None
    """Whether it may compute with values, counting, texts, paths and times aside. Example: `calculates = false`"""
    abstract: bool = False
    """Whether it must be an abstract method of a class that keeps its word, an ABC or a Protocol.
    Example: `abstract = true`"""
    calls: Names = ()
    """What it must call, one of these, itself or by what it calls. Example: `calls = ["acme.audit.record"]`"""
    never_calls: Names = ()
    """What it must not call in its own body. Example: `never-calls = ["print"]`"""
    never_does: Names = ()
    """What it must not call, itself or through functions of its module. Example: `never-does = ["@blocking-file"]`"""
    never_returns: Names = ()
    """Calls whose value it must not give back as it is, be it by way of a variable.
    Example: `never-returns = ["like:client.*"]`"""
    as_it_came: tuple[str, ...] = ()
    """Attributes of such a value, and methods, that give what it holds as it came. Example: `as-it-came = ["text"]`"""
    answers: bool = False
    """Whether every way out must give back something other than None. Example: `answers = true`"""
    keeps_errors: bool = False
    """Whether nothing that it waits for or raises may get out of it as an error; what functions of the names in `of`
    do is taken to be so. Example: `keeps-errors = true`"""
    tells_errors: bool = False
    """Whether it must log the errors that it keeps, or hand them to somebody. Example: `tells-errors = true`"""
    nested: bool = True
    """Whether what lambdas and functions in it call counts as well. Example: `nested = false`"""
    may_call: Names = ()
    """What it may call all the same. Example: `may-call = ["cachetools.*"]`"""

    tells_end: Names = ()
    """What it must call when it is done, and in each clause that takes an error from outside, itself or by what it
    calls. Example: `tells-end = ["acme.jobs.report"]`"""
    calls_at_end: Names = ()
    """What it must call in a `finally` or an except clause, one of these, itself or by what it calls.
    Example: `calls-at-end = ["*.release"]`"""
    owner_has: tuple[str, ...] = ()
    """Globs of methods of which its class must have one, its own, inherited or an heir's.
    Example: `owner-has = ["close"]`"""
    at: Literal["place", "function"] = "place"
    """Where it is shown what is wrong: where that stands, or at the function as a whole. Example: `at = "function"`"""

    words: ClassVar[tuple[str, ...]] = ("function", "class", "module", "name", "parameter", "count", "most")
    formerly = "roles: of, methods: of"


class Kind(DefinedKind[Options]):
    """A site is a function or method."""

    subject = sort = "function"

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._rules = Dispatch(rules, _selectors)

    def may_concern(self, file: Told) -> bool:
        return self.may_lie_in(file) and any(map(self._rules.may_mean, file.functions))

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        for scope in definitions(module, "function"):
            for rule in self._rules.of(scope, module):
                found = every(_chosen(rule.options, scope, module))
                if found.holds:
                    yield rule, Site(module, scope.node, scope, _words(scope, module), found.when)

    def demands(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        for judged in _DEMANDS:
            for judgement in judged(rule.options, site):
                yield judgement if rule.options.at == "place" else judgement._replace(place=None)


def _selectors(rule: Rule[Options]) -> Selectors:
    """What is given to a call may have any name."""
    return selectors(rule)._replace(of=()) if rule.options.given_to else selectors(rule)


def _words(scope: Scope, module: Module) -> dict[str, str]:
    owner = scope.parent.name if scope.is_method and scope.parent is not None else ""
    name = f"{owner}.{scope.name}" if owner else scope.name
    words = {"function": name, "class": owner, "module": module.name}
    return {**words, "name": "", "parameter": "", "count": "", "most": ""}


def _chosen(options: Options, scope: Scope, module: Module) -> Iterator[Answer]:
    node = scope.node
    assert isinstance(node, FunctionNode)
    if options.public:
        yield answer(not scope.name.startswith("_"))
    if options.never_returns:
        yield answer(has_returns(module, scope))
    if options.left_open:
        is_method = scope.is_method and is_empty_body(node.body)
        yield on_condition(("left-open", module.names.qualified(scope), ())) if is_method else NO
    meant, *others = chosen(options, scope, module)
    if options.given_to and (meant is NO or not options.of):
        meant = is_given_to(options.given_to, scope, module)
    yield from (meant, *others)
    if options.doing:
        yield answer(not is_empty_body(node.body) and not only_raises(node.body))
    yield answer(not is_overload(scope, module))
    if options.awaiting:
        yield awaits_itself(name_set(options.awaiting), scope, module)
    if options.not_calling:
        yield opposite(some(held for _, held in calls_itself(name_set(options.not_calling), scope, module)))
    if options.keeping:
        yield keeps(name_set(options.keeping), scope, module)
    if options.handing_on:
        taken = [each.name for each in parameters_of(scope, module)]
        yield some(is_handed_on(name, name_set(options.handing_on), scope, module) for name in taken)


def _node(site: Site) -> FunctionNode:
    assert isinstance(site.node, FunctionNode)
    return site.node


def _of_decorators(options: Options, site: Site) -> Iterator[Judgement]:
    name, module = site.words["function"], site.module
    for each in options.decorators:
        held = is_decorated((each,), site.scope, module)
        yield demanded(held, f"{name} lacks the decorator @{last_name(each)}", words={"name": each})
    if options.one_decorator_of:
        said = f"{name} has none of the decorators {', '.join(map(last_name, options.one_decorator_of))}"
        yield demanded(is_decorated(options.one_decorator_of, site.scope, module), said)
    for place, held in decorators_of(name_set(options.no_decorators), _node(site), module):
        shown = ast.unparse(place.func if isinstance(place, ast.Call) else place)
        said = f"{name} is not to have the decorator @{shown.rpartition('.')[2]}"
        yield demanded(opposite(held), said, place, words={"name": shown})


def _of_form(options: Options, site: Site) -> Iterator[Judgement]:
    name, node = site.words["function"], _node(site)
    if options.async_ is not None:
        said = f"{name} must {'' if options.async_ else 'not '}be async"
        yield demanded(answer(isinstance(node, ast.AsyncFunctionDef) is options.async_), said)
    if options.docstring is not None:
        said = f"{name} has no docstring" if options.docstring else f"{name} is to have no docstring"
        yield demanded(answer((docstring(node) is not None) is options.docstring), said)
    if options.owner_has:
        owner = site.scope.owner
        held = (
            NO
            if owner is None
            else on_condition(("member-of-family", site.module.names.qualified(owner), options.owner_has))
        )
        yield demanded(held, f"nothing in {site.words['class']} ends what {name} begins")
    if options.abstract:
        held = on_condition(("abstract-method", site.module.names.qualified(site.scope), ()))
        yield demanded(held, f"{name} does nothing and is not abstract, so nothing fails where an heir forgets it")
    if options.returns != Type():
        held = is_typed(options.returns, node.returns, site.module, outer(site))
        yield demanded(held, f"{name} does not say that it returns what it must", node.returns)


def _of_annotations(options: Options, site: Site) -> Iterator[Judgement]:
    name, node, module = site.words["function"], _node(site), site.module
    if options.annotated in ("all", "parameters"):
        for taken in parameters_of(site.scope, module):
            held = answer(taken.node.annotation is not None)
            words = {"parameter": taken.name}
            yield demanded(held, f"{name} does not say of which type {taken.name} is", taken.node, words)
    if options.annotated in ("all", "return"):
        needs = node.returns is not None or node.name == "__init__"
        yield demanded(answer(needs), f"{name} does not say what it returns")


def _of_taken(options: Options, site: Site) -> Iterator[Judgement]:
    yield from of_parameters(options.parameters, site)
    yield from of_untaken(options.never_takes, site)


def _of_size(options: Options, site: Site) -> Iterator[Judgement]:
    name, node = site.words["function"], _node(site)
    if options.most_statements is not None:
        yield limited(name, statements_in(node), options.most_statements, "statements")
    if options.most_lines is not None:
        yield limited(name, lines_of(node), options.most_lines, "lines")
    if options.most_branches is not None:
        yield limited(name, branches_in(node), options.most_branches, "branches")
    if options.calculates is False:
        found = calculations_in(node, site.module, site.scope)
        place = ast.unparse(min(found, key=start_of)) if found else ""
        yield demanded(answer(not found), f"{name} computes something: {place}")
    if options.most_parameters is not None:
        yield limited(name, len(parameters_of(site.scope, site.module)), options.most_parameters, "parameters")


def _of_calls(options: Options, site: Site) -> Iterator[Judgement]:
    name = site.words["function"]
    if options.calls:
        called = ", ".join(map(last_name, options.calls))
        yield demanded(calls_somewhere(options.calls, site.scope, site.module), f"{name} never calls {called}")
    if options.never_does:
        held = calls_within(options.never_does, site.scope, site.module)
        yield demanded(opposite(held), f"{name} does what it must not do itself")
    if options.never_calls:
        allowed = name_set(options.may_call)
        for call, held in calls_itself(name_set(options.never_calls), site.scope, site.module):
            if call.scope is not site.scope and not options.nested:
                continue
            allows = allowed.match(asked_of(call), site.module.roots)
            words = {"name": ast.unparse(call.node.func)}
            said = f"{name} is not to call {words['name']}"
            yield demanded(some([opposite(held), allows]), said, call.node, words)
        yield Judgement("conforms")


def _of_ends(options: Options, site: Site) -> Iterator[Judgement]:
    """Whether it answers in every case; there is nothing to say of one without a body."""
    node, name, module = _node(site), site.words["function"], site.module
    if not (options.answers or options.keeps_errors) or is_empty_body(node.body) or site.scope in module.generators:
        return
    if options.answers:
        yield demanded(answer(answers(module, site.scope)), f"not every way out of {name} gives something back")
    if options.keeps_errors:
        found = sorted(escaping(module, site.scope, options.of, told=options.tells_errors), key=start_of)
        related = tuple((module.path, module.span(each)[0], "an error of this gets out") for each in found[:1])
        said = f"{name} may let an error out"
        yield demanded(answer(not found), said)._replace(related=related)


def _of_returned(options: Options, site: Site) -> Iterator[Judgement]:
    """Whether what is returned was made of what calls gave; one that promises a mere number or text may hand it on."""
    if not options.never_returns:
        return
    module, names, node = site.module, name_set(options.never_returns), _node(site)
    asked = (
        (place, call, Asked(module.symbol(call.func, site.scope), name_of(call.func), receiver_name(call)), is_plain)
        for place, call, is_plain in returned_calls(module, site.scope, options.as_it_came)
    )
    matched = ((place, call, names.match(each, module.roots), is_plain) for place, call, each, is_plain in asked)
    found = [each for each in matched if each[2].holds is not False]
    if found and node.returns is not None and is_typed(_SCALAR, node.returns, module, outer(site)) == YES:
        found = [each for each in found if each[3]]
    for place, call, held, _ in found:
        words = {"name": ast.unparse(call.func)}
        said = f"{site.words['function']} gives back what {words['name']} gave, as it is"
        yield demanded(opposite(held), said, place, words)
    yield CONFORMS


_SCALAR = Type(is_=("bool", "int", "float", "str", "bytes", "decimal.Decimal", "datetime.datetime", "None"))
_DEMANDS = (
    *(_of_decorators, _of_form, _of_annotations, _of_taken),
    *(_of_size, _of_calls, _of_ends, _of_returned, of_ending),
)
