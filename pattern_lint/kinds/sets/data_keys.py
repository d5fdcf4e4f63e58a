"""Names that files of settings and data have as keys, such as the texts of a translation, or under such, and words of
documents and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...config.globs import matches_any
from ...lang.keyed import DEEPEST, Keyed
from ...lang.languages import language_of
from ...lang.unit import Unit
from ...query.origins.elements import Element
from ...query.origins.source_options import Source

LANGUAGES = frozenset({"toml", "ini", "json", "yaml"})
"""The languages whose files have keys."""

WRITTEN = LANGUAGES | {"markdown"}
"""Those whose files have words."""

_WORD = re.compile(r"\w[\w.:/-]*")
_PART = re.compile(r"\w+(?:-\w+)*")

_WITHOUT_CASE = (".ini", ".cfg")
"""How files end whose keys are read in small letters, whatever they are written in."""


def languages_of(source: Source) -> frozenset[str]:
    """The languages beside Python in which a set may find its names."""
    keyed = [_languages(glob, LANGUAGES) for glob in (*source.keys_in, *source.values_in)]
    return frozenset().union(*keyed, *(_languages(glob, WRITTEN) for glob in source.written_in))


def _languages(glob: str, others: frozenset[str]) -> frozenset[str]:
    """The language of the files that a glob means, by how it ends; `others` where that leaves it open."""
    language = language_of(glob)
    return others if language is None else frozenset({language})


def told_by(unit: Unit, source: Source, *, is_second: bool) -> Iterator[Element]:
    """The names that a file has for a source."""
    yield from _keys_in(unit, source) if is_second else _lowest_keys_in(unit, source)
    yield from _values_in(unit, source)
    yield from _words_in(unit, source)


def _parts_of(unit: Unit, globs: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    """All that a file holds which one of some globs means, each with the keys that lead to it."""
    waiting: list[tuple[tuple[str, ...], object]] = []
    if isinstance(unit, Keyed) and matches_any(globs, unit.path):
        waiting.append(((), unit.root))
    while waiting:
        way, value = waiting.pop()
        yield way, value
        if isinstance(value, list):
            waiting += [(way, each) for each in value]
        elif isinstance(value, dict) and len(way) < DEEPEST:
            waiting += [((*way, key), inner) for key, inner in value.items()]


def _keys_in(unit: Unit, source: Source) -> Iterator[Element]:
    """The keys of a file that a source names: by themselves, and with those around them."""
    for way, value in _parts_of(unit, source.keys_in):
        for key in value if isinstance(value, dict) and len(way) < DEEPEST else ():
            if isinstance(unit, Keyed) and (not source.key or source.key in way):
                line = unit.line_of((*way, key))
                names = {key: None, ".".join((*_below(way, source.key), key)): None}
                names |= {name.upper(): None for name in names} if unit.path.endswith(_WITHOUT_CASE) else {}
                yield from (Element(repr(name), "", line, 1, line, 1) for name in names)


def _lowest_keys_in(unit: Unit, source: Source) -> Iterator[Element]:
    """The keys of a file that hold no others, by themselves."""
    parts = _parts_of(unit, source.keys_in)
    for way in dict.fromkeys(way for way, value in parts if way and not _holds_tables(value)):
        if isinstance(unit, Keyed) and (not source.key or source.key in way[:-1]):
            yield Element(repr(way[-1]), "", *unit.line_span(unit.line_of(way)))


def _holds_tables(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(each, dict) for each in value))


def _values_in(unit: Unit, source: Source) -> Iterator[Element]:
    """The texts and numbers of a file that stand under a key which a source names, or under any."""
    for way, value in _parts_of(unit, source.values_in):
        is_plain = isinstance(value, (str, int)) and not isinstance(value, bool)
        if isinstance(unit, Keyed) and is_plain and (not source.key or source.key in way):
            yield Element(repr(str(value)), "", *unit.line_span(unit.line_of(way)))


def _below(way: tuple[str, ...], key: str) -> tuple[str, ...]:
    """The keys around, without those down to the one below which names stand."""
    return way[way.index(key) + 1 :] if key else way


def _words_in(unit: Unit, source: Source) -> Iterator[Element]:
    """The words of a document that a source names, each once: `Code.GONE` is one, and so are both of its parts."""
    found: dict[str, int] = {}
    for number, line in enumerate(unit.lines if matches_any(source.written_in, unit.path) else (), 1):
        for word in _WORD.findall(line):
            for each in (word.rstrip(".:/-"), *_PART.findall(word)):
                found.setdefault(each, number)
    yield from (Element(repr(word), "", line, 1, line, 1) for word, line in found.items())
