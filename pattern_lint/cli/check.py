"""`pattern-lint check`: findings, for people, programs and gates."""

from __future__ import annotations

import argparse
import sys

from ..outcome import LEVELS, Outcome
from ..report.progress import progress_bar
from ..run.api import check
from ..run.targets import UsageError
from .common import add_options, request_of
from .main import FAULT, FINDINGS
from .output import write

_FORMATS = ("text", "concise", "json")
_PYTHON = (".py", ".pyi")
_STDIN_NAME = "stdin.py"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and folders (default: the working folder); - is standard input"
    )
    parser.add_argument(
        "--stdin-filename", metavar="FILE", help="the file whose text comes from standard input (default: stdin.py)"
    )
    add_options(parser)
    parser.add_argument("--output-format", choices=_FORMATS, default="text")
    parser.add_argument("--statistics", action="store_true", help="count findings by card instead of listing them")
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    parser.add_argument(
        "--fail-on", choices=LEVELS, default="error", help="the lowest level that fails (default: error)"
    )


def run(arguments: argparse.Namespace) -> int:
    request = request_of(arguments)
    paths, texts = _from_standard_input(arguments)
    with progress_bar() as announce:
        outcome = check(paths, request, announce, texts)
    write(_rendered(outcome, arguments, texts), arguments.output)
    return _status(outcome, arguments)


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
    return [name], {name: sys.stdin.buffer.read()}


def _rendered(outcome: Outcome, arguments: argparse.Namespace, texts: dict[str, bytes]) -> str:
    """The report; the modules of other formats than the wanted one are not imported."""
    if arguments.output_format == "json":
        from ..report.plain import as_json

        return as_json(outcome, statistics=arguments.statistics) + "\n"
    from ..report.style import Style, style_for

    style = Style() if arguments.output else style_for(sys.stdout)
    if arguments.statistics:
        from ..report.text import statistics

        return statistics(outcome, style)
    if arguments.output_format == "concise":
        from ..report.plain import concise

        return concise(outcome)
    from ..report.source_lines import SourceLines
    from ..report.text import text

    return text(outcome, style, SourceLines(texts))


def _status(outcome: Outcome, arguments: argparse.Namespace) -> int:
    if outcome.faults:
        return FAULT
    failing = LEVELS[: LEVELS.index(arguments.fail_on) + 1]
    failed = any(finding.level in failing for finding in outcome.findings)
    return FINDINGS if failed and not arguments.exit_zero else 0
