"""Where what the tool remembers lies, and the key with which it is signed.

By default that is a folder of the user's own, outside of every repository; another place is asked for by whoever
runs the command, never by the code that is checked. Everything is signed with a key of the user's, so that nobody
else can make the tool believe anything.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from pathlib import Path
from typing import NamedTuple

from ..writing import replace_own
from .own_files import is_ours, own_content, own_folder

FOLDER_VARIABLE = "PATTERN_LINT_CACHE_DIR"
"""Another place for the cache."""
KEY_VARIABLE = "PATTERN_LINT_CACHE_KEY"
"""A text that stands for the key of the user's, where a job has no folder of its own to keep one in."""

_NAME = "pattern-lint"
_KEY_NAME = "key"
_KEY_SIZE = 32


class NoHomeError(Exception):
    """Nothing can be remembered; the message says why."""


class Home(NamedTuple):
    """The place of one project's cache."""

    folder: Path
    secret: bytes
    shared: Path | None
    """The folder in which those of all the user's projects lie; None where the user chose the place."""
    used: float
    """When the cache was last used."""


def home_of(root: Path, asked: Path | None = None) -> Home:
    """The place for what is remembered of the project at `root`; `asked` is the folder that the user wants."""
    named = os.environ.get(FOLDER_VARIABLE)
    chosen = asked or (Path(named) if named else None)
    if chosen is None:
        shared = _users()
        folder = _made(shared / _name(root))
    else:
        shared = None
        folder = _made(_unlinked(Path(os.path.normpath(chosen.absolute())), root) / _name(root))
    status = own_folder(folder)
    return Home(folder, _secret(shared), shared, status.st_mtime if status is not None else 0)


def _user_folder() -> Path:
    """The tool's own folder among the caches of the user."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if not given.is_absolute():
        if sys.platform == "win32":
            given = Path(os.environ.get("LOCALAPPDATA", ""))
        else:
            given = Path("~/Library/Caches" if sys.platform == "darwin" else "~/.cache")
            with contextlib.suppress(RuntimeError):
                given = given.expanduser()
    if not given.is_absolute():
        raise NoHomeError("the user has no folder for caches")
    return given / _NAME


def _name(root: Path) -> str:
    return hashlib.blake2b(os.fsencode(root), digest_size=16).hexdigest()


def _users() -> Path:
    """The tool's own folder among the caches of the user.

    It is made only in this user's home: who works with another's rights leaves nothing in that one's.
    """
    folder = _user_folder()
    if not os.path.lexists(folder):
        above = next(parent for parent in folder.parents if os.path.lexists(parent))
        if above.is_dir() and not is_ours(above.stat()):
            raise NoHomeError(f"{above}: belongs to somebody else")
    return _made(folder)


def _made(folder: Path) -> Path:
    """A folder that belongs to the user alone, made where it is not there."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(folder):
            folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise NoHomeError(f"{folder}: cannot be made: {error.strerror or error}") from None
    if own_folder(folder) is None:
        raise NoHomeError(f"{folder}: is no folder that belongs to this user alone")
    return folder


def _unlinked(folder: Path, root: Path) -> Path:
    """A folder that lies where its name says; the links that a repository may hold lead out of it."""
    real = Path(os.path.realpath(root))
    if folder.is_relative_to(root) and Path(os.path.realpath(folder)) != real / folder.relative_to(root):
        raise NoHomeError(f"{folder}: a link leads to another place")
    return folder


def _secret(shared: Path | None) -> bytes:
    """The key of the user's, made where there is none."""
    given = os.environ.get(KEY_VARIABLE)
    if given:
        return hashlib.blake2b(os.fsencode(given), digest_size=_KEY_SIZE).digest()
    path = (shared or _users()) / _KEY_NAME
    key = own_content(path, private=True)
    if len(key) != _KEY_SIZE:
        try:
            replace_own(path, [os.urandom(_KEY_SIZE)])
        except OSError as error:
            raise NoHomeError(f"{path}: cannot be written: {error.strerror or error}") from None
        key = own_content(path, private=True)  # of two that make one at once, the last holds
    if len(key) != _KEY_SIZE:
        raise NoHomeError(f"{path}: cannot be read")
    return key
