"""Finds the module of the project that a dotted name means."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property

from ..lang.python.layout import SOURCE_FOLDERS, Short, shorter_names
from .facts import Facts, imported_by

_FIRST_TWO = re.compile(r"\w+\.\w+")


_LONGEST_WAY = 8
"""Through how many modules a name is followed that one hands on from the other."""


class Modules:
    """The project's modules, by their name from the project's root and by the names under which code imports them."""

    def __init__(self, facts: Iterable[Facts]) -> None:
        self.by_name: dict[str, Facts] = {}
        self.hidden: list[Facts] = []
        """The modules whose name is that of a package, which Python prefers."""
        for fact in facts:
            known = self.by_name.get(fact["name"])
            if known is None or (fact["package"] and not known["package"]):
                self.by_name[fact["name"]] = fact
                self.hidden += [known] if known is not None else []
            else:
                self.hidden.append(fact)
        self.packages = frozenset(name for name, fact in self.by_name.items() if fact["package"])
        self.top_level = frozenset(name.partition(".")[0] for name in self.by_name)
        """The names of the project's top-level folders and modules."""
        self._aliases: dict[str, str] = {}
        self._apart: dict[str, tuple[str, str]] = {}
        """By shorter name: the module, and the folder in which alone it has the name."""
        self._ambiguous: set[str] = set()
        self._known_whole: dict[tuple[str, str], bool] = {}
        self._shorten()
        self._parents = frozenset(parent for name in (*self.by_name, *self._aliases) for parent in _parents(name))
        self.roots = frozenset(name.partition(".")[0] for name in (*self.by_name, *self._aliases, *self._ambiguous))
        self._known_apart: dict[str, bool] = {}
        self._known_folders: dict[str, bool] = {}

    def _shorten(self) -> None:
        """Find the shorter names; what may mean one module here and another there is nobody's, but still ours."""
        found: dict[str, tuple[str, Short]] = {}
        for name in self.by_name:
            for short in shorter_names(name, self.packages):
                if short.name in self.by_name or (not short.is_apart and self._is_whole(short)):
                    continue
                other = found.get(short.name)
                if other is not None and other[1].is_apart == short.is_apart:
                    self._ambiguous.add(short.name)
                if other is None or other[1].is_apart:
                    found[short.name] = (name, short)
        for alias, (name, short) in found.items():
            if alias in self._ambiguous:
                continue
            if short.is_apart:
                self._apart[alias] = (name, short.folder)
            else:
                self._aliases[alias] = name

    def _is_whole(self, short: Short) -> bool:
        """Whether a folder without a file of its own is a package all the same: what lies in it imports by its name,
        and nobody by the shorter one."""
        folder, top = short.folder.partition(".")[0], short.name.partition(".")[0]
        if (folder, top) not in self._known_whole:
            inside = f"{folder}."
            is_named = folder not in SOURCE_FOLDERS and any(
                fact["name"].startswith(inside) and symbol.startswith(inside)
                for fact, symbol in self._importers.get(folder, ())
            )
            shorter = (symbol for _, symbol in self._importers.get(top, ())) if is_named else ()
            named = (each for symbol in shorter for each in (symbol, *_parents(symbol)) if "." in each)
            is_shortened = any(f"{short.folder}.{each}" in self.by_name for each in named)
            self._known_whole[folder, top] = is_named and not is_shortened
        return self._known_whole[folder, top]

    def find(self, name: str) -> str | None:
        """The name from the root of the module that code calls by this name; a package without a file is found too."""
        if name in self.by_name:
            return name
        if name in self._aliases:
            return self._aliases[name]
        if name in self._apart:
            module, folder = self._apart[name]
            return module if self._is_only_meant_in(name.partition(".")[0], folder) else None
        return name if name in self._parents else None

    def provides(self, name: str) -> bool:
        """Whether an import is of the project: from a top-level folder, or of one of its modules by a shorter name."""
        top = name.partition(".")[0]
        if top not in sys.stdlib_module_names and top in self.top_level and self.is_ours(name):
            return True
        return any(self.find(part) in self.by_name for part in (name, name.rpartition(".")[0]) if part)

    def is_ours(self, symbol: str) -> bool:
        """Whether a symbol's first name is one of the project's own top-level names."""
        top = symbol.partition(".")[0]
        return top in self.roots and (top in self._firm or self._is_imported(top))

    def get(self, name: str) -> Facts | None:
        return self.by_name.get(name)

    @cached_property
    def _firm(self) -> frozenset[str]:
        """The top-level names that are modules or packages; a mere folder hides no package of another's."""
        names = (*self.by_name, *self._aliases, *self._ambiguous)
        return frozenset(name for name in names if "." not in name)

    @cached_property
    def _importers(self) -> dict[str, list[tuple[Facts, str]]]:
        """By top-level name: the modules that keep something of it, and what they keep."""
        found: dict[str, list[tuple[Facts, str]]] = {}
        for name, fact in self.by_name.items():
            for symbol in imported_by(fact):
                if not symbol.startswith(f"{name}."):
                    found.setdefault(symbol.partition(".")[0].removesuffix("()"), []).append((fact, symbol))
        return found

    def _is_imported(self, top: str) -> bool:
        """Whether anybody imports something of the project from a folder that is no package."""
        if top not in self._known_folders:
            self._known_folders[top] = any(
                self._leads_into(top, fact["name"], symbol) for fact, symbol in self._importers.get(top, ())
            )
        return self._known_folders[top]

    def _leads_into(self, top: str, importer: str, symbol: str) -> bool:
        """Whether an import is of a module that is there, or of one that only a neighbour could expect there."""
        found = _FIRST_TWO.match(symbol)
        if found is not None and (found[0] in self._ambiguous or self.find(found[0]) is not None):
            return True
        return symbol.count(".") > 1 and top in importer.split(".")

    def _is_only_meant_in(self, top: str, folder: str) -> bool:
        """Whether a top-level name is imported in a folder alone, and not by the very module that has it.

        Who imports that by its full name shows that the application begins above the folder.
        """
        if top not in self._known_apart:
            importers, full = self._importers.get(top, ()), f"{folder}.{top}"
            self._known_apart[top] = (
                bool(importers)
                and all(fact["name"].startswith(f"{folder}.") and fact["name"] != full for fact, _ in importers)
                and not any(map(self._is_imported_as, (full, *_ends(full))))
            )
        return self._known_apart[top]

    def _is_imported_as(self, name: str) -> bool:
        """Whether somebody imports a module, or something of it, by such a name."""
        return any(f"{symbol}.".startswith(f"{name}.") for _, symbol in self._importers.get(name.partition(".")[0], ()))


def _ends(name: str) -> Iterable[str]:
    """What is left of a dotted name without what it begins with, as long as that has a dot."""
    while name.count(".") > 1:
        name = name.partition(".")[2]
        yield name


def _parents(name: str) -> Iterable[str]:
    while "." in name:
        name = name.rpartition(".")[0]
        yield name


def handed_on(symbol: str, modules: Modules) -> Iterator[tuple[Facts, str]]:
    """The modules through which a name of a module is handed on, each with the name that it has there."""
    for _step in range(_LONGEST_WAY):
        module, _dot, name = symbol.rpartition(".")
        home = modules.get(modules.find(module) or "")
        if home is None:
            return
        yield home, name
        exported = home["exports"].get(name)
        if not exported or exported == symbol:
            return
        symbol = exported


def defined_at(symbol: str, modules: Modules) -> str:
    """Where a constant is defined that modules re-export."""
    for _ in range(8):
        owner, _, name = symbol.rpartition(".")
        home = modules.get(modules.find(owner) or "")
        target = home["exports"].get(name, "") if home is not None else ""
        if home is None or not target or "(" in target or target == symbol:
            return f"{home['name']}.{name}" if home is not None else symbol
        symbol = target
    return symbol
