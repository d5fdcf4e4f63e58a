"""Finds the module of the project that a dotted name means."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from .facts import Facts

_SOURCE_FOLDERS = frozenset({"src", "lib", "python", "source"})


class Modules:
    """The project's modules, by their name from the project's root and by the names under which code imports them."""

    def __init__(self, facts: Iterable[Facts]) -> None:
        self.by_name: dict[str, Facts] = {}
        for fact in facts:
            known = self.by_name.get(fact["name"])
            if known is None or fact["package"]:
                self.by_name[fact["name"]] = fact
        self.packages = frozenset(name for name, fact in self.by_name.items() if fact["package"])
        self.top_level = frozenset(name.partition(".")[0] for name in self.by_name)
        """The names of the project's top-level folders and modules."""
        self._aliases = _aliases(self.by_name, self.packages)
        self._parents = frozenset(parent for name in (*self.by_name, *self._aliases) for parent in _parents(name))
        self.roots = frozenset(name.partition(".")[0] for name in (*self.by_name, *self._aliases))

    def find(self, name: str) -> str | None:
        """The name from the root of the module that code calls by this name; a package without a file is found too."""
        if name in self.by_name:
            return name
        if name in self._aliases:
            return self._aliases[name]
        return name if name in self._parents else None

    def provides(self, name: str) -> bool:
        """Whether an import is of the project: from a top-level folder, or of one of its modules by a shorter name."""
        top = name.partition(".")[0]
        if top not in sys.stdlib_module_names and top in self.top_level:
            return True
        return any(self.find(part) in self.by_name for part in (name, name.rpartition(".")[0]) if part)

    def is_ours(self, symbol: str) -> bool:
        """Whether a symbol's first name is one of the project's own top-level names."""
        return symbol.partition(".")[0] in self.roots

    def get(self, name: str) -> Facts | None:
        return self.by_name.get(name)


def _parents(name: str) -> Iterable[str]:
    while "." in name:
        name = name.rpartition(".")[0]
        yield name


def _aliases(by_name: Mapping[str, Facts], packages: frozenset[str]) -> dict[str, str]:
    """Shorter names for modules below folders that are no packages, such as `src`; ambiguous ones are left out."""
    found: dict[str, str] = {}
    ambiguous: set[str] = set()
    for name in by_name:
        for alias in _shorter(name, packages):
            if alias in by_name:
                continue
            if alias in found:
                ambiguous.add(alias)
            found[alias] = name
    return {alias: name for alias, name in found.items() if alias not in ambiguous}


def _shorter(name: str, packages: frozenset[str]) -> Iterable[str]:
    folder = ""
    rest = name
    while "." in rest:
        first, _, rest = rest.partition(".")
        folder = f"{folder}.{first}" if folder else first
        if folder in packages:
            return
        top = rest.partition(".")[0]
        plausible = first in _SOURCE_FOLDERS or "." in rest or rest in packages or name in packages
        if plausible and top not in sys.stdlib_module_names:
            yield rest
