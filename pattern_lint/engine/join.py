"""The join: from the results of all files to the outcome of the run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from ..kinds import check_class
from ..kinds.kit import Rule
from ..kinds.report import ProjectReport, Sites
from ..outcome import Fault, Note, Outcome
from ..project.project import ASKED_LATER, Project
from ..project.test_settings import SETTINGS
from .crashes import one_by_one
from .decisions import Decisions
from .map import FileResult
from .plan import Plan, ProjectCheck
from .settle import Settlement
from .tool_reports import ToolReports
from .waivers import Waiver


def join(plan: Plan, results: Sequence[FileResult]) -> Outcome:
    """Join the files' results: decide what hangs on the project, and put everything in order."""
    return settle(plan, results, decide(plan, [*map(copied, results)]))


def copied(result: FileResult) -> FileResult:
    """A result out of which may be taken what kinds collected."""
    facts = result.facts
    told = result.told.copy() if result.told is not None else None
    return result._replace(told=told, facts={**facts, "kinds": facts["kinds"].copy()} if facts is not None else None)


def decide(plan: Plan, results: Sequence[FileResult]) -> Decisions:
    """What the project tells, which takes the facts of all its files; what kinds collected is taken out of them."""
    plan.put_in_force()
    by_kind: dict[str, dict[str, Any]] = {}
    for result in results:
        told = result.facts["kinds"] if result.facts is not None else result.told or {}
        for kind in [*told]:
            by_kind.setdefault(kind, {})[result.path] = told[kind]
            if kind not in ASKED_LATER:  # what no other question takes is let go of when the kind is done
                del told[kind]
    facts = (result.facts for result in results if result.facts is not None)
    project = Project(facts, plan.roles, by_kind.pop(SETTINGS, {}))
    decisions = Decisions(project)
    _check_project(plan, project, by_kind, decisions)
    decisions.keep_comments({result.path: result.waivers for result in results})
    return decisions


def settle(plan: Plan, results: Iterable[FileResult], decisions: Decisions) -> Outcome:
    """What is to be said of some files, all of the project's or those that changed; their facts do not matter."""
    outcome = Outcome()
    outcome.has_cards = bool(plan.rules)
    reports = ToolReports(plan)
    settlement = Settlement(plan, decisions, outcome)
    comments: dict[str, list[Waiver]] = {}
    paths = set()
    for result in results:
        paths.add(result.path)
        settlement.add(result.violations, result.counts)
        if result.waivers:
            comments[result.path] = [*map(Waiver._make, result.waivers)]
        outcome.faults += [Fault(*fault) for fault in result.faults]
        outcome.notes += [Note(result.path, message) for message in result.notes]
        if result.unreadable is not None:
            outcome.findings += reports.unreadable(result.path, *result.unreadable)
    outcome.files = len(paths)
    decided = decisions.sites_in(paths)
    settlement.add(decided.violations, decided.counts)
    outcome.faults += decisions.faults
    settlement.settle(comments)
    outcome.findings.sort(key=lambda finding: finding.place)
    outcome.waived.sort(key=lambda waived: waived.finding.place)
    return outcome


def _check_project(plan: Plan, project: Project, by_kind: dict[str, dict[str, Any]], decisions: Decisions) -> None:
    zones = map(plan.policy.zone, project.files) if plan.policy.per_path else ()
    checks = [*plan.project_checks(zones)]
    last = {check.kind: check for check in checks}
    for check in checks:
        facts = by_kind.get(check.kind, {})
        if check is last[check.kind]:
            by_kind.pop(check.kind, None)
        local = Sites()
        try:
            check.check.project(project, facts, ProjectReport(local, project.files))
        except Exception:  # noqa: PAT139 -- running each card alone tells whose error it is
            local, crashed, _ = one_by_one(check.check.rules, "", partial(_look, check.kind, project, facts))
            decisions.faults += [Fault(*fault) for fault in crashed]
        decisions.sites.add(local if not plan.policy.per_path else _decided(plan, check, local))


def _look(kind: str, project: Project, facts: dict[str, Any], rule: Rule[Any], sites: Sites) -> None:
    check_class(kind)([rule]).project(project, facts, ProjectReport(sites, project.files))


def _decided(plan: Plan, check: ProjectCheck, sites: Sites) -> Sites:
    """The sites in the files whose options the check has."""
    zone = plan.policy.zone
    decided = Sites()
    decided.violations = [found for found in sites.violations if check.decides(found.code, zone(found.path))]
    decided.counts = {key: count for key, count in sites.counts.items() if check.decides(key[0], zone(key[2]))}
    return decided
