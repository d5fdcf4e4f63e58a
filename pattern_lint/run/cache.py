"""What earlier runs found out, so that a run need only look at what changed.

One file a project and plan: a header, a checksum, an index, and blobs that are read only when they are needed.
Two levels: a file's own result counts while the file is the same, and the project's outcome counts while the
digest of all files' results is. Everything is marshalled plain data behind checksums; what does not check out
is as good as not there, so that a wrong cache costs time and never a finding.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import marshal
import os
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = ".pattern-lint-cache"
_MAGIC = b"pattern-lint cache 1\n"
_CHECKSUM_SIZE = 16
_KEPT_FILES = 4
_SETTLED_AFTER = 2_000_000_000
"""A file changed less than this many nanoseconds before it was read may change again without a new time."""


class Entry(NamedTuple):
    """What is known of one file: how it looked, and where its result stands."""

    modified: int
    size: int
    content: bytes
    """A digest of the file's bytes."""
    result: bytes
    """A digest of the file's result."""
    start: int
    length: int


class Cache:
    """Reads one cache file piece by piece, and writes its successor."""

    def __init__(self, root: Path, key: str) -> None:
        self._folder = root / FOLDER
        self._path = self._folder / f"{key}.bin"
        self._blobs_at = 0
        self.entries: dict[str, Entry] = {}
        self._written = 0
        self._outcome_place: tuple[bytes, int, int, bytes] = (b"", 0, 0, b"")
        with contextlib.suppress(OSError), self._path.open("rb", buffering=0) as stream:
            self._load(key, stream)

    def _load(self, key: str, stream: io.FileIO) -> None:
        start = len(_MAGIC) + _CHECKSUM_SIZE + 8
        header = stream.read(start)
        if not header.startswith(_MAGIC) or len(header) < start:
            return
        length = int.from_bytes(header[start - 8 :], "big")
        if length > os.fstat(stream.fileno()).st_size:
            return
        index = stream.read(length)
        if checksum(index) != header[len(_MAGIC) : len(_MAGIC) + _CHECKSUM_SIZE]:
            return
        stored_key, self._written, self._outcome_place, entries = marshal.loads(index)
        if stored_key == key:
            self._blobs_at = start + length
            self.entries = {path: Entry._make(entry) for path, entry in entries.items()}

    def fresh(self, path: str, modified: int, size: int) -> Entry | None:
        """What is known of a file that looks as it did; None where it has to be read again."""
        entry = self.entries.get(path)
        if entry is None or entry.modified != modified or entry.size != size:
            return None
        return entry if modified + _SETTLED_AFTER < self._written else None

    def is_same(self, path: str, root: Path) -> bool:
        """Whether a file's bytes are those of its stored result, whatever its times say."""
        entry = self.entries.get(path)
        if entry is None:
            return False
        with contextlib.suppress(OSError):
            return checksum((root / path).read_bytes()) == entry.content
        return False

    def blobs(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The stored results of files; those that were damaged are missing."""
        found: dict[str, bytes] = {}
        with contextlib.suppress(OSError):
            content = self._path.read_bytes()
            for path in paths:
                entry = self.entries[path]
                begin = self._blobs_at + entry.start
                blob = content[begin : begin + entry.length]
                if checksum(blob) == entry.result:
                    found[path] = blob
        return found

    def outcome(self, results: bytes) -> bytes | None:
        """The stored outcome, if it was made from the same results."""
        made_from, start, length, expected = self._outcome_place
        if made_from != results:
            return None
        with contextlib.suppress(OSError), self._path.open("rb") as stream:
            stream.seek(self._blobs_at + start)
            blob = stream.read(length)
            return blob if checksum(blob) == expected else None
        return None

    def write(self, key: str, entries: Mapping[str, tuple[Entry, bytes]], results: bytes, outcome: bytes) -> None:
        """Replace the cache file; a folder that cannot be written to is left as it is."""
        blobs: list[bytes] = [outcome]
        position = len(outcome)
        placed: dict[str, tuple[Any, ...]] = {}
        for path, (entry, blob) in entries.items():
            placed[path] = tuple(entry._replace(start=position, length=len(blob)))
            blobs.append(blob)
            position += len(blob)
        place = (results, 0, len(outcome), checksum(outcome))
        index = marshal.dumps((key, time.time_ns(), place, placed))
        header = _MAGIC + checksum(index) + len(index).to_bytes(8, "big")
        with contextlib.suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            _keep_out_of_version_control(self._folder)
            _replace(self._path, (header, index, *blobs))
            _forget_oldest(self._folder)


def checksum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_CHECKSUM_SIZE).digest()


def digest_of_results(results: Mapping[str, bytes]) -> bytes:
    """One digest for the results of all files."""
    paths = sorted(results)
    return checksum(
        "\n".join(paths).encode(errors="surrogateescape") + b"\0" + b"".join(map(results.__getitem__, paths))
    )


def _replace(path: Path, parts: Iterable[bytes]) -> None:
    """Write beside the file and rename, so that other runs see the old file or the new one, never a half."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(parts)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _keep_out_of_version_control(folder: Path) -> None:
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


def _forget_oldest(folder: Path) -> None:
    """Keep the cache files of the last few configurations only."""
    files = sorted(folder.glob("*.bin"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for file in files[_KEPT_FILES:]:
        file.unlink(missing_ok=True)
