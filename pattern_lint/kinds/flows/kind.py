"""Values from some sources that must not arrive at some sinks, unless something makes them fine on the way.

Values are followed along assignments, branches, loops, texts that are built of them, collections that hold them and
attributes of an instance, and through the functions of the project: into what they are handed to, and out of what gives
them back. What a function of somebody else makes of a value is not known, so that the value ends there, unless it is a
known one such as `str` or `sorted`. A site is a sink; a finding is reported there, with the way from the source.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain, pairwise
from typing import NamedTuple

from ...flow.origins import Origins
from ...flow.parts import Value
from ...lang.python.catching import is_handed_on
from ...lang.python.given_back import set_right_before
from ...lang.python.module import Module, Span
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in
from ...project.arrivals import Arrivals, leading_on
from ...project.called import may_call
from ...project.conditions import holds
from ...project.flows import Input, Key, Net, Node, Sink
from ...project.flows import Told as FileFlows
from ...project.project import Project
from ...project.topics import Told
from ...query.answers import NO, Answer, every, on_condition
from ...query.calls.arguments import argument
from ...query.calls.calls import CallTable, words_of
from ...query.definitions.defined import decorator_names, is_decorated
from ...query.definitions.dispatch import ByLast
from ...query.functions.running import helpers_called, run_by
from ...query.naming.names import Asked, last_name, name_set
from ...query.places.about import about
from ...query.places.places import Where, stands_in
from ...query.wording import worded
from ..calls.arguments import is_given
from ..kit import Rule
from ..report import Chain, ModuleReport, ProjectReport
from ..site_kind import Site, SiteKind, placed
from .dealing import dealing_by_helpers
from .leading import Followed, InputsOf, handings, returns, takes_one_of, taking_one_of
from .marks import CardMarks, Tables, shown
from .options import Into, Options
from .stored import numbered_as, plain
from .streamed import Streams


class Arriving(NamedTuple):
    """What may arrive somewhere: an expression, or none where it does not show."""

    bit: int
    value: ast.expr | None
    scope: Scope
    place: ast.AST
    words: Mapping[str, str]
    found: Answer


class Kind(SiteKind[Options]):
    """A site is an argument of a call, or what a function returns."""

    reads_project = True

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._tables = Tables(rules)
        self._calls = CallTable((bit, name_set(rule.options.into.of)) for bit, rule in enumerate(rules))
        self._decorated: ByLast[int] = ByLast()
        self._streams = Streams(rules)
        placed = [(bit, rule.options.into.returned) for bit, rule in enumerate(rules)]
        self._placed = [(bit, about(places, ())) for bit, places in placed if places]
        self._raising = [(bit, rule.options.into) for bit, rule in enumerate(rules) if rule.options.into.raising]
        for bit, rule in enumerate(rules):
            if rule.options.into.decorated:
                self._decorated.add(bit, name_set(rule.options.into.decorated).last_names)
        self._goes_far = any(rule.options.within == "project" for rule in rules)
        self._goes_into_calls = any(rule.options.within != "function" for rule in rules)
        self._errors = frozenset(name for rule in rules for name in rule.options.from_.named)

    def may_concern(self, file: Told) -> bool:
        if self._goes_far or self._decorated or self._placed or self._raising:
            return True
        return self.may_lie_in(file) and may_call(file, self._calls)

    def module(self, module: Module, report: ModuleReport) -> object:
        arriving = list(
            chain(self._given(module), self._raised(module), self._returned(module), _yielded(self._streams, module))
        )
        helpers = set() if self._goes_far else taking_one_of(self._errors, module)
        raising = set(dealing_by_helpers(module)) if self._goes_into_calls else set[Scope]()
        if not arriving and not helpers and not raising and not self._goes_far:
            return None
        marks = CardMarks(self._tables, module)
        origins = Origins(module, marks)

        def inputs_of(value: ast.expr, scope: Scope, key: Key = None) -> tuple[Input, ...]:
            found = origins.of(Value(value, scope, key)).items()
            return tuple((kind, marks.plain(of), built, mask) for (kind, of, built), mask in found if mask)

        sinks = tuple(chain.from_iterable(self._sinks(each, module, inputs_of) for each in arriving))
        asking = raising.union(each.scope.function for each in arriving if each.scope.function is not None)
        followed = None if self._goes_far else self._followed(asking, helpers, marks, module)
        given = tuple(returns(module, inputs_of, followed)) if followed is None or followed.functions else ()
        handed = tuple(handings(module, marks, inputs_of, followed)) if followed is None or followed.calls else ()
        told = FileFlows(tuple(marks.found), sinks, handed, given)
        return ([rule.code for rule in self.rules], plain(told)) if any(told) else None

    def _followed(self, asking: Set[Scope], helpers: Set[Scope], marks: CardMarks, module: Module) -> Followed:
        """What is followed where only some of it is: the calls by which errors are dealt with where they may arrive,
        and those that make what is raised.

        What helpers make of errors is told wherever they are, as other files hand theirs to them.
        """
        asking = asking if self._goes_into_calls else frozenset()
        taking = {scope for scope in asking if takes_one_of(self._errors, scope, module)}
        dealing = module.of(ast.ExceptHandler, ast.Raise)
        clauses = [module.span(node) for node, scope in dealing if scope.function in asking]
        lines = {line for first, _, last, _ in clauses for line in range(first, last + 1)}
        calls = {
            call.node
            for _, call in (marks.leading.values() if lines or taking else ())
            if call.scope.function in taking or (call.node.lineno in lines and call.scope.function in asking)
        }
        around = (scope.function for _, scope in (module.of(ast.ExceptHandler) if asking else ()))
        for scope in {each for each in around if each is not None}:
            calls.update(call.node for call, callee in helpers_called(scope, module) if callee in asking)
        called = [callee for scope in asking for call, callee in helpers_called(scope, module) if call.node in calls]
        functions = {each for callee in (*called, *helpers) for each in run_by(callee, module)}
        leading = marks.leading.values() if functions else ()
        return Followed(calls.union(call.node for _, call in leading if call.scope.function in functions), functions)

    def _given(self, module: Module) -> Iterator[Arriving]:
        for bit, call, found in self._calls.matches(module):
            into, node = self.rules[bit].options.into, call.node
            site = Site(module, node, call.scope)
            is_meant = not into.given or any(is_given(site, *each) for each in into.given.items())
            is_meant = is_meant and not any(is_given(site, *each) for each in into.unless_given.items())
            if not isinstance(node, ast.Call) or not is_meant:
                continue
            words = words_of(module, call)
            sink = {"sink": words["call"], "function": words["function"], "module": module.name}
            if into.called_on and isinstance(node.func, ast.Attribute):
                yield Arriving(bit, node.func.value, call.scope, node, sink, found)
            if into.argument or into.position is not None:
                names = into.argument.split("|")
                asked = (argument(node, name, into.position, module, call.scope) for name in names)
                given = max(asked, key=lambda each: (each.value is not None, each.is_open))
                if given.value is not None or given.is_open:
                    yield Arriving(bit, given.value, given.scope, node, sink, found)
                continue
            for value in (*node.args, *(keyword.value for keyword in node.keywords)):
                yield Arriving(bit, value, call.scope, value, sink, found)

    def _raised(self, module: Module) -> Iterator[Arriving]:
        for node, scope in module.of(ast.Raise) if self._raising else ():
            raised = node.exc if isinstance(node, ast.Raise) else None
            call = (
                set_right_before(node, raised, module) if isinstance(node, ast.Raise) and raised is not None else None
            )
            symbol = module.symbol(call.func, scope) if isinstance(call, ast.Call) else None
            if not isinstance(call, ast.Call) or symbol is None:
                continue
            sink = {"sink": f"{last_name(symbol)}()", "function": scope.name, "module": module.name}
            for bit, into in self._raising:
                names = tuple(into.argument.split("|"))
                given = [each.value for each in call.keywords if each.arg in names] or call.args
                found = _is_raised(symbol, into, names, module)
                if found.holds is not False:
                    yield from (Arriving(bit, value, scope, call, sink, found) for value in given)

    def _returned(self, module: Module) -> Iterator[Arriving]:
        decorators = module.once(decorator_names) if self._decorated else {}
        placed = [bit for bit, places in self._placed if places.may_be(module)]
        for scope, values in module.returned.items() if decorators or placed else ():
            for bit, found in self._answering(scope, placed, module):
                sink = {"sink": f"what {scope.name}() returns", "function": scope.name, "module": module.name}
                asks_errors = self.rules[bit].options.from_.caught
                for value in values if found.holds else ():
                    # an error that is given back itself is an answer, as those of werkzeug and aiohttp are
                    if not (asks_errors and is_handed_on(value, scope)):
                        yield Arriving(bit, value, scope, value, sink, found)

    def _answering(self, scope: Scope, placed: Iterable[int], module: Module) -> Iterator[tuple[int, Answer]]:
        """The cards that ask for what a function returns."""
        for bit in self._decorated.of(module.once(decorator_names).get(scope)):
            yield bit, is_decorated(self.rules[bit].options.into.decorated, scope, module)
        for bit in placed:
            yield bit, stands_in(self.rules[bit].options.into.returned, Where(module, scope.node, scope))

    def _sinks(self, arriving: Arriving, module: Module, inputs_of: InputsOf) -> Iterator[Sink]:
        rule = self.rules[arriving.bit]
        found = every([arriving.found, placed(rule.options, Site(module, arriving.place, arriving.scope))])
        if found.holds is not False:
            value, owner = arriving.value, arriving.scope.owner
            words = {**arriving.words, "argument": shown(value) if value is not None else ""}
            inputs = inputs_of(value, arriving.scope) if value is not None else ()
            of = module.names.qualified(owner) if owner is not None else ""
            is_open = value is None or found.holds is None
            is_answer = isinstance(module.index.parents.get(arriving.place), ast.Return)
            place = (
                _part_of(arriving, inputs_of, rule.options.from_.named) if inputs and not is_answer else arriving.place
            )
            yield Sink(arriving.bit, module.span(place), words, of, found.when, inputs, is_open)

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        codes = [rule.code for rule in self.rules]
        told = {path: numbered_as(codes, stored) for path, stored in facts.items()}
        net: Net | None = None
        for bit, rule in enumerate(self.rules):
            sinks = [
                (path, number, sink)
                for path, file in told.items()
                for number, sink in enumerate(file.sinks)
                if sink.bit == bit and all(holds(project, each) for each in sink.when)
            ]
            if sinks:
                net = net or Net(project, told)
                arrivals = Arrivals(net, bit, _starts(told, bit, project), within=rule.options.within)
                told_into: set[Node] = set()
                told_of: set[tuple[str, Span]] = set()  # of what a call is given, several may be wrong
                for path, number, sink in sinks:
                    way = arrivals.way(("sink", path, number), built=rule.options.into.built)
                    if way is not None and (path, sink.span) in told_of:
                        continue
                    told_of.update([(path, sink.span)] if way is not None else ())
                    into = leading_on(way) if way is not None and rule.options.told_where_handed else None
                    if into is None:
                        _judge(rule, path, sink, _Told(net, way) if way is not None else None, report)
                    elif into not in told_into:
                        told_into.add(into)
                        handed = {(way[-1][1], net.handing(way[-1]).span): way for way in arrivals.handed_to(into)}
                        new = [way for place, way in handed.items() if place not in told_of]
                        _judge_handed(rule, net, new, sink, report)
                        told_of.update(handed)


def _yielded(streams: Streams, module: Module) -> Iterator[Arriving]:
    for bit, value, scope, found in streams.yielded(module):
        sink = {"sink": f"what {scope.name}() yields", "function": scope.name, "module": module.name}
        yield Arriving(bit, value, scope, value, sink, found)


def _part_of(arriving: Arriving, inputs_of: InputsOf, named: tuple[str, ...]) -> ast.AST:
    """Where it shows what arrives: in a dict of several lines that a call is given, the first part that brings it."""
    place: ast.AST = arriving.place
    while isinstance(place, (ast.Dict, ast.List)) and place.end_lineno != place.lineno:
        parts = place.values if isinstance(place, ast.Dict) else place.elts
        brings = (each for each in parts if _brings(each, arriving, inputs_of, named))
        found = next(brings, None)
        if found is None:
            break
        place = found
    return place


def _brings(part: ast.expr, arriving: Arriving, inputs_of: InputsOf, named: tuple[str, ...]) -> bool:
    if any(isinstance(each, ast.Name) and each.id in named for each in nodes_in(part)):
        return True
    return any(each[0] == "source" and each[3] >> arriving.bit & 1 for each in inputs_of(part, arriving.scope))


def _is_raised(symbol: str, into: Into, arguments: tuple[str, ...], module: Module) -> Answer:
    """Whether errors of a class are meant: the project's by what they derive from, others by name."""
    if symbol[: symbol.find(".")] in module.roots:
        takes = [on_condition(("parameter", symbol, arguments))] if into.argument else []
        return every([on_condition(("kind-of", symbol, into.raising)), *takes])
    asked = Asked(symbol)
    is_called = name_set(into.of).match(asked, module.roots).holds
    return NO if is_called else name_set(into.raising).match(asked, module.roots)


def _starts(told: Mapping[str, FileFlows], bit: int, project: Project) -> Iterable[Node]:
    """Where the values of a card come from, by their places: other cards number them otherwise."""
    for path, file in told.items():
        for number, source in sorted(enumerate(file.sources), key=lambda each: each[1].span, reverse=True):
            if source.mask >> bit & 1 and all(holds(project, each) for each in source.when):
                yield "source", path, number


class _Told:
    """A way as its reader is told of it."""

    def __init__(self, net: Net, way: list[Node]) -> None:
        self._net = net
        _, path, number = way[0]
        self.source = net.told[path].sources[number]
        self.related: Chain = tuple(self._steps(way))

    def _steps(self, way: list[Node]) -> Iterator[tuple[str, int, str]]:
        yield way[0][1], self.source.span[0], f"{self.source.said} comes in here"
        for before, node in pairwise(way):
            if node[0] == "handed":
                path, line, called = self._net.call(node)
                yield path, line, f"it is handed to {called}"
            elif node[0] == "call" and before[0] == "return":
                path, line, called = self._net.call(node)
                yield path, line, f"{called} gives it back"


def _judge_handed(rule: Rule[Options], net: Net, ways: Iterable[list[Node]], sink: Sink, report: ProjectReport) -> None:
    """Tell of what is wrong where it is handed to what leads to the sink."""
    for way in ways:
        told, path, call = _Told(net, way), way[-1][1], net.handing(way[-1])
        source = told.source.said
        said = f"{source} arrives at {sink.words['sink']} unchecked"
        words = {**sink.words, "function": call.symbol.rpartition(".")[2], "source": source}
        report.violates(rule, path, call.span, worded(rule.options.message, said, words), related=told.related)


def _judge(rule: Rule[Options], path: str, sink: Sink, told: _Told | None, report: ProjectReport) -> None:
    if told is None:
        (report.unknown if sink.is_open else report.conforms)(rule, path, sink.owner)
        return
    source = told.source.said
    said = f"{source} arrives at {sink.words['sink']} unchecked"
    message = worded(rule.options.message, said, {**sink.words, "source": source})
    report.violates(rule, path, sink.span, message, owner=sink.owner, related=told.related)
