"""Which sources arrive at which sinks, and by which way.

A value that a function is handed and gives back comes back to the call that handed it, and to no other: that is found
out first, as a summary of each function. Then sources spread, back to callers and down into what is called, each place
once and by the shortest way; so work grows with the code, and no path is gone twice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal, TypeAlias

from .flows import Net, Node

Within: TypeAlias = Literal["project", "file", "function"]
"""How far values are followed: wherever they go, into what they are handed to and back to who called it, or only
where they come from."""
State: TypeAlias = tuple[Node, bool, bool]
"""A node, whether a caller handed the value down on the way to it, and whether a text was built of the value."""


def leading_on(way: list[Node]) -> Node | None:
    """The parameter to which a value is handed first on a way, if it is handed to one."""
    first = next((place for place, node in enumerate(way) if node[0] == "handed"), None)
    return way[first + 1] if first is not None and way[first + 1][0] == "parameter" else None


class Arrivals:
    """The ways of one question, which is a bit of the masks in the net."""

    def __init__(self, net: Net, bit: int, starts: Iterable[Node], *, within: Within) -> None:
        self._net = net
        self._bit = bit
        self._within = within
        self._given_back: dict[Node, dict[tuple[int, bool], None]] = {}
        """What a function gives -> the parameters that come back in it, and whether a text is built of each."""
        self._came_from: dict[State, State | None] = {}
        if within != "function":
            self._summarize()
        self._spread(starts)

    def way(self, sink: Node, *, built: bool) -> list[Node] | None:
        """The nodes from a source to a sink; None where no source arrives there."""
        states = [(sink, down, text) for text in ((True,) if built else (False, True)) for down in (False, True)]
        state: State | None = next((each for each in states if each in self._came_from), None)
        return self._way_to(state) if state is not None else None

    def handed_to(self, parameter: Node) -> list[list[Node]]:
        """The ways to where values are first handed to a parameter."""
        return [self._way_to(state) for state in self._first_handed.get(parameter, {}).values()]

    @cached_property
    def _first_handed(self) -> dict[Node, dict[Node, State]]:
        """Parameter -> what is first handed to it, each with the way there."""
        found: dict[Node, dict[Node, State]] = {}
        for state in self._came_from:
            node, down, _ = state
            for taken in self._net.taking.get(node, ()) if node[0] == "handed" and not down else ():
                found.setdefault(("parameter", *taken), {}).setdefault(node, state)
        return found

    def _way_to(self, state: State | None) -> list[Node]:
        found = []
        while state is not None:
            found.append(state[0])
            state = self._came_from[state]
        return found[::-1]

    def _summarize(self) -> None:
        """Go back from what each function gives, over calls that give back what they are handed."""
        net = self._net
        waiting: dict[Node, list[tuple[Node, bool]]] = {}
        """Call -> what functions give in which it comes back."""
        seen: set[tuple[Node, Node, bool]] = set()
        pending = [(node, node, False) for node in net.backward if node[0] == "return"]
        while pending:
            given, to, built = pending.pop()
            for node, is_built, mask in net.backward.get(to, ()):
                text = built or is_built
                if not mask >> self._bit & 1 or (given, node, text) in seen:
                    continue
                seen.add((given, node, text))
                if node[0] == "call":
                    waiting.setdefault(node, []).append((given, text))
                    pending += self._handed_through(node, given, built=text)
                elif node[:2] == ("parameter", given[1]):
                    self._given_back.setdefault(given, {})[node[2], text] = None
                    for call in net.takers.get(given, ()):
                        for outer, outer_text in waiting.get(call, ()):
                            pending += self._handed_through(call, outer, built=outer_text)

    def _handed_through(self, call: Node, outer: Node, *, built: bool) -> Iterator[tuple[Node, Node, bool]]:
        """What a call is handed and gives back."""
        for given, handed in self._net.givers.get(call, ()):
            for parameter, text in self._given_back.get(given, ()):
                if parameter in handed:
                    yield outer, handed[parameter], built or text

    def _spread(self, starts: Iterable[Node]) -> None:
        """What is reached belongs to the first start that leads there, in whatever order the ways are known."""
        for start in starts:
            self._came_from.setdefault((start, False, False), None)
            pending: deque[State] = deque([(start, False, False)])
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
        if self._within == "function":
            return
        if node[0] == "handed":
            for function, parameter in net.taking.get(node, ()):
                yield ("parameter", function, parameter), True, built
            for key in net.told[node[1]].calls[node[2]].keys:
                call = ("call", node[1], node[2], key)
                yield from ((call, down, built or text) for text in self._texts_through(call, node))
        elif node[0] == "return" and not down and self._within == "project":
            yield from ((call, False, built) for call in net.takers.get(node, ()))

    def _texts_through(self, call: Node, handed: Node) -> Iterator[bool]:
        """Whether a text is built of what is handed over, for each way in which the call gives it back."""
        for given, taken in self._net.givers.get(call, ()):
            for parameter, text in self._given_back.get(given, ()):
                if taken.get(parameter) == handed:
                    yield text
