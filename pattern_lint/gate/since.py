"""Leaves out of an outcome what was there at a revision.

The revision's own files are checked with today's configuration and cards, and what they give is compared like a
baseline. Files that are still the same are not looked at again; what hangs on other files is decided anew. So it does
not matter whether a finding was made by a line that changed or by what changed elsewhere, nor whether its file was
renamed meanwhile. What is new by its mark alone, because a function was renamed around it, is told by its line, which
nobody has touched.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.request import Request
from ..engine.targets import Target
from ..git.lines import Lines
from ..git.snapshot import Snapshot, snapshot_at
from ..outcome import Finding, Outcome
from ..tool_findings import STALE_ENTRY
from .accept import Acceptance, grown
from .entries import entries_of
from .matching import Matched, match
from .presence import Presence


def leave_out_older(revision: str, target: Target, request: Request, outcome: Outcome) -> None:
    """Keep the findings that are new since a revision, and those that have grown."""
    with snapshot_at(target.root, revision) as snapshot:
        older = _older(snapshot, target)
        found = _findings_of(older, request)
        places = (finding.line for finding in found)
        entries = [entry._replace(line=line) for entry, line in zip(entries_of(found), places, strict=True)]
        presence = Presence(target.root, target.texts)
        matched = match(entries, outcome.findings, presence.has_place)
        untouched = list(_untouched(matched, _lines(snapshot, older, target))) if matched.new and matched.gone else []
    still = {id(finding) for finding in untouched}
    new = [finding for finding in matched.new if id(finding) not in still]
    outcome.findings = [*new, *grown(matched, f"{revision} had")]
    outcome.older = [*(finding for finding, _ in matched.known), *untouched]


def _older(snapshot: Snapshot, target: Target) -> Target:
    """The project as it was: what is still the same comes from the disk, and what is not from the snapshot."""
    same = snapshot.unchanged(file.path for file in target.files)
    changed = [path for path in target.belonging(snapshot.regular()) if path not in same]
    return target.with_other_files(same, snapshot.contents(changed))


def _findings_of(older: Target, request: Request) -> list[Finding]:
    """What the project's files of then give with the configuration and cards of today.

    An entry of the baseline that accepted nothing even then is among it.
    """
    from ..engine.api import project_outcome
    from ..engine.session import ignore_progress

    outcome = project_outcome(older, request, lambda total: ignore_progress)
    found = list(outcome.findings)
    Acceptance(older, request._replace(since=None), outcome).apply()
    return [*found, *(finding for finding in outcome.findings if finding.code == STALE_ENTRY.code)]


def _lines(snapshot: Snapshot, older: Target, target: Target) -> Lines:
    """Where the lines of the files that have changed or are gone are today."""
    still = {file.path for file in older.files} - older.texts.keys()
    today = {file.path: target.content(file.path) for file in target.files if file.path not in still}
    return snapshot.lines(older.texts, today)


def _untouched(matched: Matched, lines: Lines) -> Iterator[Finding]:
    """New findings on lines that had a finding of the same card, and have not changed since."""
    places = [(entry.code, lines.today(entry.path, entry.line)) for entry in matched.gone]
    for finding in matched.new:
        place = (finding.code, (finding.path, finding.line))
        if place in places:
            places.remove(place)
            yield finding
