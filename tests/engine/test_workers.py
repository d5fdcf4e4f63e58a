"""Several processes at work, and what is done when the system gives fewer than were asked for."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from pattern_lint.engine.workers import Answer, Crew, Job

NAMES = [f"m{number}.py" for number in range(40)]
SHARES = [[number, number + 1] for number in range(0, 40, 2)]
DEADLY = 7


def looking(*, deadly: int = -1) -> Callable[[], Callable[[int], Answer]]:
    """What a process does: it says which file it was given, and dies of one of them."""
    parent = os.getpid()

    def look(number: int) -> Answer:
        if number == deadly:
            assert os.getpid() != parent
            os.kill(os.getpid(), signal.SIGKILL)
        return [(number, os.getpid() == parent)]

    return lambda: look


@pytest.fixture
def granted(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lets the system give so many processes, and no more."""
    fork = os.fork
    left = 0

    def refusing() -> int:
        nonlocal left
        left -= 1
        if left < 0:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return fork()

    def grant(count: int) -> None:
        nonlocal left
        left = count
        monkeypatch.setattr(os, "fork", refusing)

    return grant


def lost(number: int, why: str) -> Answer:
    return [(number, why)]


def open_files() -> int:
    return len([*Path("/proc/self/fd").iterdir()])


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts what is open")
@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_the_work_is_done_by_as_many_processes_as_there_are(count: int, granted: Callable[[int], None]) -> None:
    granted(count)
    before = open_files()
    answers = [each for answer in Crew(Job(NAMES, looking()), 3).work(SHARES, lost) for each in answer]
    assert sorted(answers) == [(number, count == 0) for number in range(40)]
    left_by_multiprocessing = 0 if count == 3 else 4  # the pipes of the process that could not be begun
    assert open_files() == before + left_by_multiprocessing


def test_what_a_process_died_of_is_not_tried_here(granted: Callable[[int], None]) -> None:
    granted(1)
    crew = Crew(Job(NAMES, looking(deadly=DEADLY)), 2)
    answers = dict(each for answer in crew.work(SHARES, lost) for each in answer)
    assert answers.keys() == set(range(40))
    assert "the system gives no other one" in answers.pop(DEADLY)
    assert set(answers.values()) <= {True, False}
    assert answers[39] is True
