"""What a run knows before it looks at files: which results of the cache still count, and which cards have a say."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from ..knowledge.words import use
from ..project.roles import ROLE
from .cache import Cache, Entry
from .files import File
from .plan import Plan
from .session import Task
from .survey import surroundings
from .unshown import is_telling, looked_for, unshown

if TYPE_CHECKING:
    from ..project.glimpses import Glimpse


class Start:
    """What is known of the files of a task."""

    def __init__(self, task: Task, plan: Plan, cache: Cache | None) -> None:
        self._task = task
        self._plan = plan
        self._cache = cache
        use(plan.words)
        self.sources: dict[str, bytes] = {}
        """What has been read of files that have to be looked at."""
        said = surroundings(plan, task.files)
        before = cache.unshown if cache is not None else None
        self.surroundings = _with_signs(said, before or ())
        """What the results of all files hang on."""
        self.known = self._fresh()
        """What the cache knows of files that are as they were."""
        self.unshown = self._unshown(before)
        """The signs and roles that no file shows."""
        if cache is not None:
            cache.unshown = self.unshown
        if self.unshown != before:
            self.surroundings = _with_signs(said, self.unshown)
            self.known = self._fresh()

    def _fresh(self) -> dict[str, Entry]:
        if self._cache is None:
            return {}
        on_disk = (file for file in self._task.files if file.path not in self._task.texts)
        entries = ((file.path, self._cache.fresh(file, self.surroundings)) for file in on_disk)
        return {path: entry for path, entry in entries if entry is not None}

    def _unshown(self, before: frozenset[str] | None) -> frozenset[Glimpse]:
        """What no file shows, where none showed some of it before: files that did not change show no other."""
        files = [file for file in self._task.files if file.path not in self.known]
        wanted = looked_for(self._plan)
        left = unshown(self._plan, wanted if before is None else wanted & before, files, self._source)
        roles = frozenset(each for each in left if each.startswith(ROLE))
        return left if left == roles or is_telling(self._task.files, self._source) else roles

    def _source(self, file: File) -> bytes:
        """A file's bytes, kept for when it is looked at."""
        if file.path in self._task.texts:
            return self._task.texts[file.path]
        if file.path not in self.sources:
            self.sources[file.path] = _read(f"{self._task.root}/{file.path}")
        return self.sources[file.path]


def _with_signs(surroundings: str, unshown: Collection[str]) -> str:
    """What results hang on, with the signs that no file shows."""
    return "\n".join([surroundings, *sorted(unshown)]) if unshown else surroundings


def _read(path: str) -> bytes:
    """A file's bytes; none where it cannot be read, which is said when it is looked at."""
    try:
        with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 -- pathlib is slower
            return stream.readall()
    except OSError:
        return b""
