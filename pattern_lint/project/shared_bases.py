"""Whether the classes with a role share a base: one that gives the role, or one that many of them derive from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from .contracts import is_generic
from .facts import ClassFact

if TYPE_CHECKING:
    from .project import Project

A_PART = 3
"""One in so many shows a custom."""
_INTERFACE = re.compile(r"^(I(?=[A-Z])|Abstract|Base)|(Interface|Protocol|Port|Base|ABC)$")


def has_base_of(
    role: str, project: Project, *, of_one: bool = True, of_rows: bool = False, common: bool = False
) -> bool:
    """Whether classes of the project derive from a base that gives a role, or a good part of those that have the role
    from one that is named alike; `of_one` says whether the interface of a single class is such a base, `of_rows` that
    an interface is none which is not for whatever its heirs tell it, `common` that a base of one subject is none."""
    known, natures = project.roles.bases.get(role, frozenset()), project.roles.natures
    heirs: set[str] = set()
    for base, fact in project.definitions.classes.items():
        if fact.name.rpartition(".")[2] in known and project.heirs_of(base):
            return True
        if role in project.roles.claims(base) and natures.is_abstract(base):
            own = project.heirs_of(base)
            is_shared = len(own) > 1 and not _is_for_one(fact, own, role)
            is_for_all = of_one or is_shared or not natures.is_interface(base) or fact.name.lower() == role
            is_bound = of_rows and natures.is_interface(base) and not (is_generic(project, base) or _is_bare(fact))
            is_common = not common or _is_common(own, project.roles.with_role([role]))
            heirs.update(own if is_for_all and is_common and not is_bound else ())
    if heirs and len(heirs) * A_PART >= len(heirs.union(project.roles.with_role([role]))):
        return True
    return any(base.rpartition(".")[2] in known for fact in project.definitions.classes.values() for base in fact.bases)


def _is_common(heirs: Collection[str], all_of_role: Collection[str]) -> bool:
    """Whether the heirs of a base lie in a good part of the packages that have classes of their role."""
    packages = {_package_of(each) for each in (*heirs, *all_of_role)}
    return len({_package_of(each) for each in heirs}) * A_PART >= len(packages)


def _package_of(cls: str) -> str:
    module = cls.rpartition(".")[0]
    return module.rpartition(".")[0]


def _is_for_one(fact: ClassFact, heirs: Iterable[str], role: str) -> bool:
    """Whether an interface is there for the ways in which one thing is done: `IRateService` of `HttpRateService`."""
    name = _INTERFACE.sub("", fact.name)
    return name.lower() != role and all(heir.rpartition(".")[2].endswith(name) for heir in heirs)


def _is_bare(fact: ClassFact) -> bool:
    """Whether a class is called a base, of whatever there is."""
    return fact.name.startswith(("Abstract", "Base", "Generic"))
