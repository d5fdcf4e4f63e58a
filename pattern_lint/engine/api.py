"""What every host calls: check the named paths, and get one outcome."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..lang.languages import COMMITS
from ..outcome import Fault, Finding, Outcome, Tallies
from ..problems import UsageError
from .key import package_roots, plan_key
from .request import Request
from .session import Task, ignore_progress, run
from .targets import Target, absolute, find_targets

if TYPE_CHECKING:
    from .plan import Plan
    from .session import Progress

__all__ = [
    "Request",
    "check",
    "check_project",
    "project_outcome",
    "reported_files",
    "seen_from_here",
    "targets_of",
    "whole_outcome",
]


def check(
    paths: Sequence[str],
    request: Request,
    announce: Callable[[int], Progress] = lambda total: ignore_progress,
    texts: Mapping[str, bytes] | None = None,
) -> Outcome:
    """The findings at the named paths, each decided with the whole project around it in sight.

    `texts` are contents that stand for those of files, which need not be there: what an editor has not saved yet.
    """
    targets = targets_of(paths, request, texts or {})
    outcomes = [check_project(target, request, announce) for target in targets]
    if len(outcomes) == 1:
        return outcomes[0]
    joined = Outcome(load_tallies=lambda: {key: tally for each in outcomes for key, tally in each.tallies.items()})
    joined.has_cards = any(outcome.has_cards for outcome in outcomes)
    for outcome in outcomes:
        _add(joined, outcome)
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
    if request.timings is None:
        return run(_task(target, request), request.jobs, request.cached, announce)
    with request.timings.of_files():
        return run(_task(target, request), 1, False, announce)


def check_project(target: Target, request: Request, announce: Callable[[int], Progress]) -> Outcome:
    """The outcome of one project, as it is seen from the working folder."""
    return seen_from_here(target, whole_outcome(target, request, announce))


def whole_outcome(target: Target, request: Request, announce: Callable[[int], Progress]) -> Outcome:
    """All that is to be said about one project, without what the team has accepted; paths are from its root."""
    return _accepted(target, request, project_outcome(target, request, announce))


def seen_from_here(target: Target, outcome: Outcome) -> Outcome:
    """A project's outcome as far as the user asked about it, with paths from the working folder."""
    here = _seen_from_here(target.root)
    if target.asked is None and here is str:
        return outcome
    return _seen(outcome, target.asked, here)


def reported_files(target: Target) -> list[str]:
    """The files of a project that are reported on, as they are named in the outcome."""
    here = _seen_from_here(target.root)
    return [here(file.path) for file in target.files if target.asked is None or file.path in target.asked]


def _task(target: Target, request: Request) -> Task:
    roots = package_roots(target.files, target.config.project_packages if target.config_file else ())
    key = plan_key(target, request, roots)
    plan = cache(partial(_plan, target, request, roots))
    return Task(target.root, key, target.files, plan, target.texts, request.cache_folder, target.take_in)


def _accepted(target: Target, request: Request, outcome: Outcome) -> Outcome:
    """The outcome without what the team has accepted."""
    config = target.config if target.config_file is not None else None
    outcome.card_folders = config.card_folders if config is not None else ()
    outcome.documents = config.documents if config is not None else ()
    outcome.left_out = len(target.left_out)
    has_waivers = config is not None and config.waivers
    if has_waivers or request.since is not None or target.baseline_file(request) is not None:
        from ..gate.accept import Acceptance  # many runs accept nothing

        Acceptance(target, request, outcome).apply()
    return outcome


def _plan(target: Target, request: Request, roots: frozenset[str]) -> Plan:
    from .planning import make_plan  # brings the cards' machinery along

    plan = make_plan(target.config, request, roots, target.languages_found())
    if request.timings is None:
        return plan
    from dataclasses import replace  # few runs are timed

    return replace(plan, watched=request.timings.watched)


def _add(joined: Outcome, outcome: Outcome) -> None:
    joined.findings += outcome.findings
    joined.waived += outcome.waived
    joined.baselined += outcome.baselined
    joined.older += outcome.older
    joined.waivers += outcome.waivers
    joined.faults += outcome.faults
    joined.notes += outcome.notes
    joined.files += outcome.files
    joined.left_out += outcome.left_out
    joined.is_compared |= outcome.is_compared
    joined.card_folders = tuple(dict.fromkeys((*joined.card_folders, *outcome.card_folders)))
    joined.documents = tuple(dict.fromkeys((*joined.documents, *outcome.documents)))


def _seen(outcome: Outcome, asked: Collection[str] | None, here: Callable[[str], str]) -> Outcome:
    """What the outcome says of the files that were asked about, under the names that they have from here."""

    def wanted(path: str) -> bool:
        return asked is None or path in asked or path.startswith(COMMITS)

    def tallies() -> Tallies:
        found = outcome.tallies.items()
        return {(code, roles, here(path)): tally for (code, roles, path), tally in found if wanted(path)}

    seen = Outcome(outcome.files if asked is None else len(asked), tallies)
    seen.findings = [_moved(finding, here) for finding in outcome.findings if wanted(finding.path)]
    seen.findings.sort(key=lambda finding: finding.place)
    seen.baselined = [_moved(finding, here) for finding in outcome.baselined if wanted(finding.path)]
    seen.older = [_moved(finding, here) for finding in outcome.older if wanted(finding.path)]
    seen.waivers = [waiver._replace(path=here(waiver.path)) for waiver in outcome.waivers]
    seen.is_compared, seen.card_folders, seen.documents = outcome.is_compared, outcome.card_folders, outcome.documents
    seen.has_cards, seen.left_out = outcome.has_cards, outcome.left_out
    accepted = (waived for waived in outcome.waived if wanted(waived.finding.path))
    seen.waived = [waived._replace(finding=_moved(waived.finding, here)) for waived in accepted]
    seen.notes = [note._replace(path=note.path and here(note.path)) for note in outcome.notes]
    seen.faults = [Fault(path and here(path), card, message) for path, card, message in outcome.faults]
    return seen


def _seen_from_here(root: Path) -> Callable[[str], str]:
    """What turns a path from a project's root into one from the working folder."""
    here = Path.cwd()
    if here == root:
        return str
    if here.is_relative_to(root):
        return partial(_relative, here=here.relative_to(root).as_posix())
    prefix = Path(os.path.relpath(root)).as_posix()
    return lambda path: f"{prefix}/{path}"


def _relative(path: str, here: str) -> str:
    return path[len(here) + 1 :] if path.startswith(f"{here}/") else posixpath.relpath(path, here)


def _moved(finding: Finding, here: Callable[[str], str]) -> Finding:
    if here is str:
        return finding
    related = tuple(place._replace(path=here(place.path)) for place in finding.related)
    return finding._replace(path=here(finding.path), related=related)
