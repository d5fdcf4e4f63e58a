"""Keys in TOML files, and what their values must be.

A site is a key that `of` names, in each file that the card is about: say with `inside` which files these are. A key of
tables is written with dots, `*` stands for any one part of it (`dependencies.*`), and a part that has dots itself is
put in quotes. A key that must be there and is not is reported at the table that it belongs into.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, ClassVar, cast

from ..lang.python.marks import TOP
from ..lang.unit import Unit
from ..query.plain import fits, misplaced
from ..query.values import Value
from .kit import Rule
from .unit_kind import Judged, UnitKind, UnitOptions, Wrong

if TYPE_CHECKING:
    from ..lang.toml import Settings

_PART = re.compile(r'"([^"]*)"|\'([^\']*)\'|([^."\']+)')


class Options(UnitOptions, frozen=True, kw_only=True):
    """Which keys, and what holds of them."""

    of: tuple[str, ...]
    """The keys. Example: `of = ["tool.coverage.report.fail_under"]`"""
    forbidden: bool = False
    """Whether it must not be there at all. Example: `forbidden = true`"""
    value: Value | None = None
    """What its value must be; of a list, each of its entries. Example: `value = { given = true, least = 80 }`"""

    words: ClassVar[tuple[str, ...]] = ("key", "value")

    def complaints(self) -> Iterator[tuple[str, str]]:
        if not self.of:
            yield "of", 'name a key, such as `of = ["tool.coverage.report.fail_under"]`'
        if not self.forbidden and self.value is None:
            yield "of", "say what holds of it: `forbidden = true`, or `value = { given = true, least = 80 }`"
        yield from (("value", said) for said in misplaced(self.value))
        yield from super().complaints()


class Kind(UnitKind[Options]):
    """A site is a key."""

    languages = frozenset({"toml"})

    def judged(self, unit: Unit, rule: Rule[Options]) -> Iterator[Judged]:
        settings, options = cast("Settings", unit), rule.options
        for name in options.of:
            wanted = _parts(name)
            found = list(_found(settings.table, wanted))
            for keys, value in found:
                span = settings.line_span(settings.line_of(keys))
                words = {"key": ".".join(keys), "value": _shown(value)}
                yield Judged(span, [Wrong(span, said, words) for said in _wrong(value, words, options)])
            if not found and options.value is not None and options.value.given:
                line = settings.line_of(wanted)
                span = settings.line_span(line) if line > 1 else TOP
                yield Judged(span, [Wrong(span, f"`{name}` is missing", {"key": name, "value": ""})])


def _wrong(value: object, words: dict[str, str], options: Options) -> Iterator[str]:
    if options.forbidden:
        yield f"`{words['key']}` is not to be set here"
    entries: Sequence[object] = value if isinstance(value, list) and value else [value]
    if options.value is not None and not all(fits(options.value, entry) for entry in entries):
        yield f"`{words['key']}` is not to be {words['value']}"


def _found(
    value: object, wanted: Sequence[str], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], object]]:
    """The keys that are meant, with their values; tables of an array are gone through one by one."""
    if not wanted:
        yield above, value
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            if isinstance(entry, dict):
                yield from _found(entry, wanted, (*above, str(number)))
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == wanted[0] or fnmatchcase(key, wanted[0]):
                yield from _found(inner, wanted[1:], (*above, key))


def _parts(name: str) -> tuple[str, ...]:
    return tuple(basic or literal or bare for basic, literal, bare in _PART.findall(name))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "a table" if isinstance(value, dict) else "a list" if isinstance(value, list) else str(value)
