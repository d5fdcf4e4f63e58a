"""Places of which a module as a whole is in or out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ...config.globs import matches_one
from ...lang.python.module import Module
from ...lang.python.paths import is_below, is_composition_root
from .places import Places

if TYPE_CHECKING:
    from ...project.project import Project


_OF_MODULES = ("path", "module", "role", "loading", "composition-root")


def last_of_modules(places: Places) -> frozenset[str] | None:
    """The last parts of modules' names, where a file has to be in one of them or below; None where it need not."""
    if not places or any(not place.startswith("module:") for place in places):
        return None
    return frozenset(place.rpartition(":")[2].rpartition(".")[2] for place in places)


def complaints_of_modules(places: Iterable[str]) -> Iterator[str]:
    """What is wrong with places where whole modules are asked for."""
    for place in places:
        if place.partition(":")[0] not in _OF_MODULES:
            known = "`path:`, `module:`, `role:`, `loading:` or `composition-root`"
            yield f"`{place}` says nothing of a module as a whole; write {known}"


def module_stands_in(places: Iterable[str], name: str, path: str, project: Project) -> bool:
    """Whether a module as a whole is in one of the places."""
    sorted_ = _sorted(tuple(places))
    if sorted_.paths and matches_one(sorted_.paths, path):
        return True
    if any(is_below(name, project.modules.find(wanted) or wanted) for wanted in sorted_.modules):
        return True
    if sorted_.roles and any(each <= project.module_roles(name) for each in sorted_.roles):
        return True
    if sorted_.loaded and _loads(sorted_.loaded, name, project):
        return True
    return sorted_.roots and is_composition_root(path)


def _loads(wanted: frozenset[str], name: str, project: Project) -> bool:
    """Whether a module has one of some things by an import, or keeps what a call of one gives."""
    home = project.modules.get(name)
    return home is not None and not wanted.isdisjoint(home["exports"].values())


def may_load(places: Places, module: Module) -> bool:
    """Whether a file may lie in one of some places, of which all say what it loads or where it is: by its path, or by a
    name that it mentions."""
    sorted_ = _sorted(places)
    if not sorted_.loaded or sorted_.modules or sorted_.roles or sorted_.roots:
        return True
    return not module.mentioned.isdisjoint(sorted_.last_names) or matches_one(sorted_.paths, module.path)


class _Sorted(NamedTuple):
    """Places by what tells whether a module is in them."""

    paths: tuple[str, ...]
    modules: tuple[str, ...]
    roles: tuple[frozenset[str], ...]
    """Those that a module must have all of, where several are joined by `+`."""
    loaded: frozenset[str]
    """What a module must have by an import, or by a call of it."""
    last_names: frozenset[str]
    """The last names of that."""
    roots: bool
    """Whether the module in which an application is put together is one."""


@cache
def _sorted(places: tuple[str, ...]) -> _Sorted:
    named: dict[str, list[str]] = {}
    for place in places:
        what, _, wanted = place.partition(":")
        named.setdefault(what, []).append(wanted)
    paths, modules, roles = (named.get(what, ()) for what in ("path", "module", "role"))
    joined = tuple(frozenset(each.split("+")) for each in roles)
    loading = named.get("loading", ())
    loaded = frozenset(way for each in loading for way in (each, f"{each}()"))
    last_names = frozenset(each.rpartition(".")[2] for each in loading)
    return _Sorted(tuple(paths), tuple(modules), joined, loaded, last_names, "composition-root" in named)
