"""Files that have to be there for modules, such as a test or a page of each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ...config.globs import is_glob, matches_any
from ...lang.languages import ENDINGS, PYTHON, language_of

_FILE, _FOLDER = "{file}", "{folder}"


def languages_of(globs: Collection[str]) -> frozenset[str]:
    """The languages of the files that globs name."""
    return frozenset(language_of(glob) or PYTHON for glob in globs)


def unread(globs: Collection[str]) -> Iterator[str]:
    """What is wrong with globs of files that nobody looks at."""
    for glob in globs:
        if not glob.endswith((".py", *ENDINGS)):
            yield f"`{glob}` must end as files do that are read: .py, {', '.join(ENDINGS)}"


class Files:
    """The files of a project, by their names."""

    def __init__(self, paths: Collection[str]) -> None:
        self._paths = paths
        self._by_name: dict[str, list[str]] = {}
        for path in paths:
            self._by_name.setdefault(path.rpartition("/")[2], []).append(path)
        self._known: dict[str, bool] = {}

    def has(self, glob: str, path: str) -> bool | None:
        """Whether there is such a file for a module; None where the project has none for any, as they may lie where
        nobody looks."""
        folder, _, name = path.rpartition("/")
        if self._fits(_filled(glob, {_FILE: name.rpartition(".")[0], _FOLDER: folder})):
            return True
        if glob not in self._known:
            self._known[glob] = self._fits(_filled(glob, {_FILE: "*", _FOLDER: "**"}))
        return False if self._known[glob] else None

    def _fits(self, glob: str) -> bool:
        name = glob.rpartition("/")[2]
        paths = self._paths if is_glob(name) else self._by_name.get(name, ())
        return any(matches_any((glob,), path) for path in paths)


def _filled(glob: str, words: Mapping[str, str]) -> str:
    for word, text in words.items():
        glob = glob.replace(word, text)
    return glob.replace("//", "/").lstrip("/")
