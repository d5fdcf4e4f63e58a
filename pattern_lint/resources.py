"""Where the cards and profiles that ship are: beside the package in a checkout, inside it when installed."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def rules_folder() -> Path:
    """The folder of the shipped cards."""
    package = Path(__file__).parent
    installed = package / "rules"
    return installed if installed.is_dir() else package.parent / "rules"


def profiles_folder() -> Path:
    return rules_folder() / "profiles"


def vocabulary_folder() -> Path:
    return rules_folder() / "vocabulary"
