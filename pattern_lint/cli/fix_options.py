"""The options of `check` about fixes, apart from what makes them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ..outcome import Outcome
from ..problems import UsageError
from .outputs import Report

_MOST_LOOKED_AT = 25
"""Files that are looked at to say in a report what can be put right, where nobody asked for it to be done."""


def add_fix_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fix", action="store_true", help="put right what can safely be put right")
    parser.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: make fixes that may change what code does, too",
    )
    parser.add_argument("--diff", action="store_true", help="show what --fix would change, and write nothing")


def check_fix_options(arguments: argparse.Namespace) -> None:
    """Refuse combinations that mean nothing."""
    if arguments.unsafe_fixes and not (arguments.fix or arguments.diff):
        raise UsageError("--unsafe-fixes goes with --fix or --diff")
    if arguments.fix and not arguments.diff and "-" in arguments.paths:
        raise UsageError("`-` is standard input, which cannot be written; --diff shows what --fix would change in it")


def asks_for_fixes(arguments: argparse.Namespace, reports: Sequence[Report], outcome: Outcome) -> bool:
    """Whether somebody wants to know what can be put right.

    JSON says of each finding what can be done about it, which costs a look at each file that has one whose card
    promises a fix. Where these are many, the promise stands: a report must not take longer than the run.
    """
    if arguments.fix or arguments.diff:
        return True
    if not any(report.format == "json" for report in reports):
        return False
    return 0 < len({finding.path for finding in outcome.findings if finding.fix != "none"}) <= _MOST_LOOKED_AT
