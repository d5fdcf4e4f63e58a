"""`pattern-lint coverage`: how far the code follows its patterns."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..coverage.history import append, compared, read_last
from ..coverage.model import Coverage
from ..coverage.survey import Survey, survey
from ..report.progress import progress_bar
from ..report.text import fault_message
from ..run.targets import UsageError
from .common import add_options, request_of
from .main import FAULT, FINDINGS
from .output import write

_FORMATS = ("text", "json", "markdown", "html")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: the working folder)")
    add_options(parser)
    parser.add_argument("--output-format", choices=_FORMATS, default="text")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write to a file instead of standard output")
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
    with progress_bar() as announce:
        html = arguments.output_format == "html"
        found = survey(arguments.paths, request_of(arguments), announce, with_examples=html)
    if arguments.history is not None:
        found = found._replace(coverage=_with_history(found.coverage, arguments.history))
    write(_rendered(found, arguments), arguments.output)
    if arguments.badge is not None:
        from ..report.coverage_badge import badge

        write(badge(found.coverage), arguments.badge)
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


def _with_history(coverage: Coverage, path: Path) -> Coverage:
    """The report with what has changed since the last run, which is then noted itself."""
    try:
        last, problems = read_last(path)
        for problem in problems:
            print(f"pattern-lint: {problem}", file=sys.stderr)
        append(path, coverage)
    except OSError as error:
        message = f"{path}: cannot be read or written: {error.strerror or error}; name another file after --history"
        raise UsageError(message) from None
    return compared(coverage, last)


def _rendered(found: Survey, arguments: argparse.Namespace) -> str:
    """The report; the modules of other formats than the wanted one are not imported."""
    coverage = found.coverage
    if arguments.output_format == "json":
        from ..report.coverage_json import coverage_json

        return coverage_json(coverage)
    if arguments.output_format == "markdown":
        from ..report.coverage_markdown import coverage_markdown

        return coverage_markdown(coverage)
    if arguments.output_format == "html":
        from ..report.coverage_html import coverage_html

        return coverage_html(coverage, found.files)
    from ..report.coverage_text import coverage_text
    from ..report.style import Style, style_for

    return coverage_text(coverage, Style() if arguments.output else style_for(sys.stdout))


def _status(found: Survey, fail_under: float | None) -> int:
    for fault in found.faults:
        print(f"pattern-lint: {fault_message(fault)}", file=sys.stderr)
    failures = list(found.gate.stricter(fail_under).failures(found.coverage))
    for failure in failures:
        print(f"pattern-lint: {failure}", file=sys.stderr)
    if found.faults:
        return FAULT
    return FINDINGS if failures else 0
