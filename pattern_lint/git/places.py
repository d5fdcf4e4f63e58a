"""Where the repository of a folder is, and which names in its trees a file may have."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from ..reading import content_of

_POINTER = "gitdir: "
_LONGEST_POINTER = 4096
_LONGEST_NAME, _LONGEST_PATH = 255, 4000
"""Bytes that file systems allow."""
_NEVER_PARTS = frozenset({"", ".", ".."})


class Place(NamedTuple):
    """A repository on the disk."""

    top: Path
    """The folder that its working tree begins in."""
    own: Path
    """What belongs to this working tree alone, such as HEAD."""
    common: Path
    """What all its working trees share, such as objects and branches."""


def place_of(folder: Path) -> Place | None:
    """The repository that a folder lies in: only one with a `.git`, never a folder that merely looks like one."""
    folder = folder.resolve()
    for top in (folder, *folder.parents):
        own = _git_folder(top / ".git")
        if own is not None:
            shared = _first_line(own / "commondir")
            place = Place(top, own, (own / shared).resolve() if shared else own)
            if _is_complete(place):
                return place
    return None


def is_safe(path: str) -> bool:
    """Whether a name from a tree is one that a file below a folder can have: git itself would not write others."""
    if "\0" in path or len(path.encode(errors="surrogateescape")) > _LONGEST_PATH:
        return False
    return all(map(_is_safe_part, path.replace("\\", "/").split("/")))


def _is_safe_part(part: str) -> bool:
    if part in _NEVER_PARTS or len(part.encode(errors="surrogateescape")) > _LONGEST_NAME:
        return False
    return part.rstrip(" .").lower() != ".git"


def _git_folder(entry: Path) -> Path | None:
    if os.path.isdir(entry):  # noqa: PTH112 -- false also where a folder may not be looked into
        return entry
    pointed = _first_line(entry)
    return (entry.parent / pointed.removeprefix(_POINTER)).resolve() if pointed.startswith(_POINTER) else None


def _first_line(file: Path) -> str:
    return content_of(file, 0, _LONGEST_POINTER).decode(errors="surrogateescape").partition("\n")[0].strip()


def _is_complete(place: Place) -> bool:
    return bool(content_of(place.own / "HEAD", 0, 1)) and os.path.isdir(place.common / "objects")  # noqa: PTH112
