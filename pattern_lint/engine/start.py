"""What a run knows before it looks at files: which results of the cache still count, and which cards have a say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..knowledge.lacking import Lacking
from ..project.imported import LIBRARY
from ..project.kin import Kin, own_names
from ..project.roles import ROLE
from .cache import NOTHING_SHOWN, Cache, Shown
from .cache_file import checksum
from .cache_layout import Entry
from .files import File
from .plan import Plan
from .session import Task
from .survey import EarlySurvey, surroundings
from .unshown import is_telling, looked_for, unshown

if TYPE_CHECKING:
    from ..project.glimpses import Glimpse


_KEPT = 1 << 21
"""How many bytes of sources are kept: to read more again takes less than to find room for it."""


class Start:
    """What is known of the files of a task."""

    def __init__(self, task: Task, plan: Plan, cache: Cache | None) -> None:
        self._task = task
        self._plan = plan
        self._cache = cache
        plan.put_in_force()
        self.sources: dict[str, bytes] = {}
        """What has been read of files that have to be looked at; of a large project only a part is kept."""
        self._room = _KEPT
        said = surroundings(plan, task.files)
        before = cache.shown if cache is not None else None
        self.surroundings = _with_shown(said, before or NOTHING_SHOWN)
        """What the results of all files hang on."""
        self.known = self._fresh()
        """What the cache knows of files that are as they were."""
        self.survey = EarlySurvey(plan, self.todo, task.files)
        """What is found out of all files that have to be looked at together."""
        self.wanted = plan.wanted or looked_for(plan)
        """What cards look for in the files."""
        self.shown = self._look(before)
        if self.shown != before:
            self.surroundings = _with_shown(said, self.shown)
            self.known = self._fresh()
        if cache is not None:
            cache.shown = self.shown

    def _fresh(self) -> dict[str, Entry]:
        if self._cache is None:
            return {}
        on_disk = (file for file in self._task.files if file.path not in self._task.texts)
        entries = ((file.path, self._cache.fresh(file, self.surroundings)) for file in on_disk)
        return {path: entry for path, entry in entries if entry is not None}

    @property
    def todo(self) -> list[File]:
        """The files on the disk that have to be looked at."""
        return [file for file in self._task.files if file.path not in self.known and file.path not in self._task.texts]

    @property
    def unshown(self) -> frozenset[Glimpse]:
        """The signs and roles that no file shows."""
        return self.shown.unshown

    @property
    def lacking(self) -> Lacking:
        """What the project surely lacks."""
        libraries = (each.removeprefix(LIBRARY) for each in self.shown.unshown if each.startswith(LIBRARY))
        return Lacking(frozenset(libraries), self.shown.kin, own_names(self.shown.kin))

    def _look(self, before: Shown | None) -> Shown:
        """What the files show: those that did not change show nothing new, unless what changed is of another sort."""
        changed = [file for file in self._task.files if file.path not in self.known]
        glimpses, kin = self.wanted
        roles = self._plan.roles
        if before is None:
            return self._look_at(changed, glimpses, Kin(roles, kin))
        shown = self._look_at(changed, glimpses & before.unshown, Kin(roles, kin, before.kin))
        if shown.kin == before.kin:
            return shown
        return self._look_at(self._task.files, shown.unshown, Kin(roles, kin))

    def _look_at(self, files: Sequence[File], wanted: frozenset[Glimpse], kin: Kin) -> Shown:
        left = unshown(self._plan, wanted, files, self._source, kin)
        sure = frozenset(each for each in left if each.startswith((ROLE, LIBRARY)))
        telling = left == sure or is_telling(self._task.files, self._source)
        return Shown(left if telling else sure, kin.found())

    def _source(self, file: File) -> bytes:
        """A file's bytes, kept for when it is looked at."""
        if file.path in self._task.texts:
            return self._task.texts[file.path]
        if file.path in self.sources:
            return self.sources[file.path]
        source = _read(f"{self._task.root}/{file.path}")
        if self._room > 0:
            self._room -= len(source)
            self.sources[file.path] = source
        return source


def _with_shown(surroundings: str, shown: Shown) -> str:
    """What results hang on, with what the files show; nothing is said where nobody looks for anything."""
    if shown == NOTHING_SHOWN:
        return surroundings
    kin = (f"{what}: {' '.join(sorted(names))}" for what, names in sorted(shown.kin.items()))
    return checksum("\n".join([surroundings, *sorted(shown.unshown), *kin]).encode()).hex()


def _read(path: str) -> bytes:
    """A file's bytes; none where it cannot be read, which is said when it is looked at."""
    try:
        with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 -- pathlib is slower
            return stream.readall()
    except OSError:
        return b""
