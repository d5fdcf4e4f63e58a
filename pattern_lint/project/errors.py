"""The exceptions of a whole project: what a name in an except clause catches, and what that derives from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..knowledge.exceptions import ancestry, spelled
from ..lang.python.caught import ErrorTuples, error_tuples
from .modules import handed_on
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

ERROR_TUPLES = Topic("error-tuples", error_tuples)
"""The constants of modules that hold several exception classes."""


class Errors:
    """Follows the names of exceptions through the project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._tuples: dict[str, ErrorTuples] = dict(project.topic(ERROR_TUPLES))
        self._memo: dict[str, frozenset[str]] = {}

    def expand(self, symbol: str) -> tuple[str | None, ...]:
        """The classes that a symbol stands for: itself, or the members of the constant tuple that it names."""
        return tuple(self._expanded(symbol))

    def is_ours(self, symbol: str) -> bool:
        """Whether a class is defined by the project."""
        return symbol in self._project.definitions.classes

    def is_absent(self, symbol: str) -> bool:
        """Whether a symbol names a class in a module of the project that is not among its files."""
        module, _, name = symbol.rpartition(".")
        return name[:1].isupper() and not name.isupper() and self._project.modules.find(module) is None

    def ancestors(self, symbol: str) -> frozenset[str]:
        """A class and all that is known of what it derives from; empty where nothing is."""
        if symbol not in self._memo:
            self._memo[symbol] = self._ancestors(symbol)
        return self._memo[symbol]

    def _ancestors(self, symbol: str) -> frozenset[str]:
        if not self.is_ours(symbol):
            return ancestry(symbol)
        found: set[str] = set()
        for ancestor in self._project.resolver.linear(symbol):
            known = spelled(ancestor)
            found |= ancestry(known) if known is not None else {ancestor} - {""}
        return frozenset(found)

    def _expanded(self, symbol: str) -> Iterator[str | None]:
        waiting, seen = [symbol], set[str]()
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            members = self._members(current) if current and spelled(current) is None else None
            if members is not None:
                waiting += reversed(members)
            else:
                yield self._alone(current) if current else None

    def _alone(self, symbol: str) -> str | None:
        """The class that a symbol names; None where it is not known."""
        known = spelled(symbol)
        if known is not None:
            return known
        found = self._project.resolver.resolve(symbol)
        if found is not None and (own := self._made_for_each(symbol, found)):
            return own
        if found is not None and (self.is_ours(found) or spelled(found) is not None):
            return spelled(found) or found
        return None if found is None or self._project.modules.is_ours(found) or "(" in found else found

    def _made_for_each(self, symbol: str, found: str) -> str:
        """What a class of the project has for itself of an error that it seems to have of a base outside of it, as
        models of Django have `Shift.DoesNotExist`; empty for others."""
        owner, _, name = symbol.rpartition(".")
        cls = self._project.resolver.resolve(owner) or owner
        classes = self._project.definitions.classes
        if cls not in classes or self._project.modules.is_ours(found):
            return ""
        above = (classes[each] for each in self._project.resolver.linear(cls) if each in classes)
        is_given = any(name in fact.assigned or name in fact.attributes for fact in above)
        return "" if is_given else f"{cls}.{name}"

    def _members(self, symbol: str) -> tuple[str, ...] | None:
        """The classes in the constant that a symbol names, found through re-exports."""
        ways = handed_on(symbol, self._project.modules)
        found = (self._tuples.get(home["path"], {}).get(name) for home, name in ways)
        return next((members for members in found if members is not None), None)
