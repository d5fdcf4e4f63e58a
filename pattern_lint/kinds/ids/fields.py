"""What an id field promises: who makes its value, which pattern it has, whether anything validates it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...config.globs import Like
from ...knowledge.words import names_of
from ...project.project import Project
from .evaluation import Evaluator
from .models import Field
from .values import Hole, Made, Named, Nothing, Value, as_text

_FACTORIES = ("default_factory", "factory")
_PATTERNS = ("pattern", "regex")
_VALIDATORS = frozenset({"AfterValidator", "BeforeValidator", "PlainValidator", "WrapValidator", "Predicate"})
_PLAIN_ROOTS = frozenset({"builtins", "typing", "typing_extensions", "types", "uuid"})
_MODELS = frozenset({"BaseModel", "RootModel", "Enum", "StrEnum"})


@dataclass(frozen=True, slots=True)
class Promise:
    """What is known of a field; None for what is not known."""

    factory: Value | None
    """What makes the value; None where nothing does."""
    is_typed: bool | None
    """Whether the values begin with a literal prefix."""
    prefix: str
    """The prefix that the factory generates, "" where it is not known."""
    pattern: str
    """The pattern, "" where there is none or it is not known."""
    is_validated: bool | None


class Reader:
    """Reads what fields promise."""

    def __init__(self, project: Project, evaluator: Evaluator, with_schema: frozenset[str], generators: Like) -> None:
        self._project = project
        self._evaluator = evaluator
        self._with_schema = with_schema
        """The classes that tell how they are validated."""
        self._generators = generators

    def read(self, field: Field) -> Promise:
        """What a field promises, by its annotation and by what is assigned to it."""
        annotated = list(self._within(self._evaluator.value(field.annotation)))
        value = self._evaluator.value(field.value) if field.value is not None else Nothing.NONE
        described = [made for made in (value, *annotated) if isinstance(made, Made)]
        is_open = self._is_open(field, value) or any(made.is_open or not _is_understood(made) for made in described)
        factory = _keyword(described, _FACTORIES)
        pattern = _keyword(described, _PATTERNS)
        if factory is None and is_open:
            factory = Nothing.UNKNOWN
        is_typed, prefix = self.made_by(factory)
        known = as_text(pattern).literal if pattern is not None else None
        validated = True if pattern is not None else self._is_validated(described, annotated, is_open=is_open)
        return Promise(factory, is_typed, prefix, known or "", validated)

    def _is_open(self, field: Field, value: Value) -> bool:
        """Whether what is assigned may be a description that cannot be seen; what an id generator gives is none."""
        if value is not Nothing.UNKNOWN or field.value is None:
            return False
        return field.value[0] != "call" or not self._generators(str(field.value[1][-1]).rpartition(".")[2])

    def made_by(self, factory: Value | None) -> tuple[bool | None, str]:
        """Whether a factory makes typed ids, and their prefix."""
        if factory is None or factory is Nothing.NONE:
            return False, ""
        if isinstance(factory, Named):
            made: Value = factory
        else:
            made = self._evaluator.called(factory)
        text = as_text(made)
        prefix = text.beginning.strip("_-.:/ ")
        if prefix:
            return True, prefix
        return (False if text.first_hole is not Hole.UNKNOWN else None), ""

    def _within(self, value: Value) -> Iterator[Value]:
        """An annotation's parts at any depth."""
        yield value
        if isinstance(value, Made) and not _is_described(value):
            for argument in value.arguments:
                yield from self._within(argument)

    def _is_validated(self, described: list[Made], annotated: list[Value], *, is_open: bool) -> bool | None:
        if any(_last(made.symbol) in _VALIDATORS or made.keywords.get("validator") for made in described):
            return True
        types = [self._type_validates(value.symbol) for value in annotated if isinstance(value, Named)]
        if True in types:
            return True
        return None if is_open or None in types or Nothing.UNKNOWN in annotated else False

    def _type_validates(self, symbol: str) -> bool | None:
        """Whether a field's type validates by itself."""
        if symbol.partition(".")[0] in _PLAIN_ROOTS or _last(symbol) in _VALIDATORS:
            return False
        if symbol not in self._project.definitions.classes:
            return None
        bases = self._project.resolver.linear(symbol)
        if not self._with_schema.isdisjoint(bases) or any(_last(base) in _MODELS for base in bases[1:]):
            return True
        return None


def _is_described(value: Made) -> bool:
    """Whether a part of an annotation says something about values, such as `Field(...)`, and is no type itself."""
    return bool(value.keywords)


def _is_understood(made: Made) -> bool:
    """Whether all that a call says of a field stands in its keywords."""
    root = made.symbol.partition(".")[0]
    return root in _PLAIN_ROOTS or root in names_of("field-libraries")


def _keyword(described: list[Made], names: tuple[str, ...]) -> Value | None:
    for made in described:
        for name in names:
            value = made.keywords.get(name)
            if value is not None and value is not Nothing.NONE:
                return value
    return None


def _last(symbol: str) -> str:
    return symbol.rpartition(".")[2]
