"""A file of a cache: a signed head, and parts whose checksums the head holds.

Two of them make up what is remembered. The *whole* tells all; *changes* rest on one whole and hold only what has
become another since, so that a run in which one file of thousands has changed need not write what is known of the
others again. Changes whose whole is no longer there say nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import marshal
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from ..writing import replace_own
from .own_files import own_content

_MAGIC = b"pattern-lint cache 10\n"
_CHECKSUM_SIZE = 16
_SIGNATURE_SIZE = 32
_HEAD_AT = len(_MAGIC) + _SIGNATURE_SIZE + 8
_LARGEST_HEAD = 1 << 20
_PIECE = 1 << 20
"""How many bytes are copied at once."""


class State(NamedTuple):
    """Digests of all files' facts, and of all that is known of each file."""

    facts: str
    results: str


class Part(NamedTuple):
    """Where a part stands, and what it has to be."""

    start: int
    length: int
    changed: bool
    """Whether it stands among the changes."""
    checksum: str


class Head(NamedTuple):
    """What a file of a cache says of itself."""

    key: str
    whole: str
    """The signature of the whole that changes rest on; empty in a whole."""
    languages: tuple[str, ...]
    """The languages besides Python that the cards of the plan read."""
    read: int
    """A time after which all files were read."""
    seen: str
    """A digest of how all files looked; empty where nobody can tell by that whether one has changed."""
    young: tuple[tuple[str, str], ...]
    """Files that may have changed since without a new time, with digests of their bytes."""
    state: State
    """What the outcome was made from."""
    outcome: Part
    decisions: Part
    entries: Part
    shown: Part
    """What all files showed together."""
    plan: Part
    """What the plan chose of the cards."""

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.outcome, self.decisions, self.entries, self.shown, self.plan


class CacheFile:
    """One of the two files, read as far as somebody asks."""

    def __init__(self, path: Path, key: str, secret: bytes) -> None:
        self.path = path
        self.signature = ""
        self.head: Head | None = None
        self._parts_at = 0
        self._secret = secret
        self._read(key)

    def _read(self, key: str) -> None:
        start = own_content(self.path, 0, _HEAD_AT)
        length = int.from_bytes(start[-8:], "big")
        head = own_content(self.path, _HEAD_AT, length) if start.startswith(_MAGIC) and length < _LARGEST_HEAD else b""
        if not head or not hmac.compare_digest(_signature(head, self._secret), start[len(_MAGIC) : -8]):
            return
        own_key, whole, languages, read, seen, young, state, *placed = marshal.loads(head)
        if own_key == key:
            parts = (Part(*part) for part in placed)
            self.head = Head(own_key, whole, languages, read, seen, young, State(*state), *parts)
            self.signature = start[len(_MAGIC) : -8].hex()
            self._parts_at = _HEAD_AT + length

    @cached_property
    def _content(self) -> bytes:
        return own_content(self.path)

    def piece(self, start: int, length: int) -> bytes:
        """One of many small stretches, for which the whole file is read once."""
        begin = self._parts_at + start
        return self._content[begin : begin + length]

    def stretch(self, start: int, length: int) -> bytes:
        """What stands at a place."""
        return own_content(self.path, self._parts_at + start, length)

    def copied(self, begin: int, end: int) -> Iterator[bytes]:
        """A long stretch, in pieces."""
        for start in range(begin, end, _PIECE):
            yield self.stretch(start, min(_PIECE, end - start))

    def replace(self, head: Head, content: Iterable[bytes]) -> None:
        """Write the file anew."""
        plain = marshal.dumps((*head[:6], tuple(head.state), *map(tuple, head.parts)))
        start = _MAGIC + _signature(plain, self._secret) + len(plain).to_bytes(8, "big")
        replace_own(self.path, chain((start, plain), content))


class Stored:
    """A whole, and the changes that rest on it."""

    def __init__(self, folder: Path, key: str, secret: bytes) -> None:
        self._whole = CacheFile(folder / f"{key}.bin", key, secret)
        self._changes = CacheFile(folder / f"{key}.new", key, secret)
        changes = self._changes.head
        rests = changes is not None and changes.whole == self._whole.signature
        self.head = changes if rests else self._whole.head
        """What counts of both."""
        self.is_sound = self._whole.head is not None
        """Whether there is a whole of which nothing was found damaged; what rests on something damaged would be found
        so each time."""

    def file(self, changed: bool) -> CacheFile:
        """The file in which something stands."""
        return self._changes if changed else self._whole

    def part(self, part: Part) -> bytes | None:
        """A part of one of the files; None where it was damaged."""
        return self._checked(self.file(part.changed).stretch(part.start, part.length), part.checksum)

    def piece(self, start: int, length: int, changed: bool, digest: str) -> bytes | None:
        """One of many small stretches; None where it was damaged."""
        return self._checked(self.file(changed).piece(start, length), digest)

    def forget_changes(self) -> None:
        """Delete the changes, once all stands in the whole."""
        self._changes.path.unlink(missing_ok=True)

    def _checked(self, content: bytes, digest: str) -> bytes | None:
        if checksum(content).hex() == digest:
            return content
        self.is_sound = False
        return None


def _signature(head: bytes, secret: bytes) -> bytes:
    return hashlib.blake2b(head, key=secret, digest_size=_SIGNATURE_SIZE).digest()


def checksum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_CHECKSUM_SIZE).digest()
