"""What a host asks of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .timings import Timings


class Request(NamedTuple):
    """What a host asks of a run, apart from the paths."""

    profiles: tuple[str, ...] | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    config_file: Path | None = None
    isolated: bool = False
    jobs: int | None = None
    """Processes to use; None for as many as there are cores."""
    cached: bool = True
    cache_folder: Path | None = None
    """Where the cache shall lie; None for the usual place."""
    baseline: Path | None = None
    """The baseline to use instead of the project's own."""
    unbaselined: bool = False
    """Whether no baseline counts."""
    since: str | None = None
    """The revision to compare with; findings that were there are left out."""
    timings: Timings | None = None
    """Hears where time goes, in a run of one process that remembers nothing."""

    @property
    def is_narrowed(self) -> bool:
        """Whether other cards take part than the configuration says."""
        return bool(self.ignore) or self.select is not None or self.profiles is not None
