"""Functions and methods: what they take and give, how they are decorated, how large they are, and what they call."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Annotated, ClassVar, Literal

import msgspec

from ...flow.ends import answers, escaping, falls_back
from ...flow.returned import has_returns, returned_calls
from ...lang.python.blocks import is_empty_body
from ...lang.python.docstrings import docstring
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import start_of
from ...project.topics import Told
from ...query.answers import NO, YES, Answer, answer, every, on_condition, opposite, some
from ...query.calls import asked_of, receiver_name
from ...query.defined import definitions, derives, is_decorated, is_meant
from ...query.dispatch import Dispatch, Selectors
from ...query.names import Asked, DefinedNames, Names, name_set
from ...query.places import Places, Where, stands_in
from ...query.running import awaits_itself, calls_itself, calls_somewhere
from ...query.signatures import is_overload, parameters_of
from ...query.sizes import branches_in, lines_of, statements_in
from ...query.types import Type, is_typed
from ..kit import Rule
from ..site_kind import CONFORMS, Judgement, Site, SiteKind, SiteOptions, demanded
from .figures import of_figures
from .parameters import Parameter, Untaken, of_parameters, of_untaken, outer

Limit = Annotated[int, msgspec.Meta(ge=0)]


class Options(SiteOptions, frozen=True):
    """Which functions, and what holds of them."""

    of: DefinedNames = ()
    """The functions; a name without dots is that of the function alone. Example: `of = ["handle_*"]`"""
    decorated: Names = ()
    """Only functions that have one of these decorators. Example: `decorated = ["@routes"]`"""
    derives: DefinedNames = ()
    """Only methods of classes that have one of these bases. Example: `derives = ["acme.plugins.Plugin"]`"""
    awaiting: Names = ()
    """Only functions that wait for a call of one of these in their own body. Example: `awaiting = ["@network"]`"""
    not_calling: Names = ()
    """Only functions that call none of these in their own body. Example: `not-calling = ["acme.retries.attempts"]`"""
    calling: Names = ()
    """Only functions that call one of these in their own body. Example: `calling = ["json.loads"]`"""
    taking: tuple[str, ...] = ()
    """Only functions that take a parameter of such a name. Example: `taking = ["answer", "*_response"]`"""
    public: bool = False
    """Whether names that begin with an underscore are left aside. Example: `public = true`"""
    left_open: bool = False
    """Whether only methods count that do nothing, and that a class leaves to those which derive from it.
    Example: `left-open = true`"""
    forbidden: bool = False
    """Whether there must be no such function. Example: `forbidden = true`"""
    only_inside: Places = ()
    """The only places where it may stand. Example: `only-inside = ["path:handlers/**"]`"""
    never_inside: Places = ()
    """Places where it must not stand. Example: `never-inside = ["function:*"]`"""
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
    """Decorators that it must not have. Example: `no-decorators = ["functools.lru_cache"]`"""
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
    abstract: bool = False
    """Whether it must be an abstract method of a class that keeps its word, an ABC or a Protocol.
    Example: `abstract = true`"""
    calls: Names = ()
    """What it must call, one of these, itself or by what it calls. Example: `calls = ["acme.audit.record"]`"""
    never_calls: Names = ()
    """What it must not call in its own body. Example: `never-calls = ["print"]`"""
    never_returns: Names = ()
    """Calls whose value it must not give back as it is, be it by way of a variable.
    Example: `never-returns = ["like:client.*"]`"""
    as_it_came: tuple[str, ...] = ()
    """Attributes of such a value, and methods, that give what it holds as it came. Example: `as-it-came = ["text"]`"""
    never_computes: tuple[str, ...] = ()
    """Globs of names of what it must not compute with arithmetic, as what it gives back or assigns; only functions that
    have such a name or assign to one. Example: `never-computes = ["*drawdown*"]`"""
    but_computes: tuple[str, ...] = ()
    """Globs of names among these that are not meant. Example: `but-computes = ["*_threshold"]`"""
    falls_back: bool = False
    """Whether what it does last must give something back, and not raise. Example: `falls-back = true`"""
    answers: bool = False
    """Whether every way out must give back something other than None. Example: `answers = true`"""
    keeps_errors: bool = False
    """Whether nothing that it waits for or raises may get out of it as an error; what functions of the names in `of`
    do is taken to be so. Example: `keeps-errors = true`"""
    nested: bool = True
    """Whether what lambdas and functions in it call counts as well. Example: `nested = false`"""
    may_call: Names = ()
    """What it may call all the same. Example: `may-call = ["cachetools.*"]`"""

    words: ClassVar[tuple[str, ...]] = ("function", "class", "module", "name", "parameter", "count", "most")
    formerly = "roles: of, methods: of"


class Kind(SiteKind[Options]):
    """A site is a function or method."""

    subject = "function"

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._rules = Dispatch(rules, _selectors)

    def may_concern(self, file: Told) -> bool:
        return self.may_lie_in(file) and any(map(self._rules.may_mean, file.functions))

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        for scope in definitions(module, "function"):
            for rule in self._rules.of(scope, module):
                chosen = every(_chosen(rule.options, scope, module))
                if chosen.holds:
                    yield rule, Site(module, scope.node, scope, _words(scope, module), chosen.when)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        options, name = rule.options, site.words["function"]
        if options.forbidden:
            yield Judgement("violates", f"there is to be no function such as {name}")
            return
        found = [judgement for judged in _DEMANDS for judgement in judged(options, site)]
        yield from found or [Judgement("conforms")]


def _selectors(rule: Rule[Options]) -> Selectors:
    return Selectors(rule.options.of, rule.options.decorated, rule.options.derives)


def _words(scope: Scope, module: Module) -> dict[str, str]:
    owner = scope.parent.name if scope.is_method and scope.parent is not None else ""
    name = f"{owner}.{scope.name}" if owner else scope.name
    words = {"function": name, "class": owner, "module": module.name}
    return {**words, "name": "", "parameter": "", "count": "", "most": ""}


def _chosen(options: Options, scope: Scope, module: Module) -> Iterator[Answer]:
    node, owner = scope.node, scope.parent
    assert isinstance(node, FunctionNode) and owner is not None
    if options.public:
        yield answer(not scope.name.startswith("_"))
    if options.never_returns:
        yield answer(has_returns(module, scope))
    if options.left_open:
        is_method = scope.is_method and is_empty_body(node.body)
        yield on_condition(("left-open", module.names.qualified(scope), ())) if is_method else NO
    yield is_meant(options.of, scope, module)
    yield answer(not is_overload(scope, module))
    if options.decorated:
        yield is_decorated(options.decorated, scope, module)
    if options.awaiting:
        yield awaits_itself(name_set(options.awaiting), scope, module)
    if options.not_calling:
        yield opposite(some(held for _, held in calls_itself(name_set(options.not_calling), scope, module)))
    if options.calling:
        yield some(held for _, held in calls_itself(name_set(options.calling), scope, module))
    if options.taking:
        taken = [each.name for each in parameters_of(scope, module)]
        yield answer(any(fnmatchcase(name, glob) for name in taken for glob in options.taking))
    if options.never_computes:
        yield answer(bool(of_figures(options, scope, module)))
    if options.derives:
        yield derives(options.derives, owner, module) if owner.kind == "class" else answer(False)


def _node(site: Site) -> FunctionNode:
    assert isinstance(site.node, FunctionNode)
    return site.node


def _of_place(options: Options, site: Site) -> Iterator[Judgement]:
    where, said = Where(site.module, site.node, site.scope), f"{site.words['function']} has no place here"
    if options.only_inside:
        yield demanded(stands_in(options.only_inside, where), said)
    if options.never_inside:
        yield demanded(opposite(stands_in(options.never_inside, where)), said)


def _of_decorators(options: Options, site: Site) -> Iterator[Judgement]:
    name, module = site.words["function"], site.module
    for each in options.decorators:
        held = is_decorated((each,), site.scope, module)
        yield demanded(held, f"{name} lacks the decorator @{_short(each)}", words={"name": each})
    if options.one_decorator_of:
        said = f"{name} has none of the decorators {', '.join(map(_short, options.one_decorator_of))}"
        yield demanded(is_decorated(options.one_decorator_of, site.scope, module), said)
    for each in options.no_decorators:
        held = opposite(is_decorated((each,), site.scope, module))
        yield demanded(held, f"{name} is not to have the decorator @{_short(each)}", words={"name": each})


def _short(name: str) -> str:
    return name.rpartition(".")[2]


def _of_form(options: Options, site: Site) -> Iterator[Judgement]:
    name, node = site.words["function"], _node(site)
    if options.async_ is not None:
        said = f"{name} must {'' if options.async_ else 'not '}be async"
        yield demanded(answer(isinstance(node, ast.AsyncFunctionDef) is options.async_), said)
    if options.docstring is not None:
        said = f"{name} has no docstring" if options.docstring else f"{name} is to have no docstring"
        yield demanded(answer((docstring(node) is not None) is options.docstring), said)
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
    node = _node(site)
    if options.most_statements is not None:
        yield _limited(site, statements_in(node), options.most_statements, "statements")
    if options.most_lines is not None:
        yield _limited(site, lines_of(node), options.most_lines, "lines")
    if options.most_branches is not None:
        yield _limited(site, branches_in(node), options.most_branches, "branches")
    if options.most_parameters is not None:
        yield _limited(site, len(parameters_of(site.scope, site.module)), options.most_parameters, "parameters")


def _limited(site: Site, count: int, most: int, what: str) -> Judgement:
    if count <= most:
        return Judgement("conforms")
    said = f"{site.words['function']} has {count} {what}, {count - most} more than {most}"
    return Judgement("violates", said, words={"count": str(count), "most": str(most)}, measure=count)


def _of_calls(options: Options, site: Site) -> Iterator[Judgement]:
    name = site.words["function"]
    if options.calls:
        called = ", ".join(map(_short, options.calls))
        yield demanded(calls_somewhere(options.calls, site.scope, site.module), f"{name} never calls {called}")
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
    if (
        not (options.answers or options.keeps_errors or options.falls_back)
        or is_empty_body(node.body)
        or site.scope in module.generators
    ):
        return
    if options.answers:
        yield demanded(answer(answers(module, site.scope)), f"not every way out of {name} gives something back")
    if options.falls_back:
        yield demanded(answer(falls_back(node.body)), f"{name} has nothing to give back in the end")
    if options.keeps_errors:
        found = sorted(escaping(module, site.scope, options.of), key=start_of)
        related = tuple((module.path, module.span(each)[0], "an error of this gets out") for each in found[:1])
        said = f"{name} may let an error out"
        yield demanded(answer(not found), said)._replace(related=related)


def _of_returned(options: Options, site: Site) -> Iterator[Judgement]:
    """Whether what is returned was made of what calls gave; one that promises a mere number or text may hand it on."""
    if not options.never_returns:
        return
    module, names, node = site.module, name_set(options.never_returns), _node(site)
    found = list(returned_calls(module, site.scope, options.as_it_came))
    if found and node.returns is not None and is_typed(_SCALAR, node.returns, module, outer(site)) == YES:
        found = [each for each in found if each[2]]
    for place, call, _ in found:
        held = names.match(
            Asked(module.symbol(call.func, site.scope), name_of(call.func), receiver_name(call)), module.roots
        )
        words = {"name": ast.unparse(call.func)}
        said = f"{site.words['function']} gives back what {words['name']} gave, as it is"
        yield demanded(opposite(held), said, place, words)
    yield CONFORMS


def _of_computed(options: Options, site: Site) -> Iterator[Judgement]:
    for place, name in of_figures(options, site.scope, site.module) if options.never_computes else ():
        said = f"{site.words['function']} computes {name} itself"
        yield Judgement("violates", said, place, words={"name": name}) if place is not None else CONFORMS


_SCALAR = Type(is_=("bool", "int", "float", "str", "bytes", "decimal.Decimal", "datetime.datetime", "None"))
_DEMANDS = (
    *(_of_place, _of_decorators, _of_form, _of_annotations, _of_taken),
    *(_of_size, _of_calls, _of_ends, _of_returned, _of_computed),
)
