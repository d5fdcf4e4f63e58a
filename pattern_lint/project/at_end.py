"""What generators do after they have yielded, and managers when their block ends, in whatever module they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from posixpath import dirname, join
from typing import TYPE_CHECKING, TypeAlias

from ..config.globs import fnmatchcase
from ..lang.python.module import Module
from ..query.functions.after_yield import is_shared, said_after, said_in
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

_EXITS = ("__exit__", "__aexit__")
_CONFTEST = "conftest.py"
Ends: TypeAlias = "Mapping[str, tuple[bool, tuple[str, ...]]]"
"""By function, whether what it gives lasts for more than one who takes it, and the names of what it does at its end."""


def ends_in(module: Module) -> Ends | None:
    """What the decorated generators of a module and its methods that end a block do then."""
    exits = any(name in module.mentioned for name in _EXITS)
    if not module.generators and not exits:
        return None
    found = {}
    for scope in module.index.functions:
        is_end, decorators = scope.name in _EXITS, getattr(scope.node, "decorator_list", [])
        if is_end or (scope in module.generators and decorators):
            names = said_in(scope) if is_end else said_after(scope)
            found[module.names.qualified(scope)] = (is_shared(scope.node), tuple(sorted(set(names))))
    return found or None


AT_END = Topic("at-end", ends_in, everywhere=True)


def does_at_end(project: Project, symbol: str, globs: tuple[str, ...]) -> bool:
    """Whether a generator does something of one of some names after it has yielded, or a class when a block ends."""
    found = (project.resolver.resolve(symbol) or symbol).replace("().", ".")
    names = [found]
    if found in project.definitions.classes:
        names = [f"{each}.{name}" for each in (found, *project.resolver.linear(found)) for name in _EXITS]
    told = (_ends_beside(project, name).get(name) for name in names)
    return any(_is_named(each[1], globs) for each in told if each is not None)


def given_does_at_end(project: Project, path: str, asked: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
    """Whether one of the fixtures that a function takes by their names from files above its own does so for it."""
    names, globs = asked
    return any(_fixture_does(project, path, name, globs) for name in names)


def _fixture_does(project: Project, path: str, name: str, globs: Sequence[str]) -> bool:
    folder = dirname(path)
    while True:
        home = project.files.get(join(folder, _CONFTEST))
        ends: Ends = (home["topics"].get(AT_END.name) or {}) if home is not None else {}
        told = ends.get(f"{home['name']}.{name}") if home is not None else None
        if told is not None:
            is_lasting, done = told
            return not is_lasting and _is_named(done, globs)
        if not folder:
            return False
        folder = dirname(folder)


def _ends_beside(project: Project, symbol: str) -> Ends:
    home = project.definitions.home(symbol)
    return (home["topics"].get(AT_END.name) or {}) if home is not None else {}


def _is_named(names: Sequence[str], globs: Sequence[str]) -> bool:
    return any(fnmatchcase(name, glob) for name in names for glob in globs)
