"""Answers that rest on each other: each question is answered once, and those in a circle together.

Whoever finds an answer asks for others on the way. Where that leads back to a question that is still open, the
answers of the whole circle hang together: they are found again and again, each from what the others came to before,
until none of them changes. So an answer does not depend on which question of the circle was asked first. What does
not come to rest has no answer, nor has a circle that is longer than what is followed at once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeAlias, TypeVar

Question = TypeVar("Question", bound=Hashable)
Answer = TypeVar("Answer")
Find: TypeAlias = Callable[[Question], Answer | None]

SETTLED = 1 << 60
"""The number of no question: nothing open was met."""
_DEEPEST = 50
"""How deep questions, and the work between them, may nest before the innermost is answered on its own first."""
_CHANGES = 3
"""How often an answer in a circle may change: what is unknown, then known, then in dispute changes twice."""
_ROUNDS = 64
"""How often the answers of a circle are found again at most."""


class _StartAgainError(Exception):
    """The work goes on with the last question that waits."""


class Answers(Generic[Question, Answer]):
    """Keeps what was found; None is the answer to what cannot be known."""

    __slots__ = (
        "_left",
        "_met",
        "_number",
        "_path",
        "_provisional",
        "_restarted",
        "_trails",
        "_waiting",
        "depth",
        "known",
        "open",
    )

    def __init__(self) -> None:
        self.known: dict[Question, Answer | None] = {}
        self.depth = 0
        """How deep the work nests at the moment; whoever finds answers adds what nests between the questions."""
        self.open = SETTLED
        """The outermost open question that the work has met; SETTLED where all that it met is known for good."""
        self._number = 0
        self._path: dict[Question, int] = {}
        """The questions that are being answered, each with its number in the order of asking."""
        self._provisional: dict[Question, tuple[Answer | None, int]] = {}
        """Answers that hang on an open question, with the number that whoever meets them hangs on."""
        self._met: list[Question] = []
        """The questions with provisional answers, in the order in which these were found."""
        self._waiting: list[Question] = []
        """Questions that are answered one after the other, the last one first: each lies far below the one before."""
        self._trails: list[list[Question]] = []
        """The questions between one that waits and the next, which are left open."""
        self._left: dict[Question, int] = {}
        """Which trail an open question is part of."""
        self._restarted: set[Question] = set()

    def of(self, question: Question, find: Find[Question, Answer]) -> Answer | None:
        """The answer to a question; `find` finds those that are not known yet, and is not kept."""
        if question in self.known:
            return self.known[question]
        if question in self._provisional:
            found, number = self._provisional[question]
            self.open = min(self.open, number)
            return found
        if question in self._path:
            self.open = min(self.open, self._path[question])
            return None
        if not self._path:
            return self._from_outside(question, find)
        if question in self._left:
            self._close(question)
            raise _StartAgainError
        if self.depth > _DEEPEST:
            self._leave(list(self._path))
            self._waiting.append(question)
            raise _StartAgainError
        return self._follow(question, find)

    def _from_outside(self, question: Question, find: Find[Question, Answer]) -> Answer | None:
        depth = self.depth
        try:
            return self._follow(question, find)
        except _StartAgainError:
            self._waiting.insert(0, question)
            return self._in_turn(find, depth)
        finally:
            if self._path:
                self._let_go(depth)

    def _in_turn(self, find: Find[Question, Answer], depth: int) -> Answer | None:
        """Answer all questions that wait, the last one first; the answer to the first is returned."""
        question = self._waiting[0]
        self._let_go(depth)
        try:
            while self._waiting:
                try:
                    if self._waiting[-1] not in self.known:
                        self._follow(self._waiting[-1], find)
                except _StartAgainError:
                    self._let_go(depth)
                else:
                    self._waiting.pop()
                    self._take_up(len(self._waiting) - 1)
        finally:
            self._waiting.clear()
            self._restarted.clear()
            self._take_up(0)
        return self.known[question]

    def _let_go(self, depth: int) -> None:
        """Forget what is not known for good."""
        self.depth, self.open = depth, SETTLED
        self._path.clear()
        self._provisional.clear()
        self._met.clear()

    def _leave(self, trail: list[Question]) -> None:
        """Leave questions open for a deeper one."""
        self._left.update(dict.fromkeys(trail, len(self._trails)))
        self._trails.append(trail)

    def _take_up(self, kept: int) -> None:
        """Forget all trails behind the first few."""
        while len(self._trails) > max(kept, 0):
            for question in self._trails.pop():
                del self._left[question]

    def _close(self, question: Question) -> None:
        """A question was left open for a deeper one that leads back to it: start there, or give the circle up."""
        place = self._left[question]
        trail = self._trails[place]
        first = trail.index(question)
        if first and question not in self._restarted:
            self._restarted.add(question)
            self._take_up(place)
            self._leave(trail[:first])
            self._waiting[place + 1 :] = [question]
            return
        for circle in (trail[first:], *self._trails[place + 1 :], self._path):
            self.known.update(dict.fromkeys(circle))

    def _follow(self, question: Question, find: Find[Question, Answer]) -> Answer | None:
        self._number += 1
        number, around, outside = self._number, self.open, len(self._met)
        self.open = SETTLED
        self._path[question] = number
        self.depth += 2
        found = find(question)
        self._met.append(question)
        if self.open == number:
            found = self._settle(question, number, outside, find)
        self.depth -= 2
        del self._path[question]
        if self.open < number:
            self._provisional[question] = (found, number)
        else:
            for each in self._met[outside:-1]:
                self.known[each] = self._provisional.pop(each)[0]
            self.known[question] = found
            self._provisional.pop(question, None)
            del self._met[outside:]
        self.open = min(around, self.open) if self.open < number else around
        return found

    def _settle(self, question: Question, number: int, outside: int, find: Find[Question, Answer]) -> Answer | None:
        """The answers of a circle, which stay provisional; the one of its first question is returned."""
        circle = self._met[outside:]
        values: dict[Question, Answer | None] = dict.fromkeys(circle)
        changes = dict.fromkeys(circle, 0)
        for _ in range(_ROUNDS):
            self._provisional.update({each: (values[each], number) for each in circle})
            before, values = values, {each: find(each) for each in circle}
            for each in self._met[outside + len(circle) :]:
                del self._provisional[each]
            del self._met[outside + len(circle) :]
            changed = [each for each in circle if values[each] != before[each]]
            for each in changed:
                changes[each] += 1
            if not changed or max(changes.values()) > _CHANGES:
                break
        if changed:
            values = dict.fromkeys(circle)
        self._provisional.update({each: (values[each], number) for each in circle})
        return values[question]
