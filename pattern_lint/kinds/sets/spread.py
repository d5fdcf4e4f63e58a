"""Collections in place of their names, wherever they are: in another module, or in what a call hands to a function;
and what functions are given in place of the parameters that they hand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from ...project.passing import bound_by
from ...project.project import Project
from ...query.origins.collected import EACH, GIVEN_TO
from ...query.origins.elements import GIVEN, QUOTES, Element
from ...query.origins.through import BY, CONSTRUCTOR, Through

COLLECTIONS, CALLS = EACH, GIVEN_TO
"""Under what a file tells of its collections, and of those that its calls hand over."""
THROUGH = BY
"""Under what it tells of calls of functions that may hand on what they are given."""

_NOT_KNOWN = tuple(Element("", "", 1, 1, 1, 1))
"""An element that a call may give, and that does not show."""


class Spread:
    """What collections hold, by what all files tell of theirs."""

    def __init__(self, facts: Mapping[str, Any], project: Project, *, is_second: bool) -> None:
        self._project = project
        self.is_second = is_second
        """Whether more names do no harm, so that whatever may be given counts."""
        self._through: dict[str, list[tuple[str, Through]]] = {}
        for path, told in facts.items():
            for call in map(Through._make, told.get(THROUGH, ())):
                self._through.setdefault(call.name, []).append((path, call))
        self._held = {
            name: (path, parts) for path, told in facts.items() for name, parts in told.get(COLLECTIONS, {}).items()
        }
        self._handing = [(path, symbol, given) for path, told in facts.items() for symbol, given in told.get(CALLS, ())]

    @cached_property
    def _calls(self) -> Mapping[str, list[tuple[str, str, Mapping[str, Any]]]]:
        """The calls that hand over collections, by the functions that they run."""
        found: dict[str, list[tuple[str, str, Mapping[str, Any]]]] = {}
        for call in self._handing:
            function = self._project.calls.runs(call[1])
            if function is not None:
                found.setdefault(function, []).append(call)
        return found

    def elements(self, path: str, stored: Iterable[Any]) -> Iterator[tuple[str, Element]]:
        """The elements of collections in place of their names, and what is given for parameters in place of these, of
        each name once; an unknown one where they do not show."""
        seen: set[tuple[str, Any]] = set()
        waiting = [(path, Element._make(each)) for each in reversed([*stored])]
        while waiting:
            home, element = waiting.pop()
            is_whole = element.name.endswith(EACH) or element.name.startswith(BY)
            if not is_whole or element.name.startswith(QUOTES):
                yield home, element
            elif (element.name, element.when) not in seen:
                seen.add((element.name, element.when))
                found = self._parts(element.name.removesuffix(EACH))
                if found is None:
                    yield home, element._replace(name="")
                for there, parts in reversed(found or []):
                    inner = (Element._make(each)._replace(when=element.when) for each in reversed(parts))
                    waiting.extend((there, each) for each in inner)

    def _parts(self, name: str) -> list[tuple[str, Any]] | None:
        """What a collection holds, or all that come to a parameter, each with its file; None where it does not show."""
        if name.startswith(BY):
            return self._handed_on(*name.removeprefix(BY).split(BY)) or None
        if name.startswith(GIVEN_TO):
            return self._handed(*name.removeprefix(GIVEN_TO).split(GIVEN_TO))
        given = GIVEN if name.endswith(GIVEN) else ""
        ways = (f"{each}{given}" for each in self._project.texts.way(name.removesuffix(GIVEN)))
        found = next((self._held[each] for each in ways if each in self._held), None)
        return [found] if found is not None else None

    def _handed(self, function: str, parameter: str) -> list[tuple[str, Any]] | None:
        """What calls give for a parameter; None where none is known to, or one may give it in another way."""
        fact = self._project.definitions.function(function)
        if fact is None or parameter not in fact.parameters:
            return None
        if fact.owner and self._project.heirs_of(function.rpartition(".")[0]):
            return None  # an heir may be handed others by its own name
        found: list[tuple[str, Any]] = []
        for path, symbol, given in self._calls.get(function, ()):
            place = fact.parameters.index(parameter) - bound_by(fact, symbol)
            parts = given.get(parameter, given.get(str(place)))
            if parts is None:
                return None
            found.append((path, parts))
        return found or None

    def _handed_on(self, function: str, parameter: str) -> list[tuple[str, Any]]:
        """What calls of a function give for a parameter that it hands on, those of which it is not known that they are
        calls of it in a second set only."""
        fact = self._project.definitions.function(function)
        found: list[tuple[str, Any]] = []
        if fact is None or parameter not in fact.parameters:
            return found
        made = self._through.get(fact.owner.rpartition(".")[2], ()) if fact.name == CONSTRUCTOR else ()
        for path, call in (*self._through.get(fact.name, ()), *made):
            is_one = bool(call.symbol) and self._project.calls.runs(call.symbol) == function
            if is_one or self.is_second:
                bound = bound_by(fact, call.symbol) if is_one else int(bool(fact.owner))
                place = str(fact.parameters.index(parameter) - bound)
                given = call.given or {}
                parts = given.get(parameter, given.get(place))
                found.append((path, parts if parts is not None else [_NOT_KNOWN]))
        return found


def have_symbols(elements: Iterable[Element]) -> bool:
    """Whether a collection may hold functions or classes, and not texts alone."""
    return any(each.name and not each.name.startswith(QUOTES) for each in elements)
