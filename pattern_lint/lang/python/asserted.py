"""The assertions of tests: which there are in each function, and what has become of them."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import takewhile
from typing import NamedTuple

from .unparsed import unparsed

_NEAR = 20
"""Among so many new assertions at one place the one is looked for that an old one has become."""
_RAISING = frozenset({"raises", "warns", "deprecated_call", "assertRaises"})


class Assertion(NamedTuple):
    """An assertion: what it says, without its form, and its line."""

    said: str
    line: int


class Tested(NamedTuple):
    """A function of a test module with its assertions."""

    line: int
    assertions: tuple[Assertion, ...]


def tested(text: str) -> dict[str, Tested] | None:
    """The functions of a module by their names with the classes around them; None where it cannot be read."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None
    return dict(_functions(tree.body, ""))


def _functions(body: Sequence[ast.stmt], above: str) -> Iterator[tuple[str, Tested]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{above}{node.name}.")
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield f"{above}{node.name}", Tested(node.lineno, tuple(_assertions(node)))


def _assertions(function: ast.AST) -> Iterator[Assertion]:
    found: list[Assertion] = []
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            found.append(Assertion(unparsed(node.test), node.lineno))
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name.startswith("assert") or name in _RAISING:
                found.append(Assertion(unparsed(node), node.lineno))
    return iter(sorted(found, key=lambda each: each.line))


class Lost(NamedTuple):
    """An assertion that is no more: the line of what stands in its place, or else of its function as it is or was."""

    line: int
    said: str
    was: bool
    """Whether it is a line of the file as it was."""


def lost(before: dict[str, Tested], after: dict[str, Tested]) -> Iterator[Lost]:
    """The assertions that have changed or are gone; a function that has another name is the same."""
    new = {name: each for name, each in after.items() if name not in before}
    for name, old in before.items():
        now = after.get(name) or _renamed(old, new)
        if now is None:
            yield from (Lost(old.line, each.said, was=True) for each in old.assertions[:1])
            continue
        yield from _changed(old, now)


def _changed(old: Tested, now: Tested) -> Iterator[Lost]:
    """The assertions of a function that are no more; what stands between the same others took the place of one."""
    kept = Counter(each.said for each in old.assertions) & Counter(each.said for each in now.assertions)
    gained: dict[int, list[Assertion]] = {}
    for place, each, is_kept in _places(now.assertions, kept):
        if not is_kept:
            gained.setdefault(place, []).append(each)
    for place, each, is_kept in _places(old.assertions, kept):
        if not is_kept:
            instead = gained.get(place, [])
            likest = max(instead[:_NEAR], key=partial(_likeness, each), default=None)
            if likest is not None:
                instead.remove(likest)
            yield Lost(now.line if likest is None else likest.line, each.said, was=False)


def _likeness(old: Assertion, new: Assertion) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old.said, new.said, strict=False)))


def _places(assertions: Sequence[Assertion], kept: Counter[str]) -> Iterator[tuple[int, Assertion, bool]]:
    """Assertions with how many of those that are kept stand before, and whether they are kept."""
    left, before = kept.copy(), 0
    for each in assertions:
        is_kept = left[each.said] > 0
        left[each.said] -= is_kept
        before += is_kept
        yield before, each, is_kept


def _renamed(old: Tested, new: dict[str, Tested]) -> Tested | None:
    """The new function that says all that an old one said."""
    wanted = {each.said for each in old.assertions}
    return next((each for each in new.values() if wanted <= {one.said for one in each.assertions}), None)
