"""What the attributes of a repository say of a file."""

from __future__ import annotations

import shutil
from pathlib import Path

from .places import place_of
from .process import git_for

_FILE = ".gitattributes"


def attribute(name: str, file: Path) -> str:
    """An attribute of a file in a working tree; empty where there is no repository, or none that can be read."""
    place = place_of(file.parent)
    if place is None:
        return ""
    with git_for(place) as git:
        path = (file.parent.resolve() / file.name).relative_to(place.top)
        copies = {place.common / "info" / "attributes": git.folder / "info" / "attributes"}
        copies |= {place.top / folder / _FILE: git.tree / folder / _FILE for folder in path.parents}
        for real, copy in copies.items():
            if real.is_file():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(real, copy)
        return (git.say("check-attr", name, "--", path.as_posix()) or "").rpartition(": ")[2]
