"""Which sources arrive at which sinks, and by which way.

A value that a function is handed and gives back comes back to the call that handed it, and to no other: that is found
out first, as a summary of each function. Then sources spread, back to callers and down into what is called, each place
once and by the shortest way; so work grows with the code, and no path is gone twice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from .flows import Net, Node

State: TypeAlias = tuple[Node, bool, bool]
"""A node, whether a caller handed the value down on the way to it, and whether a text was built of the value."""


class Arrivals:
    """The ways of one question, which is a bit of the masks in the net."""

    def __init__(self, net: Net, bit: int, starts: Iterable[Node], *, across: bool) -> None:
        self._net = net
        self._bit = bit
        self._across = across
        self._given_back: dict[str, dict[tuple[int, bool], None]] = {}
        """Function -> the parameters that it gives back, and whether a text is built of each."""
        self._came_from: dict[State, State | None] = {}
        if across:
            self._summarize()
        self._spread(starts)

    def way(self, sink: Node, *, built: bool) -> list[Node] | None:
        """The nodes from a source to a sink; None where no source arrives there."""
        states = [(sink, down, text) for text in ((True,) if built else (False, True)) for down in (False, True)]
        state: State | None = next((each for each in states if each in self._came_from), None)
        if state is None:
            return None
        found = []
        while state is not None:
            found.append(state[0])
            state = self._came_from[state]
        return found[::-1]

    def _summarize(self) -> None:
        """Go back from what each function gives, over calls that give back what they are handed."""
        net = self._net
        waiting: dict[Node, list[tuple[str, bool]]] = {}
        """Call -> the functions that give what it gives."""
        seen: set[tuple[str, Node, bool]] = set()
        pending = [(node[1], node, False) for node in net.backward if node[0] == "return"]
        while pending:
            function, to, built = pending.pop()
            for node, is_built, mask in net.backward.get(to, ()):
                text = built or is_built
                if not mask >> self._bit & 1 or (function, node, text) in seen:
                    continue
                seen.add((function, node, text))
                if node[0] == "call":
                    waiting.setdefault(node, []).append((function, text))
                    pending += self._handed_through(node, function, built=text)
                elif node[:2] == ("parameter", function):
                    known = self._given_back.setdefault(function, {})
                    known[node[2], text] = None
                    for call in net.callers.get(function, ()):
                        for outer, outer_text in waiting.get(call, ()):
                            pending += self._handed_through(call, outer, built=outer_text)

    def _handed_through(self, call: Node, outer: str, *, built: bool) -> Iterator[tuple[str, Node, bool]]:
        """What a call is handed and gives back."""
        for function, handed in self._net.callees.get(call, ()):
            for parameter, text in self._given_back.get(function, ()):
                if parameter in handed:
                    yield outer, handed[parameter], built or text

    def _spread(self, starts: Iterable[Node]) -> None:
        pending: deque[State] = deque()
        for start in starts:
            self._came_from[start, False, False] = None
            pending.append((start, False, False))
        while pending:
            state = pending.popleft()
            for following in self._after(state):
                if following not in self._came_from:
                    self._came_from[following] = state
                    pending.append(following)

    def _after(self, state: State) -> Iterator[State]:
        node, down, built = state
        net, bit = self._net, self._bit
        for to, is_built, mask in net.onward.get(node, ()):
            if mask >> bit & 1:
                yield to, down, built or is_built
        if not self._across:
            return
        if node[0] == "handed":
            call = ("call", *node[1:3])
            for function, parameter in net.taking.get(node, ()):
                yield ("parameter", function, parameter), True, built
                for given_back, text in self._given_back.get(function, ()):
                    if given_back == parameter:
                        yield call, down, built or text
        elif node[0] == "return" and not down:
            yield from ((call, False, built) for call in net.callers.get(node[1], ()))
