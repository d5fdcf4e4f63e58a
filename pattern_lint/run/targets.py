"""From the paths that a user names to the projects that they belong to, with the files of each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..config import Config, find_config, load_config
from .files import Exclusion, File, walk

_MARKERS = ("pyproject.toml", "setup.py", "setup.cfg", ".git", ".hg")


class UsageError(Exception):
    """What the user asked for cannot be done; the message says why and what to do."""


@dataclass
class Target:
    """One project of a run: its configuration, its files, and which of them the user asked about."""

    config: Config
    files: list[File] = field(default_factory=list)
    asked: set[str] | None = None
    """The paths to report on; None where the user asked about the whole project."""


def find_targets(paths: Sequence[str], *, config_file: Path | None = None, isolated: bool = False) -> list[Target]:
    """The projects that the paths belong to.

    One configuration is one project: everything below it is looked at, because checks decide across files, and
    what the user named is reported on. Without a configuration the named folders are the project.
    """
    named = [Path(path).absolute() for path in paths or ["."]]
    for path, given in zip(named, paths or ["."], strict=True):
        if not os.path.lexists(path):
            raise UsageError(f"{given}: there is no such file or folder")
    groups: dict[Path | None, list[Path]] = {}
    for path in named:
        path = Path(os.path.normpath(path))
        if isolated:
            found = None
        else:
            found = config_file.absolute() if config_file else find_config(path if path.is_dir() else path.parent)
        groups.setdefault(found, []).append(path)
    return [_target(found, group, isolated=isolated) for found, group in groups.items()]


def _target(config_file: Path | None, named: list[Path], *, isolated: bool) -> Target:
    if config_file is None:
        root = _common_root(named)
        project = named if isolated else [_widened(path) for path in named]
        return _collect(Config(root=root), root, project, named, bounded=False)
    config = load_config(config_file)
    root = config.root
    inside = [path for path in named if path.is_relative_to(root)]
    outside = [path for path in named if not path.is_relative_to(root)]
    if outside:
        raise UsageError(f"{outside[0]}: lies outside of {root}, which the configuration {config_file} is about")
    return _collect(config, root, [root], inside, bounded=True)


def _widened(path: Path) -> Path:
    """A lone file is part of the project around it, where something marks its root."""
    if path.is_dir():
        return path
    for folder in path.parents:
        if any((folder / marker).exists() for marker in _MARKERS):
            return folder
    return path


def _common_root(named: Iterable[Path]) -> Path:
    """The folder from which modules are named: above all packages that the paths lie in."""
    here = Path.cwd()
    folders = [path if path.is_dir() else path.parent for path in named]
    if all(folder.is_relative_to(here) for folder in folders):
        return here
    root = Path(os.path.commonpath(folders))
    while (root / "__init__.py").is_file() and root.parent != root:
        root = root.parent
    return root


def _collect(config: Config, root: Path, project: Iterable[Path], named: list[Path], *, bounded: bool) -> Target:
    exclusion = Exclusion((*config.exclude, *config.extend_exclude))
    files: dict[str, File] = {}
    for start in project:
        relative = start.relative_to(root).as_posix()
        above = "" if bounded else relative.rpartition("/")[0]
        for path, status in _below(root, "" if relative == "." else relative, exclusion):
            label = path.removeprefix(f"{above}/") if above else path
            files[path] = File(path, label, status.st_mtime_ns, status.st_size)
    everything = bounded and named == [root]
    asked = None if everything else {path for path in files if _is_asked(path, root, named)}
    return Target(config, sorted(files.values()), asked)


def _below(root: Path, relative: str, exclusion: Exclusion) -> Iterable[tuple[str, os.stat_result]]:
    start = root / relative
    if start.is_dir():
        return walk(root, relative, exclusion, lambda folder: _is_configured(folder, root))
    if exclusion.leaves_out(relative) or not start.is_file():
        return []
    return [(relative, start.stat())]


def _is_configured(folder: str, root: Path) -> bool:
    """Whether a folder below the root is a project of its own, because it has its own configuration."""
    found = find_config(Path(folder))
    return found is not None and found.parent == Path(folder) and found.parent != root


def _is_asked(path: str, root: Path, named: Iterable[Path]) -> bool:
    full = root / path
    return any(full == name or full.is_relative_to(name) for name in named)
