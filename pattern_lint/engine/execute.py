"""Runs the per-file work: in this process, or shared out among several by size."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from ..knowledge.words import Words
from ..project.facts import Facts
from .at_work import AT_WORK
from .cache_file import checksum
from .crashes import describe
from .files import File
from .map import FileResult, check_file, loaded, stored
from .plan import Plan
from .session import Progress
from .spool import Aside, Spool
from .survey import Answers

_CHUNKS_PER_PROCESS = 128
"""So small that no process is left waiting long for another at the end."""
_SMALLEST_SHARE = 64
"""Fewer files than this are not worth another process."""


class Done(NamedTuple):
    """A file's result, with digests of what it was made from, of its facts and of itself where it shall be kept."""

    path: str
    content: str
    facts: str
    result: str
    blob: bytes
    """The result, marshalled; empty where it was made in this process and is not kept, or lies aside."""
    made: FileResult | None = None
    """The result itself where it was made in this process; without its sites where these lie aside."""
    aside: Aside | None = None
    """Where the result lies, marshalled."""

    @property
    def length(self) -> int:
        """How long the marshalled result is."""
        return self.aside.length if self.aside is not None else len(self.blob)

    def stored(self) -> bytes:
        """The result, marshalled."""
        return self.aside.read() if self.aside is not None else self.blob

    @property
    def told(self) -> FileResult:
        """The result as far as the project hangs on it: its sites may be missing."""
        return self.made if self.made is not None else loaded(self.stored())

    @property
    def said(self) -> FileResult:
        """The result with its sites; its facts may be missing."""
        return self.made if self.made is not None and self.aside is None else loaded(self.stored(), facts=False)

    def put_aside(self, spool: Spool) -> Done:
        """The same with all that only the end of the run needs on the disk.

        What another process told is read at once, as this one waits for the others.
        """
        aside = spool.put(self.blob)
        return self._replace(blob=b"", made=self.told._replace(violations=[], counts={}), aside=aside)


class Work(NamedTuple):
    """What holds for all files."""

    plan: Plan
    answers: Answers
    keeps: bool
    """Whether results are kept for later runs, which takes digests and copies."""
    sources: dict[str, bytes] | None = None
    """The bytes of files that have been read already; each is forgotten when its file is looked at."""
    facts: Mapping[str, Facts] | None = None
    """What files tell, by path, where that is known already."""


def default_jobs() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_files(work: Work, files: Sequence[File], jobs: int, progress: Progress) -> Iterator[Done]:
    """The results of all files that could be read, in no particular order."""
    processes = min(jobs, max(1, len(files) // _SMALLEST_SHARE))
    if processes > 1:
        yield from _shared_out(work, files, processes, progress)
        return
    for file in files:
        AT_WORK.on(file.path)
        yield from _check(work, file)
        AT_WORK.done()
        progress(1)


def _shared_out(work: Work, files: Sequence[File], processes: int, progress: Progress) -> Iterator[Done]:
    from .workers import Crew, Job, forks  # takes time, and most runs have little to do

    def lost(number: int, why: str) -> list[tuple[Any, ...]]:
        return [_sent(_done(work, "", _faulty(files[number].path, why)))]

    work = work._replace(plan=_settled(work.plan), sources=work.sources if forks() else None)
    begin = partial(_begin, work, files)
    crew = Crew(Job([file.path for file in files], begin), processes)
    for answer in crew.work(_shares(files, processes * _CHUNKS_PER_PROCESS), lost):
        yield from (Done(*entry) for entry in answer)
        progress(1)


def _settled(plan: Plan) -> Plan:
    """The plan with everything loaded, so that processes that start anew need not read the cards again."""
    return replace(
        plan,
        load=partial(tuple, plan.rules),
        load_words=partial(_given, plan.words),
        load_policy=partial(copy, plan.policy),
    )


def _given(words: Words) -> Words:
    return words


def _shares(files: Sequence[File], count: int) -> list[list[int]]:
    """Shares of about the same number of bytes; the largest files go first, so that no process is left waiting."""
    shares: list[list[int]] = [[] for _ in range(min(count, len(files)))]
    by_size = sorted(range(len(files)), key=lambda number: -files[number].size)
    for position, number in enumerate(by_size):
        shares[position % len(shares)].append(number)
    return shares


def _begin(work: Work, files: Sequence[File]) -> Callable[[int], list[tuple[Any, ...]]]:
    return lambda number: [_sent(done) for done in _check(work, files[number])]


def _sent(done: Done) -> tuple[Any, ...]:
    """What another process is told of a result."""
    blob = done.blob
    if done.made is not None and not blob:
        blob = stored(done.made)[0]
    return (*done[:4], blob)


def _check(work: Work, file: File) -> Iterator[Done]:
    """One file's result; nothing where the file vanished while the run was under way."""
    known = work.sources.pop(file.path, b"") if work.sources else b""
    if known:
        yield check_text(work, file, known)
        return
    try:
        with open(f"{work.plan.root}/{file.path}", "rb", buffering=0) as stream:  # noqa: PTH123 -- pathlib is slower
            source = stream.readall()
    except FileNotFoundError:
        return
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        yield _done(work, "", FileResult(file.path, None, [], {}, (), (message, 1, 1), ()))
        return
    yield check_text(work, file, source)


def check_text(work: Work, file: File, source: bytes) -> Done:
    """The result of a file with the given content."""
    try:
        answers, facts = work.answers.get(file.path), (work.facts or {}).get(file.path)
        result = check_file(work.plan, file.path, file.label, source, answers, facts)
    except Exception as error:  # whatever is wrong with the tool must not stop the other files
        result = _faulty(file.path, describe(error))
    return _done(work, checksum(source).hex() if work.keeps else "", result)


def _done(work: Work, content: str, result: FileResult) -> Done:
    if not work.keeps:
        return Done(result.path, content, "", "", b"", result)
    try:
        blob, facts = stored(result)
    except ValueError as error:  # nested too deeply, which no source should be able to bring about
        result = _faulty(result.path, describe(error))
        blob, facts = stored(result)
    return Done(result.path, content, checksum(facts).hex(), checksum(blob).hex(), blob, result)


def _faulty(path: str, why: str) -> FileResult:
    return FileResult(path, None, [], {}, (), None, ((path, "", why),))
