"""`check --fix` and `check --diff`: put right what can be put right, and say what would change."""

from __future__ import annotations

import difflib
import io
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from ..cards.catalogue import load_catalog
from ..cards.repairs import repairs_of
from ..engine.api import Request, check, targets_of
from ..engine.targets import Target, absolute
from ..fix.fixer import Changed, Fixer, Proposed
from ..fix.repairs.by_ruff import Project
from ..fix.source import Source
from ..kinds.kit import Surveyed
from ..kinds.ruff import settings_of
from ..outcome import Finding, Mark, Outcome
from ..reading import read_file
from ..report.text import counted
from ..visible import plain
from ..writing import RefusedError, replace
from .output import complain

_MOST_ROUNDS = 20
"""How often what was fixed is looked at again: fixes that meet are made one after the other."""


class Fixing:
    """One run that fixes: what was found, what was done about it, and what is left."""

    def __init__(
        self, paths: Sequence[str], request: Request, outcome: Outcome, texts: Mapping[str, bytes], *, unsafe: bool
    ) -> None:
        self.outcome = outcome
        self.done: Counter[str] = Counter()
        """How many findings were put right in each file."""
        self.failed: dict[str, str] = {}
        """Files that could not be written, and why."""
        self.dropped: dict[tuple[str, str, Mark], int] = {}
        """Findings whose fix would break the file: by path, code and mark, as lines move; with the line."""
        self.before: dict[str, bytes] = {}
        self.after: dict[str, bytes] = {}
        self._paths, self._request, self._given = paths, request, texts
        self._levels = ("safe", "unsafe") if unsafe else ("safe",)

    def work(self, *, writing: bool) -> None:
        """Fix, look again, and so on until nothing is left to be done; on disk, or in memory alone."""
        for _ in range(_MOST_ROUNDS):
            changes = self._changes()
            if writing:
                changes = {path: changed for path, changed in changes.items() if self._is_written(path, changed)}
            if not changes:
                return
            for path, changed in changes.items():
                self.done[path] += len(changed.done)
                self.after[path] = changed.content
            texts = {**self._given, **({} if writing else self.after)}
            self.outcome = check(self._paths, self._request._replace(timings=None), texts=texts)

    def say_what_can_be_done(self) -> None:
        """Let each finding that is left say what can really be done about it."""
        levels = {finding: each.level for finding, each in self._proposals().items()}
        self.outcome.findings = [each._replace(fix=levels.get(each, "none")) for each in self.outcome.findings]

    def diff(self) -> str:
        """What changes, as a unified diff with names from the working folder."""
        return "".join(line for path in sorted(self.after) for line in _diff(path, self.before[path], self.after[path]))

    def tell(self, *, written: bool, quiet: bool) -> None:
        """Say on standard error what was done, what is left and what went wrong."""
        for path, why in sorted(self.failed.items()):
            complain(f"{plain(path)}: cannot be written, so nothing is fixed in it: {why}")
        for (path, code, _), line in sorted(self.dropped.items()):
            why = f"the fix of {code} is left out: with it the file could not be read any more"
            complain(f"{plain(path)}:{line}: {why}")
        sums = list(self._sums("fixed" if written else "would be fixed"))
        if sums and not quiet:
            complain("; ".join(sums))

    def _sums(self, done: str) -> Iterator[str]:
        number, left = self.done.total(), len(self.outcome.findings)
        if number:
            yield f"{counted(number, 'finding')} {done} in {counted(len(self.done), 'file')}, {left} left"
        more = sum(each.fix not in (*self._levels, "none") for each in self.outcome.findings)
        if more:
            yield f"--unsafe-fixes would fix {more}{' more' if number else ''}"

    def _changes(self) -> dict[str, Changed]:
        changes: dict[str, Changed] = {}
        wanted: dict[str, list[Proposed]] = {}
        for finding, proposed in self._proposals().items():
            is_new = finding.path not in self.failed and _key(finding) not in self.dropped
            if is_new and proposed.level in self._levels:
                wanted.setdefault(finding.path, []).append(proposed)
        for path, proposals in wanted.items():
            content = self._content(path)
            self.before.setdefault(path, content)
            changed = self._fixer.change(path, content, proposals)
            self.dropped.update((_key(finding), finding.line) for finding in changed.dropped)
            if changed.done:
                changes[path] = changed
        return changes

    def _proposals(self) -> dict[Finding, Proposed]:
        by_path: dict[str, list[Finding]] = {}
        for finding in self.outcome.findings:
            if finding.fix != "none":
                by_path.setdefault(finding.path, []).append(finding)
        return {
            each.finding: each
            for path, findings in by_path.items()
            for each in self._fixer.proposals(path, self._content(path), findings)
        }

    def _content(self, path: str) -> bytes:
        if path in self.after:
            return self.after[path]
        given = {absolute(name): text for name, text in self._given.items()}
        if (file := absolute(path)) in given:
            return given[file]
        try:
            return read_file(file)
        except OSError:  # it has vanished since it was looked at
            return b""

    def _is_written(self, path: str, changed: Changed) -> bool:
        file = absolute(path)
        try:
            if not stat.S_IMODE(file.stat().st_mode) & 0o222 or not os.access(file, os.W_OK):
                raise RefusedError("it is read-only")
            if read_file(file) != self._content(path):
                raise RefusedError("it has been changed meanwhile")
            replace(file, changed.content)
        except OSError as error:
            self.failed[path] = error.strerror or str(error)
            return False
        return True

    @cached_property
    def _fixer(self) -> Fixer:
        catalog = load_catalog(self.outcome.card_folders, documents=self.outcome.documents, trusting=True)
        return Fixer(repairs_of(catalog.cards), self._project_of)

    @cached_property
    def _targets(self) -> list[Target]:
        return targets_of(self._paths, self._request, self._given)

    def _project_of(self, path: str) -> Project:
        file = absolute(path)
        around = [target for target in self._targets if file.is_relative_to(target.root)] or self._targets
        target = max(around, key=lambda target: len(target.root.parts))
        everything = tuple(each.path for each in target.files)
        packages = target.config.project_packages if target.config_file else ()
        surveyed = Surveyed(target.root, (), target.root, tuple(packages), self._request.isolated, everything)
        return Project(target.root, lambda: settings_of(surveyed))


def _key(finding: Finding) -> tuple[str, str, Mark]:
    return finding.path, finding.code, finding.mark


def _diff(path: str, before: bytes, after: bytes) -> Iterable[str]:
    old, new = (io.StringIO(Source(content).text, newline="\n").readlines() for content in (before, after))
    for line in difflib.unified_diff(old, new, fromfile=path, tofile=path):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
