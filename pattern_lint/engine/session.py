"""One run over one project: what the cache knows first, the rest by work.

This module and what it imports are all that a run needs when nothing has changed, so heavy machinery is imported
where there is work for it.
"""

from __future__ import annotations

import gc
import marshal
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..outcome import VERDICTS, Fault, Finding, Mark, Note, Outcome, Related, Tallies, Tally, Waived
from .cache import Cache
from .files import File
from .home import NoHomeError, home_of

if TYPE_CHECKING:
    from .plan import Plan

Progress = Callable[[int], None]
Key = tuple[str, str, str]
Counts = tuple[int, ...]


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


def write_outcome(outcome: Outcome) -> bytes:
    """An outcome as plain data."""
    findings = [_plain(finding) for finding in outcome.findings]
    waived = [(_plain(finding), *why) for finding, *why in outcome.waived]
    faults = [tuple(fault) for fault in outcome.faults]
    notes = [tuple(note) for note in outcome.notes]
    tallies = _write_counts((key, tally.counts) for key, tally in outcome.tallies.items())
    return marshal.dumps((outcome.files, outcome.has_cards, findings, waived, faults, notes, tallies))


def with_changes(stored: bytes, changed: Outcome, paths: Collection[str]) -> bytes | None:
    """A stored outcome with what is now to be said of the files that changed; None where it tells of faults."""
    files, has_cards, findings, waived, faults, notes, tallies = marshal.loads(stored)
    _, _, new_findings, new_waived, new_faults, new_notes, new_tallies = marshal.loads(write_outcome(changed))
    if faults:
        return None
    findings = [finding for finding in findings if finding[0] not in paths] + new_findings
    waived = [entry for entry in waived if entry[0][0] not in paths] + new_waived
    findings.sort(key=_place)
    waived.sort(key=lambda entry: _place(entry[0]))
    notes = sorted([note for note in notes if note[0] not in paths] + new_notes)
    kept = {key: counts for key, counts in _read_counts(tallies) if key[2] not in paths}
    kept.update(_read_counts(new_tallies))
    return marshal.dumps((files, has_cards, findings, waived, new_faults, notes, _write_counts(kept.items())))


def read_outcome(stored: bytes) -> Outcome:
    """An outcome from plain data."""
    files, has_cards, findings, waived, faults, notes, tallies = marshal.loads(stored)
    outcome = Outcome(files, partial(_tallies, tallies))
    outcome.has_cards = has_cards
    outcome.findings = [_finding(finding) for finding in findings]
    outcome.waived = [Waived(_finding(finding), *why) for finding, *why in waived]
    outcome.faults = [Fault._make(fault) for fault in faults]
    outcome.notes = [Note._make(note) for note in notes]
    return outcome


def _place(finding: tuple[Any, ...]) -> tuple[object, ...]:
    """As `Finding.place`, of plain data."""
    return (finding[0], finding[1], finding[2], finding[5], finding[8])


def _tallies(stored: bytes) -> Tallies:
    return {key: Tally(*counts) for key, counts in _read_counts(stored)}


def _write_counts(counts: Iterable[tuple[Key, Counts]]) -> bytes:
    """Counts by card, role and file as plain data: numbers in a row, as there may be many."""
    keys, row = [], array("L")
    for key, numbers in counts:
        keys.append(key)
        row.extend(numbers)
    return marshal.dumps((keys, row.tobytes()))


def _read_counts(stored: bytes) -> Iterator[tuple[Key, Counts]]:
    """What `_write_counts` was given."""
    keys, numbers = marshal.loads(stored)
    row = iter(array("L", numbers))
    return zip(keys, zip(*[row] * len(VERDICTS), strict=True), strict=True)


def _plain(finding: Finding) -> tuple[Any, ...]:
    return (*finding[:-2], tuple(tuple(place) for place in finding.related), tuple(finding.mark))


def _finding(stored: tuple[Any, ...]) -> Finding:
    *plain, related, mark = stored
    return Finding._make((*plain, tuple(map(Related._make, related)), Mark._make(mark)))
