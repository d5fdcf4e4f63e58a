"""A progress bar for runs that take long enough to wonder about."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING

from ..engine.session import ignore_progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.progress import Progress as RichProgress

    from ..engine.session import Progress

_PATIENCE = 1.0
"""Seconds after which the bar is shown."""


@contextmanager
def progress_bar(*, wanted: bool = True) -> Iterator[Callable[[int], Progress]]:
    """What announces work to a bar on a terminal's standard error; elsewhere nobody watches."""
    if not wanted or sys.stderr is None or not sys.stderr.isatty():
        yield lambda total: ignore_progress
        return
    bars: list[_Bar] = []

    def announce(total: int) -> Progress:
        bars.append(_Bar(total))
        return bars[-1].advance

    try:
        yield announce
    finally:
        for bar in bars:
            bar.close()


class _Bar:
    """A bar that shows itself after a while, even when the first file alone takes that long."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._shown: RichProgress | None = None
        self._lock = Lock()
        self._is_closed = False
        self._timer = Timer(_PATIENCE, self._show)
        self._timer.daemon = True
        if total:
            self._timer.start()

    def advance(self, count: int) -> None:
        """So many more files are done."""
        self._done += count
        if self._shown is not None:
            self._shown.update(self._shown.task_ids[0], completed=self._done)

    def close(self) -> None:
        """Nothing more is going to be done."""
        self._timer.cancel()
        with self._lock:
            self._is_closed = True
            if self._shown is not None:
                self._shown.stop()

    def _show(self) -> None:
        from rich.console import Console  # heavy, and only now sure to be wanted
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
        from rich.text import Text

        class AtWorkColumn(ProgressColumn):
            """Names the file that takes long."""

            def render(self, task: Task) -> Text:
                return Text(_doing())

        columns = (AtWorkColumn(), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        bar = Progress(*columns, console=Console(stderr=True), transient=True)
        bar.add_task("", total=self._total, completed=self._done)
        with self._lock:
            if not self._is_closed and self._done < self._total:
                bar.start()
                self._shown = bar


def _doing() -> str:
    """What the run is at; a file that takes long is named."""
    from ..engine.at_work import AT_WORK, in_words
    from ..visible import plain

    long = AT_WORK.long()
    return f"checking {plain(in_words(long[:1]))}" if long else "checking"
