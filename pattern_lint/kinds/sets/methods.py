"""The names of methods of classes, as a set of names."""

from __future__ import annotations

from collections.abc import Iterator

from ...project.project import Project
from ...query.origins.elements import Element
from ...query.origins.source_options import Source


def methods(source: Source, project: Project) -> Iterator[tuple[str, Element]]:
    """The public methods of the classes that a source names, their own and what they inherit; a class that may have
    more leaves the set open."""
    for cls in (project.resolver.resolve(name) or "" for name in source.methods_of):
        home = project.definitions.home(cls)
        if home is None or cls not in project.definitions.classes:
            continue
        if project.members.has_member(cls, ()) is None:
            yield home["path"], Element("", cls, 1, 1, 1, 1)
        for base in project.resolver.linear(cls):
            fact, place = project.definitions.classes.get(base), project.definitions.home(base)
            names = fact.methods if fact is not None else ()
            for name in (each for each in names if not each.startswith("_")):
                method = project.definitions.function(f"{base}.{name}")
                if method is not None and place is not None:
                    span = (method.line, method.column, method.end_line, method.end_column)
                    yield place["path"], Element(repr(name), base, *span)
