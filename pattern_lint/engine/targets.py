"""From the paths that a user names to the projects that they belong to, with the files of each."""

from __future__ import annotations

import os
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from copy import copy
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..config.defaults import BASELINE_FILE, CONFIG_FILES, DEFAULT_EXCLUDE
from ..git.places import place_of
from ..lang.languages import language_of
from ..problems import UsageError
from ..reading import content_of, is_file, is_folder, lies_below
from .files import Exclusion, File, walk

if TYPE_CHECKING:
    from ..config.settings import Config
    from .request import Request

_MARKERS = ("pyproject.toml", "setup.py", "setup.cfg", ".git", ".hg")


class Target:
    """One project of a run: its configuration, its files, and which of them the user asked about.

    `asked` are the paths to report on, None where the user asked about the whole project; `texts` count as the
    content of files, whatever the disk says.
    """

    def __init__(self, root: Path, config_file: Path | None) -> None:
        self.root = root
        self.config_file = config_file
        self.files: list[File] = []
        self.asked: set[str] | None = None
        self.texts: dict[str, bytes] = {}
        self.left_out: list[str] = []
        """Names of Python files that are not read: links out of the repository, and what is no file."""
        self.languages: frozenset[str] = frozenset()
        """The languages besides Python whose files take part."""
        self._others: list[str] = []
        """What seems to be in another language; nobody has looked at it."""
        self._starts: list[str] = []
        self._named: list[str] = []

    @cached_property
    def config(self) -> Config:
        """The settings; reading them takes time, so nobody asks for those of a project that has none in vain."""
        from ..config.configuration import load_config
        from ..config.settings import Config

        return load_config(self.config_file) if self.config_file is not None else Config(root=self.root)

    @property
    def exclude(self) -> tuple[str, ...]:
        """The patterns of what is left out."""
        return DEFAULT_EXCLUDE if self.config_file is None else (*self.config.exclude, *self.config.extend_exclude)

    def baseline_file(self, request: Request) -> Path | None:
        """The baseline that holds: the one asked for, the configured one, or one of the usual name if it is there."""
        if request.unbaselined or request.baseline is not None:
            return request.baseline
        named = self.config.baseline_file if self.config_file is not None else None
        usual = self.root / BASELINE_FILE
        return named or (usual if usual.is_file() and not request.isolated else None)

    def collect(self, project: Sequence[Path], named: Sequence[Path], texts: Mapping[Path, bytes]) -> None:
        """Find the files below the project's folders; those below what the user named are asked about."""
        self._starts = [start.relative_to(self.root).as_posix() for start in project]
        exclusion = Exclusion(self.exclude)
        files: dict[str, File] = {}
        for start in self._starts:
            above = self._above(start)
            for path, status in self._below("" if start == "." else start, exclusion):
                files[path] = _file(path, _label(path, above), status)
        for absolute, text in texts.items():
            path = absolute.relative_to(self.root).as_posix()
            if path in files or (absolute in named and not exclusion.leaves_out(path)):
                self.texts[path] = text
                if language_of(path) is None:
                    files.setdefault(path, File(path, path, 0, len(text)))
                else:
                    self._others.append(path)
        self.files = _with_packages(self.root, files)
        if not set(project) <= set(named):
            self._named = [path.relative_to(self.root).as_posix() for path in named]
            self.asked = {path for path in files if _is_asked(path, self._named)}

    def take_in(self, languages: Collection[str]) -> list[File]:
        """The project's files with those in other languages, which are looked for once it is known that cards ask."""
        self.languages = frozenset(languages)
        wanted = dict.fromkeys(path for path in self._others if language_of(path) in languages)
        self._others = []
        if wanted:
            exclusion = Exclusion(self.exclude)
            texts = [path for path in wanted if path in self.texts]
            kept = (path for path in wanted if path not in self.texts and not exclusion.leaves_out_file(path))
            found = [File(path, path, 0, len(self.texts[path])) for path in texts]
            ours = filter(self._is_ours, kept)
            found += [_file(path, _label(path, self._above(path)), (self.root / path).stat()) for path in ours]
            self.files = sorted([*self.files, *found])
            if self.asked is not None:
                self.asked |= {file.path for file in found if _is_asked(file.path, self._named)}
        return self.files

    def languages_found(self) -> frozenset[str]:
        """The languages besides Python that files of the project seem to be in."""
        return frozenset(filter(None, map(language_of, (*self._others, *(file.path for file in self.files)))))

    def belonging(self, paths: Iterable[str]) -> list[str]:
        """Those of the paths, from the root, at which a file belongs to the project when it is there."""
        exclusion = Exclusion(self.exclude)
        in_other_project = cache(lambda folder: _is_configured(f"{self.root}/{folder}", self.root))
        return [
            path
            for path in paths
            if (path.endswith(".py") or language_of(path) in self.languages)
            and _is_asked(path, self._starts)
            and not exclusion.leaves_out(path)
            and not any(map(in_other_project, _folders_above(path)))
        ]

    def with_other_files(self, same: Container[str], texts: Mapping[str, bytes]) -> Target:
        """The project with those of its files that are the same, and with others that have these contents."""
        other = copy(self)
        others = [File(path, _label(path, self._above(path)), 0, len(text)) for path, text in texts.items()]
        files = [*(file for file in self.files if file.path in same), *others]
        other.files = _with_packages(self.root, {file.path: file for file in files})
        other.texts, other.asked, other._others = dict(texts), None, []
        return other

    def content(self, path: str) -> bytes:
        """What is in one of the files today."""
        return self.texts[path] if path in self.texts else content_of(self.root / path)

    def _below(self, relative: str, exclusion: Exclusion) -> Iterable[tuple[str, os.stat_result]]:
        start = self.root / relative
        if is_folder(start):
            other = partial(_is_configured, root=self.root)
            return walk(self.root, relative, exclusion, other, self._is_ours, self._others)
        if exclusion.leaves_out(relative) or not os.path.lexists(start) or not self._is_ours(relative):
            return []
        if language_of(relative) is not None:
            self._others.append(relative)
            return []
        return [(relative, start.stat())]

    def _is_ours(self, path: str) -> bool:
        """Whether a file may be read: a link could lead to anything, so it has to stay in the repository."""
        ours = is_file(self.root / path) and lies_below(self.root / path, self._boundary)
        if not ours:
            self.left_out.append(path)
        return ours

    @cached_property
    def _boundary(self) -> Path:
        """What links may lead to: the repository around the project, or else the project."""
        place = place_of(self.root)
        return place.top if place is not None else self.root

    def _above(self, path: str) -> str:
        """The folders above what the user named, which do not count where nothing is configured."""
        start = next((start for start in self._starts if _is_asked(path, [start])), "")
        return "" if self.config_file else start.rpartition("/")[0]


def _file(path: str, label: str, status: os.stat_result) -> File:
    return File(path, label, status.st_mtime_ns, status.st_size, status.st_ino, status.st_ctime_ns)


def _with_packages(root: Path, files: Mapping[str, File]) -> list[File]:
    """The files in order, each with the number of packages around it, which other tools go by."""
    depths: dict[str, int] = {}

    def depth(folder: str) -> int:
        known = depths.get(folder)
        if known is None:
            marker = f"{folder}/__init__.py"
            is_package = marker.removeprefix("/") in files or Path(f"{root}/{marker}").is_file()
            above = folder.rpartition("/")[0]
            known = 1 + (depth(above) if folder else _packages_from(root.parent)) if is_package else 0
            depths[folder] = known
        return known

    return [file._replace(packages=depth(file.path.rpartition("/")[0])) for _, file in sorted(files.items())]


def _packages_from(folder: Path) -> int:
    """How many folders from one upwards are packages."""
    count = 0
    while (folder / "__init__.py").is_file() and folder.parent != folder:
        count, folder = count + 1, folder.parent
    return count


def absolute(name: str | Path) -> Path:
    """The path from the top, with `..` taken out and links left as they are."""
    return Path(os.path.normpath(Path(name).absolute()))


def find_targets(
    paths: Sequence[str],
    *,
    config_file: Path | None = None,
    isolated: bool = False,
    texts: Mapping[Path, bytes] | None = None,
) -> list[Target]:
    """The projects that the paths belong to.

    One configuration is one project: everything below it is looked at, because checks decide across files, and
    what the user named is reported on. Without a configuration the named folders are the project.
    """
    given = texts or {}
    groups: dict[Path | None, list[Path]] = {}
    for name in paths or ["."]:
        path = absolute(name)
        if path not in given and not os.path.lexists(path):
            raise UsageError(f"{name}: there is no such file or folder")
        folder = path if is_folder(path) else path.parent
        groups.setdefault(_config_file_for(folder, config_file, isolated), []).append(path)
    return [_target(found, group, given, isolated=isolated) for found, group in groups.items()]


def _config_file_for(folder: Path, config_file: Path | None, isolated: bool) -> Path | None:
    if isolated:
        return None
    if config_file is None:
        return _nearest_config(folder)
    if not is_file(config_file):
        raise UsageError(f"{config_file}: there is no such configuration file; --config names one")
    return absolute(config_file)


def _nearest_config(folder: Path) -> Path | None:
    """The nearest configuration; only where a file may hold one, the machinery that reads it is imported."""
    for parent in (folder, *folder.parents):
        if any(map(os.path.isfile, (f"{parent}/{name}" for name in CONFIG_FILES))):
            from ..config.configuration import find_config

            return find_config(parent)
    return None


def _target(config_file: Path | None, named: list[Path], texts: Mapping[Path, bytes], *, isolated: bool) -> Target:
    if config_file is None:
        project = named if isolated else [_widened(path) for path in named]
        target = Target(_common_root(project), None)
    else:
        root = config_file.parent
        project = [root]
        target = Target(root, config_file)
        for path in named:
            if not path.is_relative_to(root):
                message = f"{path}: lies outside of {root}, which the configuration {config_file} is about"
                raise UsageError(message)
    target.collect(project, named, texts)
    return target


def _widened(path: Path) -> Path:
    """A lone file is part of the project around it: where something marks its root, else the working folder."""
    if is_folder(path):
        return path
    for folder in path.parents:
        if any((folder / marker).exists() for marker in _MARKERS):
            return folder
    here = Path.cwd()
    too_wide = here in (Path(here.anchor), Path("~").expanduser())
    return here if path.is_relative_to(here) and not too_wide else path


def _common_root(project: Iterable[Path]) -> Path:
    """The folder from which modules are named: above all packages that the paths lie in."""
    here = Path.cwd()
    folders = [path if is_folder(path) else path.parent for path in project]
    if all(folder.is_relative_to(here) for folder in folders):
        return here
    root = Path(os.path.commonpath(folders))
    while (root / "__init__.py").is_file() and root.parent != root:
        root = root.parent
    return root


def _folders_above(path: str) -> Iterable[str]:
    """The folders from the root to a path, without the root itself."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]


def _label(path: str, above: str) -> str:
    return path.removeprefix(f"{above}/") if above else path


def _is_configured(folder: str, root: Path) -> bool:
    """Whether a folder below the root is a project of its own, because it has its own configuration."""
    found = _nearest_config(Path(folder))
    return found is not None and found.parent == Path(folder) and found.parent != root


def _is_asked(path: str, wanted: Iterable[str]) -> bool:
    return any(name == "." or path == name or path.startswith(f"{name}/") for name in wanted)
