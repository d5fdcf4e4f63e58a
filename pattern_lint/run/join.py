"""The join: from the results of all files to the outcome of the run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..checks.report import Condition, ProjectReport, Sites, Violation
from ..outcome import LEVELS, Fault, Finding, Level, Outcome, Related, Tally
from ..project.project import Project
from .map import FileResult, describe
from .plan import Plan, Planned, build_checks


def join(plan: Plan, results: Sequence[FileResult]) -> Outcome:
    """Join the files' results: decide what hangs on the project, and put everything in order."""
    project = Project((result.facts for result in results if result.facts is not None), plan.roles)
    outcome = Outcome(files=len(results))
    sites = Sites()
    for result in results:
        sites.violations += [Violation._make(stored) for stored in result.violations]
        for key, count in result.counts.items():
            sites.counts[key] = sites.counts.get(key, 0) + count
        outcome.faults += [Fault(*fault) for fault in result.faults]
        if result.unreadable is not None:
            outcome.findings.append(_unreadable(result.path, *result.unreadable))
    _check_project(plan, project, sites, outcome)
    _settle(plan, project, sites, outcome)
    return outcome


def _check_project(plan: Plan, project: Project, sites: Sites, outcome: Outcome) -> None:
    for kind, check in plan.project_checks:
        facts = {path: fact["kinds"][kind] for path, fact in project.files.items() if kind in fact["kinds"]}
        local = Sites()
        try:
            check.project(project, facts, ProjectReport(local))
        except Exception:
            local = Sites()
            for rule in check.rules:
                alone = Sites()
                try:
                    ((_, single),) = build_checks([plan.by_code[rule.code]])
                    single.project(project, facts, ProjectReport(alone))
                except Exception as error:
                    outcome.faults.append(Fault("", rule.code, describe(error)))
                else:
                    local.add(alone)
        sites.add(local)


def _settle(plan: Plan, project: Project, sites: Sites, outcome: Outcome) -> None:
    """Drop the sites whose condition does not hold; count the others, and make findings of those that violate."""
    known: dict[tuple[Condition, ...], bool] = {}

    def holds(conditions: tuple[Condition, ...]) -> bool:
        if conditions not in known:
            known[conditions] = all(project.holds(condition) for condition in conditions)
        return known[conditions]

    for (code, verdict, path, owner, when), count in sites.counts.items():
        if holds(when):
            for role in _roles(project, owner):
                tally = outcome.tallies.setdefault((code, role, path), Tally())
                setattr(tally, verdict, getattr(tally, verdict) + count)
    for violation in sites.violations:
        if holds(violation.when):
            for role in _roles(project, violation.owner):
                outcome.tallies.setdefault((violation.code, role, violation.path), Tally()).violates += 1
            outcome.findings.append(_finding(plan.by_code[violation.code], violation))


def _roles(project: Project, owner: str) -> Iterable[str]:
    """The role under which a site is counted: the first by name of its class's roles, or none."""
    roles = project.roles.of(owner) if owner in project.definitions.classes else frozenset()
    return (min(roles, default=""),)


def _finding(planned: Planned, violation: Violation) -> Finding:
    related = tuple(Related(*place) for place in violation.related)
    return Finding(
        violation.path,
        *violation.span,
        planned.rule.code,
        planned.rule.name,
        lowered(planned.level) if violation.lower else planned.level,
        violation.message,
        planned.patterns,
        planned.fix,
        related,
    )


def _unreadable(path: str, message: str, line: int, column: int) -> Finding:
    return Finding(path, line, column, line, column, "PAT000", "unreadable-file", "error", message)


def lowered(level: Level) -> Level:
    """The level below a level; nothing is below info."""
    return LEVELS[min(LEVELS.index(level) + 1, len(LEVELS) - 1)]
