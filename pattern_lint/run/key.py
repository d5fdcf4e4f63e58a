"""A digest of everything but the files that the findings of a run depend on."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from .. import __version__
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
    names = set(named)
    for file in files:
        first, _, rest = file.path.partition("/")
        names.add(first.removesuffix(".py"))
        if rest:
            names.add(rest.partition("/")[0].removesuffix(".py"))
    return frozenset(names - {"__init__"})


def digest(parts: Sequence[bytes]) -> str:
    """A digest of byte strings that no other sequence of byte strings has."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.hexdigest()


@cache
def _tool_signature() -> str:
    """What the tool's own files look like: it changes while cards and kinds are being written."""
    return _signature(Path(__file__).parents[1], (".py",)) + _signature(rules_folder(), (".md", ".toml"))


def _signature(folder: Path, suffixes: tuple[str, ...]) -> str:
    return ";".join(sorted(_looks(str(folder), suffixes)))


def _looks(folder: str, suffixes: tuple[str, ...]) -> Iterable[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _looks(entry.path, suffixes)
            elif entry.name.endswith(suffixes):
                status = entry.stat()
                yield f"{entry.path}:{status.st_mtime_ns}:{status.st_size}"
