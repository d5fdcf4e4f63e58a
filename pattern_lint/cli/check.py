"""`pattern-lint check`: the findings of one run, as the user wants to see them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..engine.api import Request, check
from ..outcome import LEVELS, Level, Outcome
from ..problems import UsageError
from ..report.formats import FORMATS, View, rendered
from ..report.progress import progress_bar
from ..visible import plain
from ..writing import can_be_named
from .common import add_baseline, add_options, request_of, tell
from .fix_options import add_fix_options, asks_for_fixes, check_fix_options
from .main import FAULT, FINDINGS
from .output import check_writable, complain, write
from .outputs import add_output_options, reports_of

if TYPE_CHECKING:
    from ..engine.timings import Timings
    from .fixing import Fixing

_PYTHON = (".py", ".pyi")
_STDIN_NAME = "stdin.py"
_LONGEST_SHOWN = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and folders (default: the working folder); - is standard input"
    )
    parser.add_argument(
        "--stdin-filename", metavar="FILE", help="the file whose text comes from standard input (default: stdin.py)"
    )
    add_options(parser)
    baselines = parser.add_mutually_exclusive_group()
    add_baseline(baselines)
    baselines.add_argument("--no-baseline", action="store_true", help="report what the baseline accepts, too")
    parser.add_argument("--since", metavar="REV", help="report only what is new since this revision of git")
    add_output_options(parser, FORMATS)
    add_fix_options(parser)
    parser.add_argument("--statistics", action="store_true", help="count findings by card instead of listing them")
    parser.add_argument("--quiet", action="store_true", help="show findings alone: no sums, no progress")
    parser.add_argument(
        "--timings",
        action="store_true",
        help="tell on standard error where time goes, by file, kind and card; in one process, without the cache",
    )
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    parser.add_argument(
        "--fail-on", choices=LEVELS, default="error", help="the lowest level that fails (default: error)"
    )


def run(arguments: argparse.Namespace) -> int:
    check_fix_options(arguments)
    reports = reports_of(arguments.reports)
    check_writable(report.file for report in reports if report.file is not None)
    paths, texts = _from_standard_input(arguments)
    timings = _timings() if arguments.timings else None
    request = request_of(arguments)._replace(timings=timings)
    with progress_bar(wanted=not arguments.quiet) as announce:
        outcome = check(paths, request, announce, texts)
    asks = asks_for_fixes(arguments, reports, outcome)
    fixing = _fixing(arguments, paths, request, outcome, texts) if asks else None
    if fixing is not None:
        outcome = fixing.outcome
    if fixing is not None and arguments.diff:
        write(fixing.diff(), reports[0].file)
        fixing.tell(written=False, quiet=arguments.quiet)
        return FAULT if outcome.faults else FINDINGS if fixing.done and not arguments.exit_zero else 0
    view = View(arguments.statistics, arguments.verbose, arguments.quiet, _failing(arguments))
    for report in reports:
        stream = sys.stdout if report.file is None else None
        write(rendered(outcome, report.format, texts, stream, view), report.file)
    if not outcome.files and not outcome.faults:
        complain(_nothing_there(paths))
    tell(outcome.notes, arguments)
    if fixing is not None and arguments.fix:
        fixing.tell(written=True, quiet=arguments.quiet)
    if timings is not None:
        from ..report.timings import timings_text

        complain(timings_text(timings))
    return FAULT if fixing is not None and fixing.failed else _status(outcome, arguments)


def _fixing(
    arguments: argparse.Namespace,
    paths: Sequence[str],
    request: Request,
    outcome: Outcome,
    texts: Mapping[str, bytes],
) -> Fixing:
    from .fixing import Fixing  # brings cards and all that reads code along

    fixing = Fixing(paths, request, outcome, texts, unsafe=arguments.unsafe_fixes)
    if arguments.fix or arguments.diff:
        fixing.work(writing=not arguments.diff)
    fixing.say_what_can_be_done()
    return fixing


def _timings() -> Timings:
    from ..engine.timings import Timings  # brings all that looks at files along

    return Timings()


def _nothing_there(paths: Sequence[str]) -> str:
    """That nothing was looked at, which a green check should not hide."""
    where = " or ".join(map(plain, paths)) or "the working folder"
    return f"there is no file to check in {where}; the configuration's `exclude` and .gitignore leave files out"


def _failing(arguments: argparse.Namespace) -> tuple[Level, ...]:
    """The levels of findings that fail."""
    return LEVELS[: LEVELS.index(arguments.fail_on) + 1]


def _from_standard_input(arguments: argparse.Namespace) -> tuple[list[str], dict[str, bytes]]:
    """The paths to check, and the text that stands for a file's content."""
    paths: list[str] = arguments.paths
    if "-" not in paths:
        if arguments.stdin_filename is not None:
            raise UsageError("--stdin-filename goes with `-`, which reads standard input")
        return paths, {}
    if len(paths) > 1:
        raise UsageError("`-` reads standard input and goes with no other path")
    name = arguments.stdin_filename or _STDIN_NAME
    if not name.endswith(_PYTHON):
        raise UsageError(f"{name}: not the name of a Python file, which --stdin-filename has to be")
    if not can_be_named(name):
        raise UsageError(f"{name[:_LONGEST_SHOWN]}...: no file can have such a name; give --stdin-filename another one")
    return [name], {name: sys.stdin.buffer.read()}


def _status(outcome: Outcome, arguments: argparse.Namespace) -> int:
    if outcome.faults:
        return FAULT
    failing = _failing(arguments)
    failed = any(finding.level in failing for finding in outcome.findings)
    return FINDINGS if failed and not arguments.exit_zero else 0
