"""The options of one card as the struct that its check kind declares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Protocol, TypeVar, runtime_checkable

import msgspec

from pattern_lint.cards.card import Card, CardErrors
from pattern_lint.cards.vocabulary import expanded, speaks_of_lists, unknown_lists
from pattern_lint.config.expressions import wrong_expressions
from pattern_lint.config.settings import ConfigErrors
from pattern_lint.config.strict import Complaint, convert
from pattern_lint.config.tables import merged
from pattern_lint.config.toml_file import Origin
from pattern_lint.problems import Problem

S = TypeVar("S", bound=msgspec.Struct)
_BARE = re.compile(r"[\w-]+")
"""A key that TOML takes as it is."""


@runtime_checkable
class HasComplaints(Protocol):
    """Options that know what is wrong with them beside their types."""

    def complaints(self) -> Iterator[tuple[str, str]]:
        """The option, and what to do about it."""


def decode_options(
    card: Card,
    struct: type[S],
    extra: Mapping[str, object] | None = None,
    *,
    origins: Mapping[str, Origin] | None = None,
    proofread: Callable[[S], Iterator[tuple[str, str]]] | None = None,
    careful: bool = False,
) -> S:
    """The card's options with `extra` over them; `origins` says where the options of `extra` were set.
    `proofread` says what is wrong with options of the right form: the option, and what to do. What did not come with
    the tool is looked at carefully: whether regular expressions in it are some, and end.

    Wrong options are the card's fault or the configuration's, and the error says whose: CardErrors when all
    of them stand in the card, ConfigErrors otherwise.
    """
    table = {**_defaults_with_lists(struct), **merged(card.options, extra or {})}
    complaints = []
    if speaks_of_lists(table):
        complaints = [Complaint((key,), said) for key in table for said in unknown_lists(table[key], card.words())]
        table = {key: expanded(value, card.words()) for key, value in table.items()}
    decoded = convert(table, struct)
    complaints += _with_examples(decoded, struct) if isinstance(decoded, list) else list(_deeper(decoded))
    if (careful or origins) and isinstance(decoded, struct):
        complaints += [Complaint(keys, said) for keys, said in wrong_expressions(decoded)]
    if proofread is not None and isinstance(decoded, struct) and not complaints:
        complaints = [Complaint((key,), said) for key, said in proofread(decoded)]
    if isinstance(decoded, struct) and not complaints:
        return decoded
    known_origins = origins or {}
    configured = any(complaint.keys[:1] and complaint.keys[0] in known_origins for complaint in complaints)
    problems = [_problem(card, complaint, known_origins) for complaint in complaints]
    raise ConfigErrors(problems) if configured else CardErrors(problems)


@cache
def _defaults_with_lists(struct: type[msgspec.Struct]) -> Mapping[str, object]:
    """The options that speak of lists where nobody sets them."""
    defaults = struct.__struct_defaults__
    names = struct.__struct_encode_fields__[-len(defaults) :]
    return {name: value for name, value in zip(names, defaults, strict=True) if speaks_of_lists(value)}


def _with_examples(complaints: list[Complaint], struct: type[msgspec.Struct]) -> Iterator[Complaint]:
    """The complaints, each with an example of the option that was meant, where its kind shows one."""
    from pattern_lint.cards.kind_pages import example_for  # only those who err pay for the import

    for complaint in complaints:
        example = example_for(struct, complaint.meant or complaint.keys)
        said = complaint.message if complaint.message.endswith((".", "?")) else f"{complaint.message}."
        yield replace(complaint, message=f"{said} Example: `{example}`") if example else complaint


def _deeper(decoded: msgspec.Struct) -> Iterator[Complaint]:
    """What options of the right types say of themselves, where their struct looks at more than types."""
    if isinstance(decoded, HasComplaints):
        yield from (Complaint((key,), message) for key, message in decoded.complaints())


def _within(keys: Sequence[str]) -> str:
    """The table in which something is wrong that lies in an option: kinds have tables in tables."""
    names = [key for key in keys if not key.isdecimal()][:-1]
    shown = ".".join(key if _BARE.fullmatch(key) else f'"{key}"' for key in names)
    return f", in `{shown}`" if shown else ""


def _problem(card: Card, complaint: Complaint, origins: Mapping[str, Origin]) -> Problem:
    message = f"options of {card.code} {card.name}{_within(complaint.keys)}: {complaint.message}"
    option = complaint.keys[0] if complaint.keys else ""
    if option in origins:
        return origins[option].below(*complaint.keys[1:]).problem(message)
    first_line = min(card.option_lines.values(), default=1)
    return Problem(card.path, card.option_lines.get(option, first_line), message)
