"""What earlier runs found out, so that a run need only look at what changed.

One file a project and plan: a head, the outcome, what the joined project decided, the files' results with an index of
them, and what was chosen of the cards, each read only when it is needed. Four levels: the outcome counts while all
files look as they did; a file's own result counts while that file does; what the project decided counts while the
digest of all files' facts is the same; and the outcome counts again while that of all files' results is. Everything
is marshalled plain data: the head is signed with a key of the user's and holds the checksums of all else, and nothing
is unpacked before it has checked out. So what others wrote is as good as not there, and a wrong cache costs time and
never a finding.

What a file's own result may hang on, all of which is compared:

* the tool, its cards, ruff and the configuration (the key of the plan, see `key.py`);
* the file's path, its content, how many of the folders above it are packages, and whether it lies among tests
  (`File`, whose looks stand for the content while inode and times are the same, too);
* what a kind that looks at many files at once says that its answers hang on (`Check.surroundings`);
* what no file of the project shows, and which classes may have which roles (`start.py`).

It hangs on no other file's content, and on nothing outside of the project.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import marshal
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from ..reading import content_of
from ..writing import replace_own
from .files import File
from .forgetting import forget_old
from .home import Home
from .own_files import own_content
from .spool import Aside, Spool

_MAGIC = b"pattern-lint cache 9\n"
_CHECKSUM_SIZE = 16
_SIGNATURE_SIZE = 32
_HEAD_AT = len(_MAGIC) + _SIGNATURE_SIZE + 8
_SETTLED_AFTER = 2_000_000_000
"""A file changed less than this many nanoseconds before it was read may change again without a new time."""
_FEW = 40
"""How many files are read again, at most, to see whether they are still what they were."""
_A_DAY = 86_400
_PIECE = 1 << 20
"""How many bytes are copied at once."""


class Entry(NamedTuple):
    """What is known of one file: how it looked, and where its result stands."""

    looks: tuple[str, int, int, int, int, int]
    """All that a `File` says but its path."""
    surroundings: str
    """What else the result hangs on."""
    content: str
    """A digest of the file's bytes; empty where they could not be read, which may change without a trace."""
    facts: str
    """A digest of the file's facts."""
    result: str
    """A digest of the file's result."""
    start: int
    length: int


class Kept(NamedTuple):
    """A file's result that is to be written."""

    path: str
    entry: Entry
    length: int
    read: Callable[[], bytes] | None
    """Gives it; None where it stays as it is: whoever reads it finds out whether it was damaged."""


class State(NamedTuple):
    """Digests of all files' facts, and of all that is known of each file."""

    facts: str
    results: str


class Memory(NamedTuple):
    """What a run leaves to later ones."""

    state: State
    outcome: Callable[[], bytes]
    decisions: Callable[[], bytes]


class _Part(NamedTuple):
    """Where a part of the cache file stands, and what it has to be."""

    start: int
    length: int
    checksum: str


class _Head(NamedTuple):
    key: str
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
    outcome: _Part
    decisions: _Part
    entries: _Part
    shown: _Part
    """What all files showed together."""
    plan: _Part
    """What the plan chose of the cards."""


class Shown(NamedTuple):
    """What a quick look at all files showed."""

    unshown: frozenset[str]
    """The signs, roles and libraries that no file showed."""
    kin: dict[str, frozenset[str]]
    """Which classes may have a role or a base."""


NOTHING_SHOWN = Shown(frozenset(), {})


class Cache:
    """Reads one cache file lazily, and writes its successor."""

    def __init__(self, home: Home, root: Path, key: str) -> None:
        self.home = home
        self._root = root
        self._path = home.folder / f"{key}.bin"
        self._key = key
        self._opened = time.time_ns()
        self._parts_at = 0
        self._head = self._read_head()
        self.languages = frozenset(self._head.languages) if self._head is not None else None
        """The languages besides Python that the plan's cards read, where somebody knows."""
        self._shown: Shown | None = None

    def _read_head(self) -> _Head | None:
        start = own_content(self._path, 0, _HEAD_AT)
        length = int.from_bytes(start[-8:], "big")
        head = own_content(self._path, _HEAD_AT, length) if start.startswith(_MAGIC) and length < 1 << 20 else b""
        if not head or not hmac.compare_digest(_signature(head, self.home.secret), start[len(_MAGIC) : -8]):
            return None
        key, languages, read, seen, young, state, *placed = marshal.loads(head)
        self._parts_at = _HEAD_AT + length
        if key != self._key:
            return None
        return _Head(key, languages, read, seen, young, State(*state), *(_Part(*part) for part in placed))

    @property
    def shown(self) -> Shown | None:
        """What the files showed when somebody looked at all of them."""
        if self._shown is None and self._head is not None:
            stored = self._part(self._head.shown)
            self._shown = Shown(*marshal.loads(stored)) if stored is not None else None
        return self._shown

    @shown.setter
    def shown(self, shown: Shown) -> None:
        self._shown = shown

    @cached_property
    def plan(self) -> bytes | None:
        """What a plan of the same key chose of the cards."""
        return self._part(self._head.plan) if self._head is not None else None

    def unchanged(self, files: Sequence[File]) -> bytes | None:
        """The stored outcome, if all files look as they did when it was made."""
        head = self._head
        if head is None or not head.seen or head.seen != _looks(files):
            return None
        if any(checksum(content_of(self._root / path)).hex() != content for path, content in head.young):
            return None
        if self.home.used < time.time() - _A_DAY:
            with contextlib.suppress(OSError):  # then it is forgotten sooner
                os.utime(self.home.folder)
        return self._part(head.outcome)

    def outcome(self, state: State) -> bytes | None:
        """The stored outcome, if it was made from the same results."""
        head = self._head
        return self._part(head.outcome) if head is not None and head.state == state else None

    def decisions(self, state: State) -> bytes | None:
        """What the joined project decided, if its files' facts are the same."""
        head = self._head
        return self._part(head.decisions) if head is not None and head.state.facts == state.facts else None

    def last_outcome(self) -> bytes | None:
        """The stored outcome, whatever has changed since."""
        return self._part(self._head.outcome) if self._head is not None else None

    def fresh(self, file: File, surroundings: str) -> Entry | None:
        """What is known of a file that looks as it did, or at least has the same bytes; None where it is new."""
        entry = self._entries.get(file.path)
        if entry is None or self._head is None or entry.surroundings != surroundings:
            return None
        looks = file[1:]
        if entry.looks == looks and entry.content and file.settled < self._head.read - _SETTLED_AFTER:
            return entry
        known = File(file.path, *entry.looks)
        if (known.label, known.packages, known.size) != (file.label, file.packages, file.size):
            return None
        content = content_of(self._root / file.path)
        return entry._replace(looks=looks) if checksum(content).hex() == entry.content else None

    def blob(self, entry: Entry) -> bytes | None:
        """A file's stored result; None where it was damaged."""
        begin = self._parts_at + entry.start
        blob = self._content[begin : begin + entry.length]
        return blob if checksum(blob).hex() == entry.result else None

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        index = self._part(self._head.entries) if self._head is not None else None
        return {path: Entry._make(entry) for path, entry in marshal.loads(index).items()} if index is not None else {}

    @cached_property
    def _content(self) -> bytes:
        return own_content(self._path)

    def _part(self, part: _Part) -> bytes | None:
        content = own_content(self._path, self._parts_at + part.start, part.length)
        return content if checksum(content).hex() == part.checksum else None

    def write(self, kept: Sequence[Kept], seen: Sequence[File], memory: Memory, plan: bytes) -> None:
        """Replace the cache file; a folder that cannot be written to is left as it is.

        `seen` are all the files that the outcome tells about, or none where it tells about others, too. `plan` is what
        was chosen of the cards.
        """
        spool = Spool(self.home.folder)  # in a large project each part is much, so they are made one after the other
        outcome, outcome_sum = _made(memory.outcome, spool)
        decisions, decisions_sum = _made(memory.decisions, spool)
        placed: dict[str, tuple[object, ...]] = {}
        position = outcome.length + decisions.length
        for path, entry, length, _ in kept:
            placed[path] = (*entry[:-2], position, length)
            position += length
        index = marshal.dumps(placed)
        is_read = all(each.entry.content for each in kept)
        fresh = {file.path for file in seen if file.settled >= self._opened - _SETTLED_AFTER}
        young = tuple((each.path, each.entry.content) for each in kept if each.path in fresh)
        looks = _looks(seen) if len(young) <= _FEW and is_read and len(placed) == len(seen) > 0 else ""
        shown = marshal.dumps(tuple(self.shown or NOTHING_SHOWN))
        parts = [(0, outcome.length, outcome_sum), (outcome.length, decisions.length, decisions_sum)]
        for part in (index, shown, plan):
            parts.append((position, len(part), checksum(part).hex()))
            position += len(part)
        languages = tuple(sorted(self.languages or ()))
        head = marshal.dumps((self._key, languages, self._opened, looks, young, tuple(memory.state), *parts))
        start = _MAGIC + _signature(head, self.home.secret) + len(head).to_bytes(8, "big")
        with contextlib.suppress(OSError):  # noqa: PAT138 -- without a cache the next run only takes longer
            made, results = (outcome.read(), decisions.read()), _results(kept, self._path, self._parts_at)
            replace_own(self._path, chain((start, head), made, results, (index, shown, plan)))
            forget_old(self.home)


def _results(kept: Iterable[Kept], path: Path, parts_at: int) -> Iterator[bytes]:
    """The files' results; those that stay as they are in long stretches, as in a large project they are many."""
    begin = end = 0
    for each in kept:
        if each.read is not None or each.entry.start != end:
            yield from _copied(path, parts_at + begin, parts_at + end)
            begin = end = each.entry.start
        if each.read is not None:
            yield each.read()
        else:
            end += each.length
    yield from _copied(path, parts_at + begin, parts_at + end)


def _copied(path: Path, begin: int, end: int) -> Iterator[bytes]:
    """A stretch of a file."""
    for start in range(begin, end, _PIECE):
        yield own_content(path, start, min(_PIECE, end - start))


def _made(make: Callable[[], bytes], spool: Spool) -> tuple[Aside, str]:
    """A part that was made and set aside, and its checksum."""
    content = make()
    return spool.put(content), checksum(content).hex()


def _signature(head: bytes, secret: bytes) -> bytes:
    return hashlib.blake2b(head, key=secret, digest_size=_SIGNATURE_SIZE).digest()


def checksum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_CHECKSUM_SIZE).digest()


def state_of(entries: Iterable[tuple[str, str, str]]) -> State:
    """The state of all files, each given by its path and the digests of its facts and its result."""
    ordered = sorted(entries)
    facts = _digest("".join([f"{path}\0{facts}\n" for path, facts, _ in ordered]))
    return State(facts, _digest("".join([f"{path}\0{result}\n" for path, _, result in ordered])))


def _looks(files: Sequence[File]) -> str:
    """One digest for how all files look; the oldest format of marshal knows no references between equal values."""
    return checksum(marshal.dumps([*map(tuple, files)], 0)).hex()


def _digest(text: str) -> str:
    return checksum(text.encode(errors="surrogateescape")).hex()
