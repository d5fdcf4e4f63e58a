"""`pattern-lint init`: writes a first configuration."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..config.starting import write_first_config
from ..problems import UsageError
from ..reading import is_folder
from .output import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(), help="the project's folder (default: the working folder)"
    )


def run(arguments: argparse.Namespace) -> int:
    if not is_folder(arguments.folder):
        raise UsageError(f"{arguments.folder}: there is no such folder")
    say(f"{write_first_config(arguments.folder)}\n")
    return 0
