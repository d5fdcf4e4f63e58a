"""`pattern-lint new worker` and its like: a component with its test, and what both build on."""

from __future__ import annotations

import keyword
import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from ..cards.scaffolds import Made, Scaffold, load_scaffolds, made, missing_names
from ..config.settings import Config
from ..problems import UsageError, unknown
from ..reading import content_of, is_file
from ..writing import check, replace_all
from .output import say

_NOT_CODE = frozenset({"tests", "test", "docs", "build", "dist", "patterns"})
_INIT = "__init__.py"


def write_component(kind: str, name: str, folder: str | None, config: Config) -> int:
    """Write a component of that kind; where anything is wrong, nothing is written."""
    scaffolds = load_scaffolds(config.card_folders)
    if kind not in scaffolds:
        raise UsageError(f"{unknown('kind to make', kind, [*scaffolds, 'card'])} `pattern-lint new --help` tells more.")
    if not name.isidentifier() or keyword.iskeyword(name):
        raise UsageError(f"`{name}` is no name for a class; give one such as PriceFeed")
    package = _package(folder, config.root)
    component = made(scaffolds[kind], name, package)
    new = _new_files(component, config.root)
    _write({**_inits(new, package, config.root), **new}, config.root)
    say("".join(f"{line}\n" for line in _told(scaffolds[kind], component, new, config)))
    return 0


def _package(folder: str | None, root: Path) -> PurePosixPath:
    """The folder of the package, from the project's."""
    if folder is not None:
        path = PurePosixPath(os.path.relpath(root / folder, root))
        if ".." in path.parts or not all(part.isidentifier() for part in path.parts):
            raise UsageError(f"{folder}: not the folder of a package below {root}; name one such as src/shop")
        return path
    found = sorted(
        PurePosixPath(init.parent.relative_to(root).as_posix())
        for pattern in (f"*/{_INIT}", f"src/*/{_INIT}")
        for init in root.glob(pattern)
        if init.parent.name not in _NOT_CODE
    )
    if len(found) != 1:
        which = f"there are {', '.join(map(str, found))}" if found else "none is there yet"
        raise UsageError(f"which package does it belong to? {which}; name its folder with --folder")
    return found[0]


def _new_files(component: Made, root: Path) -> dict[str, str]:
    there = [path for path in component.files if os.path.lexists(root / path)]
    if there:
        raise UsageError(f"{there[0]}: this file is there already; nothing is written over it")
    shared = {path: text for path, text in component.shared.items() if not is_file(root / path)}
    return {**shared, **component.files}


def _inits(paths: Iterable[str], package: PurePosixPath, root: Path) -> dict[str, str]:
    """The files that make packages of the folders from the package down."""
    folders = {folder for path in paths for folder in PurePosixPath(path).parents if folder.is_relative_to(package)}
    inits = [str(folder / _INIT) for folder in sorted(folders)]
    return {path: "" for path in inits if not is_file(root / path)}


def _write(texts: Mapping[str, str], root: Path) -> None:
    path = Path()
    try:
        for name in texts:
            path = root / name
            check(path, inside=root)
            path.parent.mkdir(parents=True, exist_ok=True)
        replace_all({root / name: text.encode() for name, text in texts.items()})
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}; name another --folder") from None


def _told(scaffold: Scaffold, component: Made, new: Mapping[str, str], config: Config) -> Iterable[str]:
    yield from (f"{path}: written" for path in new)
    for path in component.shared:
        if path in new:
            continue
        source = content_of(config.root / path).decode("utf-8", "replace")
        missing = missing_names(source, component.names[path])
        yield f"{path}: kept" + (f"; what is new needs {', '.join(missing)} in it" if missing else "")
    if scaffold.profile not in config.profile_names:
        yield f"* it keeps the patterns of the profile {scaffold.profile}: add it to `profile` to have them checked"
