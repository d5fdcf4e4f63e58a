"""The work of a run in which something changed: the files' own results in parallel, then the join."""

from __future__ import annotations

import marshal
import warnings
from collections.abc import Callable, Mapping
from functools import partial

from ..outcome import Fault, Outcome
from ..reading import content_of
from .cache import Cache, Entry, digest_of_results
from .execute import Done, check_files, check_text, default_jobs
from .files import File
from .join import join
from .map import FileResult
from .marking import mark_findings
from .plan import Plan
from .session import Progress, Task, ignore_progress, read_outcome, write_outcome
from .survey import Answers, Survey, survey, survey_texts


def work(task: Task, cache: Cache | None, jobs: int | None, announce: Callable[[int], Progress]) -> Outcome:
    """The outcome of a task of which the cache knows parts at most."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _Work(task, cache, jobs or default_jobs(), announce).outcome()


class _Work:
    def __init__(self, task: Task, cache: Cache | None, jobs: int, announce: Callable[[int], Progress]) -> None:
        self._task = task
        self._cache = cache
        self._jobs = jobs
        self._announce = announce
        self._plan: Plan = task.make_plan()
        self._on_disk = [file for file in task.files if file.path not in task.texts]
        self._known = self._fresh()
        self._faults: list[Fault] = []
        """What failed before the files were looked at: a run with such faults is not remembered."""

    def _fresh(self) -> dict[str, Entry]:
        if self._cache is None:
            return {}
        entries = ((file.path, self._cache.fresh(file)) for file in self._on_disk)
        return {path: entry for path, entry in entries if entry is not None}

    def outcome(self) -> Outcome:
        todo = [file for file in self._on_disk if file.path not in self._known]
        done = self._checked(todo, self._jobs, self._announce(len(todo)))
        texts = self._checked_texts()
        digest = self._digest(done | texts)
        stored = self._cache.outcome(digest) if self._cache is not None else None
        outcome = read_outcome(stored) if stored is not None else None
        if outcome is None or todo:
            blobs = self._stored_blobs(done)
            outcome = outcome or self._joined(blobs | {path: result.blob for path, result in (done | texts).items()})
            if (todo or not texts) and not self._faults:
                self._store(digest, outcome, done, blobs)
        outcome.faults += self._faults
        return outcome

    def _checked_texts(self) -> dict[str, Done]:
        texts = self._task.texts
        if not texts:
            return {}
        answers = self._answers(survey_texts(self._plan, texts, self._plan.root))
        files = {file.path: file for file in self._task.files if file.path in texts}
        return {path: check_text(self._plan, files[path], text, answers) for path, text in texts.items()}

    def _answers(self, surveyed: Survey) -> Answers:
        self._faults += surveyed.faults
        return surveyed.answers

    def _checked(self, files: list[File], jobs: int, progress: Progress) -> dict[str, Done]:
        answers = self._answers(survey(self._plan, files))
        return {result.path: result for result in check_files(self._plan, files, jobs, progress, answers)}

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

    def _joined(self, blobs: Mapping[str, bytes]) -> Outcome:
        results = [FileResult._make(marshal.loads(blobs[path])) for path in sorted(blobs)]
        outcome = join(self._plan, results)
        mark_findings(outcome, results, partial(_content, self._task), _earlier(self._cache), self._known)
        return outcome

    def _digest(self, done: Mapping[str, Done]) -> str:
        results = {path: entry.result for path, entry in self._known.items()}
        results |= {path: result.result for path, result in done.items()}
        return digest_of_results(sorted(results.items()))

    def _store(self, digest: str, outcome: Outcome, done: Mapping[str, Done], blobs: Mapping[str, bytes]) -> None:
        """Keep what was found; an outcome that rests on given texts is kept for the same texts only."""
        if self._cache is None:
            return
        entries: dict[str, tuple[Entry, bytes]] = {}
        for file in self._on_disk:
            result = done.get(file.path)
            if result is not None:
                entry = Entry(file.label, file.modified, file.size, result.content, result.result, 0, 0)
                entries[file.path] = (entry, result.blob)
            elif file.path in blobs:
                entries[file.path] = (self._known[file.path], blobs[file.path])
        self._cache.write(entries, () if self._task.texts else self._on_disk, digest, write_outcome(outcome))


def _content(task: Task, path: str) -> bytes:
    return task.texts[path] if path in task.texts else content_of(task.root / path)


def _earlier(cache: Cache | None) -> Outcome:
    """What the last run found: the places in files that did not change since are known."""
    stored = cache.last_outcome() if cache is not None else None
    return read_outcome(stored) if stored is not None else Outcome()
