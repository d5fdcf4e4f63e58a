"""The end of the join: every site gets its verdict, and those that violate become findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..checks.report import Sites, Violation
from ..outcome import LEVELS, Finding, Level, Mark, Outcome, Related, Tally, Waived
from ..waivers import UnusedCode, Waiver, apply, waiver_at
from .decisions import Conditions, Decisions
from .plan import Plan, Planned
from .tool_reports import ToolReports


class Settlement:
    """Gives every site of a run its verdict; counts, findings and what was waived go to the outcome."""

    def __init__(self, plan: Plan, decisions: Decisions, outcome: Outcome) -> None:
        self._plan = plan
        self._policy = plan.policy
        self._decisions = decisions
        self._outcome = outcome
        self._reports = ToolReports(plan)
        self._findings: dict[str, list[Finding]] = {}
        self._kept: list[Finding] = []

    def settle(self, sites: Sites, comments: Mapping[str, Sequence[Waiver]]) -> None:
        """Drop the sites whose condition does not hold, and decide about all others."""
        counts, roles, count = self._counts, self._decisions.roles, self._count
        for (code, verdict, path, owner, when), number in sites.counts.items():
            if counts(code, path, when):
                count(code, roles(owner, path), path, verdict, number)
        for violation in sites.violations:
            if self._counts(violation.code, violation.path, violation.when):
                self._violates(violation)
        for path in sorted({*self._findings, *comments}):
            self._decide(path, comments.get(path, ()))
        self._accept_at_causes({**self._decisions.comments, **comments})
        for finding in self._kept:
            self._count(finding.code, finding.mark.role, finding.path, "violates")
        self._outcome.findings += self._kept

    def _counts(self, code: str, path: str, when: Conditions) -> bool:
        counting = self._policy.zone(path).counting
        return (counting is None or code in counting) and (not when or self._decisions.holds(when))

    def _count(self, code: str, role: str, path: str, verdict: str, count: int = 1) -> None:
        tallies, key = self._outcome.tallies, (code, role, path)
        tally = tallies.get(key)
        if tally is None:
            tally = tallies[key] = Tally()
        setattr(tally, verdict, getattr(tally, verdict) + count)

    def _violates(self, violation: Violation) -> None:
        role = self._decisions.roles(violation.owner, violation.path)
        finding = _finding(self._plan.by_code[violation.code], violation, role)
        if violation.code in self._policy.zone(violation.path).ignored:
            self._count(violation.code, role, violation.path, "waived")
            self._outcome.waived.append(Waived(finding, "configuration"))
            return
        self._findings.setdefault(violation.path, []).append(finding)

    def _decide(self, path: str, waivers: Sequence[Waiver]) -> None:
        """Tell a file's findings apart by its comments."""
        applied = apply(self._findings.get(path, ()), waivers, self._reports.judged(path))
        self._kept += applied.kept
        for finding, waiver in applied.waived:
            self._waive(Waived(finding, "comment", waiver.reason))
        for unused in applied.unused:
            naming = list(self._naming(path, unused))
            if not any(found.is_chain and _names(found.related[-1:], path, unused.waiver) for found in naming):
                reported = [(found.path, found.span[0]) for found in naming]
                self._outcome.findings += self._reports.unused(path, unused, waivers, reported)

    def _accept_at_causes(self, comments: Mapping[str, Sequence[Waiver]]) -> None:
        """Take out the findings whose cause a comment accepts that names their card: it speaks for all ways there."""
        kept = []
        for finding in self._kept:
            cause = finding.cause
            waivers = comments.get(cause.path, ()) if cause is not None else ()
            accepting = waiver_at(finding.code, cause.line, waivers) if cause is not None and waivers else None
            if accepting is None:
                kept.append(finding)
            else:
                self._waive(Waived(finding, "comment", accepting.reason, at_cause=True))
        self._kept = kept

    def _waive(self, waived: Waived) -> None:
        finding = waived.finding
        self._count(finding.code, finding.mark.role, finding.path, "waived")
        self._outcome.waived.append(waived)

    def _naming(self, path: str, unused: UnusedCode) -> Iterator[Violation]:
        """The violations that name a comment's place, as their cause or on the way to it."""
        for found in self._decisions.sites.violations:
            is_about = found.code.startswith(unused.code) and _names(found.related, path, unused.waiver)
            if is_about and self._counts(found.code, found.path, found.when):
                yield found


def _names(places: Iterable[tuple[str, int, str]], path: str, waiver: Waiver) -> bool:
    """Whether one of some places is within the reach of a comment."""
    return any(
        place == path and (waiver.whole_file or waiver.first <= line <= waiver.last) for place, line, _ in places
    )


def _finding(planned: Planned, violation: Violation, role: str) -> Finding:
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
        violation.is_chain,
        related,
        Mark(violation.scope, violation.digest, violation.measure, role),
    )


def lowered(level: Level) -> Level:
    """The level below a level; nothing is below info."""
    return LEVELS[min(LEVELS.index(level) + 1, len(LEVELS) - 1)]
