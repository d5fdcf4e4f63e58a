"""The work of a run in which something changed: the files' own results in parallel, then what they come to."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from ..lang.languages import language_of
from ..outcome import Fault, Finding, Note, Outcome
from ..reading import content_of
from .at_work import AT_WORK
from .cache import Cache, Memory, state_of
from .cache_file import State
from .cache_layout import Entry, Kept
from .execute import Done, Work, check_files, check_text, default_jobs
from .files import File
from .join import decide, settle
from .kept_outcome import read_outcome, write_outcome
from .kept_plan import plain, with_kept
from .map import FileResult, loaded
from .marking import mark_findings
from .session import Progress, Task, ignore_progress
from .shortcuts import Found, remembered, settled
from .spool import Spool
from .start import Start
from .survey import Answers, Survey, survey_texts


def work(
    task: Task, cache: Cache | None, jobs: int | None, announce: Callable[[int], Progress], *, keep: bool
) -> Outcome:
    """The outcome of a task of which the cache knows parts at most; `keep` says that the process ends soon."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        run = _Work(task, cache, jobs or default_jobs(), announce)
        _kept[:] = [run] if keep else []
        return run.outcome()


_kept: list[_Work] = []
"""The last run of a process that ends soon, with all that it read: taking it apart would take time."""


class _Work:
    def __init__(self, task: Task, cache: Cache | None, jobs: int, announce: Callable[[int], Progress]) -> None:
        self._task = task
        self._cache = cache
        self._jobs = jobs
        self._announce = announce
        self._plan = with_kept(task.make_plan(), cache.plan if cache is not None else None)
        self._on_disk = [file for file in task.files if file.path not in task.texts]
        start = Start(task, self._plan, cache)
        self._plan = replace(self._plan, unshown=start.unshown, lacking=start.lacking, wanted=start.wanted)
        self._sources, self._surroundings, self._known = start.sources, start.surroundings, start.known
        self._survey = start.survey
        self._results: list[FileResult] = []
        self._faults: list[Fault] = []
        """What failed before the files were looked at: a run with such faults is not remembered."""
        self._notes: list[Note] = []

    def outcome(self) -> Outcome:
        todo = [file for file in self._on_disk if file.path not in self._known]
        done = self._checked(todo, self._jobs, self._announce(len(todo)))
        texts = self._checked_texts()
        state = self._state(done | texts)
        found = self._shortcut(state, done, texts) or self._joined(state, done, texts)
        found.outcome.notes[:] = dict.fromkeys([*found.outcome.notes, *self._notes])
        if self._cache is not None and (todo or not texts) and not self._faults:
            self._store(self._cache, found.memory, done)
        found.outcome.faults += self._faults
        return found.outcome

    def _shortcut(self, state: State, done: Mapping[str, Done], texts: Mapping[str, Done]) -> Found | None:
        """What an earlier run knows of all but the files that changed."""
        if self._cache is None:
            return None
        found = remembered(self._cache, state)
        if found is None and not texts:
            changed = (result for _, result in sorted(done.items()))
            found = settled(self._plan, self._cache, state, changed, partial(_content, self._task))
        return found

    def _checked_texts(self) -> dict[str, Done]:
        texts = self._task.texts
        if not texts:
            return {}
        answers = self._answers(survey_texts(self._plan, texts, self._task.files))
        files = {file.path: file for file in self._task.files}
        work = Work(self._plan, answers, keeps=self._cache is not None)
        return {path: check_text(work, files[path], text) for path, text in texts.items()}

    def _answers(self, surveyed: Survey) -> Answers:
        self._faults += surveyed.faults
        self._notes += surveyed.notes
        return surveyed.answers

    def _checked(self, files: list[File], jobs: int, progress: Progress) -> dict[str, Done]:
        if files:
            self._plan.get_ready(files[0].path)  # while other programs look at the files
        answers = self._answers(self._survey.of(files))
        spool = Spool(self._cache.home.folder) if self._cache is not None else None
        work = Work(self._plan, answers, keeps=spool is not None, sources=self._sources)
        done = check_files(work, files, jobs, progress)
        return {each.path: each.put_aside(spool) if spool is not None else each for each in done}

    def _stored_blobs(self, done: dict[str, Done]) -> dict[str, bytes]:
        """The results of the files that did not change; those that were damaged are made again, among `done`."""
        blobs: dict[str, bytes] = {}
        damaged: list[File] = []
        for file in self._on_disk:
            if file.path in self._known and self._cache is not None:
                blob = self._cache.blob(self._known[file.path])
                if blob is None:
                    damaged.append(file)
                else:
                    blobs[file.path] = blob
        done.update(self._checked(damaged, self._jobs, ignore_progress))
        return blobs

    def _joined(self, state: State, done: dict[str, Done], texts: dict[str, Done]) -> Found:
        """What a look at all results gives; those that were damaged are made again, among `done`."""
        read = {path: loaded(blob) for path, blob in self._stored_blobs(done).items()}
        new = done | texts
        read |= {path: result.told for path, result in new.items()}
        self._results = results = [read[path] for path in sorted(read)]
        AT_WORK.on("the project as a whole")
        decisions = decide(self._plan, results)
        said = (new[result.path].said if result.path in new else result for result in results)
        outcome = settle(self._plan, said, decisions)
        mark_findings(outcome, results, partial(_content, self._task), _earlier(self._cache), self._known)
        AT_WORK.done()
        return Found(outcome, Memory(state, partial(write_outcome, outcome), decisions.stored))

    def _state(self, done: Mapping[str, Done]) -> State:
        if self._cache is None:
            return State("", "")
        entries = {path: (entry.facts, entry.result) for path, entry in self._known.items()}
        entries |= {path: (result.facts, result.result) for path, result in done.items()}
        return state_of((path, *digests) for path, digests in entries.items())

    def _store(self, cache: Cache, found: Memory, done: Mapping[str, Done]) -> None:
        """Keep what was found; an outcome that rests on given texts is kept for the same texts only.

        What hangs on files that take no part is looked at each time.
        """
        apart = {path for path, each in done.items() if language_of(path) is not None and each.told.looks_beside}
        kept = (self._kept(file, done.get(file.path)) for file in self._on_disk if file.path not in apart)
        seen = () if self._task.texts or apart else self._on_disk
        cache.write([*filter(None, kept)], seen, found, cache.plan or plain(self._plan))

    def _kept(self, file: File, result: Done | None) -> Kept | None:
        """What is to be kept of a file."""
        if result is not None:
            entry = Entry(file[1:], self._surroundings, *result[1:4])
            return Kept(file.path, entry, result.length, result.stored)
        known = self._known.get(file.path)
        return Kept(file.path, known, known.length, None) if known is not None else None


def _content(task: Task, path: str) -> bytes:
    return task.texts[path] if path in task.texts else content_of(task.root / path)


def _earlier(cache: Cache | None) -> Sequence[Finding]:
    """What the last run found: the places in files that did not change since are known."""
    stored = cache.last_outcome() if cache is not None else None
    return read_outcome(stored).findings if stored is not None else ()
