"""What cards say of the commits since a revision, and of all that the branch changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from ..engine.decisions import Decisions
from ..engine.join import settle
from ..engine.key import package_roots
from ..engine.map import FileResult
from ..engine.planning import make_plan
from ..engine.request import Request
from ..engine.targets import Target
from ..engine.units import check_unit
from ..git.commits import Commit, History, Touched, history_since
from ..git.snapshot import snapshot_at
from ..lang.commit import BranchChanges, CommitMessage
from ..lang.diff import Change, Version
from ..lang.languages import BRANCH, COMMIT, HISTORY, is_read
from ..outcome import Outcome
from ..project.project import Project

_PATH = 1
"""Where a stored violation has its path."""


def judge_commits(revision: str, target: Target, request: Request, outcome: Outcome) -> None:
    """Add to an outcome what is to be said of the commits since a revision, and of the branch as a whole."""
    plan = make_plan(target.config, request, package_roots(target.files), HISTORY)
    results: list[FileResult] = []
    if COMMIT in plan.languages:
        with history_since(target.root, revision) as history:
            for commit in history.commits():
                message = _message(commit, history)
                message.today = partial(_today, target)
                results.append(check_unit(plan, message))
    if BRANCH in plan.languages:
        branch = BranchChanges(partial(branch_changes, revision, target))
        branch.today = partial(_today, target)
        results.append(check_unit(plan, branch))
    apart = [part for result in results for part in _by_path(result)]
    found = settle(plan, apart, Decisions(Project((), plan.roles)))
    outcome.findings += found.findings
    outcome.waived += found.waived
    outcome.faults += found.faults
    outcome.tallies.update(found.tallies)


def _message(commit: Commit, history: History) -> CommitMessage:
    load = partial(_changes, commit.touched, history)
    return CommitMessage(commit.id, commit.message, commit.author, commit.files, commit.parents, load)


def _today(target: Target, path: str) -> str | None:
    return _text(target.content(path)) if any(file.path == path for file in target.files) else None


def _changes(touched: Sequence[Touched], history: History) -> list[Change]:
    """What a commit changes; texts are read where a language is known."""
    wanted = {
        blob: path for each in touched for blob, path in ((each.old, each.before), (each.new, each.after)) if blob
    }
    blobs = [blob for blob, path in wanted.items() if is_read(path)]
    texts = dict(zip(blobs, map(_text, history.contents(blobs)), strict=True)) if blobs else {}
    return [
        Change(
            Version(each.before, texts.get(each.old)) if each.before else None,
            Version(each.after, texts.get(each.new)) if each.after else None,
        )
        for each in touched
    ]


def branch_changes(revision: str, target: Target) -> list[Change]:
    """What has become of the project's files since the branch left a revision."""
    with snapshot_at(target.root, revision) as snapshot:
        today = {file.path for file in target.files}
        same = snapshot.unchanged(today)
        before = snapshot.contents(path for path in target.belonging(snapshot.regular()) if path not in same)
        after = {path: target.content(path) for path in sorted(today - same)}
        gone = {path: text for path, text in before.items() if path not in after}
        new = {path: text for path, text in after.items() if path not in before}
        renamed = snapshot.lines(gone, new).renamed(gone) if gone and new else {}
    homes = {path: renamed.get(path, path) for path in before}
    changes = [Change(Version(path, _text(text)), _version(homes[path], after)) for path, text in before.items()]
    added = (path for path in new if path not in renamed.values())
    return [*changes, *(Change(None, Version(path, _text(after[path]))) for path in added)]


def _version(path: str, texts: Mapping[str, bytes]) -> Version | None:
    return Version(path, _text(texts[path])) if path in texts else None


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")


def _by_path(result: FileResult) -> Iterable[FileResult]:
    """A result with what it says of other files taken out into results of theirs."""
    own = [violation for violation in result.violations if violation[_PATH] == result.path]
    yield result._replace(violations=own)
    others: dict[str, list[tuple[object, ...]]] = {}
    for violation in result.violations:
        if violation[_PATH] != result.path:
            others.setdefault(violation[_PATH], []).append(violation)
    for path, violations in others.items():
        yield FileResult(path, None, violations, {}, (), None, ())
