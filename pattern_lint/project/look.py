"""A quick look at one file's text before anything is parsed: each thing is looked up once for all who ask."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import PurePosixPath
from typing import NamedTuple

from ..knowledge.words import listed, table
from ..lang.python.text import decoded

BLANK = rb"(?:[ \t\f]|\\\r?\n)+"
_NAME = rb"[^\W\d](?:[\w\x80-\xff]*)|[\x80-\xff][\w\x80-\xff]*"
_NAMES = re.compile(_NAME)
_CLASS = re.compile(rb"class%b(%b)[\s\\]*(?:\[[^\n]*?\][\s\\]*)?(\(?)" % (BLANK, _NAME))
_FUNCTION = re.compile(rb"def%b(%b)" % (BLANK, _NAME))
_GIVEN = re.compile(rb" = (?!None|True|False)(?:\w+\.)*([A-Z]\w*)[ \t]*(?=[\r\n#])")
"""A class that is given a name: `Base = framework.Base`."""
_TARGET = re.compile(rb"(%b)[ \t]*(?::[^=\n]+)?=(?!=)" % _NAME)
_ASSIGNED = re.compile(rb"^[ \t]*(?:%b)[ \t]*(?::[^=\n]+)?=(?!=).*" % _NAME, re.MULTILINE)
_HANDED_ON = re.compile(rb"\n([a-z_]\w*) = (?:\w+\.)+(\w+)[ \t]*(?=[\r\n#])")
"""What a module calls otherwise than the library from which it has it: `fetch = requests.get`."""
_AT_END = re.compile(rb"(?:%b)$" % _NAME)
_WORD = re.compile(rb"\w+")
_END, _AS, _IMPORT = b"):", b" as ", b"import"
_OPENS_BLOCK = b":"
"""Ends what clauses call otherwise within their own block: `except OSError as error:`."""
_LONGEST_NAME = 200
_LONGEST = 4000
"""How many letters after the beginning of a list of bases are looked at where no end shows."""
_DECLARED_WITHIN = 400
"""How far into a file one looks for the encoding that it declares."""


def plain(source: bytes) -> bytes:
    """A text in which names stand as they are."""
    if source.isascii() and b"coding" not in source[:_DECLARED_WITHIN]:
        return source
    return unicodedata.normalize("NFKC", decoded(source)).encode(errors="replace")


class _Making(NamedTuple):
    """What makes decorators that modules keep for others."""

    names: tuple[bytes, ...]
    kept: re.Pattern[bytes]
    """Such a decorator, told how it does it: `cached = lru_cache(maxsize=64)`."""


@table
def _making_decorators() -> _Making:
    names, plain = (tuple(map(str.encode, listed(each))) for each in ("kept-decorators", "plain-decorators"))
    kept, of_partial = rb"\n([A-Za-z_]\w*)[ \t]*(?::[^=\n]+)?=[ \t]*", rb"(?:\w+\.)*partial\((?=(?:\w+\.)*(?:%b))"
    expression = rb"%b(?:%b)?(?:\w+\.)*(%b)[(,]" % (kept, of_partial % b"|".join(plain), b"|".join(names))
    return _Making(names, re.compile(expression))


class Look:
    """What a text shows; all of it errs on the side of more."""

    def __init__(self, path: str, text: bytes) -> None:
        """`text` is one in which names stand as they are."""
        self.path = path
        self.text = text
        self._has: dict[bytes, bool] = {}

    def has(self, part: bytes) -> bool:
        """Whether something stands anywhere in the text."""
        if part not in self._has:
            self._has[part] = part in self.text
        return self._has[part]

    @cached_property
    def classes(self) -> list[tuple[str, frozenset[str]]]:
        """The classes, each with all names that stand among its bases."""
        found = _CLASS.finditer(self.text) if b"class" in self.text else ()
        return [(_text(match[1]), self._among_bases(match) if match[2] else frozenset()) for match in found]

    def _among_bases(self, match: re.Match[bytes]) -> frozenset[str]:
        text, start = self.text, match.end()
        end = text.find(_END, start)
        bases = text[start : end if end >= 0 else start + _LONGEST]
        return frozenset(map(_text, _NAMES.findall(bases)))

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of classes and of what stands among their bases, and those that have another here."""
        defined = (name for own, bases in self.classes for name in (own, *bases))
        return frozenset([*defined, *(name for pair in self.aliases for name in pair)])

    @cached_property
    def functions(self) -> frozenset[str]:
        """The names of functions."""
        return frozenset(map(_text, _FUNCTION.findall(self.text)))

    @cached_property
    def aliases(self) -> Iterable[tuple[str, str]]:
        """Names under which the file knows something, each with the name of that."""
        return (*self._renamed(), *self._given())

    @cached_property
    def handed_on(self) -> frozenset[tuple[str, str]]:
        """Names under which other modules may find something here, each with that by which it is known elsewhere."""
        making = _making_decorators()
        kept = making.kept.finditer(self.text) if any(name in self.text for name in making.names) else ()
        given = ((_text(match[1]), _text(match[2])) for match in (*_HANDED_ON.finditer(self.text), *kept))
        return frozenset((alias, name) for alias, name in (*self.aliases, *given) if alias != name)

    def _renamed(self) -> Iterator[tuple[str, str]]:
        for before, behind in pairwise(self.text.split(_AS)):
            name, alias = _AT_END.search(before[-_LONGEST_NAME:]), _NAMES.match(behind)
            if name is not None and alias is not None and behind[alias.end() : alias.end() + 1] != _OPENS_BLOCK:
                yield _text(alias[0]), _text(name[0])

    def _given(self) -> Iterator[tuple[str, str]]:
        text = self.text
        for match in _GIVEN.finditer(text):
            target = _NAMES.search(text, text.rfind(b"\n", 0, match.start()) + 1, match.start())
            if target is not None:
                yield _text(target[0]), _text(match[1])

    def keeping(self, function: bytes) -> frozenset[str]:
        """The names that are given something where a function is called, or anything where that has another name."""
        if not self.has(function):
            return frozenset()
        if self.has(function + _AS):
            return frozenset(_text(name) for line in _ASSIGNED.findall(self.text) for name in _TARGET.findall(line))
        found: set[str] = set()
        start = 0
        for called in re.finditer(rb"\b%b\b" % function, self.text):
            for line in _ASSIGNED.finditer(self.text, start, called.start()):
                start = line.start()
            found.update(map(_text, _TARGET.findall(self.text, start, called.start())))
        return frozenset(found)

    @cached_property
    def imported(self) -> frozenset[bytes]:
        """All words of the lines that import something."""
        text = self.text
        if b"\\" in text:
            text = text.replace(b"\\\n", b" ").replace(b"\\\r\n", b" ")
        parts = text.split(_IMPORT)
        heads = (part[part.rfind(b"\n") + 1 :] for part in parts[:-1])
        ends = (part.partition(b"\n")[0] for part in parts[1:])
        return frozenset(_WORD.findall(b" ".join([*heads, *ends])))

    @cached_property
    def parts(self) -> frozenset[str]:
        """The folders of the path, and the name of the file without its end."""
        return frozenset(PurePosixPath(self.path).with_suffix("").parts)


def _text(name: bytes) -> str:
    return name.decode(errors="replace")
