"""The options of `check` about fixes, apart from what makes them."""

from __future__ import annotations

import argparse

from ..problems import UsageError


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
