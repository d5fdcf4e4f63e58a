"""The id generators of a project whose prefix is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...config.globs import Like
from ...lang.python.module import Span
from .catalogue import Catalogue
from .names import kind_of_generator, words
from .values import Function, Value


class Generator(NamedTuple):
    """Something that makes ids with one prefix."""

    path: str
    span: Span
    name: str
    kind: tuple[str, ...]
    """What it makes ids of, by its name or by the field that it makes."""
    prefix: str
    is_second_hand: bool
    """Whether it only hands on what another generator makes, or is written into one field."""

    def collides(self, other: Generator) -> bool:
        """Whether two generators of one prefix are two: handing on the ids of one's own kind is not."""
        if not (self.is_second_hand or other.is_second_hand):
            return True
        shorter, longer = sorted((self.kind, other.kind), key=len)
        return longer[len(longer) - len(shorter) :] != shorter


def known_generators(catalogue: Catalogue, matching: Like, ids: Like) -> list[Generator]:
    """All generators in path and line order: named like one, or written into an id field."""
    found = [*_named(catalogue, matching), *_in_fields(catalogue, ids)]
    return sorted(found, key=lambda generator: (generator.path, generator.span))


def _named(catalogue: Catalogue, matching: Like) -> Iterator[Generator]:
    for symbol, (path, definition) in catalogue.definitions.items():
        owner, _, name = symbol.rpartition(".")
        is_alias = definition.written[0] == "name"
        if not matching(name) or is_alias:
            continue
        made = catalogue.evaluator.named(symbol)
        prefix = catalogue.prefix(made)
        if prefix:
            kind = kind_of_generator(name) or words(owner.rpartition(".")[2])
            yield Generator(path, definition.span, f"{name}()", kind, prefix, _hands_on(made))


def _in_fields(catalogue: Catalogue, ids: Like) -> Iterator[Generator]:
    for field in catalogue.fields(ids):
        factory = catalogue.promise(field).factory
        if isinstance(factory, Function) and (factory.place is None or factory.given):
            prefix = catalogue.prefix(factory)
            about = words(field.name)[:-1] or words(field.cls.rpartition(".")[2])
            if prefix and not prefix.islower():  # a word that begins an id makes no typed one of it
                name = f"the default_factory of {field.label}"
                yield Generator(field.path, field.field.span, name, about, prefix, is_second_hand=True)


def _hands_on(made: Value) -> bool:
    """Whether a generator only calls another one, without telling it a prefix."""
    if not isinstance(made, Function) or len(made.written[2]) != 1:
        return False
    form, *parts = made.written[2][0]
    return form == "call" and not parts[1] and not parts[2]
