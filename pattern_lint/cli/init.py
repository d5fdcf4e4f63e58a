"""`pattern-lint init`: writes a first configuration, and says how to go on from there."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from ..config.defaults import BASELINE_FILE
from ..config.starting import Suggestion, refuse_configured, suggestions, write_first_config
from ..engine.api import check
from ..engine.request import Request
from ..outcome import FAILING
from ..problems import UsageError
from ..reading import is_file, is_folder
from ..report.progress import progress_bar
from ..report.text import counted
from . import baseline
from .asking import agreed, is_somebody_there
from .output import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(), help="the project's folder (default: the working folder)"
    )


def run(arguments: argparse.Namespace) -> int:
    folder: Path = arguments.folder
    if not is_folder(folder):
        raise UsageError(f"{folder}: there is no such folder")
    refuse_configured(folder)
    suggested = suggestions(folder)
    wanted = [each.profile for each in suggested if agreed(f"{_why(each)}. Enforce it, too?")]
    say(f"{write_first_config(folder, wanted)}\n")
    if not is_somebody_there():
        say("".join(f"{_why(each)}: add it to `profile` if its document is yours\n" for each in suggested))
    _offer_baseline(folder)
    return 0


def _why(suggestion: Suggestion) -> str:
    return f"The profile {suggestion.profile} may suit, because {suggestion.reason}"


def _offer_baseline(folder: Path) -> None:
    """Code that is older than its linter has more findings than anybody mends today."""
    if is_file(folder / BASELINE_FILE):
        return
    with progress_bar() as announce:
        found = [each for each in check([str(folder)], Request(), announce).findings if each.level in FAILING]
    if len(found) <= shutil.get_terminal_size().lines:
        say(f"`pattern-lint check` has {counted(len(found), 'error')} to show.\n")
        return
    say(f"`pattern-lint check` has {counted(len(found), 'error')} to show, more than a screen.\n")
    if agreed("Accept them in a baseline, so that only what is new is reported?"):
        parser = argparse.ArgumentParser()
        baseline.add_arguments(parser)
        baseline.run(parser.parse_args([str(folder)]))
    elif not is_somebody_there():
        say("`pattern-lint baseline` accepts them, so that only what is new is reported.\n")
