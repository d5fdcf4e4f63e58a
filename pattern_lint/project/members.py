"""What the classes of a project take, have and are, with all that they inherit.

Every answer is three-valued: above a base that nobody knows there may be anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from ..config.globs import fnmatchcase
from ..knowledge.managers import GIVEN
from ..knowledge.words import names_of
from ..lang.python.answers import Answers
from .definitions import Definitions
from .descent import Descent, is_standard
from .facts import ABSTRACT, ASYNC, EMPTY, UNIMPLEMENTED, ClassFact, Facts, FunctionFact
from .natures import is_named_interface
from .resolver import Resolver
from .roles import Roles
from .tables import OF_FLASK

if TYPE_CHECKING:
    from ..query.answers import Condition

Step: TypeAlias = tuple[str, str, "bool | None", tuple[Any, ...]]
"""A step of putting a value together: ("set", "", holds, conditions), ("take", symbol, None, ()) or ("open", ...)."""

DESCRIBED = "described"
"""The key of what names for annotations say: whether they describe what they annotate."""
_CALLED = "()"
_SILENT = frozenset({"abc.ABC", "builtins.object", "typing.Generic", "typing.Protocol"})
_TYPING = ("typing", "typing_extensions")
_OF_FIELDS = frozenset(f"{home}.{name}" for home in _TYPING for name in ("NamedTuple", "TypedDict"))
"""Bases that make constructors of fields."""
_CONSTRUCTORS = ("__init__", "__new__")
_MAXIMAL_DEPTH = 8


def every_of(answers: Iterable[bool | None]) -> bool | None:
    """Whether all hold; None where that is not known."""
    found: bool | None = True
    for each in answers:
        if each is False:
            return False
        found = None if each is None else found
    return found


def opposite_of(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


class Values:
    """What classes and constants of the project set, as cards ask for it."""

    def __init__(
        self,
        definitions: Definitions,
        resolver: Resolver,
        values: dict[str, dict[str, Sequence[Step]]],
        asked: Callable[[Condition], bool | None],
    ) -> None:
        self._definitions = definitions
        self._resolver = resolver
        self._values = values
        self._asked = asked
        self._configured: Answers[tuple[str, str, bool | None], bool] = Answers()

    def said_of(self, cls: str, key: str) -> bool | None:
        """Whether what a class itself sets is as demanded."""
        return self._said(self._values.get(cls, {}).get(key, ()), key, None)

    def configured(self, cls: str, key: str, absent: bool | None) -> bool | None:
        """Whether the configuration of a class is as demanded, that of its bases included; `absent` where none is.

        A class wins over its bases, and of these the later ones win.
        """
        return self._configured.of((cls, key, absent), self._find)

    def describes(self, symbol: str) -> bool | None:
        """Whether a name for an annotation or a field, or a function that makes fields, describes these."""
        constant = self._constant(symbol)
        if constant is None:
            return None if symbol.endswith(_CALLED) else False
        return self._said(self._values[constant].get(DESCRIBED, ()), DESCRIBED, False)

    def _find(self, question: tuple[str, str, bool | None]) -> bool | None:
        cls, key, said = question
        fact = self._definitions.classes.get(cls)
        if fact is None:
            return said if _is_plain(cls) or is_standard(cls) else None
        for base in fact.bases:
            said = self.configured((self._resolver.resolve(base) or "") if base else "", key, said)
        return self._said(self._values.get(cls, {}).get(key, ()), key, said)

    def _said(self, steps: Sequence[Step], key: str, absent: bool | None, depth: int = 0) -> bool | None:
        """What the last step says, or those before it where it says nothing."""
        if not steps:
            return absent
        *before, (step, symbol, holds, when) = steps
        if step == "set":
            return every_of([*map(self._asked, when), holds])
        if step == "open" or depth > _MAXIMAL_DEPTH:
            return None
        absent = self._said(before, key, absent, depth + 1)
        owner, _, attribute = symbol.rpartition(".")
        cls = self._resolver.resolve(owner) if attribute == "model_config" else None
        if cls is not None and cls in self._definitions.classes:
            return self.configured(cls, key, absent)
        constant = self._constant(symbol)
        if constant is None:
            return absent if key == DESCRIBED else None
        return self._said(self._values[constant].get(key, ()), key, absent, depth + 1)

    def _constant(self, symbol: str) -> str | None:
        """A constant of which something is known, as it is named where it is defined; None where it is no such."""
        for _ in range(_MAXIMAL_DEPTH):
            module, _, name = symbol.rpartition(".")
            home = self._definitions.modules.get(self._definitions.modules.find(module) or "")
            if home is None:
                return None
            own = f"{home['name']}.{name}"
            exported = home["exports"].get(name.removesuffix(_CALLED))
            if own in self._values:
                return own
            if not exported or exported in (symbol, own):
                return None
            symbol = f"{exported}{_CALLED}" if name.endswith(_CALLED) else exported
        return None


class Members:
    """Looks at classes and their bases, the nearest first."""

    def __init__(
        self,
        files: Iterable[Facts],
        definitions: Definitions,
        resolver: Resolver,
        roles: Roles,
        descent: Descent,
        asked: Callable[[Condition], bool | None],
    ) -> None:
        self._definitions = definitions
        self._resolver = resolver
        self._roles = roles
        self._descent = descent
        self._fields: dict[str, Sequence[str] | None] = {}
        values: dict[str, dict[str, Sequence[Step]]] = {}
        for fact in files:
            for kind in ("classes", "fields"):
                stored: Any = fact["kinds"].get(kind) or {}
                for name, fields in stored.get("fields", {}).items():
                    self._fields[f"{fact['name']}.{name}"] = fields
                for name, said in stored.get("values", {}).items():
                    values.setdefault(f"{fact['name']}.{name}", {}).update(said)
        self.values = Values(definitions, resolver, values, asked)

    def is_abstract(self, cls: str) -> bool:
        """Whether a class has abstract methods, or says that it is abstract."""
        return cls in self._definitions.classes and self._roles.natures.is_abstract(cls)

    def takes(self, cls: str, globs: Sequence[str]) -> bool | None:
        """Whether the constructor of a class takes a parameter that one of the globs matches."""
        passes_on = False
        for ancestor in self._resolver.linear(cls):
            fact = self._definitions.classes.get(ancestor)
            if fact is None:
                if _is_plain(ancestor):
                    continue
                return None
            constructor = _constructor(self._definitions, ancestor, fact)
            if constructor is not None:
                if any(_matches(name, globs) for name in constructor.parameters):
                    return True
                if not any(name.startswith("*") for name in constructor.parameters):
                    return None if passes_on else False
                passes_on = True
            elif self._is_made_of_fields(ancestor) and self._fields.get(ancestor, ()) is not None:
                found = self._takes_field(ancestor, globs)
                return found or (None if passes_on else found)
            elif not all(map(_is_known, fact.decorators)):
                return None
        return None if passes_on else False

    def has_method(
        self,
        cls: str,
        name: str,
        parameters: Sequence[str],
        is_async: bool | None,
        silent: Sequence[str] = (),
        does: bool = False,
    ) -> bool | None:
        """Whether a class or a base has a method that does something, with some parameters, async or not.

        Bases that are interfaces have none: there is nothing in their methods. What a class itself leaves to its heirs
        it has, as these will have it, and so it has the constructor that is made of its fields. `silent` are bases of
        others that have no such method. Where it must be one that `does` something, an empty one of these is none
        either.
        """
        for ancestor in self._resolver.linear(cls):
            fact = self._definitions.classes.get(ancestor)
            if fact is None:
                if ancestor in GIVEN.get(name, ()):
                    return True
                if silent and self._descent.meant(silent).has(ancestor):
                    continue
                is_abstract = name.endswith(_ENTERING) and ancestor.startswith(_ABSTRACT)
                if name.startswith("__") and not (_is_plain(ancestor) or is_abstract):
                    return None  # managers of the standard library have some
                if is_standard(ancestor) or is_named_interface(ancestor):
                    continue
                return None
            is_called_by_python = name.startswith("__") and name.endswith("__")
            method = self._definitions.function(f"{ancestor}.{name}") if name in fact.methods else None
            is_open = not is_called_by_python or (method is not None and bool(method.flags & EMPTY))
            if ancestor != cls and is_open and self._roles.natures.is_interface(ancestor):
                continue
            is_bare = does and self._descent.meant(silent).has(ancestor)
            of_bases = ABSTRACT | UNIMPLEMENTED | (EMPTY if is_bare else 0)
            if method is not None and (ancestor == cls or not method.flags & of_bases):
                return _fits(method, parameters, is_async)
            if method is None and name in (*fact.attributes, *fact.assigned):
                return None if parameters or is_async is not None else True
        return name == "__init__" and self._is_made_of_fields(cls)

    def has_member(
        self, cls: str, globs: Sequence[str], *, standard_may: bool = True, silent: Sequence[str] = ()
    ) -> bool | None:
        """Whether a class or a base has an attribute or method that one of the globs matches; a base of the standard
        library may, unless it is said that it may not. `silent` are bases of third parties that have none."""
        is_open = False
        for ancestor in self._resolver.linear(cls):
            fact = self._definitions.classes.get(ancestor)
            if fact is not None and any(_matches(name, globs) for name in _names(fact)):
                return True
            if any(f"{ancestor}.{name}" in self._definitions.classes for name in globs):
                return True
            is_silent = fact is not None or _is_plain(ancestor) or _is_declarative(ancestor)
            is_silent = is_silent or (not standard_may and is_standard(ancestor))
            is_silent = is_silent or bool(silent and self._descent.meant(silent).has(ancestor))
            is_open = is_open or not is_silent
        return None if is_open else False

    def attribute(self, cls: str, name: str, key: str, silent: Sequence[str]) -> bool | None:
        """Whether what a class or a base sets an attribute to is as demanded; where nobody sets it, it is not.

        `silent` are bases of third parties of which the card knows that they set nothing.
        """
        for ancestor in self._resolver.linear(cls):
            fact = self._definitions.classes.get(ancestor)
            if fact is None:
                if _is_plain(ancestor) or self._descent.meant(silent).has(ancestor):
                    continue
                return None
            holder, _, inner = name.partition(".")
            if holder in _names(fact) or f"{ancestor}.{holder}" in self._definitions.classes:
                if inner:
                    return self.attribute(f"{ancestor}.{holder}", inner, key, silent)
                return self.values.said_of(ancestor, key) if key else True
        return False

    def _is_made_of_fields(self, cls: str) -> bool:
        """Whether the constructor of a class takes its fields."""
        natures = self._roles.natures
        kinds = (natures.is_dataclass, natures.is_model, natures.is_struct, natures.is_tuple, natures.is_table)
        return any(is_of_kind(cls) for is_of_kind in kinds)

    def _takes_field(self, cls: str, globs: Sequence[str]) -> bool | None:
        """Whether a field is taken; fields of files that nobody looked at are not known."""
        is_open = False
        for ancestor in self._resolver.linear(cls):
            if any(_matches(name, globs) for name in self._fields.get(ancestor) or ()):
                return True
            is_ours = ancestor in self._definitions.classes
            is_open = is_open or (ancestor not in self._fields if is_ours else not _is_plain(ancestor))
        return None if is_open else False


def _constructor(definitions: Definitions, cls: str, fact: ClassFact) -> FunctionFact | None:
    for name in _CONSTRUCTORS:
        if name in fact.methods:
            return definitions.function(f"{cls}.{name}")
    return None


def _names(fact: ClassFact) -> Iterator[str]:
    yield from fact.attributes
    yield from fact.assigned
    yield from fact.methods


def _matches(name: str, globs: Iterable[str]) -> bool:
    return any(fnmatchcase(name, glob) for glob in globs)


def _fits(method: FunctionFact, parameters: Sequence[str], is_async: bool | None) -> bool | None:
    """Whether a method takes some parameters and is asynchronous or not."""
    if is_async is not None and bool(method.flags & ASYNC) is not is_async:
        return False
    taken = {f"**{name[2:].lstrip('_')}" if name.startswith("**") else name for name in method.parameters}
    missing = [name for name in parameters if name not in taken]
    is_open = any(name.startswith("**") for name in taken) and not any(name.startswith("*") for name in missing)
    return (None if is_open else False) if missing else True


_ENTERING = ("enter__", "exit__")
_ABSTRACT = ("typing.", "typing_extensions.", "collections.abc.")
"""Where abstract classes stand of which it is known which can be entered; those that can leave exit to their heirs."""


def _is_plain(base: str) -> bool:
    """Whether a base is known to add nothing: neither parameters of a constructor nor attributes nor settings."""
    is_known = base in _SILENT or base in _OF_FIELDS or base.startswith("builtins.")
    root = base.partition(".")[0]
    return is_known or root == "enum" or root in names_of("field-libraries")


def _is_declarative(base: str) -> bool:
    """Whether a base is what tables derive from, and adds no column; one that nobody looks at is so by its name."""
    return base in names_of("declarative-bases") or base in names_of("beside-tables") or _is_so_by_name(base)


def _is_so_by_name(base: str) -> bool:
    return base.rpartition(".")[2] == "Base" or base.endswith(OF_FLASK)


def _is_known(decorator: str) -> bool:
    """Whether a decorator of a class is known to make no constructor."""
    return bool(decorator) and is_standard(decorator)
