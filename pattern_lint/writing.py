"""The one place where files are written that are to stay.

Who checks a repository has not written it, so what lies in it must not be able to direct what the tool writes. A file
is put in place whole, by renaming, or not at all; never through a link; and over another file only where that one
says in its first line that the tool made it, or where it is edited on purpose.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

_LONGEST_NAME, _LONGEST_PATH = 255, 4000
"""Bytes that file systems allow."""
_AT_ONCE, _LARGE = 64, 1 << 16
"""Parts of a content that are written at once, and the bytes from which on one is written alone."""
_NEVER_PARTS = frozenset({"", ".", "..", ".git"})
WRITING = ".pattern-lint-writing-"
"""How the names of files begin that are still being written."""
_STREAMS = ("/dev/", "/proc/")
"""Where names stand for what a process has open; they are links and meant to be."""


class RefusedError(OSError):
    """A file that is not written, although it could be."""

    def __init__(self, why: str) -> None:
        super().__init__(errno.EPERM, why)


def replace(path: Path, content: bytes, *, mark: bytes = b"", inside: Path | None = None) -> None:
    """Write a file; the old one stays as it is until the new one is complete.

    With a `mark`, only a file that begins with it is written over. `inside` is a folder above, from which on no
    folder may be a link.
    """
    check(path, mark=mark, inside=inside)
    replace_all({path: content})


def check(path: Path, *, mark: bytes = b"", inside: Path | None = None) -> None:
    """Refuse what must not be written, before anything is done."""
    if inside is not None:
        _check_folders(path, inside)
    try:
        status = path.lstat()
    except FileNotFoundError:
        return
    except ValueError:
        raise RefusedError("no file can have such a name") from None
    if stat.S_ISLNK(status.st_mode):
        raise RefusedError(
            "it is a symbolic link, and nothing is written through one; delete it, or name the file itself"
        )
    if not stat.S_ISREG(status.st_mode):
        raise RefusedError("it is no regular file")
    if mark and status.st_size:
        with path.open("rb") as stream:
            if stream.read(len(mark)) != mark:
                first = mark.decode().strip()
                raise RefusedError(f"another file of that name is kept; one to write over begins with `{first}`")


def replace_all(contents: Mapping[Path, bytes]) -> None:
    """Write several files, all of them or none."""
    _put({path: (content,) for path, content in contents.items()})
    for folder in {path.parent for path in contents}:
        _sync(folder)


def replace_own(path: Path, content: Iterable[bytes]) -> None:
    """Write a file that the tool keeps for itself, whatever lies in its place: for the user alone, and quick.

    What a power failure takes of it is made again. The parts of a large content are never put together in memory.
    """
    _put({path: content}, private=True)


def write_report(path: Path, content: bytes) -> None:
    """Write a file that the user named for it, whatever it was; what a process has open is written to as it is."""
    named = str(path.absolute())
    if not named.startswith(_STREAMS):
        with contextlib.suppress(FileNotFoundError):
            status = path.lstat()
            if stat.S_ISLNK(status.st_mode) or stat.S_ISREG(status.st_mode):
                named = ""
        if not named or not path.exists():
            check(path)
            if os.access(path.parent, os.W_OK) and not os.path.ismount(path):
                replace_all({path: content})
                return
    with path.open("wb") as stream:
        stream.write(content)


def append_line(path: Path, line: bytes) -> None:
    """Add a line to a file, or leave the file as it was; a last line without an end gets one."""
    check(path)
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, 0o666), "r+b", buffering=0) as stream:
        size = stream.seek(0, os.SEEK_END)
        if size:
            stream.seek(size - 1)
            line = line if stream.read(1) == b"\n" else b"\n" + line
        try:
            _write_whole(stream.fileno(), line)
            os.fsync(stream.fileno())
        except OSError:
            stream.truncate(size)
            raise


def can_be_named(path: str) -> bool:
    """Whether a file can have such a name at all."""
    name = path.encode(errors="surrogateescape")
    return b"\0" not in name and len(name) <= _LONGEST_PATH and max(map(len, name.split(b"/"))) <= _LONGEST_NAME


def can_be_below(path: str) -> bool:
    """Whether a name from outside is one that a file below a folder can have."""
    parts = path.replace("\\", "/").split("/")
    return can_be_named(path) and not any(part.rstrip(" .").lower() in _NEVER_PARTS for part in parts)


def _check_folders(path: Path, inside: Path) -> None:
    try:
        folders: Iterable[Path] = path.relative_to(inside).parents
    except ValueError:
        raise RefusedError(f"it lies outside of {inside}") from None
    for folder in folders:
        if ".." in folder.parts:
            raise RefusedError(f"it may lie outside of {inside}")
        if folder.parts and (inside / folder).is_symlink():
            raise RefusedError(f"its folder {inside / folder} is a symbolic link, and nothing is written through one")


def _put(contents: Mapping[Path, Iterable[bytes]], *, private: bool = False) -> None:
    """Write beside the files and rename, so that others see the old ones or the new ones, never a half."""
    written: list[tuple[Path, Path]] = []
    try:
        for path, content in contents.items():
            temporary = path.with_name(f"{WRITING}{os.urandom(8).hex()}")
            written.append((temporary, path))
            _write_new(temporary, content, None if private else path)
        for temporary, path in written:
            temporary.replace(path)
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)


def _write_new(path: Path, content: Iterable[bytes], like: Path | None) -> None:
    """Write a file that was not there: with the rights of another and to last, or for the user alone."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags, 0o666 if like is not None else 0o600)
    try:
        if like is None:
            _write_parts(handle, content)
            return
        with contextlib.suppress(OSError):  # there is no other file, or its rights cannot be had
            os.fchmod(handle, stat.S_IMODE(like.lstat().st_mode))
        _write_parts(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_parts(handle: int, content: Iterable[bytes]) -> None:
    waiting: list[bytes] = []
    for part in content:
        if len(part) > _LARGE:  # it would take as much room again to put it together with others
            _write_whole(handle, b"".join(waiting))
            _write_whole(handle, part)
            waiting.clear()
            continue
        waiting.append(part)
        if len(waiting) == _AT_ONCE:
            _write_whole(handle, b"".join(waiting))
            waiting.clear()
    _write_whole(handle, b"".join(waiting))


def _write_whole(handle: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(handle, left) :]


def _sync(folder: Path) -> None:
    """Make sure that a name is kept, too, where folders can be told to."""
    with contextlib.suppress(OSError):  # some file systems cannot
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
