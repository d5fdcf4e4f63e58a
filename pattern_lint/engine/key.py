"""A digest of everything but the files that the findings of a run depend on."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from .. import __version__
from ..lang.languages import language_of
from ..lang.python.layout import top_level_names
from ..packs.installed import Entry, entries, folders
from ..reading import content_of
from ..resources import rules_folder, vocabulary_folder
from ..tools import ruff_state
from .files import File
from .request import Request
from .targets import Target

_PACKAGE = Path(__file__).parents[1]


def plan_key(target: Target, request: Request, roots: frozenset[str]) -> str:
    """The same key means the same tool, cards and configuration; what is cached under another does not count."""
    parts = [*_base(target, roots), _signature(rules_folder(), (".md", ".toml"), _own_record()[1])]
    parts += [str(request.isolated), str(request.profiles), str(request.select), str(request.ignore)]
    contents = [ruff_state.state(target.root, isolated=request.isolated)]
    if target.config_file is not None:
        parts += [_signature(folder, (".md", ".toml")) for folder in target.config.card_folders]
        contents += [file.read_bytes() for file in target.config.files]
        contents += [content_of(document) for document in target.config.documents]
    return _key(parts, contents)


def facts_key(target: Target, roots: frozenset[str], topics: Iterable[str]) -> str:
    """The same key means that files tell the same facts, those of some topics among them, whatever the cards say."""
    return _key(["facts", *_base(target, roots), *topics])


def _base(target: Target, roots: frozenset[str]) -> list[str]:
    """What every result of a file hangs on, whatever the cards say."""
    tool = [__version__, sys.version, sys.getfilesystemencoding(), _tool_signature()]
    return [*tool, *_words_signatures(target), *map(pack_signature, entries()), str(target.root), *sorted(roots)]


def _words_signatures(target: Target) -> Iterator[str]:
    """Which lists of names hold: files tell their facts by them, and they say what many kinds go by."""
    own = target.config.card_folders if target.config_file is not None else ()
    for folder in (vocabulary_folder(), *(folder / vocabulary_folder().name for folder in own)):
        if folder.is_dir():
            yield _signature(folder, (".toml",), _own_record()[1] if folder == vocabulary_folder() else -1)


def _key(parts: Iterable[str], contents: Iterable[bytes] = ()) -> str:
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
    installed, since = _own_record()
    return f"{installed}{_signature(_PACKAGE, ('.py',), since)}"


@cache
def _own_record() -> tuple[str, int]:
    return _installed(_PACKAGE.parent / f"{_PACKAGE.name}-{__version__}.dist-info" / "RECORD", _PACKAGE.name)


def pack_signature(entry: Entry) -> str:
    """Which pack this is, told like which tool."""
    installed, since = _installed(Path(entry.info) / "RECORD", entry.top)
    changed = (_signature(folder, (".py", ".md", ".toml"), since) for folder in folders(entry) if folder.is_dir())
    return "\n".join([*entry, installed, *changed])


def _installed(record: Path, package: str) -> tuple[str, int]:
    """What an installer has put where a package is, and when; nothing where the package is a working copy."""
    listed = content_of(record).decode(errors="replace")
    if f"\n{package}/" in f"\n{listed}":
        return listed, record.stat().st_mtime_ns
    return "", -1


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
