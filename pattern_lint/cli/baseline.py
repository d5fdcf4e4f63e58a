"""`pattern-lint baseline`: accepts today's findings, and takes out what has been put right."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from ..config.defaults import BASELINE_FILE
from ..engine.api import project_outcome, targets_of
from ..engine.request import Request
from ..engine.targets import Target
from ..gate.accept import Acceptance
from ..gate.entries import Entry, entries_of, write_entries
from ..gate.matching import Matched
from ..gate.merging import merge_by_lines
from ..outcome import Finding
from ..problems import UsageError
from ..reading import is_file
from ..report.progress import progress_bar
from ..report.style import Style
from ..report.text import counted, fault_lines
from .common import add_baseline, add_options, request_of, tell
from .main import FINDINGS
from .output import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: the working folder)")
    add_options(parser)
    add_baseline(parser)
    parser.add_argument("--add", action="store_true", help="accept findings that the baseline does not know, too")
    parser.add_argument("--prune", action="store_true", help="take out entries that accept nothing any more")


def run(arguments: argparse.Namespace) -> int:
    request = request_of(arguments)
    statuses = [_update(target, request, arguments) for target in targets_of(arguments.paths, request, {})]
    return max(statuses)


def _update(target: Target, request: Request, arguments: argparse.Namespace) -> int:
    """Make or change the baseline of one project and say what was done."""
    with progress_bar() as announce:
        outcome = project_outcome(target, request, announce)
    tell(outcome.notes, arguments)
    if outcome.faults:
        said = "\n".join(fault_lines(outcome, Style()))
        raise UsageError(f"the baseline is left as it is, because not everything was looked at\n{said}")
    acceptance = Acceptance(target, request, outcome)
    acceptance.apply_waivers()
    file = target.baseline_file(request) or target.root / BASELINE_FILE
    if not is_file(file):
        found = [finding for finding in outcome.findings if _is_asked(finding, target)]
        write_entries(file, entries_of(found), _inside(file, target))
        say(f"{file}: accepts {counted(len(found), 'finding')}\n")
        say("".join(f"{line}\n" for line in _what_follows(target, request, file)))
        return 0
    matched = acceptance.matched(file)
    new = [finding for finding in (*matched.new, *_grown(matched)) if _is_asked(finding, target)]
    changed = _kept(matched, arguments, new)
    if arguments.add or arguments.prune:
        write_entries(file, changed, _inside(file, target))
    say("".join(f"{file}: {line}\n" for line in _said(matched, new, arguments)))
    return FINDINGS if new and not arguments.add else 0


def _inside(file: Path, target: Target) -> Path | None:
    """The project, where the baseline lies in it: outside, the command line has said so."""
    return target.root if file.is_relative_to(target.root) else None


def _is_asked(finding: Finding, target: Target) -> bool:
    return target.asked is None or finding.path in target.asked


def _grown(matched: Matched) -> list[Finding]:
    return [finding for finding, _ in matched.grown]


def _kept(matched: Matched, arguments: argparse.Namespace, new: list[Finding]) -> list[Entry]:
    """The entries that the file is to have: in the places of today, and with measures that only get smaller."""
    replaced = {id(finding) for finding in new} if arguments.add else set()
    kept: list[tuple[Finding, int | None]] = [
        (finding, finding.mark.measure if arguments.prune else entry.measure) for finding, entry in matched.known
    ]
    kept += [(finding, entry.measure) for finding, entry in matched.grown if id(finding) not in replaced]
    kept += [(finding, finding.mark.measure) for finding in new if id(finding) in replaced]
    today = [finding._replace(mark=finding.mark._replace(measure=measure)) for finding, measure in kept]
    today.sort(key=lambda finding: finding.place)
    gone = [] if arguments.prune else matched.gone
    return [*entries_of(today), *gone, *matched.undecided]


def _said(matched: Matched, new: list[Finding], arguments: argparse.Namespace) -> list[str]:
    shrunk = sum(
        entry.measure is not None and (finding.mark.measure or 0) < entry.measure for finding, entry in matched.known
    )
    lines = [f"{_entries(len(matched.known) + len(matched.grown))} still accept a finding"]
    if matched.gone:
        gone = _entries(len(matched.gone))
        lines.append(f"took out {gone}" if arguments.prune else f"{gone} accept nothing; --prune takes them out")
    if shrunk:
        what = counted(shrunk, "limit")
        lines.append(f"lowered {what}" if arguments.prune else f"{what} can be lowered; --prune does")
    if new:
        what = counted(len(new), "finding")
        lines.append(f"added {what}" if arguments.add else f"{what} not accepted; put right, or accept with --add")
    return lines


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"


def _what_follows(target: Target, request: Request, file: Path) -> Iterator[str]:
    """How the new baseline is used, and what was done so that branches merge."""
    attributes = merge_by_lines(file)
    if attributes is not None:
        yield f"{attributes}: lets branches that change the baseline merge without conflicts"
    own = request._replace(baseline=None)
    option = "" if target.baseline_file(own) == file else f" --baseline {shlex.quote(os.path.relpath(file))}"
    what = "both files" if attributes is not None else "the file"
    yield f"`pattern-lint check{option}` reports what is new from now on; commit {what}"
