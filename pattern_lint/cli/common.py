"""Options that every command has which looks at code."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from ..engine.api import Request
from ..engine.targets import absolute
from ..outcome import Note
from .output import complain


def add_options(parser: argparse.ArgumentParser) -> None:
    """What to look at, with which cards, and how."""
    parser.add_argument("--profile", action="append", metavar="P", help="use this profile; may be repeated")
    parser.add_argument(
        "--select", metavar="CODES", help="run these cards only: codes, prefixes, names, pattern ids, ALL"
    )
    parser.add_argument("--ignore", metavar="CODES", help="leave these cards out")
    add_means(parser)
    parser.add_argument("--no-cache", action="store_true", help="neither read nor write the cache")
    parser.add_argument(
        "--verbose",
        action="store_true",
        help="say what could not be looked at, and why, and show each finding of a group",
    )


def add_means(parser: argparse.ArgumentParser) -> None:
    """With which configuration, and with how many processes."""
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--config", metavar="FILE", type=Path, help="use this configuration")
    where.add_argument("--isolated", action="store_true", help="use no configuration file")
    parser.add_argument("--jobs", type=_positive, metavar="N", help="processes to use (default: the cores)")
    parser.add_argument(
        "--cache-dir", metavar="FOLDER", type=Path, help="keep the cache here (default: the user's folder for caches)"
    )


def add_baseline(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--baseline", metavar="FILE", type=Path, help="use this baseline instead of the project's own")


def request_of(arguments: argparse.Namespace) -> Request:
    """What the options ask of a run."""
    return Request(
        profiles=_listed(arguments.profile),
        select=_listed([arguments.select]) if arguments.select is not None else None,
        ignore=_listed([arguments.ignore or ""]) or (),
        config_file=arguments.config,
        isolated=arguments.isolated,
        jobs=arguments.jobs,
        cached=not arguments.no_cache,
        cache_folder=cache_folder_of(arguments),
        baseline=absolute(arguments.baseline) if getattr(arguments, "baseline", None) else None,
        unbaselined=getattr(arguments, "no_baseline", False),
        since=getattr(arguments, "since", None),
    )


def cache_folder_of(arguments: argparse.Namespace) -> Path | None:
    return absolute(arguments.cache_dir) if arguments.cache_dir else None


def _positive(given: str) -> int:
    """A number of processes."""
    number = int(given) if given.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"`{given}` is no number of processes; give 1 or more")
    return number


def _listed(values: list[str] | None) -> tuple[str, ...] | None:
    """The parts of comma separated values."""
    if values is None:
        return None
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def tell(notes: Iterable[Note], arguments: argparse.Namespace) -> None:
    """Say on standard error what kept a run from saying more, where the user asks for it."""
    if arguments.verbose:
        for note in notes:
            complain(f"{note.path}: {note.message}" if note.path else note.message)
