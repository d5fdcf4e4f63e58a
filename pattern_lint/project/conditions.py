"""What sites hang on that only the joined project knows, and how it is found out.

| asked | about | with | holds where |
| --- | --- | --- | --- |
| `role`, `without-role` | a class | roles | it has one of them, or none |
| `instance` | a value | roles | its class has one of them |
| `module-role` | a module | roles | one of its classes has one of them |
| `base`, `without-base` | a class | simple names | a base at any depth is named so, or surely none is |
| `is` | a symbol | names | it stands for one of them in the end |
| `provided` | an import | | the project has what is imported |
| `without-library` | a class | | none of its bases is another distribution's |
| `sign` | a sign | | the project shows it, or is too small to tell |
| `without-sign` | a sign | | the project shows nothing of the sort, of whatever size it is |
| `any`, `all`, `not` | | conditions | one of them holds, all do, or not all do |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from ..query.answers import Condition
    from .project import Project

_Question: TypeAlias = "Callable[[Project, str, tuple[Any, ...]], bool]"


def holds(project: Project, condition: Condition) -> bool:
    """Whether a condition that a site hangs on is true."""
    asked, subject, names = condition
    return _QUESTIONS[asked](project, subject, names)


def _has_role(project: Project, cls: str, roles: tuple[str, ...]) -> bool:
    return cls in project.definitions.classes and project.roles.has(cls, roles)


def _is_instance(project: Project, symbol: str, roles: tuple[str, ...]) -> bool:
    found = project.resolver.resolve(symbol)
    return found is not None and found.endswith("()") and _has_role(project, found[:-2], roles)


def _is_role(project: Project, symbol: str, roles: tuple[str, ...]) -> bool:
    return _has_role(project, symbol, roles) or _has_role(project, project.resolver.resolve(symbol) or "", roles)


def _has_base(project: Project, cls: str, names: tuple[str, ...]) -> bool:
    return not _simple_bases(project, cls).isdisjoint(names)


def _lacks_base(project: Project, cls: str, names: tuple[str, ...]) -> bool:
    """A base that is not known may be any of them."""
    return _simple_bases(project, cls).isdisjoint((*names, ""))


def _simple_bases(project: Project, cls: str) -> frozenset[str]:
    if cls not in project.definitions.classes:
        return frozenset()
    return frozenset(base.rpartition(".")[2] for base in project.resolver.linear(cls)[1:])


def _is(project: Project, symbol: str, names: tuple[str, ...]) -> bool:
    """A card may name things of the project by any name under which they are imported."""
    found = project.resolver.resolve(symbol)
    if found is None:
        return False
    return any(fnmatchcase(found, name) or found == project.resolver.resolve(name) for name in names)


_QUESTIONS: Mapping[str, _Question] = {
    "role": _is_role,
    "without-role": lambda project, cls, roles: not _has_role(project, cls, roles),
    "instance": _is_instance,
    "module-role": lambda project, module, roles: not project.module_roles(module).isdisjoint(roles),
    "base": _has_base,
    "without-base": _lacks_base,
    "is": _is,
    "provided": lambda project, name, _: project.modules.provides(name),
    "without-library": lambda project, cls, _: not project.roles.libraries.extended_by(cls),
    "sign": lambda project, sign, _: project.signs.allow(sign),
    "without-sign": lambda project, sign, _: not project.signs.shows(sign),
    "any": lambda project, _, parts: any(holds(project, part) for part in parts),
    "all": lambda project, _, parts: all(holds(project, part) for part in parts),
    "not": lambda project, _, parts: not all(holds(project, part) for part in parts),
}
