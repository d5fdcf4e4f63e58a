"""A progress bar for runs that take long enough to wonder about."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from ..run.session import ignore_progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..run.session import Progress

_PATIENCE = 1.0
"""Seconds after which the bar is shown."""


@contextmanager
def progress_bar() -> Iterator[Callable[[int], Progress]]:
    """What announces work to a bar on a terminal's standard error; elsewhere nobody watches."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda total: ignore_progress
        return
    with ExitStack() as stack:
        started = time.monotonic()

        def announce(total: int) -> Progress:
            show: list[Progress] = []
            done = 0

            def advance(count: int) -> None:
                nonlocal done
                done += count
                if show:
                    show[0](done)
                elif time.monotonic() - started > _PATIENCE and done < total:
                    show.append(_bar(stack, total))
                    show[0](done)

            return advance

        yield announce


def _bar(stack: ExitStack, total: int) -> Progress:
    from rich.console import Console  # heavy, and only now sure to be wanted
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = stack.enter_context(Progress(*columns, console=Console(stderr=True), transient=True))
    task = bar.add_task("checking", total=total)
    return lambda done: bar.update(task, completed=done)
