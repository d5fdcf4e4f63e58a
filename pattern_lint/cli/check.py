"""`pattern-lint check`: findings, for people, programs and gates."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..outcome import LEVELS, Outcome
from ..run.api import check
from ..run.execute import default_jobs
from ..run.planning import Request
from .main import FAULT, FINDINGS

_FORMATS = ("text", "concise", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: the working folder)")
    parser.add_argument("--profile", action="append", metavar="P", help="use this profile; may be repeated")
    parser.add_argument(
        "--select", metavar="CODES", help="run these cards only: codes, prefixes, names, pattern ids, ALL"
    )
    parser.add_argument("--ignore", metavar="CODES", help="leave these cards out")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--config", metavar="FILE", type=Path, help="use this configuration")
    where.add_argument("--isolated", action="store_true", help="use no configuration file")
    parser.add_argument("--output-format", choices=_FORMATS, default="text")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write to a file instead of standard output")
    parser.add_argument("--statistics", action="store_true", help="count findings by card instead of listing them")
    parser.add_argument("--jobs", type=int, metavar="N", help="processes to use (default: the cores)")
    parser.add_argument("--no-cache", action="store_true", help="neither read nor write the cache")
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    parser.add_argument(
        "--fail-on", choices=LEVELS, default="error", help="the lowest level that fails (default: error)"
    )


def run(arguments: argparse.Namespace) -> int:
    request = Request(
        profiles=_listed(arguments.profile),
        select=_listed([arguments.select]) if arguments.select else None,
        ignore=_listed([arguments.ignore]) or () if arguments.ignore else (),
        config_file=arguments.config,
        isolated=arguments.isolated,
        jobs=arguments.jobs or default_jobs(),
        cached=not arguments.no_cache,
    )
    outcome = check(arguments.paths, request)
    _show(outcome, arguments)
    return _status(outcome, arguments)


def _listed(values: list[str] | None) -> tuple[str, ...] | None:
    """The parts of comma separated values."""
    if values is None:
        return None
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _show(outcome: Outcome, arguments: argparse.Namespace) -> None:
    from ..report.plain import as_json, concise

    text = as_json(outcome) + "\n" if arguments.output_format == "json" else concise(outcome)
    if arguments.output is not None:
        arguments.output.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


def _status(outcome: Outcome, arguments: argparse.Namespace) -> int:
    if outcome.faults:
        return FAULT
    failing = LEVELS[: LEVELS.index(arguments.fail_on) + 1]
    failed = any(finding.level in failing for finding in outcome.findings)
    return FINDINGS if failed and not arguments.exit_zero else 0
