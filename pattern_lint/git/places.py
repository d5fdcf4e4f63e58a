"""Where the repository of a folder is."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..reading import content_of, is_folder, lies_below

_POINTER = "gitdir: "
_LONGEST_POINTER = 4096


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


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a path leads out of the repository that a folder lies in; where there is none, nothing does."""
    place = place_of(folder)
    return place is not None and not lies_below(path, place.top)


def _git_folder(entry: Path) -> Path | None:
    if is_folder(entry):
        return entry
    pointed = _first_line(entry)
    return (entry.parent / pointed.removeprefix(_POINTER)).resolve() if pointed.startswith(_POINTER) else None


def _first_line(file: Path) -> str:
    return content_of(file, 0, _LONGEST_POINTER).decode(errors="surrogateescape").partition("\n")[0].strip()


def _is_complete(place: Place) -> bool:
    return bool(content_of(place.own / "HEAD", 0, 1)) and is_folder(place.common / "objects")
