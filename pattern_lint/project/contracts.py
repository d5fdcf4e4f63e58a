"""What bases of the project ask of the classes that derive from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..config.globs import matches_one
from ..knowledge.words import listed
from ..lang.python.type_variables import OPEN
from .descent import is_standard
from .facts import ABSTRACT, EMPTY, GIVES, MAY_LACK, UNIMPLEMENTED
from .members import every_of
from .put_to_use import is_put_to_use

if TYPE_CHECKING:
    from .project import Project

_PROTOCOLS = frozenset({"typing.Protocol"})
_KEEPING = _PROTOCOLS | {"abc.ABC"}
_METACLASS = "abc.ABCMeta"


def carried_out_by(project: Project, function: str) -> Iterator[str]:
    """A function; where it is a method without a body, those of the heirs as well."""
    yield function
    fact = project.definitions.function(function)
    if fact is not None and fact.owner and fact.flags & (ABSTRACT | EMPTY):
        cls, _, name = function.rpartition(".")
        owns = (f"{heir}.{name}" for heir in project.heirs_of(cls))
        yield from (own for own in owns if project.definitions.function(own) is not None)
        yield from (f"{each}.{name}" for each in _keeping_word(project, cls, name))


def _keeping_word(project: Project, protocol: str, name: str) -> Iterator[str]:
    """The classes that have a method of a protocol and all others that it asks for, without deriving from it."""
    classes = project.definitions.classes
    if protocol not in classes or _PROTOCOLS.isdisjoint(classes[protocol].bases):
        return
    asked = set(classes[protocol].methods)
    for cls in project.definitions.with_method.get(name, ()):
        lineage = [base for base in project.resolver.linear(cls) if base in classes]
        has_all = asked.issubset({method for base in lineage for method in classes[base].methods})
        if has_all and protocol not in lineage and _PROTOCOLS.isdisjoint(classes[cls].bases):
            yield cls


def is_left_open(project: Project, method: str, hooks: Sequence[str]) -> bool:
    """Whether a method does nothing, in a class from which others derive and whose own bases do not have it.

    A hook, by globs of names, may do nothing.
    """
    owner, _, name = method.rpartition(".")
    fact = project.definitions.function(method)
    if fact is None or not fact.flags & EMPTY or not project.heirs_of(owner):
        return False
    ours = project.definitions.classes
    if any(name in ours[base].methods for base in project.resolver.linear(owner)[1:] if base in ours):
        return False
    return fact.flags & UNIMPLEMENTED != 0 or not matches_one(hooks, name) or _is_asked_of_all(project, owner, name)


def _is_asked_of_all(project: Project, owner: str, name: str) -> bool:
    """Whether a class marks no method as abstract, and each of its heirs has this one."""
    ours, linear = project.definitions.classes, project.resolver.linear
    methods = (project.definitions.function(f"{owner}.{each}") for each in ours[owner].methods)
    if any(method is not None and method.flags & ABSTRACT for method in methods):
        return False
    last = [heir for heir in project.heirs_of(owner) if not project.heirs_of(heir)]
    return all(
        any(name in ours[each].methods for each in linear(heir) if each in ours and each != owner) for heir in last
    )


def is_abstract_method(project: Project, method: str) -> bool | None:
    """Whether a method is abstract in a class that cannot be instantiated as long as it is."""
    owner = method.rpartition(".")[0]
    fact, cls = project.definitions.function(method), project.definitions.classes.get(owner)
    if fact is None or cls is None:
        return None
    if not fact.flags & ABSTRACT:
        return not _PROTOCOLS.isdisjoint(cls.bases)
    return keeps_word(project, owner)


def keeps_word(project: Project, cls: str) -> bool | None:
    """Whether the abstract methods of a class keep it from being instantiated."""
    lineage, ours = project.resolver.linear(cls), project.definitions.classes
    if not _KEEPING.isdisjoint(lineage) or any(ours[each].metaclass == _METACLASS for each in lineage if each in ours):
        return True
    is_known = all(each in ours or each.startswith(("builtins.", "typing.")) for each in lineage)
    return False if is_known else None


def leaves_methods_open(project: Project, cls: str) -> bool:
    """Whether a class has heirs to whom it leaves an abstract method of a base."""
    if not project.heirs_of(cls):
        return False
    done: set[str] = set()
    for each in project.resolver.linear(cls):
        fact = project.definitions.classes.get(each)
        for name in fact.methods if fact is not None else ():
            method = project.definitions.function(f"{each}.{name}")
            if name not in done and method is not None and method.flags & ABSTRACT:
                return True
            done.add(name)
    return False


def has_abstract_base(project: Project, cls: str, roles: Sequence[str]) -> bool | None:
    """Whether a base of a class at any depth is abstract; of a role, it must do something itself as well, or be
    generic, as it may be itself where others derive from it. One that asks for no more than any component is asked for,
    to start, to stop, to say how it is, counts where it has a role that the class has.

    Who has all that a protocol asks for implements it without a word.
    """
    above = project.resolver.linear(cls)[1:]
    ours = [base for base in above if base in project.definitions.classes]
    if any(_is_abstract_base(project, cls, base, roles) for base in ours):
        return True
    if _keeps_protocol(project, cls) if not roles else _is_generic_base(project, cls, roles):
        return True
    return None if any(base not in ours and not is_standard(base) for base in above) else False


def _keeps_protocol(project: Project, cls: str) -> bool:
    """Whether a class has all methods of a protocol of the project, which are a good part of its own."""
    classes = project.definitions.classes
    having = {name for base in project.resolver.linear(cls) if base in classes for name in classes[base].methods}
    public = {name for name in having if not name.startswith("_")}
    asked = (fact.methods for fact in classes.values() if not _PROTOCOLS.isdisjoint(fact.bases))
    return any(methods and having.issuperset(methods) and 2 * len(methods) >= len(public) for methods in asked)


def _is_abstract_base(project: Project, cls: str, base: str, roles: Sequence[str]) -> bool:
    natures = project.roles.natures
    if not roles:
        is_interface = natures.is_interface(base)
        if not (is_interface or natures.is_abstract(base)):
            return False
        asked = _asked_by(project, base)
        first = next(asked, "")
        if not first:
            return is_interface
        is_more = not all(matches_one(listed("component-life"), name) for name in (first, *asked))
        return is_more or not project.roles.claims(base).isdisjoint(project.roles.claims(cls))
    is_whole = natures.is_abstract(base) and not natures.is_interface(base)
    return (is_whole and _claims(project, base, roles)) or _is_generic_base(project, base, roles)


def _is_generic_base(project: Project, base: str, roles: Sequence[str]) -> bool:
    """Whether a class that others derive from is for something that they tell it, and has one of some roles."""
    return _claims(project, base, roles) and bool(is_generic(project, base)) and bool(project.heirs_of(base))


def _claims(project: Project, cls: str, roles: Sequence[str]) -> bool:
    return not project.roles.claims(cls).isdisjoint(roles)


def _asked_by(project: Project, base: str) -> Iterator[str]:
    """The methods of a class and its bases that do nothing, or are abstract."""
    definitions = project.definitions
    for cls in project.resolver.linear(base):
        for name in definitions.classes[cls].methods if cls in definitions.classes else ():
            method = definitions.function(f"{cls}.{name}")
            if method is not None and method.flags & (ABSTRACT | EMPTY):
                yield name


def has_in_family(project: Project, cls: str, globs: Sequence[str]) -> bool | None:
    """Whether a class, one of its bases or one of its heirs has a member."""
    found = [project.members.has_member(each, globs) for each in (cls, *project.heirs_of(cls))]
    return True if True in found else None if None in found else False


def is_completed_with(project: Project, cls: str, globs: Sequence[str]) -> bool | None:
    """Whether a class has a member, or all that derive from it in the end do: a mixin may be half of a thing."""
    held = project.members.has_member(cls, globs)
    heirs = [heir for heir in project.heirs_of(cls) if not project.heirs_of(heir)]
    if held is not False or not heirs:
        return held
    return every_of(project.members.has_member(heir, globs) for heir in heirs)


def is_alone(project: Project, cls: str, globs: Sequence[str]) -> bool | None:
    """A base that does nothing but say what its heirs must do is none, nor is one that does nothing with what is called
    so."""
    bases = project.resolver.linear(cls)[1:]
    ours = [each for each in bases if each in project.definitions.classes]
    others = [each for each in bases if each not in project.definitions.classes and not is_standard(each)]
    if project.heirs_of(cls) or "" in bases or others:
        return None
    return None if any(_may_do_something(project, each, globs) for each in ours) else True


def _may_do_something(project: Project, base: str, globs: Sequence[str]) -> bool:
    if globs and not is_put_to_use(project, base, tuple(globs)):
        return False
    return "__init__" in project.definitions.classes[base].methods or not project.roles.natures.is_abstract(base)


def gives_something(project: Project, symbol: str) -> bool:
    """Whether what a call of a symbol runs says that it never gives None."""
    return _says(project, symbol, GIVES)


def may_give_nothing(project: Project, symbol: str) -> bool:
    """Whether what a call of a symbol runs says that it gives something or None."""
    return _says(project, symbol, MAY_LACK)


def _says(project: Project, symbol: str, flag: int) -> bool:
    function = project.calls.runs(symbol)
    fact = project.definitions.function(function) if function is not None else None
    return fact is not None and bool(fact.flags & flag)


def is_generic(project: Project, cls: str) -> bool | None:
    """Whether a class has a parameter of its own, be it one that it only hands on to its base; one of a module that is
    not there has one where another class gives it one."""
    fact = project.definitions.classes.get(project.resolver.resolve(cls) or "")
    if fact is None:
        others = project.definitions.classes.values()
        return any(each.bases == (cls,) and each.parameters for each in others) or None
    return "typing.Generic" in fact.bases or any(project.resolver.resolve(each) in OPEN for each in fact.parameters)
