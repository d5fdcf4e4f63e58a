"""Lets git merge a baseline by its lines: both sides add theirs, and nobody has to put a conflict right."""

from __future__ import annotations

import re
from pathlib import Path

from ..git.attributes import attribute
from ..problems import UsageError
from ..reading import read_file
from ..writing import replace

_FILE = ".gitattributes"
_PLAIN_NAME = re.compile(r"[\w.-]+")


def merge_by_lines(baseline: Path) -> Path | None:
    """Say so in `.gitattributes` where git does not know it yet; the file that was changed."""
    attributes = baseline.parent / _FILE
    if not _PLAIN_NAME.fullmatch(baseline.name) or _attribute(baseline) != "unspecified":
        return None
    try:
        known = read_file(attributes) if attributes.exists() else b""
        gap = b"" if known.endswith(b"\n") or not known else b"\n"
        replace(attributes, known + gap + f"{baseline.name} merge=union\n".encode())
    except OSError:  # the baseline itself is written, and branches can be merged by hand
        return None
    return attributes


def _attribute(baseline: Path) -> str:
    """How git merges the file; empty where there is no git or no repository."""
    try:
        return attribute("merge", baseline)
    except UsageError:  # a baseline needs no git
        return ""
