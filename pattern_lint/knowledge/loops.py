"""What runs coroutines, and how each of these hands work to a thread and waits; and what runs code without any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple


class Loop(NamedTuple):
    """What a library that runs coroutines offers in the place of blocking calls."""

    thread: str
    sleep: str
    process: str
    streams: str
    lock: str
    files: str = ""
    """What reads and writes files; empty where only a thread does."""


LOOPS: Final[Mapping[str, Loop]] = {
    "trio": Loop(
        "trio.to_thread.run_sync()", "trio.sleep()", "trio.run_process()", "trio's streams", "trio.Lock", "trio.Path"
    ),
    "twisted": Loop(
        "twisted.internet.threads.deferToThread()",
        "twisted.internet.task.deferLater()",
        "reactor.spawnProcess()",
        "Twisted's endpoints",
        "DeferredLock",
    ),
    "curio": Loop("curio.run_in_thread()", "curio.sleep()", "curio.subprocess", "curio's sockets", "curio.Lock"),
    "anyio": Loop(
        "anyio.to_thread.run_sync()",
        "anyio.sleep()",
        "anyio.run_process()",
        "anyio's streams",
        "anyio.Lock",
        "anyio.Path",
    ),
    "asyncio": Loop(
        "asyncio.to_thread()",
        "asyncio.sleep()",
        "asyncio.create_subprocess_exec()",
        "asyncio's streams",
        "asyncio.Lock",
        "aiofiles",
    ),
}
"""Package -> what it offers; where a file imports several, the first one counts."""

SYNCHRONOUS: Final = frozenset(
    {
        *"argparse click typer fire docopt celery rq huey dramatiq".split(),
        *"pyramid cornice flask bottle django rest_framework".split(),
    }
)
"""Packages whose commands, tasks and views run without an event loop, unless they are asynchronous themselves."""


def loop_named(packages: Iterable[str]) -> str:
    """The library among some packages that runs coroutines; empty for none."""
    found = frozenset(packages)
    if "asyncio" in found and "anyio" in found:
        return "asyncio"
    return next((name for name in LOOPS if name in found), "")
