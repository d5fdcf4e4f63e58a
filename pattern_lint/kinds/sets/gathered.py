"""Names of a set that only the whole project tells: classes by what they derive from, and what packages hand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...config.globs import is_glob
from ...project.contracts import leaves_methods_open
from ...project.facts import Facts
from ...project.natures import PROTOCOLS
from ...project.project import Project
from ...query.origins.elements import Element
from ...query.origins.source_options import Source
from ...query.places.module_places import module_stands_in

PACKAGE = "__init__.py"


def is_of_definitions(source: Source) -> bool:
    """Whether the names of a source are those under which something is defined, and each stands for itself alone."""
    by_use = (source.elements_of, source.values_of, source.given_to, source.members_of, source.mentioned_in)
    return not any(by_use) and not source.entry_points and not source.exported


def heirs(source: Source, where: tuple[str, ...], project: Project) -> Iterator[tuple[str, Element]]:
    """The classes that derive from what a source names, have its roles, or a base of those with its methods."""
    for cls in dict.fromkeys(_classes(source, project)):
        home, fact = project.definitions.home(cls), project.definitions.classes[cls]
        natures = project.roles.natures
        if home is None or home["category"] not in where:
            continue
        if source.outside and module_stands_in(source.outside, home["name"], home["path"], project):
            continue
        if source.inside and not module_stands_in(source.inside, home["name"], home["path"], project):
            continue
        if source.public and cls.rpartition(".")[2].startswith("_"):
            continue
        is_mere_base = natures.is_abstract(cls) or natures.is_interface(cls) or leaves_methods_open(project, cls)
        if not is_mere_base and not fact.nested:
            yield home["path"], Element(cls, cls, fact.line, fact.column, fact.end_line, fact.end_column)


def _classes(source: Source, project: Project) -> Iterator[str]:
    classes = project.definitions.classes
    exact = [base for base in source.derives if "." in base and not is_glob(base)]
    for base in exact:
        yield from project.heirs_of(project.resolver.resolve(base) or base)
    if len(exact) < len(source.derives):
        yield from (cls for cls in classes if project.descent.derives(cls, source.derives))
    if source.with_role:
        with_role = project.roles.with_role(source.with_role)
        yield from (cls for cls in with_role if not _is_mere_base(cls, source.with_role, project))
    for cls in classes if source.heirs_of_those_with else ():
        bases = (classes[base] for base in project.resolver.linear(cls)[1:] if base in classes)
        if any(not set(source.heirs_of_those_with).isdisjoint(base.methods) for base in bases):
            yield cls


def implemented(project: Project) -> Iterator[tuple[str, Element]]:
    """The classes that another one derives from which is not abstract, and protocols."""
    natures = project.roles.natures
    for cls, fact in project.definitions.classes.items():
        home = project.definitions.home(cls)
        is_kept = not PROTOCOLS.isdisjoint(fact.bases) or not all(map(natures.is_abstract, project.heirs_of(cls)))
        if home is not None and is_kept:
            yield home["path"], Element(cls, "", fact.line, fact.column, fact.end_line, fact.end_column)


def _is_mere_base(cls: str, roles: Iterable[str], project: Project) -> bool:
    """Whether a class is there for others to derive from: by its name, or as it does nothing by itself."""
    name, fact = cls.rpartition(".")[2], project.definitions.classes[cls]
    of_roles = {glob.lstrip("*") for role in roles for glob in project.roles.table[role].names}
    return (name.startswith(("Base", "Abstract")) or name in of_roles or not fact.methods) and bool(
        project.heirs_of(cls)
    )


def exported(source: Source, project: Project) -> Iterator[tuple[str, Element]]:
    """What packages hand on, values aside; what one makes when it is asked for is not known."""
    for path, fact in project.files.items() if source.exported else ():
        if not path.endswith(PACKAGE):
            continue
        stars = (project.modules.get(project.modules.find(star) or "") for star in fact["stars"])
        bound = (each for each in fact["exports"].values() if not each.endswith("()"))
        names = [*bound, *(name for star in stars if star is not None for name in _given_by_star(star, project))]
        names += _promised(fact, project) if fact["exported"] else [""] * ("__getattr__" in fact["exports"])
        yield from ((path, Element(name, "", 1, 1, 1, 1)) for name in names)


def _given_by_star(fact: Facts, project: Project) -> Iterable[str]:
    """What somebody gets who takes everything from a module: what its `__all__` names, or else its classes."""
    listed = fact["exported"]
    return project.classes_of(fact["name"]) if listed is None else [f"{fact['name']}.{name}" for name in listed]


def _promised(fact: Facts, project: Project) -> list[str]:
    """The classes below a package that its `__all__` names and it does not bind: it makes them when it is asked."""
    wanted = {name for name in fact["exported"] or () if name not in fact["exports"]}
    below = (cls for cls in project.definitions.classes if cls.startswith(f"{fact['name']}.")) if wanted else ()
    return [cls for cls in below if cls.rpartition(".")[2] in wanted]
