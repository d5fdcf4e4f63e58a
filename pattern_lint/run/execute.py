"""Runs the per-file work: in this process, or shared out among several by size."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from .cache import checksum
from .files import File
from .map import FileResult, check_file, stored
from .plan import Plan
from .session import Progress
from .survey import Answers

_CHUNKS_PER_PROCESS = 12
_SMALLEST_SHARE = 64
"""Fewer files than this are not worth another process."""


class Done(NamedTuple):
    """A file's result, marshalled, with digests of what it was made from, of its facts and of itself."""

    path: str
    content: str
    facts: str
    result: str
    blob: bytes


def default_jobs() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_files(plan: Plan, files: Sequence[File], jobs: int, progress: Progress, answers: Answers) -> Iterator[Done]:
    """The results of all files that could be read, in no particular order."""
    processes = min(jobs, max(1, len(files) // _SMALLEST_SHARE))
    if processes == 1:
        for file in files:
            yield from _check(plan, file, answers)
            progress(1)
        return
    import multiprocessing  # takes time, and most runs have little to do

    chunks = _chunks(files, processes * _CHUNKS_PER_PROCESS)
    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    with context.Pool(processes, _start_worker, (_settled(plan), answers)) as pool:
        for done in pool.imap_unordered(_check_chunk, chunks):
            yield from (Done._make(entry) for entry in done)
            progress(len(done))


def _settled(plan: Plan) -> Plan:
    """The plan with everything loaded, so that processes that start anew need not read the cards again."""
    return replace(plan, load=partial(tuple, plan.rules), load_policy=partial(copy, plan.policy))


def _chunks(files: Sequence[File], count: int) -> list[list[File]]:
    """Shares of about the same number of bytes; the largest files go first, so that no process is left waiting."""
    shares: list[list[File]] = [[] for _ in range(min(count, len(files)))]
    for position, file in enumerate(sorted(files, key=lambda file: -file.size)):
        shares[position % len(shares)].append(file)
    return shares


_work_at_hand: list[tuple[Plan, Answers]] = []
"""What a process works on, set when it starts."""


def _start_worker(plan: Plan, answers: Answers) -> None:
    """An interrupt is the parent's to handle; the collector has nothing to find in short-lived trees."""
    import gc

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    warnings.simplefilter("ignore")
    _work_at_hand[:] = [(plan, answers)]


def _check_chunk(files: Sequence[File]) -> list[tuple[Any, ...]]:
    ((plan, answers),) = _work_at_hand
    return [tuple(done) for file in files for done in _check(plan, file, answers)]


def _check(plan: Plan, file: File, answers: Answers) -> Iterator[Done]:
    """One file's result; nothing where the file vanished while the run was under way."""
    try:
        with open(f"{plan.root}/{file.path}", "rb", buffering=0) as stream:  # noqa: PTH123 -- pathlib is slower
            source = stream.readall()
    except FileNotFoundError:
        return
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        yield _done("", FileResult(file.path, None, [], {}, (), (message, 1, 1), ()))
        return
    yield check_text(plan, file, source, answers)


def check_text(plan: Plan, file: File, source: bytes, answers: Answers) -> Done:
    """The result of a file with the given content."""
    result = check_file(plan, file.path, file.label, source, answers.get(file.path))
    return _done(checksum(source).hex(), result)


def _done(content: str, result: FileResult) -> Done:
    blob, facts = stored(result)
    return Done(result.path, content, checksum(facts).hex(), checksum(blob).hex(), blob)
