"""`pattern-lint coverage`: how far the code follows its patterns."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..coverage.history import append, compared, read_last
from ..coverage.model import Coverage
from ..coverage.survey import Survey, survey
from ..problems import UsageError
from ..report.progress import progress_bar
from ..report.text import fault_message
from .common import add_baseline, add_options, request_of, tell
from .main import FAULT, FINDINGS
from .output import check_writable, complain, write
from .outputs import Report, add_output_options, reports_of

_FORMATS = ("text", "json", "markdown", "html")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: the working folder)")
    add_options(parser)
    add_baseline(parser)
    add_output_options(parser, _FORMATS)
    parser.add_argument("--badge", metavar="FILE", type=Path, help="write the percentage as an SVG badge")
    parser.add_argument(
        "--fail-under",
        metavar="PERCENT",
        type=_percent,
        help="fail when fewer of all sites conform, or when a component kind is under its target",
    )
    parser.add_argument(
        "--history", metavar="FILE", type=Path, help="compare with the last run noted in this file, and note this one"
    )


def run(arguments: argparse.Namespace) -> int:
    reports = reports_of(arguments.reports)
    check_writable(report.file for report in reports if report.file is not None)
    with progress_bar() as announce:
        html = any(report.format == "html" for report in reports)
        found = survey(arguments.paths, request_of(arguments), announce, with_examples=html)
    if arguments.history is not None:
        found = found._replace(coverage=_compared(found.coverage, arguments.history))
    for report in reports:
        write(_rendered(found, report, whole=arguments.verbose), report.file)
    if arguments.badge is not None:
        from ..report.coverage_badge import badge

        write(badge(found.coverage), arguments.badge, "--badge")
    if arguments.history is not None and not found.faults:  # figures in which something is missing mislead
        _noted(found.coverage, arguments.history)
    tell(found.notes, arguments)
    return _status(found, arguments.fail_under)


def _percent(given: str) -> float:
    """A percentage, with or without its sign."""
    try:
        number = float(given.removesuffix("%"))
    except ValueError:
        number = -1.0
    if not 0 <= number <= 100:
        raise argparse.ArgumentTypeError(f"`{given}` is no percentage; give a number from 0 to 100")
    return number


def _compared(coverage: Coverage, path: Path) -> Coverage:
    """The report with what has changed since the last run."""
    try:
        last, problems = read_last(path)
    except OSError as error:
        raise _no_history(path, "read", error) from None
    for problem in problems:
        complain(problem)
    return compared(coverage, last)


def _noted(coverage: Coverage, path: Path) -> None:
    try:
        append(path, coverage)
    except OSError as error:
        raise _no_history(path, "written", error) from None


def _no_history(path: Path, verb: str, error: OSError) -> UsageError:
    return UsageError(f"{path}: cannot be {verb}: {error.strerror or error}; name another file after --history")


def _rendered(found: Survey, report: Report, *, whole: bool) -> str:
    """The report; the modules of other formats than the wanted one are not imported."""
    coverage = found.coverage
    if report.format == "json":
        from ..report.coverage_json import coverage_json

        return coverage_json(coverage)
    if report.format == "markdown":
        from ..report.coverage_markdown import coverage_markdown

        return coverage_markdown(coverage)
    if report.format == "html":
        from ..report.coverage_html import coverage_html

        return coverage_html(coverage, found.files)
    from ..report.coverage_text import coverage_text
    from ..report.style import Style, style_for

    return coverage_text(coverage, Style() if report.file else style_for(sys.stdout), whole=whole)


def _status(found: Survey, fail_under: float | None) -> int:
    for fault in found.faults:
        complain(fault_message(fault))
    failures = list(found.gate.stricter(fail_under).failures(found.coverage))
    for failure in failures:
        complain(failure)
    if found.faults:
        return FAULT
    return FINDINGS if failures else 0
