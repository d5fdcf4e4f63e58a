"""One run over one project: what the cache knows first, the rest by work.

This module and what it imports are all that a run needs when nothing has changed, so heavy machinery is imported
where there is work for it.
"""

from __future__ import annotations

import gc
import marshal
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..outcome import Fault, Finding, Mark, Outcome, Related, Tallies, Tally, Waived
from .cache import Cache
from .files import File

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


def ignore_progress(count: int) -> None:
    """Nobody watches."""


def run(
    task: Task,
    jobs: int | None = None,
    cached: bool = True,
    announce: Callable[[int], Progress] = lambda total: ignore_progress,
) -> Outcome:
    """The outcome of a task; `announce` hears how many files need work, and answers with who hears of each."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        cache = Cache(task.root, task.key) if cached else None
        stored = cache.unchanged(task.files) if cache is not None and not task.texts else None
        if stored is not None:
            return read_outcome(stored)
        from .work import work  # parsing, checking, processes: only where something changed

        return work(task, cache, jobs, announce)
    finally:
        if enabled:
            gc.enable()


def write_outcome(outcome: Outcome) -> bytes:
    """An outcome as plain data."""
    findings = [_plain(finding) for finding in outcome.findings]
    waived = [(_plain(finding), *why) for finding, *why in outcome.waived]
    tallies = {key: tally.counts for key, tally in outcome.tallies.items()}
    faults = [tuple(fault) for fault in outcome.faults]
    return marshal.dumps((outcome.files, outcome.has_cards, findings, waived, faults, marshal.dumps(tallies)))


def with_changes(stored: bytes, changed: Outcome, paths: Collection[str]) -> bytes | None:
    """A stored outcome with what is now to be said of the files that changed; None where it tells of faults."""
    files, has_cards, findings, waived, faults, tallies = marshal.loads(stored)
    _, _, new_findings, new_waived, new_faults, new_tallies = marshal.loads(write_outcome(changed))
    if faults:
        return None
    findings = [finding for finding in findings if finding[0] not in paths] + new_findings
    waived = [entry for entry in waived if entry[0][0] not in paths] + new_waived
    findings.sort(key=_place)
    waived.sort(key=lambda entry: _place(entry[0]))
    kept = {key: counts for key, counts in marshal.loads(tallies).items() if key[2] not in paths}
    kept.update(marshal.loads(new_tallies))
    return marshal.dumps((files, has_cards, findings, waived, new_faults, marshal.dumps(kept)))


def read_outcome(stored: bytes) -> Outcome:
    """An outcome from plain data."""
    files, has_cards, findings, waived, faults, tallies = marshal.loads(stored)
    outcome = Outcome(files, partial(_tallies, tallies))
    outcome.has_cards = has_cards
    outcome.findings = [_finding(finding) for finding in findings]
    outcome.waived = [Waived(_finding(finding), *why) for finding, *why in waived]
    outcome.faults = [Fault._make(fault) for fault in faults]
    return outcome


def _place(finding: tuple[Any, ...]) -> tuple[object, ...]:
    """As `Finding.place`, of plain data."""
    return (finding[0], finding[1], finding[2], finding[5], finding[8])


def _tallies(stored: bytes) -> Tallies:
    return {key: Tally(*counts) for key, counts in marshal.loads(stored).items()}


def _plain(finding: Finding) -> tuple[Any, ...]:
    return (*finding[:-2], tuple(tuple(place) for place in finding.related), tuple(finding.mark))


def _finding(stored: tuple[Any, ...]) -> Finding:
    *plain, related, mark = stored
    return Finding._make((*plain, tuple(map(Related._make, related)), Mark._make(mark)))
