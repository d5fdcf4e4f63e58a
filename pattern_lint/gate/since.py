"""Leaves out of an outcome what was there at a revision.

The revision's own files are checked with today's configuration and cards, and what they give is compared like a
baseline. So it does not matter whether a finding was made by a line that changed or by what changed elsewhere, nor
whether its file was renamed meanwhile.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from ..outcome import Outcome
from ..run.request import Request
from ..run.targets import Target
from .entries import Entry, entries_of
from .matching import match
from .presence import Presence
from .revisions import Repository


def leave_out_older(revision: str, target: Target, request: Request, outcome: Outcome) -> None:
    """Keep the findings that are new since a revision, and those that have grown."""
    from .accept import grown

    presence = Presence(target.root, target.texts)
    matched = match(entries_at(revision, target, request), outcome.findings, presence.has_place)
    outcome.findings = [*matched.new, *grown(matched, f"{revision} had")]
    outcome.older = [finding for finding, _ in matched.known]


def entries_at(revision: str, target: Target, request: Request) -> list[Entry]:
    """What a baseline would say that was made at the revision."""
    from ..run.api import project_outcome
    from ..run.session import ignore_progress

    repository = Repository(target.root)
    below = target.root.resolve().relative_to(repository.top().resolve())
    commit = repository.base(revision)
    with TemporaryDirectory(prefix="pattern-lint-") as name:
        folder = Path(name).resolve()
        repository.export(commit, folder)
        old = target.elsewhere(folder / "files" / below)
        if not old.files:
            return []
        found = project_outcome(old, request._replace(cached=False), lambda total: ignore_progress)
    return entries_of(found.findings)
