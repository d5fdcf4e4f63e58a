"""Which bindings of a name can reach a place of its scope.

A name is often bound more than once (`path = "x"` and then `path = Path(path)`). Later bindings hide earlier
ones where they always run before the place; the others all count, and callers ask that they agree.
"""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Callable

from .answers import SETTLED, Answers
from .expressions import is_none
from .scopes import Binding, Scope
from .walking import end_of, start_of

Parents = dict[ast.AST, ast.AST]
Place = tuple[int, int]
_BLOCKS = ("body", "orelse", "finalbody")
_ALWAYS: Place = (1 << 60, 0)
_NEVER: Place = (0, 0)


class Reaches:
    """How far the statements of a module reach: up to where each has run for sure, if it stands before a place."""

    __slots__ = ("_known", "parents")

    def __init__(self, parents: Parents) -> None:
        self.parents = parents
        self._known: dict[ast.AST, Place] = {}

    def of(self, node: ast.AST, scope: Scope) -> Place:
        """The first place that a node does not reach."""
        if isinstance(node, ast.arg):
            return _ALWAYS
        known, parents, outermost = self._known, self.parents, scope.node
        climbed: list[ast.AST] = []
        current: ast.AST | None = node
        while current is not None and current is not outermost and current not in known:
            climbed.append(current)
            current = parents.get(current)
        reach = _ALWAYS if current is None or current is outermost else known[current]
        for below in reversed(climbed):
            if current is not None and current is not outermost and not isinstance(current, (ast.With, ast.AsyncWith)):
                reach = min(reach, _shared(below, current))
            known[below] = reach
            current = below
        return reach


def _shared(child: ast.AST, parent: ast.AST) -> Place:
    """The end of the statement list of the parent in which the child stands, or of the parent itself."""
    if isinstance(child, (ast.ExceptHandler, ast.match_case)):
        line, column = end_of(child.body[-1])
        return line, column + 1
    if isinstance(child, ast.stmt):
        start = start_of(child)
        for field in _BLOCKS:
            block = getattr(parent, field, None)
            if block.__class__ is list and block and start_of(block[0]) <= start <= start_of(block[-1]):
                line, column = end_of(block[-1])
                return line, column + 1
    return end_of(parent) if isinstance(parent, (ast.expr, ast.stmt)) else _NEVER


def _reach(binding: Binding, scope: Scope, reaches: Reaches) -> Place:
    """The first place that a binding does not reach: of what a clause catches, the one behind the clause."""
    return end_of(binding.node) if binding.kind == "except" else reaches.of(binding.node, scope)


class Flow:
    """The ways in which a scope binds one name, in the order of the text; made once for all places that use it."""

    __slots__ = (
        "_agreed",
        "_dominators",
        "_ends",
        "_following",
        "_inner",
        "_plain",
        "_reaches",
        "_starts",
        "_wider",
        "own",
    )

    def __init__(self, bindings: list[Binding], scope: Scope, reaches: Reaches) -> None:
        own = [each for each in bindings if each.node.__class__ is not ast.comprehension]
        inner = [each for each in bindings if each.node.__class__ is ast.comprehension]
        self._inner = _Inner(inner, reaches.parents) if inner else None
        if len(own) > 1:
            own.sort(key=_start)
        self.own = own
        self._starts = [start_of(each.node) for each in own]
        self._ends = [end_of(each.node) if each.kind in ("assign", "annotated") else _NEVER for each in own]
        """Where the statement ends that binds: in `path = Path(path)` it does not count yet."""
        self._reaches = [_reach(each, scope, reaches) for each in own] if len(own) > 1 else [_ALWAYS] * len(own)
        self._find_dominators()
        self._find_kept()

    def _find_dominators(self) -> None:
        self._dominators: list[int] = []
        """The nearest binding before each that has run for sure when it runs; -1 where there is none."""
        self._wider: list[int] = []
        """The same among those that reach further than it does."""
        reaches, waiting = self._reaches, [-1]
        for place, start in enumerate(self._starts):
            while waiting[-1] >= 0 and reaches[waiting[-1]] <= start:
                waiting.pop()
            self._dominators.append(waiting[-1])
            while waiting[-1] >= 0 and reaches[waiting[-1]] <= reaches[place]:
                waiting.pop()
            self._wider.append(waiting[-1])
            if reaches[place] > start:
                waiting.append(place)

    def _find_kept(self) -> None:
        self._agreed = list(range(len(self.own)))
        """Up to which binding all that count are known to give what one gives."""
        self._following: list[int] = [0] * len(self.own)
        """The first binding from each on that gives another thing than None."""
        self._plain: list[int] = [0]
        """How many of the bindings before each give something and are no imports."""
        nearest = len(self.own)
        for place in range(len(self.own) - 1, -1, -1):
            nearest = nearest if is_none(self.own[place].value) else place
            self._following[place] = nearest
        for place, binding in enumerate(self.own):
            self._plain.append(self._plain[-1] + (binding.kind != "import" and self._following[place] == place))

    def within(self, position: Place) -> Binding | None:
        """The binding of the innermost comprehension around a place that binds the name."""
        return self._inner.around(position) if self._inner is not None else None

    def span(self, position: Place) -> tuple[int, int]:
        """The first and last of the bindings that count at a place of the same scope: all where none is before it."""
        last = bisect_left(self._starts, position) - 1
        while last >= 0 and position < self._ends[last]:
            last -= 1
        if last < 0:
            return 0, len(self.own) - 1
        first = last
        while first >= 0:
            if position < self._ends[first]:
                first = self._dominators[first]
            elif position < self._reaches[first]:
                break
            else:
                first = self._wider[first]
        return max(first, 0), last

    def agreed(
        self, first: int, last: int, give: Callable[[Binding], str | None], answers: Answers[int, str]
    ) -> str | None:
        """The one symbol that bindings give, from one to another, those of None aside; None where they differ.

        The first in the text is asked first, because others often rest on it.
        """
        if first == last:
            return give(self.own[first])
        start = self._following[first]
        found = give(self.own[start]) if start <= last else None
        if found is None or self._plain[last + 1] == self._plain[first]:
            return found  # of imports that stand in for each other the first counts
        place = self._agreed[start]
        while place < last:
            place = self._following[place + 1]
            if place > last:
                break
            if give(self.own[place]) != found:
                return None
            place = self._agreed[place]
            if answers.open == SETTLED:
                self._agreed[start] = place
        return found


class Flows:
    """The flows of a module's names, each made when it is asked for."""

    __slots__ = ("_known", "_reaches")

    def __init__(self, parents: Parents) -> None:
        self._reaches = Reaches(parents)
        self._known: dict[int, Flow] = {}

    def of(self, bindings: list[Binding], scope: Scope) -> Flow:
        """The flow of a name, of which a scope keeps the bindings."""
        flow = self._known.get(id(bindings))
        if flow is None:
            flow = self._known[id(bindings)] = Flow(bindings, scope, self._reaches)
        return flow


class _Inner:
    """The comprehensions that bind a name, each with those around it."""

    __slots__ = ("_ends", "_found", "_outer", "_starts")

    def __init__(self, bindings: list[Binding], parents: Parents) -> None:
        spans: dict[tuple[Place, Place], Binding] = {}
        for binding in bindings:
            around = parents[binding.node]
            spans.setdefault((start_of(around), end_of(around)), binding)
        ordered = sorted(spans, key=lambda span: (span[0], (-span[1][0], -span[1][1])))
        self._starts = [start for start, _ in ordered]
        self._ends = [end for _, end in ordered]
        self._found = [spans[span] for span in ordered]
        self._outer: list[int] = []
        waiting = [-1]
        for place, start in enumerate(self._starts):
            while waiting[-1] >= 0 and self._ends[waiting[-1]] <= start:
                waiting.pop()
            self._outer.append(waiting[-1])
            waiting.append(place)

    def around(self, position: Place) -> Binding | None:
        place = bisect_left(self._starts, (position[0], position[1] + 1)) - 1
        while place >= 0 and self._ends[place] <= position:
            place = self._outer[place]
        return self._found[place] if place >= 0 else None


def _start(binding: Binding) -> Place:
    return start_of(binding.node)
