"""Takes out of an outcome what the team has accepted: by the configuration, by the baseline, or by a revision.

This happens after a run and is not cached: waivers end on a day, and baselines change when the code does not.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..engine.request import Request
from ..engine.targets import Target
from ..lang.languages import HISTORY
from ..lang.python.marks import WHOLE_FILE, digest
from ..outcome import Finding, Mark, Outcome, Waived, WaiverUse
from ..tool_findings import STALE_ENTRY, UNREADABLE, UNUSED_WAIVER, ToolFinding, tool_levels

if TYPE_CHECKING:
    from ..config.settings import WaiverSettings
    from .entries import Entry
    from .matching import Matched


class Acceptance:
    """What holds for the outcome of one project."""

    def __init__(self, target: Target, request: Request, outcome: Outcome) -> None:
        self._target = target
        self._request = request
        self._outcome = outcome

    def apply(self) -> None:
        """Waivers first, then the baseline; what they leave is new."""
        if self._request.since is not None and not HISTORY.isdisjoint(self._target.languages):
            from .commits import judge_commits

            judge_commits(self._request.since, self._target, self._request, self._outcome)
        self.apply_waivers()
        file = self._target.baseline_file(self._request)
        self._outcome.is_compared = file is not None or self._request.since is not None
        if file is not None:
            self._apply_baseline(file)
        if self._request.since is not None:
            from .since import leave_out_older

            leave_out_older(self._request.since, self._target, self._request, self._outcome)
        self._outcome.findings.sort(key=lambda finding: finding.place)

    def apply_waivers(self) -> None:
        """Those of the configuration; one past its date accepts nothing and is told at what it accepted."""
        if self._target.config_file is None:
            return
        for number, waiver in enumerate(self._target.config.waivers):
            self._apply_waiver(number, waiver)

    def _apply_waiver(self, number: int, waiver: WaiverSettings) -> None:
        from ..config.globs import matches

        outcome = self._outcome
        is_expired = waiver.until is not None and waiver.until < date.today()
        until = waiver.until.isoformat() if waiver.until is not None else ""
        kept: list[Finding] = []
        met = 0
        for finding in outcome.findings:
            cause = finding.cause
            paths = (finding.path,) if cause is None else (finding.path, cause.path)
            if waiver.code not in (finding.code, finding.name) or not any(matches(waiver.path, path) for path in paths):
                kept.append(finding)
                continue
            met += 1
            if is_expired:
                whose = f" of {waiver.owner}" if waiver.owner else ""
                kept.append(finding._replace(message=f"{finding.message} (the waiver{whose} ended on {until})"))
            else:
                outcome.waived.append(Waived(finding, "configuration", waiver.reason, waiver.owner, until))
                self._recount(finding, "waived")
        outcome.findings = kept
        origin = self._target.config.origin("waivers").below(str(number))
        path, line = self._relative(origin.path), origin.problem("").line
        accepts = 0 if is_expired else met
        use = WaiverUse(waiver.code, waiver.path, waiver.reason, waiver.owner, until, path, line, accepts, is_expired)
        outcome.waivers.append(use)
        if not met and self._is_judged(waiver.code):
            message = f"this waiver of {waiver.code} in `{waiver.path}` accepts nothing; delete it"
            self._report(UNUSED_WAIVER, path, line, message)

    def matched(self, file: Path) -> Matched:
        """The findings against the entries of a baseline."""
        from .entries import read_entries
        from .matching import match
        from .presence import Presence

        target = self._target
        presence = Presence(target.root, target.texts)
        matched = match(read_entries(file), self._outcome.findings, presence.has_place)
        files = {each.path for each in target.files}
        unreadable = {each.path for each in self._outcome.findings if each.code == UNREADABLE.code}

        def is_judged(entry: Entry) -> bool:
            seen = target.config_file is not None or entry.path in files or not presence.has_file(entry.path)
            return seen and entry.path not in unreadable and self._is_judged(entry.code)

        matched.undecided = [entry for entry in matched.gone if not is_judged(entry)]
        matched.gone = [entry for entry in matched.gone if is_judged(entry)]
        return matched

    def _apply_baseline(self, file: Path) -> None:
        matched = self.matched(file)
        outcome = self._outcome
        outcome.findings = list(matched.new)
        for finding, _ in matched.known:
            outcome.baselined.append(finding)
            self._recount(finding, "baselined")
        outcome.findings += grown(matched, "the baseline accepts")
        for entry in matched.gone:
            scope = f", {entry.scope}" if entry.scope not in ("", WHOLE_FILE) else ""
            what = f"this entry accepts nothing any more ({entry.code} in {entry.path}{scope})"
            message = f"{what}; `pattern-lint baseline --prune` takes it out"
            self._report(STALE_ENTRY, self._relative(file), entry.line, message)

    def _is_judged(self, code: str) -> bool:
        """Whether the run knows all that a card has to say."""
        if any(fault.card in (code, "") for fault in self._outcome.faults):
            return False
        return not self._request.is_narrowed or any(key[0] == code for key in self._outcome.tallies)

    def _recount(self, finding: Finding, verdict: str) -> None:
        tally = self._outcome.tallies.get((finding.code, finding.mark.role, finding.path))
        if tally is not None:
            tally.violates -= 1
            setattr(tally, verdict, getattr(tally, verdict) + 1)

    def _report(self, kind: ToolFinding, path: str, line: int, message: str) -> None:
        configured = self._target.config_file is not None
        levels = self._target.config.levels if configured else {}
        ignored = self._target.config.ignore if configured else ()
        level = tool_levels(levels, (*ignored, *self._request.ignore)).get(kind.code)
        if level is not None:
            found = Finding(path, line, 1, line, 1, kind.code, kind.name, level, message)
            self._outcome.findings.append(found._replace(mark=Mark(digest=digest(message))))

    def _relative(self, path: Path) -> str:
        return Path(os.path.relpath(path, self._target.root)).as_posix()


def grown(matched: Matched, accepted_by: str) -> Iterable[Finding]:
    """Findings that have become worse than what is accepted, which they say."""
    for finding, entry in matched.grown:
        yield finding._replace(message=f"{finding.message} ({accepted_by} {entry.measure})")
