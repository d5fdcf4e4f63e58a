"""What every host calls: check the named paths, and get one outcome."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ..outcome import Finding, Outcome
from .execute import Progress
from .planning import Request, make_plan
from .session import ignore_progress, run
from .targets import Target, find_targets


def check(
    paths: Sequence[str], request: Request, announce: Callable[[int], Progress] = lambda total: ignore_progress
) -> Outcome:
    """The findings at the named paths, each decided with the whole project around it in sight."""
    joined = Outcome()
    for target in find_targets(paths, config_file=request.config_file, isolated=request.isolated):
        plan = make_plan(target.config, request, target.files)
        outcome = run(plan, target.files, jobs=request.jobs, cached=request.cached, announce=announce)
        _add(joined, outcome, target)
    joined.findings.sort(key=lambda finding: finding.place)
    return joined


def _add(joined: Outcome, outcome: Outcome, target: Target) -> None:
    asked = target.asked
    prefix = _from_here(target.config.root)
    findings = (finding for finding in outcome.findings if asked is None or finding.path in asked)
    joined.findings += [_moved(finding, prefix) for finding in findings]
    joined.faults += [replace(fault, path=prefix + fault.path if fault.path else "") for fault in outcome.faults]
    joined.files += outcome.files if asked is None else len(asked)
    for (code, role, path), tally in outcome.tallies.items():
        if asked is None or path in asked:
            joined.tallies[code, role, prefix + path] = tally


def _from_here(root: Path) -> str:
    """What turns a path from a project's root into one from the working folder."""
    relative = Path(os.path.relpath(root)).as_posix()
    return "" if relative == "." else f"{relative}/"


def _moved(finding: Finding, prefix: str) -> Finding:
    if not prefix:
        return finding
    related = tuple(replace(place, path=prefix + place.path) for place in finding.related)
    return replace(finding, path=prefix + finding.path, related=related)
