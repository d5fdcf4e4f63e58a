"""Several processes that work through numbered files, and what is done when one of them dies.

A process may be killed because it needs too much memory, or crash in the parser. That costs the file that it was at,
if it happens with that file again, and nothing else: what it had finished is here already, and the rest is given to
another process. No process outlives the one that started it, whatever becomes of that. Where the system gives fewer
processes than were asked for, those do all of the work; where it gives none, this one does.
"""

from __future__ import annotations

import gc
import logging
import marshal
import mmap
import multiprocessing
import os
import signal
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple

from .at_work import AT_WORK, IDLE, Slots, file_of, note

_logger = logging.getLogger(__name__)

Answer = list[tuple[Any, ...]]
"""What came of one file, as plain data."""

_SENT_EVERY = 0.1
"""Seconds after which a process hands over what it has: often enough to watch it, not for each file."""
_MOST_DEATHS = 40
"""So many processes may die; then something is wrong with all of them, and the rest is given up."""


def forks() -> bool:
    """Whether a process begins with all that this one has in memory."""
    return "fork" in multiprocessing.get_all_start_methods()


class Job(NamedTuple):
    """What all processes have to do."""

    names: Sequence[str]
    """The files, by number."""
    begin: Callable[[], Callable[[int], Answer]]
    """Called in each process when it starts; gives what works on one file."""


class Crew:
    """The processes, and what each of them has been given and has not answered."""

    def __init__(self, job: Job, count: int) -> None:
        self._job = job
        self._forks = forks()
        self._context: Any = multiprocessing.get_context("fork" if self._forks else "spawn")
        self._count = count
        self._slots: Slots = (
            memoryview(mmap.mmap(-1, 16 * count)).cast("d") if self._forks else self._context.RawArray("d", 2 * count)
        )
        self._life, self._held = self._context.Pipe(duplex=False)
        self._processes: dict[Connection, tuple[BaseProcess, int]] = {}
        self._pending: dict[Connection, set[int]] = {}
        self._dismissed: list[BaseProcess] = []
        self._deaths = 0

    def work(self, shares: Sequence[Sequence[int]], lost: Callable[[int, str], Answer]) -> Iterator[Answer]:
        """The answers for all files of the shares; `lost` gives that for a file of which processes die."""
        self._shares = deque(shares)
        self._suspects: set[int] = set()
        with ExitStack() as stack:
            stack.callback(self._end)
            stack.enter_context(AT_WORK.shared(self._job.names, self._slots, self._count))
            for helper in range(self._count):
                if not self._start(helper):
                    break
            while self._processes:
                for ready in wait(list(self._processes)):
                    assert isinstance(ready, Connection)
                    yield from self._heard(ready, lost)
            yield from self._alone(lost)

    def _start(self, helper: int) -> bool:
        """Begin a process; False where the system refuses, as it does at its limits."""
        note(self._slots, helper, IDLE)
        try:
            ours, theirs = self._context.Pipe()
        except OSError as error:
            _logger.debug("no further process: %s", error)
            return False
        inherited = (self._held, ours) if self._forks else ()
        arguments = (self._job, theirs, self._life, self._slots, helper, inherited)
        process = self._context.Process(target=_help, args=arguments, daemon=True)
        try:
            with _uninterrupted():
                process.start()
        except OSError as error:
            _logger.debug("no further process: %s", error)
            ours.close()
            return False
        finally:
            theirs.close()
        self._processes[ours] = (process, helper)
        self._pending[ours] = set()
        self._give(ours)
        return True

    def _alone(self, lost: Callable[[int, str], Answer]) -> Iterator[Answer]:
        """What is left when no process is: done here, but for files of which one may have died."""
        look = self._job.begin() if self._shares else None
        while look is not None and self._shares:
            for number in self._shares.popleft():
                if number in self._suspects:
                    yield lost(number, "the process that looked at it ended, and the system gives no other one")
                    continue
                note(self._slots, 0, number)
                yield look(number)
                note(self._slots, 0, IDLE)

    def _give(self, connection: Connection) -> None:
        """Hand a process its next share; one that is not needed any more ends."""
        if not self._shares:
            self._dismiss(connection)
            return
        share = self._shares.popleft()
        self._pending[connection] = set(share)
        with suppress(OSError):  # noqa: PAT138 -- that it is dead is heard of next
            connection.send_bytes(marshal.dumps(list(share)))

    def _dismiss(self, connection: Connection) -> BaseProcess:
        connection.close()
        del self._pending[connection]
        process, _ = self._processes.pop(connection)
        self._dismissed.append(process)
        return process

    def _heard(self, connection: Connection, lost: Callable[[int, str], Answer]) -> Iterator[Answer]:
        try:
            answers, is_done = marshal.loads(connection.recv_bytes())
        except (EOFError, OSError):  # it is dead
            yield from self._bury(connection, lost)
            return
        for number, answer in answers:
            self._pending[connection].discard(number)
            yield answer
        if is_done:
            self._give(connection)

    def _bury(self, connection: Connection, lost: Callable[[int, str], Answer]) -> Iterator[Answer]:
        """Share out what a dead process had been given; the file that it was at has a second try of its own."""
        helper = self._processes[connection][1]
        left = self._pending[connection]
        process = self._dismiss(connection)
        process.join()
        at = file_of(self._slots, helper)
        if at in left:
            left.remove(at)
            if at in self._suspects:
                yield lost(at, _end_of(process))
            else:
                self._suspects.add(at)
                self._shares.append([at])
        self._deaths += 1
        if left:
            self._shares.append(sorted(left))
        if self._deaths < _MOST_DEATHS:
            self._start(helper)
        elif not self._processes:
            yield from (lost(number, _end_of(process)) for share in self._shares for number in share)
            self._shares.clear()

    def _end(self) -> None:
        """Whatever happens, nothing goes on behind the back of the user."""
        processes = [process for process, _ in self._processes.values()]
        for process in processes:
            process.kill()
        for process in (*processes, *self._dismissed):
            process.join()
        for connection in (*self._processes, self._held, self._life):
            connection.close()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put interrupts off: one that comes while a process is made is lost in what Python itself does then."""
    if not hasattr(signal, "pthread_sigmask"):  # as where processes start anew
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_of(process: BaseProcess) -> str:
    """How a process ended."""
    status = process.exitcode or 0
    if status < 0:
        with suppress(ValueError):
            return f"the process that looked at it was ended by {signal.Signals(-status).name}"
    return f"the process that looked at it ended with status {status}"


def _help(
    job: Job,
    connection: Connection,
    life: Connection,
    slots: Slots,
    helper: int,
    inherited: Sequence[Connection],
) -> None:
    """What a process does: an interrupt is the parent's to handle, and the collector finds nothing in trees."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    warnings.simplefilter("ignore")
    for others in inherited:
        others.close()
    with suppress(RuntimeError):  # where there is no room for a thread, it ends with its share
        threading.Thread(target=_end_with, args=(life,), daemon=True).start()
    look = job.begin()
    with suppress(EOFError, OSError):  # nobody wants anything of it any more
        while True:
            numbers = marshal.loads(connection.recv_bytes())
            answers: list[tuple[int, Answer]] = []
            sent = time.monotonic()
            for number in numbers:
                note(slots, helper, number)
                answers.append((number, look(number)))
                if time.monotonic() - sent > _SENT_EVERY:
                    connection.send_bytes(marshal.dumps((answers, False)))
                    answers, sent = [], time.monotonic()
            note(slots, helper, IDLE)
            connection.send_bytes(marshal.dumps((answers, True)))
    os._exit(0)


def _end_with(life: Connection) -> None:
    """End when the parent does, which is heard of through a pipe that only it holds open."""
    with suppress(EOFError, OSError):  # that is what it waits for
        life.recv_bytes()
    os._exit(1)
