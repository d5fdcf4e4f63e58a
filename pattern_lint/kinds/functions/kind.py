"""Functions and methods: what they take and give, how they are decorated, how large they are, and what they call."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ...flow.ends import answers
from ...lang.python.blocks import is_empty_body
from ...lang.python.docstrings import docstring
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.unparsed import unparsed
from ...project.at_end import AT_END
from ...project.given import given_topic
from ...project.givers import SAME_ANSWERS
from ...project.keeping import KEEPING, LOSING
from ...project.project import Project
from ...project.running import LEAVING_ERRORS, UNTYPED_CALLS
from ...project.stream_handlers import GIVEN_FUNCTIONS, STREAM_HANDLERS
from ...project.test_changes import TEST_CHANGES
from ...project.topics import Told, Topic
from ...project.untold import UNTOLD
from ...query.answers import NO, YES, Answer, answer, every, on_condition, opposite, some
from ...query.calls.calls import asked_of
from ...query.calls.least import LeastGiven
from ...query.definitions.decorated import decorators_of
from ...query.definitions.defined import is_decorated, is_decorated_through
from ...query.definitions.dispatch import Dispatch
from ...query.definitions.signatures import parameters_of
from ...query.functions.around import calls_around
from ...query.functions.by_calls import given_functions, making_functions
from ...query.functions.running import (
    calls_itself,
    calls_somewhere,
    calls_within,
    does_within,
)
from ...query.naming.names import Names, last_name, name_set
from ...query.origins.module_state import changes_of_object
from ...query.values.types import Type, is_typed
from ..defined_kind import ANYHOW, DefinedKind, selectors
from ..docstrings import of_docstring
from ..kit import Rule
from ..report import ModuleReport, ProjectReport
from ..site_kind import CONFORMS, UNKNOWN, Judgement, Site, asked_for, demanded, demanding, undemanding
from .asserting import asserts
from .choice import is_chosen
from .depending import depends_on
from .ending import of_ending
from .figures import is_any_like, of_figures
from .handed import HandedFunctions
from .keeping import kept_errors
from .once import handlers_of, of_once
from .options import Options
from .parameters import of_parameters, of_untaken, outer
from .returning import of_asked, of_returned
from .size import of_size
from .yielding import COLLECTION, ends_with, made_in, of_yields


class Kind(DefinedKind[Options]):
    """A site is a function or method."""

    subject = sort = "function"
    reads_project = True

    @classmethod
    def proofread(cls, options: Options) -> Iterator[tuple[str, str]]:
        yield from undemanding(options, DEMANDING, "`forbidden = true`, `annotated`, `decorators` or `calls`")
        if options.within == "project" and not options.given_to:
            yield "within", "it says how far `given-to` looks; say that, too"

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        plain = [rule for rule in rules if not (rule.options.handed or rule.options.once)]
        asked = [(rule, () if _is_narrowed(rule) else rule.options.given_to) for rule in plain]
        self._given = [(rule, names) for rule, given in asked if (names := given or rule.options.or_given_to)]
        self._making = [rule for rule in plain if rule.options.making]
        by_calls = [*(rule for rule, _ in self._given), *self._making]
        only_given = [rule for rule in by_calls if not (rule.options.of or rule.options.decorated)]
        self._rules = Dispatch((rule for rule in plain if rule not in only_given), selectors)
        self._once = [rule for rule in rules if rule.options.once is not None]
        self._handed = HandedFunctions(rules)
        self._demands = {rule.code: asked_for(rule.options, _DEMANDS) for rule in rules}

    def module(self, module: Module, report: ModuleReport) -> object:
        super().module(module, report)
        return self._handed.module(module, report)

    def topics(self) -> Iterable[Topic]:
        if any(rule.options.never_takes.untold for rule in self.rules):
            yield UNTOLD
        if any(rule.options.unchanged for rule in self.rules):
            yield TEST_CHANGES
        if any(rule.options.after_yield and rule.options.or_given for rule in self.rules):
            yield AT_END
        for options in (rule.options for rule in self.rules if rule.options.within == "project"):
            yield given_topic(options.given_to)
        if self._once:
            yield STREAM_HANDLERS
        if self._once or self._handed:
            yield GIVEN_FUNCTIONS
        if any(rule.options.keeps_errors for rule in self.rules):
            yield from (LEAVING_ERRORS, KEEPING)
        if any(rule.options.keeps_errors and rule.options.tells_errors for rule in self.rules):
            yield LOSING
        if any(rule.options.tells_end for rule in self.rules):
            yield UNTYPED_CALLS
        if any(rule.options.asks for rule in self.rules):
            yield SAME_ANSWERS
        yield from super().topics()

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        self._handed.project(project, facts, report)

    def may_concern(self, file: Told) -> bool:
        is_asked_of_all = bool(self._handed or self._once)
        if is_asked_of_all or not self.may_lie_in(file):
            return is_asked_of_all
        is_asked_of_any = bool(self._given or self._making)
        return is_asked_of_any or any(map(self._rules.may_mean, file.functions))

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        for rule in self._once:
            for scope, when in handlers_of(module, rule.options.once):
                yield rule, Site(module, scope.node, scope, _words(scope, module), when)
        for scope, rule in self._meant(module):
            found = every(is_chosen(rule.options, scope, module))
            if found.holds:
                yield rule, Site(module, scope.node, scope, _words(scope, module), found.when)

    def _meant(self, module: Module) -> Iterator[tuple[Scope, Rule[Options]]]:
        """The functions that cards may be about: by what they are, or because calls are given them."""
        found = list(self._rules.among(module.index.functions, module, lambda rule: self.is_about(rule, module)))
        yield from found
        among = [(rule, _given(rule, names, module)) for rule, names in self._given if self.is_about(rule, module)]
        among += [
            (rule, making_functions(rule.options.making, module))
            for rule in self._making
            if self.is_about(rule, module)
        ]
        for rule, given in among:
            known = {scope for scope, meant_by in found if meant_by is rule} if given else set()
            yield from ((scope, rule) for scope in given if scope not in known)

    def demands(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        for judged in self._demands[rule.code]:
            yield from judged(rule.options, site)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        judgements = super().judge(site, rule)
        if rule.options.at == "place":
            yield from judgements
            return
        place = _decorator(site, rule.options) if rule.options.at == "decorator" else None
        found = list(judgements)
        sure = next((each for each in found if each.verdict == "violates" and not each.when), None)
        for each in found if sure is None else [sure]:  # of all that is wrong with one function, one thing is said
            yield CONFORMS if each is CONFORMS else each._replace(place=place)


def _decorator(site: Site, options: Options) -> ast.expr | None:
    """The decorator by which a card means a function."""
    found = decorators_of(name_set(options.decorated), _node(site), site.module)
    return next((each for each, held in found if held.holds is not False), None)


def _given(rule: Rule[Options], names: Names, module: Module) -> Mapping[Scope, Answer]:
    return given_functions(names, module, anywhere=rule.options.within == "project")


def _is_narrowed(rule: Rule[Options]) -> bool:
    """Whether a decorator or a base tells which functions a card may be about, whatever they are given to."""
    return bool(rule.options.decorated or rule.options.derives)


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
    depends = depends_on(name_set(options.depends_on), site.scope, module) if options.depends_on else NO
    if options.one_decorator_of:
        said = f"{name} has none of the decorators {', '.join(map(last_name, options.one_decorator_of))}"
        yield demanded(some([is_decorated_through(options.one_decorator_of, site.scope, module), depends]), said)
    elif options.depends_on:
        said = f"{name} depends on none of {', '.join(map(last_name, options.depends_on))}"
        yield demanded(depends, said)
    for place, held in decorators_of(name_set(options.no_decorators), _node(site), module):
        shown = unparsed(place.func if isinstance(place, ast.Call) else place)
        said = f"{name} is not to have the decorator @{shown.rpartition('.')[2]}"
        yield demanded(opposite(held), said, place, words={"name": shown})


def _of_form(options: Options, site: Site) -> Iterator[Judgement]:
    name, node = site.words["function"], _node(site)
    if options.async_ is not None:
        said = f"{name} must {'' if options.async_ else 'not '}be async"
        yield demanded(answer(isinstance(node, ast.AsyncFunctionDef) is options.async_), said)
    if options.after_yield:
        said = f"{name} calls none of {', '.join(options.after_yield)} after it has yielded"
        yield demanded(ends_with(options.after_yield, site.scope, site.module, options.or_given), said)
    if options.unchanged:
        asked = (_fixture_name(site), made_in(site.scope, site.module) == COLLECTION)
        held = opposite(on_condition(("changed-by-tests", site.module.path, asked)))
        yield demanded(held, f"a test changes what {name} gives to all of them")
    if options.docstring is not None:
        said = f"{name} has no docstring" if options.docstring else f"{name} is to have no docstring"
        yield demanded(answer((docstring(node) is not None) is options.docstring), said)
    yield from of_docstring(docstring(node), options.says, name)
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


def _fixture_name(site: Site) -> str:
    """The name by which tests take a fixture."""
    given = (each for each in _node(site).decorator_list if isinstance(each, ast.Call))
    named = (word.value for call in given for word in call.keywords if word.arg == "name")
    return next((str(each.value) for each in named if isinstance(each, ast.Constant)), site.scope.name)


def _of_annotations(options: Options, site: Site) -> Iterator[Judgement]:
    name, node, module = site.words["function"], _node(site), site.module
    if options.annotated in ("all", "parameters"):
        for taken in parameters_of(site.scope, module):
            held = answer(taken.node.annotation is not None)
            words = {"parameter": taken.name, "name": taken.name}
            yield demanded(held, f"{name} does not say of which type {taken.name} is", taken.node, words)
    if options.annotated in ("all", "return"):
        needs = node.returns is not None or node.name == "__init__"
        yield demanded(answer(needs), f"{name} does not say what it returns")


def _of_taken(options: Options, site: Site) -> Iterator[Judgement]:
    yield from of_parameters(options.parameters, site)
    yield from of_untaken(options.never_takes, site)


def _of_calls(options: Options, site: Site) -> Iterator[Judgement]:
    name = site.words["function"]
    if options.asserts:
        others = [calls_within(options.calls, site.scope, site.module)] if options.calls else []
        yield demanded(some([asserts(site.scope, site.module), *others]), f"{name} asserts nothing")
    elif options.calls:
        called = ", ".join(last_name(each.removesuffix(".*")) for each in options.calls)
        own = calls_somewhere(options.calls, site.scope, site.module)
        held = own if own == YES else some([own, *calls_around(options.calls, site.scope, site.module)])
        yield demanded(held, f"{name} never calls {called}")
    if options.never_does:
        held = does_within(options.never_does, site.scope, site.module)
        yield demanded(opposite(held), f"{name} does what it must not do itself")
    if options.never_calls:
        allowed, least = name_set(options.may_call), LeastGiven({}, options.least_by_position)
        for call, held in calls_itself(name_set(options.never_calls), site.scope, site.module):
            is_within = call.scope is site.scope or options.nested
            if not is_within or not least.holds(call, call.node, site.module):
                continue
            allows = allowed.match(asked_of(call), site.module.roots)
            words = {"name": unparsed(call.node.func)}
            said = f"{name} is not to call {words['name']}"
            yield demanded(some([opposite(held), allows]), said, call.node, words)
        yield Judgement("conforms")


def _of_state(options: Options, site: Site) -> Iterator[Judgement]:
    """What it changes of its object."""
    for node, attribute in changes_of_object(site.scope, site.module):
        if is_any_like([attribute], options.never_sets):
            said = f"{site.words['function']} is not to change {attribute}"
            yield Judgement("violates", said, node, words={"name": attribute})
    yield CONFORMS


def _of_ends(options: Options, site: Site) -> Iterator[Judgement]:
    """Whether it answers in every case; there is nothing to say of one without a body."""
    node, name, module = _node(site), site.words["function"], site.module
    if not (options.answers or options.keeps_errors) or is_empty_body(node.body) or site.scope in module.generators:
        return
    if options.answers:
        yield demanded(answer(answers(module, site.scope)), f"not every way out of {name} gives something back")
    others = [each for each in node.decorator_list if not _is_plain(each)]
    symbols = [module.symbol(each.func if isinstance(each, ast.Call) else each, outer(site)) or "" for each in others]
    if options.keeps_errors and not all(symbol[: symbol.find(".")] in module.roots for symbol in symbols):
        yield UNKNOWN
    elif options.keeps_errors:
        judged = kept_errors(options, site)
        yield judged._replace(when=(*judged.when, *(("leaves-errors", symbol, ()) for symbol in symbols)))


def _is_plain(decorator: ast.expr) -> bool:
    """Whether a decorator leaves the errors of a function as they are; others may take them."""
    return name_of(decorator) in ("override", "staticmethod", "classmethod", "final")


_DEMANDS: Mapping[Callable[[Options, Site], Iterator[Judgement]], frozenset[str]] = {
    of_once: frozenset({"once"}),
    _of_decorators: frozenset({"decorators", "one_decorator_of", "depends_on", "no_decorators"}),
    _of_form: frozenset(
        {"async_", "after_yield", "unchanged", "docstring", "says", "owner_has", "abstract", "returns"}
    ),
    _of_annotations: frozenset({"annotated"}),
    _of_taken: frozenset({"parameters", "never_takes"}),
    of_size: frozenset(
        {"most_statements", "most_lines", "most_branches", "calculates", "most_parameters", "most_by_position"}
    ),
    _of_calls: frozenset({"calls", "asserts", "never_does", "never_calls"}),
    _of_state: frozenset({"never_sets"}),
    _of_ends: frozenset({"answers", "keeps_errors"}),
    of_returned: frozenset({"never_returns"}),
    of_yields: frozenset({"yields_inside"}),
    of_asked: frozenset({"asks"}),
    of_ending: frozenset({"falls_back", "tells_end", "calls_at_end"}),
    of_figures: frozenset({"never_computes"}),
}
"""What judges which demands."""
DEMANDING = demanding(_DEMANDS, (*ANYHOW, "handed"))
"""The options of which a card has to have one."""
