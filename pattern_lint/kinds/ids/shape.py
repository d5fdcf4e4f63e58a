"""What a typed id looks like, and what a pattern accepts; judged by trying ids, so that spelling does not matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from .backtracking import compiled

_SAMPLES = {
    ("digits", 6): "143052",
    ("digits", 8): "20261026",
    ("digits", 14): "20261026143052",
    ("hex", 8): "a1b2c3d4",
}
_OTHER_SAMPLES = {("digits", 6): "090807", ("digits", 8): "20270309", ("digits", 14): "20270309090807"}
_COUNTED = {"digits": "314159265358979323", "hex": "a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4"}
_USUAL_PREFIXES = ("SIG", "A", "AB", "ABCD", "ABCDE", "ABCDEF", "sig", "S1")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Z][A-Z0-9]*)*")


class Part(NamedTuple):
    """One part of an id behind its prefix: so many digits, or so many hexadecimal digits."""

    kind: str
    length: int

    @classmethod
    def read(cls, text: str) -> Part:
        """A part as options write it: `8 digits`, `8 hex`."""
        length, _, kind = text.partition(" ")
        return cls(kind, int(length))

    @property
    def sample(self) -> str:
        return _SAMPLES.get((self.kind, self.length)) or self._counted()

    @property
    def other_sample(self) -> str:
        return _OTHER_SAMPLES.get((self.kind, self.length)) or self._counted()[::-1]

    @property
    def wrong(self) -> tuple[str, ...]:
        """Texts that are not this part: one letter too short or too long, or with a wrong letter."""
        strange = "g" if self.kind == "hex" else "a"
        return (self.sample[:-1], self.sample + "1", strange + self.sample[1:], self.sample[:-1] + strange)

    def _counted(self) -> str:
        letters = _COUNTED[self.kind]
        return (letters * (self.length // len(letters) + 1))[: self.length]


class Shape:
    """What ids look like: a prefix and parts, joined by a separator."""

    def __init__(self, parts: Sequence[str], separator: str) -> None:
        self._parts = tuple(Part.read(part) for part in parts)
        self._separator = separator

    def __str__(self) -> str:
        return self._separator.join(["PREFIX", *(f"<{part.length} {part.kind}>" for part in self._parts)])

    def expression(self, prefix: str) -> str:
        """A pattern that accepts ids with a prefix and nothing else."""
        letters = {"digits": r"\d", "hex": "[0-9a-f]"}
        parts = [prefix, *(f"{letters[part.kind]}{{{part.length}}}" for part in self._parts)]
        return f"^{self._separator.join(parts)}$"

    def ids(self, prefix: str) -> tuple[str, str]:
        """Two ids with a prefix."""
        first = [prefix, *(part.sample for part in self._parts)]
        second = [prefix, *(part.other_sample for part in self._parts)]
        return self._separator.join(first), self._separator.join(second)

    def near_misses(self, prefix: str) -> Iterator[str]:
        """Texts that are nearly ids with a prefix."""
        right = [prefix, *(part.sample for part in self._parts)]
        for place, part in enumerate(self._parts, start=1):
            yield self._separator.join([*right[:place], *right[place + 1 :]])
            for wrong in part.wrong:
                yield self._separator.join([*right[:place], wrong, *right[place + 1 :]])
        for other in ("", "-", "_", " ", self._separator * 2):
            if other != self._separator:
                for place in range(1, len(right)):
                    yield self._separator.join(right[:place]) + other + self._separator.join(right[place:])


class Pattern:
    """A pattern as it judges ids."""

    def __init__(self, text: str, shape: Shape) -> None:
        self._text = text
        self._shape = shape

    @cached_property
    def _compiled(self) -> re.Pattern[str] | None:
        """None for what another dialect means, and for what could take long to try."""
        return compiled(self._text.replace(r"\z", r"\Z"))

    @property
    def is_readable(self) -> bool:
        return self._compiled is not None

    def accepts(self, prefix: str) -> bool:
        """Whether ids with a prefix match; hexadecimal digits may be wanted in either case."""
        ids = [_in_both_cases(text, prefix) for text in self._shape.ids(prefix)]
        return any(all(map(self._matches, forms)) for forms in zip(*ids, strict=True))

    @property
    def first_word(self) -> str:
        """What the pattern begins with where no id matches it."""
        found = re.match(r"(?:\^|\\A|\()*([A-Z][A-Z0-9]*)", self._text)
        return found[1] if found is not None else "PREFIX"

    @cached_property
    def prefix(self) -> str | None:
        """A prefix that the pattern accepts, one that it spells out before any other."""
        found = _NAME.findall(self._text)
        spelt = (*found, *(name[1:] for name in found), *_USUAL_PREFIXES)
        return next((name for name in spelt if name and self.accepts(name)), None)

    def faults(self) -> list[str]:
        """What is wrong with the pattern, its prefix aside."""
        prefix = self.prefix
        if prefix is None:
            return [f"is not {self._shape}"]
        misses = (form for miss in self._shape.near_misses(prefix) for form in _in_both_cases(miss, prefix))
        faults = [f"is not {self._shape}"] if any(map(self._matches, misses)) else []
        right = _in_both_cases(self._shape.ids(prefix)[0], prefix)
        starts = any(self._finds(junk + text) for text in right for junk in "0 ")
        ends = any(self._finds(text + junk) for text in right for junk in "0 ")
        loose = [end for end, is_loose in (("start", starts), ("end", ends)) if is_loose]
        return [*([f"is not anchored at its {' and '.join(loose)}"] if loose else []), *faults]

    def _matches(self, text: str) -> bool:
        return self._compiled is not None and self._compiled.fullmatch(text) is not None

    def _finds(self, text: str) -> bool:
        return self._compiled is not None and self._compiled.search(text) is not None


def _in_both_cases(text: str, prefix: str) -> tuple[str, str]:
    """An id as it is, and with its hexadecimal digits in capitals."""
    return text, prefix + text[len(prefix) :].upper()
