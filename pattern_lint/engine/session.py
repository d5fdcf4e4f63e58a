"""One run over one project: what the cache knows first, the rest by work.

This module and what it imports are all that a run needs when nothing has changed, so heavy machinery is imported
where there is work for it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..outcome import Note, Outcome
from .cache import Cache
from .files import File
from .home import NoHomeError, home_of
from .kept_outcome import read_outcome

if TYPE_CHECKING:
    from .plan import Plan

Progress = Callable[[int], None]


class Task(NamedTuple):
    """What one run is about."""

    root: Path
    key: str
    """A digest of the tool, the cards and the configuration; what is cached under another key does not count."""
    files: Sequence[File]
    make_plan: Callable[[], Plan]
    texts: Mapping[str, bytes]
    """What counts as the content of files, whatever the disk says."""
    cache_folder: Path | None = None
    """Where the user wants what is remembered."""
    take_in: Callable[[Collection[str]], Sequence[File]] | None = None
    """Gives all files of the project, also those in the languages that the cards of the run read besides Python."""


def ignore_progress(count: int) -> None:
    """Nobody watches."""


def run(
    task: Task,
    jobs: int | None = None,
    cached: bool = True,
    announce: Callable[[int], Progress] = lambda total: ignore_progress,
) -> Outcome:
    """The outcome of a task; `announce` hears how many files need work, and answers with who hears of each.

    A process that has switched the collector off for good does not want anything taken apart either.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        cache, note = _cache(task) if cached else (None, None)
        task = _with_languages(task, cache)
        stored = cache.unchanged(task.files) if cache is not None and not task.texts else None
        if stored is not None:
            return read_outcome(stored)
        from .work import work  # parsing, checking, processes: only where something changed

        outcome = work(task, cache, jobs, announce, keep=not enabled)
        outcome.notes += [note] if note is not None else []
        return outcome
    finally:
        if enabled:
            gc.enable()


def _cache(task: Task) -> tuple[Cache | None, Note | None]:
    """What earlier runs left, or why there is no place for it."""
    try:
        return Cache(home_of(task.root, task.cache_folder), task.root, task.key), None
    except NoHomeError as error:
        return None, Note("", f"nothing is remembered for the next run: {error}")


def _with_languages(task: Task, cache: Cache | None) -> Task:
    """The task with the files in all languages that its cards read, which an earlier run may know."""
    if task.take_in is None:
        return task
    languages = cache.languages if cache is not None else None
    if languages is None:
        languages = task.make_plan().languages
    if cache is not None:
        cache.languages = languages
    return task._replace(files=task.take_in(languages)) if languages else task
