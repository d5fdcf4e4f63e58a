"""What cards say of the commits since a revision."""

from __future__ import annotations

from ..engine.decisions import Decisions
from ..engine.join import settle
from ..engine.key import package_roots
from ..engine.planning import make_plan
from ..engine.request import Request
from ..engine.targets import Target
from ..engine.units import check_unit
from ..git.commits import commits_since
from ..lang.commit import CommitMessage
from ..lang.languages import COMMIT
from ..outcome import Outcome
from ..project.project import Project


def judge_commits(revision: str, target: Target, request: Request, outcome: Outcome) -> None:
    """Add to an outcome what is to be said of the commits since a revision."""
    plan = make_plan(target.config, request, package_roots(target.files), {COMMIT})
    results = []
    for commit in commits_since(target.root, revision):
        message = CommitMessage(commit.id, commit.message, commit.author, commit.files, commit.parents)
        results.append(check_unit(plan, message))
    found = settle(plan, results, Decisions(Project((), plan.roles)))
    outcome.findings += found.findings
    outcome.waived += found.waived
    outcome.faults += found.faults
    outcome.tallies.update(found.tallies)
