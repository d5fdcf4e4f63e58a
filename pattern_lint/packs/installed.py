"""Which packs are installed, found without importing any: every run has to know whether they are the same.

The machinery of `importlib.metadata` takes longer than a whole run in which nothing changed, so the entry points are
read here as installers write them.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

GROUP = "pattern_lint.packs"
WITHOUT = "PATTERN_LINT_WITHOUT_PACKS"
"""The environment variable that names packs to be left out, or `all`."""
_INSTALLED = ".dist-info"
_ENTRY = re.compile(r"(?P<name>[^=\[#;\s][^=]*?)\s*=\s*(?P<module>[\w.]+)\s*(?::\s*(?P<attribute>[\w.]+))?")


class Entry(NamedTuple):
    """An entry point by which an installed package says that it brings a pack."""

    name: str
    module: str
    attribute: str
    package: str
    """The name under which the package is installed."""
    version: str
    info: str
    """The folder in which its installer has written down what it is."""

    @property
    def top(self) -> str:
        """The package to import, which everything of the pack lies in."""
        return self.module.partition(".")[0]

    def __str__(self) -> str:
        return f"the pack `{self.name}` ({self.package} {self.version})"


@cache
def entries() -> tuple[Entry, ...]:
    """The packs that are installed and not left out, by name."""
    left_out = {name.strip() for name in os.environ.get(WITHOUT, "").split(",")}
    if "all" in left_out:
        return ()
    found = {entry.name: entry for entry in found_in(sys.path) if entry.name not in left_out}
    return tuple(sorted(found.values()))


def found_in(folders: Iterable[str]) -> Iterator[Entry]:
    """Those of all packages; of two with one name the first on the path counts, as it does for Python."""
    here, seen = str(Path.cwd()), set[str]()
    for folder in folders:
        if not os.path.isabs(folder) or folder == here:  # noqa: PTH117 -- quicker; what is checked lies here
            continue
        for path, name in _infos(folder):
            package = name.removesuffix(_INSTALLED)
            title, _, version = package.partition("-")
            if title not in seen:
                seen.add(title)
                yield from _declared(path, title.replace("_", "-"), version)


def _infos(folder: str) -> list[tuple[str, str]]:
    try:
        with os.scandir(folder) as found:
            return sorted((entry.path, entry.name) for entry in found if entry.name.endswith(_INSTALLED))
    except OSError:  # the path may name what is not there, or archives
        return []


def _declared(info: str, package: str, version: str) -> Iterator[Entry]:
    try:
        with open(f"{info}/entry_points.txt", "rb", buffering=0) as stream:  # noqa: PTH123 -- pathlib is slower
            content = stream.readall()
    except OSError:  # most packages have none
        return
    if GROUP.encode() not in content:
        return
    group = ""
    for line in map(str.strip, content.decode(errors="replace").splitlines()):
        if line.startswith("["):
            group = line.strip("[] ")
        elif group == GROUP and (found := _ENTRY.fullmatch(line)):
            yield Entry(found["name"], found["module"], found["attribute"] or "", package, version, info)


def folders(entry: Entry) -> tuple[Path, ...]:
    """Where the package of a pack lies; a module that is one file lies nowhere by itself."""
    from importlib.util import find_spec  # takes time, and most machines have no packs

    try:
        spec = find_spec(entry.top)
    except (ImportError, ValueError):
        return ()
    return tuple(map(Path, (spec.submodule_search_locations if spec is not None else None) or ()))
