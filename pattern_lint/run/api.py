"""What every host calls: check the named paths, and get one outcome."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..gate.accept import Acceptance
from ..outcome import Fault, Finding, Outcome
from .key import package_roots, plan_key
from .request import Request
from .session import Task, ignore_progress, run
from .targets import Target, UsageError, absolute, find_targets

if TYPE_CHECKING:
    from .plan import Plan
    from .session import Progress

__all__ = ["Request", "check", "project_outcome", "targets_of"]


def check(
    paths: Sequence[str],
    request: Request,
    announce: Callable[[int], Progress] = lambda total: ignore_progress,
    texts: Mapping[str, bytes] | None = None,
) -> Outcome:
    """The findings at the named paths, each decided with the whole project around it in sight.

    `texts` are contents that stand for those of files, which need not be there: what an editor has not saved yet.
    """
    joined = Outcome()
    for target in targets_of(paths, request, texts or {}):
        outcome = project_outcome(target, request, announce)
        Acceptance(target, request, outcome).apply()
        _add(joined, outcome, target)
    joined.findings.sort(key=lambda finding: finding.place)
    return joined


def targets_of(paths: Sequence[str], request: Request, texts: Mapping[str, bytes]) -> list[Target]:
    """The projects that the paths belong to."""
    given = {absolute(name): text for name, text in texts.items()}
    targets = find_targets(paths, config_file=request.config_file, isolated=request.isolated, texts=given)
    if request.baseline is not None and len(targets) > 1:
        folders = ", ".join(str(target.root) for target in targets)
        raise UsageError(f"--baseline goes with one project, but the paths belong to several: {folders}")
    return targets


def project_outcome(target: Target, request: Request, announce: Callable[[int], Progress]) -> Outcome:
    """All that is to be said about one project, before anything is accepted; paths are from its root."""
    roots = package_roots(target.files, target.config.project_packages if target.config_file else ())
    key = plan_key(target, request, roots)
    task = Task(target.root, key, target.files, partial(_plan, target, request, roots), target.texts)
    return run(task, jobs=request.jobs, cached=request.cached, announce=announce)


def _plan(target: Target, request: Request, roots: frozenset[str]) -> Plan:
    from .planning import make_plan  # brings the cards' machinery along

    return make_plan(target.config, request, roots)


def _add(joined: Outcome, outcome: Outcome, target: Target) -> None:
    asked = target.asked
    here = _seen_from_here(target.root)

    def wanted(path: str) -> bool:
        return asked is None or path in asked

    joined.findings += [_moved(finding, here) for finding in outcome.findings if wanted(finding.path)]
    joined.baselined += [_moved(finding, here) for finding in outcome.baselined if wanted(finding.path)]
    joined.older += [_moved(finding, here) for finding in outcome.older if wanted(finding.path)]
    joined.is_compared |= outcome.is_compared
    if target.config_file is not None:
        joined.card_folders = tuple({*joined.card_folders, *target.config.card_folders})
    joined.waivers += [waiver._replace(path=here(waiver.path)) for waiver in outcome.waivers]
    accepted = (waived for waived in outcome.waived if wanted(waived.finding.path))
    joined.waived += [waived._replace(finding=_moved(waived.finding, here)) for waived in accepted]
    joined.faults += [Fault(path and here(path), card, message) for path, card, message in outcome.faults]
    joined.files += outcome.files if asked is None else len(asked)
    for (code, role, path), tally in outcome.tallies.items():
        if wanted(path):
            joined.tallies[code, role, here(path)] = tally


def _seen_from_here(root: Path) -> Callable[[str], str]:
    """What turns a path from a project's root into one from the working folder."""
    here = Path.cwd()
    if here == root:
        return str
    if here.is_relative_to(root):
        return partial(posixpath.relpath, start=here.relative_to(root).as_posix())
    prefix = Path(os.path.relpath(root)).as_posix()
    return lambda path: f"{prefix}/{path}"


def _moved(finding: Finding, here: Callable[[str], str]) -> Finding:
    if here is str:
        return finding
    related = tuple(place._replace(path=here(place.path)) for place in finding.related)
    return finding._replace(path=here(finding.path), related=related)
