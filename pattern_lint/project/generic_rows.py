"""The classes of rows with which a generic class works, as its heirs say it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..lang.python.type_variables import VARIABLE

if TYPE_CHECKING:
    from .project import Project


def has_member_by_heir(project: Project, symbol: str, asked: tuple[str, ...]) -> bool:
    """Whether an heir that inherits a method lets it work with a class that has a member.

    `symbol` is what the method calls that class, such as `app.base.Repository().model`, or `().~0` for a variable.
    """
    method, *globs = asked
    owner, _, name = symbol.rpartition("().")
    base = project.resolver.resolve(owner) or owner
    classes = project.definitions.classes
    if base not in classes or name in classes[base].methods:
        return False
    return any(
        project.members.has_member(model, globs) is True
        for heir in project.heirs_of(base)
        if method not in classes[heir].methods
        for model in _models(project, heir, name)
    )


def _models(project: Project, heir: str, name: str) -> Iterator[str]:
    """The classes that an heir may mean, the attribute's own first."""
    fact = project.definitions.classes[heir]
    kept = fact.attributes.get(name)
    place = name.removeprefix(VARIABLE)
    given = fact.parameters[int(place) : int(place) + 1] if place.isdecimal() else fact.parameters
    for each in (kept,) if kept else given:
        found = project.resolver.resolve(each) if each else None
        if found is not None:
            yield found
