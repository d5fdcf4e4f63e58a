"""Where values go in the whole project: from sources to sinks, through what functions are handed and give back.

Each file tells how values go inside of it (`Told`); the `Net` joins files by the calls that lead from one function
into another. Which sources arrive at which sinks is asked of it by `arrivals`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from ..flow.parts import Source
from ..lang.python.module import Span
from ..query.answers import Condition
from .contracts import carried_out_by
from .facts import FunctionFact
from .passing import bound_by
from .project import Project

Key: TypeAlias = int | str | None
Input: TypeAlias = tuple[str, Any, bool, int]
"""Kind and what it is of an origin, whether a text was built of it, and for which questions, as bits."""


class Sink(NamedTuple):
    """Where a value goes that a card is about; plain data."""

    bit: int
    span: Span
    words: dict[str, str]
    owner: str
    when: tuple[Condition, ...]
    inputs: tuple[Input, ...]
    is_open: bool = False
    """Whether it is not known what it is given."""


class Handing(NamedTuple):
    """A call of something of the project, with what it hands over by position and by name; plain data."""

    symbol: str
    span: Span
    given: tuple[tuple[int | str, tuple[Input, ...]], ...]
    keys: tuple[Key, ...]
    """Of which keys what it gives is asked for; None for the whole."""


class Told(NamedTuple):
    """How values go in a file; plain data."""

    sources: tuple[Source, ...]
    sinks: tuple[Sink, ...]
    calls: tuple[Handing, ...]
    returns: tuple[tuple[str, Key, tuple[Input, ...]], ...]
    """Functions, with what they give back: as a whole, and under each key where all that they give is written so."""


Node: TypeAlias = tuple[Any, ...]
"""`("source", path, n)`, `("parameter", function, n)`, `("call", path, n, key)`, `("handed", path, n, place)`,
`("return", function, key)`, `("sink", path, n)`."""
Edge: TypeAlias = tuple[Node, bool, int]
"""Where a value goes, whether a text is built of it on the way, and for which questions."""


class Net:
    """All ways on which values go in a project, a step each."""

    def __init__(self, project: Project, told: Mapping[str, Told]) -> None:
        self._project = project
        self.told = told
        self.onward: dict[Node, list[Edge]] = {}
        self.backward: dict[Node, list[Edge]] = {}
        self.givers: dict[Node, list[tuple[Node, dict[int, Node]]]] = {}
        """Call -> what the functions that it may run give, each with what is handed to which of its parameters."""
        self.takers: dict[Node, list[Node]] = {}
        """What a function gives -> the calls of it."""
        self.taking: dict[Node, list[tuple[str, int]]] = {}
        """What is handed over -> the functions that take it, and as which of their parameters."""
        self._given: set[Node] = set()
        for path, file in told.items():
            for number, source in enumerate(file.sources):
                if source.parameter is not None:
                    edge = ("parameter", *source.parameter), False, source.mask
                    self.onward.setdefault(("source", path, number), []).append(edge)
            for number, sink in enumerate(file.sinks):
                self._lead(("sink", path, number), sink.inputs, path)
            for function, key, inputs in file.returns:
                self._given.add(("return", function, key))
                self._lead(("return", function, key), inputs, path)
        for path, file in told.items():
            for number, call in enumerate(file.calls):
                if call.given or call.keys:
                    self._add_call(path, number, call)

    def call(self, node: Node) -> tuple[str, int, str]:
        """The file and line of a call, or of what is handed to one, and what it calls."""
        call = self.handing(node)
        return node[1], call.span[0], f"{call.symbol.rpartition('.')[2]}()"

    def handing(self, node: Node) -> Handing:
        """What tells of such a call."""
        return self.told[node[1]].calls[node[2]]

    def _lead(self, to: Node, inputs: Iterable[Input], path: str) -> None:
        for kind, of, built, mask in inputs:
            node = (
                (kind, path, of)
                if kind == "source"
                else ("parameter", *of)
                if kind == "parameter"
                else (kind, path, *of)
            )
            self.onward.setdefault(node, []).append((to, built, mask))
            self.backward.setdefault(to, []).append((node, built, mask))

    def _add_call(self, path: str, number: int, call: Handing) -> None:
        for place, inputs in call.given:
            self._lead(("handed", path, number, place), inputs, path)
        for function, fact in self._run_by(call.symbol):
            handed: dict[int, Node] = {}
            for place, _ in call.given:
                parameter = _parameter(fact, call.symbol, place)
                if parameter is not None:
                    handed[parameter] = ("handed", path, number, place)
                    self.taking.setdefault(handed[parameter], []).append((function, parameter))
            for key in call.keys:
                given = ("return", function, key)
                given = given if given in self._given else ("return", function, None)
                self.givers.setdefault(("call", path, number, key), []).append((given, handed))
                self.takers.setdefault(given, []).append(("call", path, number, key))

    def _run_by(self, symbol: str) -> Iterator[tuple[str, FunctionFact]]:
        """The functions that a call may run: of a method without a body, those of the heirs."""
        function = self._project.calls.runs(symbol)
        for each in carried_out_by(self._project, function) if function is not None else ():
            fact = self._project.definitions.function(each)
            if fact is not None:
                yield each, fact


def _parameter(fact: FunctionFact, symbol: str, place: int | str) -> int | None:
    """The place of the parameter that takes an argument."""
    names = fact.parameters
    if isinstance(place, str):
        found = place if place in names else next((name for name in names if name.startswith("**")), None)
        return names.index(found) if found is not None else None
    place += bound_by(fact, symbol)
    plain = [name for name in names if not name.startswith("*")]
    if place < len(plain):
        return place
    return next((n for n, name in enumerate(names) if name.startswith("*") and not name.startswith("**")), None)
