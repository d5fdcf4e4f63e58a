"""Functions and methods: what they take and give, how they are decorated, how large they are, and what they call."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

import msgspec

from ..lang.python.docstrings import docstring
from ..lang.python.module import Module
from ..lang.python.scopes import FunctionNode, Scope
from ..project.topics import Told
from ..query.answers import Answer, answer, every, opposite, some
from ..query.calls import asked_of
from ..query.defined import definitions, is_decorated
from ..query.dispatch import Dispatch
from ..query.names import DefinedNames, Names, last_name, name_set, one_of
from ..query.running import calls_itself, calls_somewhere
from ..query.signatures import Parameter as Taken
from ..query.signatures import is_overload, parameters_of
from ..query.sizes import Limit, branches_in, lines_of, statements_in
from ..query.types import Type, contains, is_typed
from ..query.values import Value, holds
from .defined_kind import DefinedKind, DefinedOptions, chosen, selectors
from .kit import Rule
from .site_kind import Judgement, Site, demanded, limited


class Parameter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """What a parameter must be."""

    given: bool | None = None
    """Whether the function must take it, or must not. Example: `given = true`"""
    type: Type = Type()
    """What its annotation must be. Example: `type = { is = ["acme.Event"] }`"""
    default: Value = Value()
    """What its default must be. Example: `default = { given = true }`"""


class Untaken(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """What parameters must not be, by what they are called or by their types; variable ones count, too."""

    named: tuple[str, ...] = ()
    """Globs of names; without annotation, a constant as default says otherwise. Example: `named = ["*_client"]`"""
    typed: DefinedNames = ()
    """Types that must not occur in their annotations. Example: `typed = ["*Client", "requests.Session"]`"""
    unless: DefinedNames = ()
    """Only where their annotations say something else. Example: `unless = ["str", "*Config", "typing.Callable"]`"""


class Options(DefinedOptions, frozen=True):
    """Which functions, and what holds of them."""

    public: bool = False
    """Whether names that begin with an underscore are left aside. Example: `public = true`"""
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
    calls: Names = ()
    """What it must call, one of these, itself or by what it calls. Example: `calls = ["acme.audit.record"]`"""
    never_calls: Names = ()
    """What it must not call in its own body. Example: `never-calls = ["print"]`"""
    nested: bool = True
    """Whether what lambdas and functions in it call counts as well. Example: `nested = false`"""
    may_call: Names = ()
    """What it may call all the same. Example: `may-call = ["cachetools.*"]`"""

    words: ClassVar[tuple[str, ...]] = ("function", "class", "module", "name", "parameter", "count", "most")
    formerly = "roles: of, methods: of"


class Kind(DefinedKind[Options]):
    """A site is a function or method."""

    subject = sort = "function"

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._rules = Dispatch(rules, selectors)

    def may_concern(self, file: Told) -> bool:
        return self.may_lie_in(file) and any(map(self._rules.may_mean, file.functions))

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        for scope in definitions(module, "function"):
            if is_overload(scope, module):
                continue
            for rule in self._rules.of(scope, module):
                if rule.options.public and scope.name.startswith("_"):
                    continue
                found = every(chosen(rule.options, scope, module))
                if found.holds:
                    yield rule, Site(module, scope.node, scope, _words(scope, module), found.when)

    def demands(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        for judged in _DEMANDS:
            yield from judged(rule.options, site)


def _words(scope: Scope, module: Module) -> dict[str, str]:
    owner = scope.parent.name if scope.is_method and scope.parent is not None else ""
    name = f"{owner}.{scope.name}" if owner else scope.name
    words = {"function": name, "class": owner, "module": module.name}
    return {**words, "name": "", "parameter": "", "count": "", "most": ""}


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
    for each in options.no_decorators:
        held = opposite(is_decorated((each,), site.scope, module))
        yield demanded(held, f"{name} is not to have the decorator @{last_name(each)}", words={"name": each})


def _of_form(options: Options, site: Site) -> Iterator[Judgement]:
    name, node = site.words["function"], _node(site)
    if options.async_ is not None:
        said = f"{name} must {'' if options.async_ else 'not '}be async"
        yield demanded(answer(isinstance(node, ast.AsyncFunctionDef) is options.async_), said)
    if options.docstring is not None:
        said = f"{name} has no docstring" if options.docstring else f"{name} is to have no docstring"
        yield demanded(answer((docstring(node) is not None) is options.docstring), said)
    if options.returns != Type():
        held = is_typed(options.returns, node.returns, site.module, _outer(site))
        yield demanded(held, f"{name} does not say that it returns what it must", node.returns)


def _outer(site: Site) -> Scope:
    return site.scope.parent or site.scope


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


def _of_parameters(options: Options, site: Site) -> Iterator[Judgement]:
    for name, wanted in options.parameters.items():
        taken = parameters_of(site.scope, site.module)
        meant = [each for each in taken if each.is_called(name)]
        if meant:
            for each in meant:
                yield from _of_parameter(each, wanted, site)
            continue
        is_open = any(each.stars for each in taken) and not name.startswith("**")
        held = answer(True if wanted.given is not True else None if is_open else False)
        said = f"{site.words['function']} takes no {name}{_in_its_place(name, taken)}"
        yield demanded(held, said, words={"parameter": name})


def _in_its_place(name: str, taken: Sequence[Taken]) -> str:
    others = [each.name for each in taken if each.stars == "**"] if name.startswith("**") else []
    return f"; it takes **{others[0]} in its place" if others else ""


def _of_parameter(taken: Taken, wanted: Parameter, site: Site) -> Iterator[Judgement]:
    name, words, module = site.words["function"], {"parameter": taken.name}, site.module
    if wanted.given is False:
        yield Judgement("violates", f"{name} is not to take {taken.name}", taken.node, words=words)
        return
    yield demanded(answer(True), "")
    if wanted.type != Type():
        held = is_typed(wanted.type, taken.node.annotation, module, _outer(site))
        yield demanded(held, f"the type of {taken.name} in {name} is not what it must be", taken.node, words)
    if wanted.default != Value():
        held = _default_holds(wanted.default, taken.default, module, _outer(site))
        yield demanded(held, f"the default of {taken.name} in {name} is not what it must be", taken.node, words)


def _of_untaken(options: Options, site: Site) -> Iterator[Judgement]:
    if options.never_takes != Untaken():
        for taken in parameters_of(site.scope, site.module):
            said = f"{site.words['function']} is not to take {taken.name}"
            held = _is_taken(options.never_takes, taken, site)
            yield demanded(opposite(held), said, taken.node, {"parameter": taken.name})
        yield Judgement("conforms")


def _is_taken(never: Untaken, taken: Taken, site: Site) -> Answer:
    """Whether a parameter is one that a function must not take."""
    annotation, module, outer = taken.node.annotation, site.module, _outer(site)
    is_named = one_of(never.named).match(taken.name) is not None
    if annotation is None:
        is_plain = isinstance(taken.default, ast.Constant) and taken.default.value is not None
        return answer(is_named and not is_plain)
    meant = answer(True) if is_named else contains(never.typed, annotation, module, outer)
    return every([meant, opposite(is_typed(Type(is_=never.unless), annotation, module, outer))])


def _default_holds(wanted: Value, default: ast.expr | None, module: Module, scope: Scope) -> Answer:
    if default is None:
        return answer(wanted.given is not True)
    return answer(False) if wanted.given is False else holds(wanted, default, module, scope)


def _of_size(options: Options, site: Site) -> Iterator[Judgement]:
    name, node = site.words["function"], _node(site)
    if options.most_statements is not None:
        yield limited(name, statements_in(node), options.most_statements, "statements")
    if options.most_lines is not None:
        yield limited(name, lines_of(node), options.most_lines, "lines")
    if options.most_branches is not None:
        yield limited(name, branches_in(node), options.most_branches, "branches")
    if options.most_parameters is not None:
        yield limited(name, len(parameters_of(site.scope, site.module)), options.most_parameters, "parameters")


def _of_calls(options: Options, site: Site) -> Iterator[Judgement]:
    name = site.words["function"]
    if options.calls:
        called = ", ".join(map(last_name, options.calls))
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


_DEMANDS = (_of_decorators, _of_form, _of_annotations, _of_parameters, _of_untaken, _of_size, _of_calls)
