"""One run over one project: cached results first, the rest in parallel, then the join."""

from __future__ import annotations

import gc
import marshal
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

from ..outcome import VERDICTS, Fault, Finding, Outcome, Related, Tally
from .cache import Cache, Entry, digest_of_results
from .execute import Done, Progress, check_files
from .files import File
from .join import join
from .map import FileResult
from .plan import Plan
from .survey import NOTHING, survey

_PLAIN = tuple(field.name for field in fields(Finding) if field.name != "related")


def ignore_progress(count: int) -> None:
    """Nobody watches."""


def run(
    plan: Plan,
    files: Sequence[File],
    *,
    jobs: int = 1,
    cached: bool = True,
    announce: Callable[[int], Progress] = lambda total: ignore_progress,
) -> Outcome:
    """The outcome of a plan over files; `announce` hears how many need work, and answers with who hears of each."""
    with _undisturbed():
        cache = Cache(plan.root, plan.key) if cached else None
        known = {
            file.path: entry for file in files if cache and (entry := cache.fresh(file.path, file.modified, file.size))
        }
        todo = [file for file in files if file.path not in known]
        if cache is not None and not todo and known.keys() == cache.entries.keys():
            stored = cache.outcome(_digest(known, {}))
            if stored is not None:
                return _read_outcome(stored)
        faults: list[Fault] = []
        done = _looked_at(plan, todo, jobs, announce(len(todo)), faults)
        return _joined(plan, files, cache, known, done, faults)


def _looked_at(
    plan: Plan, files: Sequence[File], jobs: int, progress: Progress, faults: list[Fault]
) -> dict[str, Done]:
    """The results of files: what looks at many at once goes first, and what failed of that is added to the faults."""
    surveyed = survey(plan, files) if files else NOTHING
    faults += surveyed.faults
    return {result.path: result for result in check_files(plan, files, jobs, progress, surveyed.answers)}


def _joined(
    plan: Plan,
    files: Sequence[File],
    cache: Cache | None,
    known: dict[str, Entry],
    done: dict[str, Done],
    faults: list[Fault],
) -> Outcome:
    """The outcome; a run in which another tool failed is not remembered, so that the next one tries again."""
    blobs: dict[str, bytes] = {path: result.blob for path, result in done.items()}
    for file in files:
        if file.path in known and cache is not None:
            blob = cache.blob(known[file.path])
            if blob is None:
                again = _looked_at(plan, [file], 1, ignore_progress, faults)
                done.update(again)
                blobs.update({path: result.blob for path, result in again.items()})
            else:
                blobs[file.path] = blob
    digest = _digest(known, done)
    stored = cache.outcome(digest) if cache is not None else None
    if stored is not None:
        outcome = _read_outcome(stored)
    else:
        outcome = join(plan, [FileResult._make(marshal.loads(blobs[path])) for path in sorted(blobs)])
    if cache is not None and not faults:
        cache.write(plan.key, dict(_entries(files, known, done, blobs)), digest, write_outcome(outcome))
    outcome.faults += faults
    return outcome


def _entries(
    files: Sequence[File], known: dict[str, Entry], done: dict[str, Done], blobs: dict[str, bytes]
) -> Iterator[tuple[str, tuple[Entry, bytes]]]:
    for file in files:
        result = done.get(file.path)
        if result is not None:
            entry = Entry(file.modified, file.size, result.content, result.result, 0, 0)
            yield file.path, (entry, result.blob)
        elif file.path in known:
            yield file.path, (known[file.path], blobs[file.path])


def _digest(known: dict[str, Entry], done: dict[str, Done]) -> str:
    results = {path: entry.result for path, entry in known.items()} | {path: d.result for path, d in done.items()}
    return digest_of_results(sorted(results.items()))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the collector, which has nothing to find, and without the parser's warnings."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        if enabled:
            gc.enable()


def write_outcome(outcome: Outcome) -> bytes:
    """An outcome as plain data."""
    findings = [(*(getattr(finding, name) for name in _PLAIN), _places(finding)) for finding in outcome.findings]
    faults = [(fault.path, fault.card, fault.message) for fault in outcome.faults]
    tallies = {key: tuple(getattr(tally, verdict) for verdict in VERDICTS) for key, tally in outcome.tallies.items()}
    return marshal.dumps((findings, faults, outcome.files, tallies))


def _read_outcome(stored: bytes) -> Outcome:
    findings, faults, files, tallies = marshal.loads(stored)
    return Outcome(
        [_read_finding(finding) for finding in findings], [Fault(*fault) for fault in faults], files, _tallies(tallies)
    )


def _places(finding: Finding) -> tuple[tuple[str, int, str], ...]:
    return tuple((place.path, place.line, place.message) for place in finding.related)


def _read_finding(stored: tuple[Any, ...]) -> Finding:
    *plain, related = stored
    values = dict(zip(_PLAIN, plain, strict=True))
    return Finding(**values, related=tuple(Related(*place) for place in related))


def _tallies(stored: dict[tuple[str, str, str], tuple[int, ...]]) -> dict[tuple[str, str, str], Tally]:
    return {key: Tally(*values) for key, values in stored.items()}
