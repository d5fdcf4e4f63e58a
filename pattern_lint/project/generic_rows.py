"""The classes of rows with which a generic class works, as its heirs say it, or those who make it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from ..lang.python.module import Module, name_of
from ..lang.python.type_variables import VARIABLE
from ..query.naming.names import last_name
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

_BY_HEIR = "().__super__.__init__"


def given_classes(module: Module) -> tuple[tuple[str, str], ...]:
    """The classes of the project that constructors are given, each with the class that is made, or the heir's own."""
    found: dict[tuple[str, str], None] = {}
    for call in module.calls:
        symbol = call.symbol or ""
        made = symbol.removesuffix(_BY_HEIR)
        if symbol[: symbol.find(".")] not in module.roots or "()" in made or not last_name(made)[:1].isupper():
            continue
        for each in (*call.node.args, *(word.value for word in call.node.keywords)):
            is_name = isinstance(each, (ast.Name, ast.Attribute)) and name_of(each)[:1].isupper()
            given = module.symbol(each, call.scope) if is_name else None
            if given is not None and given[: given.find(".")] in module.roots:
                found[made, given] = None
    return tuple(found)


GIVEN_CLASSES = Topic("given-classes", given_classes)


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
    heirs = [heir for heir in project.heirs_of(base) if method not in classes[heir].methods]
    told = (model for heir in heirs for model in _models(project, heir, name))
    models = (*told, *_given(project, (base, *heirs)))
    return any(project.members.has_member(model, globs) is True for model in models)


def _given(project: Project, classes: tuple[str, ...]) -> Iterator[str]:
    """The classes that one of some classes is given where it is made."""
    names = {last_name(cls) for cls in classes}
    pairs = (
        pair for told in project.topic(GIVEN_CLASSES).values() for pair in cast("tuple[tuple[str, str], ...]", told)
    )
    for made, given in pairs:
        if last_name(made) in names and project.resolver.resolve(made) in classes:
            yield project.resolver.resolve(given) or given


def models_of_heir(project: Project, heir: str, symbol: str) -> Iterator[str]:
    """The classes that one heir means by what a method of its base calls them, as `app.base.Repository().model`."""
    cls = project.resolver.resolve(heir) or heir
    if cls in project.definitions.classes:
        yield from _models(project, cls, symbol.rpartition("().")[2])


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
