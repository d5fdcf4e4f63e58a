"""A digest of everything but the files that the findings of a run depend on."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from .. import __version__
from ..lang.languages import language_of
from ..lang.python.layout import top_level_names
from ..reading import content_of
from ..resources import rules_folder
from ..tools import ruff_state
from .files import File
from .request import Request
from .targets import Target


def plan_key(target: Target, request: Request, roots: frozenset[str]) -> str:
    """The same key means the same tool, cards and configuration; what is cached under another does not count."""
    parts = [__version__, sys.version, sys.getfilesystemencoding(), _tool_signature(), str(target.root)]
    parts += [str(request.isolated), str(request.profiles), str(request.select), str(request.ignore), *sorted(roots)]
    contents = [ruff_state.state(target.root, isolated=request.isolated)]
    if target.config_file is not None:
        parts += [_signature(folder, (".md", ".toml")) for folder in target.config.card_folders]
        contents += [file.read_bytes() for file in target.config.files]
    return digest([*(part.encode(errors="surrogateescape") for part in parts), *contents])[:24]


def package_roots(files: Iterable[File], named: Iterable[str] = ()) -> frozenset[str]:
    """The top-level names under which the project's own code is imported, source folders looked through."""
    return top_level_names([file.path for file in files if language_of(file.path) is None]).union(named)


def digest(parts: Sequence[bytes]) -> str:
    """A digest of byte strings that no other sequence of byte strings has."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.hexdigest()


@cache
def _tool_signature() -> str:
    """Which tool this is: what was installed, and how files look that were changed since.

    An installation has a record of its files' contents, by which it is the same wherever and whenever it was made,
    such as anew in each job. In a working copy all files may change while cards and kinds are being written.
    """
    package = Path(__file__).parents[1]
    record = package.parent / f"{package.name}-{__version__}.dist-info" / "RECORD"
    installed, since = content_of(record).decode(errors="replace"), -1
    if f"\n{package.name}/engine/key.py," in f"\n{installed}":
        since = record.stat().st_mtime_ns
    changed = _signature(package, (".py",), since) + _signature(rules_folder(), (".md", ".toml"), since)
    return f"{installed if since >= 0 else ''}{changed}"


def _signature(folder: Path, suffixes: tuple[str, ...], since: int = -1) -> str:
    return ";".join(sorted(_looks(str(folder), suffixes, since)))


def _looks(folder: str, suffixes: tuple[str, ...], since: int) -> Iterable[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):  # links to folders are not followed when cards are read, either
                yield from _looks(entry.path, suffixes, since)
            elif entry.name.endswith(suffixes):
                status = entry.stat(follow_symlinks=not _is_broken(entry))
                if status.st_mtime_ns > since:
                    yield f"{entry.path}:{status.st_mtime_ns}:{status.st_size}"


def _is_broken(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a link that leads nowhere; who reads the file says so."""
    return entry.is_symlink() and not os.path.exists(entry.path)  # noqa: PTH110 -- false also where links go in circles
