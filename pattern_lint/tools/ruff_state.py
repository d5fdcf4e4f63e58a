"""What ruff's answers depend on besides the code: which ruff is installed, and what the project tells it of itself.

Asked in every run, also when nothing has changed, so it reads no more than it must.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from ..reading import content_of

FILES = (".ruff.toml", "ruff.toml", "pyproject.toml")
"""Where a project configures ruff, in the order in which ruff prefers them."""


def state(root: Path, *, isolated: bool) -> bytes:
    """What changes when another ruff is installed, or when the project's settings do."""
    contents = () if isolated else (content_of(root / name) for name in FILES)
    return b"\0".join([_installed().encode(errors="surrogateescape"), *contents])


def _installed() -> str:
    spec = find_spec("ruff")
    if spec is None or spec.origin is None:
        return "none"
    package = Path(spec.origin).parent
    with os.scandir(package.parent) as entries:
        versions = sorted(entry.name for entry in entries if entry.name.startswith("ruff-"))
    records = [content_of(package.parent / version / "RECORD").decode(errors="replace") for version in versions]
    return f"{package}:{versions}:{records if any(records) else package.stat().st_mtime_ns}"
