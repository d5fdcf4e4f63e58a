"""All ids of a project: the classes that have them, and what the modules wrote down about how they are made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from ...config.globs import Like
from ...project.project import Project
from .collection import Definition
from .evaluation import Evaluator, Written
from .fields import Promise, Reader
from .models import UNSEEN, Field, IdClass
from .names import entity_words, is_exactly_own, is_own_if_made, is_partly_own
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


class Catalogue:
    """What the modules of some files tell about ids, joined."""

    def __init__(self, project: Project, facts: Mapping[str, Mapping[str, Any]], generators: Like) -> None:
        self.project = project
        self.classes: dict[str, tuple[str, IdClass]] = {}
        self.definitions: dict[str, tuple[str, Definition]] = {}
        written = Written({}, {})
        for path, fact in facts.items():
            module = project.files[path]["name"]
            for name, stored in fact["classes"].items():
                self.classes[f"{module}.{name}"] = (path, IdClass._make(stored))
            for name, (span, function) in fact["functions"].items():
                self.definitions[f"{module}.{name}"] = (path, Definition(span, function))
                written.functions[f"{module}.{name}"] = (Place(path, span[0], name.rpartition(".")[2]), function)
            for name, (span, constant) in fact["constants"].items():
                self.definitions[f"{module}.{name}"] = (path, Definition(span, constant))
                written.constants[f"{module}.{name}"] = constant
        self.evaluator = Evaluator(project, written)
        schemas = frozenset(cls for cls, (_, fact) in self.classes.items() if fact.has_schema)
        self._reader = Reader(project, self.evaluator, schemas, generators)
        self._promises: dict[tuple[str, str], Promise] = {}

    def promise(self, field: IdField) -> Promise:
        """What a field promises."""
        key = (field.home, field.name)
        if key not in self._promises:
            self._promises[key] = self._reader.read(field.field)
        return self._promises[key]

    def prefix(self, made: Value) -> str:
        """The prefix of the ids that a function makes, "" where it is not known."""
        return self._reader.made_by(made)[1] if isinstance(made, Function) else ""

    def fields(self, matching: Like) -> Iterator[IdField]:
        """Every id field, at the class that declares it."""
        for cls in self.classes:
            yield from (field for field in self._declared(cls, cls, matching))

    def fields_of(self, cls: str, matching: Like) -> Iterator[IdField]:
        """The id fields that a class declares or inherits."""
        seen: set[str] = set()
        for home in self.project.resolver.linear(cls):
            for field in self._declared(cls, home, matching):
                if field.name not in seen:
                    seen.add(field.name)
                    yield field

    def _declared(self, cls: str, home: str, matching: Like) -> Iterator[IdField]:
        if home in self.classes:
            path, fact = self.classes[home]
            for name, stored in fact.fields.items():
                if matching(name):
                    yield IdField(cls, home, name, path, Field._make(stored))

    def is_validated(self, field: IdField) -> bool | None:
        """Whether the class or one of its bases has a validator of the field."""
        bases = self.project.resolver.linear(field.cls)
        names = [name for base in bases if base in self.classes for name in self.classes[base][1].validated]
        if field.name in names:
            return True
        is_open = field.name == "id" and any(map(self.project.definitions.is_unseen, bases))
        return None if UNSEEN in names or is_open else False

    @cached_property
    def classes_with_ids(self) -> list[str]:
        """The classes that declare or inherit an id field."""
        declaring = {cls for cls, (_, fact) in self.classes.items() if fact.fields}
        if not declaring:
            return []
        linear = self.project.resolver.linear
        inheriting = [cls for cls in self.project.definitions.classes if cls not in declaring]
        return sorted([*declaring, *(cls for cls in inheriting if not declaring.isdisjoint(linear(cls)))])


class OwnFields:
    """Finds the fields that hold the own id of their class."""

    def __init__(self, catalogue: Catalogue, matching: Like, suffixes: tuple[str, ...]) -> None:
        self._catalogue = catalogue
        self._matching = matching
        self._suffixes = suffixes

    def of_roles(self, roles: tuple[str, ...]) -> Iterator[IdField]:
        """The own ids of the classes with one of the roles, inherited ones at their declaration."""
        seen: set[tuple[str, str]] = set()
        for cls in self._catalogue.classes_with_ids:
            if self._catalogue.project.roles.has(cls, roles) and self._is_model(cls):
                for field in self._catalogue.fields_of(cls, self._matching):
                    key = (field.home, field.name)
                    if key not in seen and self._is_own(field):
                        seen.add(key)
                        yield field

    def _is_own(self, field: IdField) -> bool:
        entity = entity_words(field.cls, self._suffixes)
        if is_exactly_own(field.name, entity):
            return True
        if is_own_if_made(field.name, entity):
            return self._catalogue.promise(field).factory is not None
        return is_partly_own(field.name, entity) and tuple(field.name.split("_")[:-1]) not in self._entities

    @cached_property
    def _entities(self) -> frozenset[tuple[str, ...]]:
        """What the classes with ids are about: `order_id` anywhere refers to Order where there is one."""
        return frozenset(entity_words(cls, self._suffixes) for cls in self._catalogue.classes_with_ids)

    def _is_model(self, cls: str) -> bool:
        """Whether annotations in the class's body are fields."""
        project = self._catalogue.project
        bases = project.resolver.linear(cls)[1:]
        return bool(project.definitions.classes[cls].decorators) or not _NO_MODEL.issuperset(bases)
