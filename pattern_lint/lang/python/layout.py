"""Under which names a project's files can be imported, as far as their paths tell.

There is no implicit relative import: in a package, `traitlets.py` is `package.traitlets` and nothing else, and whoever
imports `traitlets` means another's. An absolute name begins at a folder that Python searches: the root, a source
folder, or another folder that is no package.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Set
from typing import NamedTuple

from .paths import dotless

SOURCE_FOLDERS = frozenset({"src", "lib", "python", "source"})
_APART = frozenset(
    {"tests", "test", "testing", "examples", "example", "samples", "docs", "doc", "benchmarks", "scripts", "script"}
)
"""What lies below such folders is imported from there alone."""


class Short(NamedTuple):
    """A shorter name of a module."""

    name: str
    folder: str
    """The folder, as a dotted name, that Python has to search for the name to hold."""
    is_apart: bool
    """Whether only what lies in the folder can mean the module by the name."""


def top_level_names(paths: Iterable[str]) -> frozenset[str]:
    """The first names under which the files of a project can be imported."""
    paths = [dotless(path.removesuffix(".pyi").removesuffix(".py")) for path in paths]
    folders = {path.rpartition("/")[0] for path in paths}
    packages = {path.rpartition("/")[0] for path in paths if path.endswith(_INIT)}
    tops = {path.partition("/")[0] for path in paths}
    tops |= {path.split("/")[1] for path in paths if "/" in path and _is_searched(path.partition("/")[0], packages)}
    for folder in folders:
        tops |= set(_first_package(folder, packages))
    return frozenset(name for name in tops if name != _INIT)


_INIT = "__init__"


def _is_searched(first: str, packages: Set[str]) -> bool:
    return first not in packages and first not in _APART


def _first_package(folder: str, packages: Set[str]) -> Iterator[str]:
    """The outermost package that a folder is or lies in."""
    parts = folder.split("/")
    for depth in range(1, len(parts) + 1):
        if parts[depth - 1] in _APART:
            return
        if "/".join(parts[:depth]) in packages:
            if depth == 1 or parts[depth - 1] not in sys.stdlib_module_names:
                yield parts[depth - 1]
            return


def shorter_names(name: str, packages: Set[str]) -> Iterator[Short]:
    """The names of a module without folders in front that are no packages, such as `src`."""
    folder, rest, is_apart = "", name, False
    while "." in rest:
        first, _, rest = rest.partition(".")
        folder = f"{folder}.{first}" if folder else first
        if folder in packages:
            return
        is_apart = is_apart or first in _APART
        if rest.partition(".")[0] not in sys.stdlib_module_names:
            is_loose = "." not in rest and rest not in packages and name not in packages
            yield Short(rest, folder, is_apart or (is_loose and first not in SOURCE_FOLDERS))
