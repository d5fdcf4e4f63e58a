"""The ways by which functions come to some work, through the functions of the project that they call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import cache
from typing import NamedTuple

from ...config.globs import looks_like
from ...lang.python.module import Span
from ...project.calls import Caller
from ...project.circumstances import FALSE, NONE, TRUE
from ...project.facts import ASYNC
from ...project.project import Project
from ...query.answers import Condition
from ...query.naming.forms import spelled
from ...query.naming.names import Names
from ..report import Chain
from .handed import Handed

_MOST_LINKS = 20
"""So many functions at most are told of a way: each of a long row is at the beginning of another."""


class Hit(NamedTuple):
    """A call that does the work; plain data."""

    function: str
    name: str
    span: Span
    when: tuple[Condition, ...]


class Way(NamedTuple):
    """How a function reaches the work."""

    span: Span
    name: str
    links: tuple[str, ...]
    related: Chain


class Gates(NamedTuple):
    """Where ways end that do not count."""

    functions: Names = ()
    """What may do it for others."""
    later: Set[tuple[str, Span]] = frozenset()
    """The files and places of the calls that run when one of these likes."""


class Ways:
    """The shortest way of each function to some work, found from the work backwards."""

    def __init__(
        self,
        project: Project,
        hits: Iterable[tuple[str, Hit]],
        through: Gates,
        ends: frozenset[str],
        handed: Iterable[tuple[str, Handed]] = (),
        *,
        at_once: bool = False,
        handing_over: bool = False,
    ) -> None:
        self._hits: dict[str, list[tuple[str, Hit]]] = {}
        for path, hit in sorted(hits, key=lambda found: (found[0], found[1].span)):
            self._hits.setdefault(hit.function, []).append((path, hit))
        self._next: dict[str, list[tuple[str, Span, str]]] = {}
        """Function -> the files and places of its calls that lead on, the shortest way first, and what they call."""
        is_gate = _gates_of(through.functions, project)
        self._hits = {function: found for function, found in self._hits.items() if not is_gate(function)}
        self._work = {function: found[0][1].name for function, found in self._hits.items()}
        """What each function comes to by the shortest way."""
        pending = sorted(self._hits)
        known = set(pending)
        given = _given(handed, project)
        for function in pending:  # grows on the way
            if function in ends:
                continue
            callers = project.calls.callers(function)
            now = [each for each in callers if not (at_once and _begins_later(function, each, project))]
            now = [each for each in now if not (handing_over and _gives_nothing(function, each, project))]
            calls = [(caller.path, caller.call[1:5], caller.function) for caller in now]
            calls = [each for each in calls if each[:2] not in through.later]
            for path, span, caller in sorted(calls) + given.get(function, []):
                if is_gate(caller):
                    continue
                self._next.setdefault(caller, []).append((path, span, function))
                if caller not in known:
                    known.add(caller)
                    self._work[caller] = self._work[function]
                    pending.append(caller)

    def of(self, function: str) -> Iterator[Way]:
        """How a function comes to the work, by each of its calls that leads there."""
        done: set[Span] = set()
        for _, hit in self._hits.get(function, ()):
            done.add(hit.span)
            yield Way(hit.span, hit.name, (hit.name,), ())
        for _, span, callee in self._next.get(function, ()):
            links = list(self._links(callee))
            if span not in done and function not in [name for name, *_ in links]:
                done.add(span)
                yield _way(span, links, self._work[callee])

    def lead_from(self, function: str) -> bool:
        """Whether a function, or one that is defined in it, comes to the work."""
        inner = f"{function}."
        return any(name == function or name.startswith(inner) for name in (*self._hits, *self._next))

    def _links(self, function: str) -> Iterator[tuple[str, str, int, str]]:
        """The first functions on the shortest way, each with the file and line where it goes on, and what it calls
        there."""
        for _ in range(_MOST_LINKS):
            if function in self._hits:
                path, hit = self._hits[function][0]
                yield function, path, hit.span[0], hit.name
                return
            path, span, callee = self._next[function][0]
            yield function, path, span[0], _simple(callee)
            function = callee


def _gates_of(names: Names, project: Project) -> Callable[[str], bool]:
    """Tells whether a function is one of some, or a method of a class that derives from theirs."""
    spellings = tuple(each for name in names for each in (project.resolver.resolve(name) or name, spelled(name)))
    exact = {each.replace("().", ".") for each in spellings}
    globs = tuple(each for each in spellings if "*" in each)

    @cache
    def is_gate(function: str) -> bool:
        if function in exact or not globs:
            return function in exact
        owner, _, name = function.rpartition(".")
        classes = project.resolver.linear(owner) if owner in project.definitions.classes else ()
        return any(map(looks_like(globs), (function, *(f"{cls}().{name}" for cls in classes if cls))))

    return is_gate


def _begins_later(function: str, caller: Caller, project: Project) -> bool:
    """Whether a plain function only makes a coroutine, which runs when somebody waits for it."""
    called, calling = (project.definitions.function(each) for each in (function, caller.function))
    return called is not None and calling is not None and bool(called.flags & ~calling.flags & ASYNC)


def _gives_nothing(function: str, caller: Caller, project: Project) -> bool:
    """Whether a call gives a plain function nothing but constants, so that its work is about nothing of the caller."""
    called = project.definitions.function(function)
    return called is not None and not called.owner and all(map(_is_constant, caller.call.given))


def _is_constant(given: str) -> bool:
    return given.rpartition("=")[2] in (NONE, TRUE, FALSE)


def _given(handed: Iterable[tuple[str, Handed]], project: Project) -> dict[str, list[tuple[str, Span, str]]]:
    """The functions that others may run, each with the places where a function hands it on."""
    found: dict[str, list[tuple[str, Span, str]]] = {}
    for path, each in handed:
        runs = project.calls.runs(each.symbol)
        if runs is not None:
            found.setdefault(runs, []).append((path, each.span, each.function))
    return {function: sorted(places) for function, places in found.items()}


def _way(span: Span, links: Sequence[tuple[str, str, int, str]], work: str) -> Way:
    related = tuple((path, line, f"{_simple(name)} calls {called}") for name, path, line, called in links)
    left_out = () if links[-1][3] == work else ("...",)
    return Way(span, work, (*(_simple(name) for name, *_ in links), *left_out, work), related)


def _simple(function: str) -> str:
    return f"{function.rpartition('.')[2]}()"
