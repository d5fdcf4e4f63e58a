"""All ids of a project: the classes that have them, and the generators that make them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from ...project.project import Project
from ...source.module import Span
from .collection import UNSEEN, Definition, Field, IdClass
from .evaluation import Evaluator, Written
from .expressions import Expression
from .fields import Promise, Reader
from .names import entity_words, is_exactly_own, is_partly_own, kind_of_generator, words
from .values import Function, Place, Value

_NO_MODEL = frozenset({"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol"})


class IdField(NamedTuple):
    """An id field of a class; `cls` may have inherited it from `home`."""

    cls: str
    home: str
    name: str
    path: str
    field: Field

    @property
    def label(self) -> str:
        return f"{self.home.rpartition('.')[2]}.{self.name}"


class Generator(NamedTuple):
    """Something that makes ids with one prefix."""

    path: str
    span: Span
    name: str
    kind: tuple[str, ...]
    prefix: str
    is_second_hand: bool
    """Whether it only hands on what another generator makes, or is written into one field."""


class Catalogue:
    """What the modules of some files tell about ids, joined."""

    def __init__(self, project: Project, facts: Mapping[str, Mapping[str, Any]], generators: re.Pattern[str]) -> None:
        self.project = project
        self.classes: dict[str, tuple[str, IdClass]] = {}
        self._definitions: dict[str, tuple[str, Definition]] = {}
        self._constants: set[str] = set()
        for path, fact in facts.items():
            module = project.files[path]["name"]
            for name, stored in fact["classes"].items():
                self.classes[f"{module}.{name}"] = (path, IdClass._make(stored))
            for group in ("functions", "constants"):
                for name, stored in fact[group].items():
                    self._definitions[f"{module}.{name}"] = (path, Definition._make(stored))
            self._constants.update(f"{module}.{name}" for name in fact["constants"])
        self.evaluator = Evaluator(project, self._written())
        schemas = frozenset(cls for cls, (_, fact) in self.classes.items() if fact.has_schema)
        self._reader = Reader(project, self.evaluator, schemas, generators)
        self._promises: dict[tuple[str, str], Promise] = {}

    def _written(self) -> Written:
        functions, constants = {}, {}
        for symbol, (path, definition) in self._definitions.items():
            if symbol in self._constants:
                constants[symbol] = definition.written
            else:
                place = Place(path, definition.span[0], symbol.rpartition(".")[2])
                functions[symbol] = (place, definition.written)
        return Written(functions, constants)

    def promise(self, field: IdField) -> Promise:
        """What a field promises."""
        key = (field.home, field.name)
        if key not in self._promises:
            self._promises[key] = self._reader.read(field.field)
        return self._promises[key]

    def fields(self, matching: re.Pattern[str]) -> Iterator[IdField]:
        """Every id field, at the class that declares it."""
        for cls, (path, fact) in self.classes.items():
            for name, stored in fact.fields.items():
                if matching.match(name):
                    yield IdField(cls, cls, name, path, Field._make(stored))

    def own_fields(
        self, roles: Iterable[str], matching: re.Pattern[str], suffixes: tuple[str, ...]
    ) -> Iterator[IdField]:
        """The fields that hold the own id of a class with one of the roles, inherited ones at their declaration."""
        wanted = tuple(roles)
        seen: set[tuple[str, str]] = set()
        for cls in self._with_ids:
            if not self.project.roles.has(cls, wanted) or not self._is_model(cls):
                continue
            for field in self._fields_of(cls, matching):
                key = (field.home, field.name)
                if key not in seen and self._is_own(field, suffixes):
                    seen.add(key)
                    yield field

    def is_validated(self, field: IdField) -> bool | None:
        """Whether the class or one of its bases has a validator of the field."""
        bases = self.project.resolver.linear(field.cls)
        names = [name for base in bases if base in self.classes for name in self.classes[base][1].validated]
        if field.name in names:
            return True
        return None if UNSEEN in names or (field.name == "id" and "" in bases) else False

    @cached_property
    def _with_ids(self) -> list[str]:
        """The classes that declare or inherit an id field."""
        declaring = {cls for cls, (_, fact) in self.classes.items() if fact.fields}
        if not declaring:
            return []
        linear = self.project.resolver.linear
        inheriting = [cls for cls in self.project.definitions.classes if cls not in declaring]
        return [*declaring, *(cls for cls in inheriting if not declaring.isdisjoint(linear(cls)))]

    def _fields_of(self, cls: str, matching: re.Pattern[str]) -> Iterator[IdField]:
        seen: set[str] = set()
        for home in self.project.resolver.linear(cls):
            if home not in self.classes:
                continue
            path, fact = self.classes[home]
            for name, stored in fact.fields.items():
                if name not in seen and matching.match(name):
                    seen.add(name)
                    yield IdField(cls, home, name, path, Field._make(stored))

    def _is_own(self, field: IdField, suffixes: tuple[str, ...]) -> bool:
        entity = entity_words(field.cls, suffixes)
        if is_exactly_own(field.name, entity):
            return True
        return is_partly_own(field.name, entity) and tuple(field.name.split("_")[:-1]) not in self._entities(suffixes)

    def _entities(self, suffixes: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
        """What the classes with ids are about: `order_id` anywhere refers to Order where there is one."""
        return frozenset(entity_words(cls, suffixes) for cls in self._with_ids)

    def _is_model(self, cls: str) -> bool:
        """Whether annotations in the class's body are fields."""
        bases = self.project.resolver.linear(cls)[1:]
        return bool(self.project.definitions.classes[cls].decorators) or not _NO_MODEL.issuperset(bases)

    def generators(self, matching: re.Pattern[str], ids: re.Pattern[str]) -> list[Generator]:
        """All generators whose prefix is known, in path and line order."""
        found = [*self._named_generators(matching), *self._generators_in_fields(ids)]
        return sorted(found, key=lambda generator: (generator.path, generator.span))

    def _named_generators(self, matching: re.Pattern[str]) -> Iterator[Generator]:
        for symbol, (path, definition) in self._definitions.items():
            owner, _, name = symbol.rpartition(".")
            if not matching.match(name) or definition.written[0] == "name":
                continue
            made = self.evaluator.named(symbol)
            prefix = self._prefix(made)
            if prefix:
                kind = kind_of_generator(name) or words(owner.rpartition(".")[2])
                yield Generator(path, definition.span, f"{name}()", kind, prefix, self._hands_on(made))

    def _generators_in_fields(self, matching: re.Pattern[str]) -> Iterator[Generator]:
        for field in self.fields(matching):
            factory = self.promise(field).factory
            if isinstance(factory, Function) and (factory.place is None or factory.given):
                prefix = self._prefix(factory)
                about = words(field.name)[:-1] or words(field.cls.rpartition(".")[2])
                if prefix:
                    name = f"the default_factory of {field.label}"
                    yield Generator(field.path, field.field.span, name, about, prefix, is_second_hand=True)

    def _prefix(self, made: Value) -> str:
        return self._reader.made_by(made)[1] if isinstance(made, Function) else ""

    def _hands_on(self, made: Value) -> bool:
        """Whether a generator only calls another one, without telling it a prefix."""
        returned: Expression = made.written[2] if isinstance(made, Function) else ()
        return len(returned) == 1 and returned[0][0] == "call" and not returned[0][2] and not returned[0][3]
