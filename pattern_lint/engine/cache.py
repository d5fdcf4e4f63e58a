"""What earlier runs found out, so that a run need only look at what changed.

For a project and plan: a head, the outcome, what the joined project decided, the files' results with an index of them,
and what was chosen of the cards, each read only when it is needed. They stand in one file, and in a second one what has
changed since that was written (`cache_file.py`). Four levels: the outcome counts while all files look as they did; a
file's own result counts while that file does; what the project decided counts while the digest of all files' facts is
the same; and the outcome counts again while that of all files' results is. Everything is marshalled plain data: a head
is signed with a key of the user's and holds the checksums of all else, and nothing is unpacked before it has checked
out. So what others wrote is as good as not there, and a wrong cache costs time and never a finding.

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
import marshal
import os
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ..reading import content_of
from .cache_file import Head, State, Stored, checksum
from .cache_layout import Entry, Kept, Layout, are_few
from .files import File
from .forgetting import forget_old
from .home import Home
from .spool import Aside, Spool

_SETTLED_AFTER = 2_000_000_000
"""A file changed less than this many nanoseconds before it was read may change again without a new time."""
_FEW = 40
"""How many files are read again, at most, to see whether they are still what they were."""
_A_DAY = 86_400
_SHARE = 8
"""All is written anew once the results that have changed make up one part in so many."""


class Memory(NamedTuple):
    """What a run leaves to later ones."""

    state: State
    outcome: Callable[[], bytes]
    decisions: Callable[[], bytes]


class Shown(NamedTuple):
    """What a quick look at all files showed."""

    unshown: frozenset[str]
    """The signs, roles and libraries that no file showed."""
    kin: dict[str, frozenset[str]]
    """Which classes may have a role or a base."""


NOTHING_SHOWN = Shown(frozenset(), {})


class Cache:
    """Reads what is remembered as far as somebody asks, and writes what takes its place."""

    def __init__(self, home: Home, root: Path, key: str) -> None:
        self.home = home
        self._root = root
        self._key = key
        self._opened = time.time_ns()
        self._stored = Stored(home.folder, key, home.secret)
        self._head = self._stored.head
        self.languages = frozenset(self._head.languages) if self._head is not None else None
        """The languages besides Python that the plan's cards read, where somebody knows."""
        self._shown: Shown | None = None

    @property
    def shown(self) -> Shown | None:
        """What the files showed when somebody looked at all of them."""
        if self._shown is None and self._head is not None:
            stored = self._stored.part(self._head.shown)
            self._shown = Shown(*marshal.loads(stored)) if stored is not None else None
        return self._shown

    @shown.setter
    def shown(self, shown: Shown) -> None:
        self._shown = shown

    @cached_property
    def plan(self) -> bytes | None:
        """What a plan of the same key chose of the cards."""
        return self._stored.part(self._head.plan) if self._head is not None else None

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
        return self._stored.part(head.outcome)

    def outcome(self, state: State) -> bytes | None:
        """The stored outcome, if it was made from the same results."""
        head = self._head
        return self._stored.part(head.outcome) if head is not None and head.state == state else None

    def decisions(self, state: State) -> bytes | None:
        """What the joined project decided, if its files' facts are the same."""
        head = self._head
        return self._stored.part(head.decisions) if head is not None and head.state.facts == state.facts else None

    def last_outcome(self) -> bytes | None:
        """The stored outcome, whatever has changed since."""
        return self._stored.part(self._head.outcome) if self._head is not None else None

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
        return self._stored.piece(entry.start, entry.length, entry.changed, entry.result)

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        index = self._stored.part(self._head.entries) if self._head is not None else None
        return {path: Entry._make(entry) for path, entry in marshal.loads(index).items()} if index is not None else {}

    def write(self, kept: Sequence[Kept], seen: Sequence[File], memory: Memory, plan: bytes) -> None:
        """Remember a run; a folder that cannot be written to is left as it is.

        `seen` are all the files that the outcome tells about, or none where it tells about others, too. `plan` is what
        was chosen of the cards.
        """
        spool = Spool(self.home.folder)  # in a large project each part is much, so they are made one after the other
        changes = self._stored.is_sound and are_few(kept, _SHARE)
        layout = Layout(self._stored.file, changes=changes)
        outcome = layout.part(*_made(memory.outcome, spool))
        decisions = layout.part(*_made(memory.decisions, spool))
        entries = layout.small_part(marshal.dumps(layout.results(kept)))
        shown = layout.small_part(marshal.dumps(tuple(self.shown or NOTHING_SHOWN)))
        whole = self._stored.file(False).signature if changes else ""
        languages, known = tuple(sorted(self.languages or ())), self._known_by_looks(kept, seen)
        placed = (outcome, decisions, entries, shown, layout.small_part(plan))
        head = Head(self._key, whole, languages, self._opened, *known, memory.state, *placed)
        with contextlib.suppress(OSError):  # without a cache the next run only takes longer
            self._stored.file(changes).replace(head, layout.content)
            if not changes:
                self._stored.forget_changes()
            forget_old(self.home)

    def _known_by_looks(self, kept: Sequence[Kept], seen: Sequence[File]) -> tuple[str, tuple[tuple[str, str], ...]]:
        """How the files look, where that tells whether one has changed, and those of which it does not tell yet."""
        is_read = all(each.entry.content for each in kept)
        fresh = {file.path for file in seen if file.settled >= self._opened - _SETTLED_AFTER}
        young = tuple((each.path, each.entry.content) for each in kept if each.path in fresh)
        return _looks(seen) if len(young) <= _FEW and is_read and len(kept) == len(seen) > 0 else "", young


def _made(make: Callable[[], bytes], spool: Spool) -> tuple[Aside, str]:
    """A part that was made and set aside, and its checksum."""
    content = make()
    return spool.put(content), checksum(content).hex()


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
