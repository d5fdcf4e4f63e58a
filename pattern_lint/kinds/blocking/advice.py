"""What to do instead of blocking, in the words of what runs the project's coroutines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from ...knowledge.loops import loop_named, loops, synchronous
from ...lang.python.imports import imported_packages
from ...lang.python.module import Module
from ...project.facts import ASYNC, FunctionFact
from ...project.project import Project

_INSTEAD: Mapping[str, str] = {
    "file": "use {files} or {thread}",
    "temp-file": "use {files} or {thread}",
    "staged-file": "use {files} or {thread}",
    "file-data": "read or write the text with {files}, or {thread}",
    "file-change": "use {files} or {thread}",
    "sleep": "await {sleep} instead",
    "short-sleep": "await {sleep} instead",
    "http": "use an asynchronous client or {thread}",
    "process": "use {process}",
    "spawn": "use {process}",
    "socket": "use {streams} or {thread}",
    "database": "use an asynchronous driver or {thread}",
    "lock": "use {lock} with `async with`",
    "event-loop": "await the coroutine in an async initialize()",
}
"""Sort of work -> what to do instead; any other one goes to a thread."""

_OF_AIOFILES = {"temp-file": "aiofiles.tempfile", "file-change": "aiofiles.os"}
_FLAGS = FunctionFact._fields.index("flags")


COMMANDS = re.compile(r"(^|/)(cli|scripts|bin|management/commands)/|(^|/)(_?cli|__main__|manage)\.py$")
"""Where the commands of a command line lie."""


def packages_of(module: Module) -> list[str]:
    """The packages that a module imports and that tell what runs its code."""
    return sorted(imported_packages(module) & (synchronous() | loops().keys()))


def drives_coroutines(module: Module) -> bool:
    """Whether a module runs coroutines by hand, without an event loop: it asks for their `__await__`, as only others
    that can be awaited do."""
    return any(call.scope.name != "__await__" for call in module.named_calls.get("__await__", ()))


class Advice:
    """Knows what runs the code of each file."""

    def __init__(self, project: Project, packages: Mapping[str, list[str]], *, drives: bool = False) -> None:
        self.drives = drives
        """Whether the project runs coroutines by hand."""
        self._project = project
        self._packages = packages
        found = Counter(loop for names in packages.values() if (loop := loop_named(names)))
        self._usual = min(found, key=lambda name: (-found[name], name), default="asyncio")

    def instead(self, path: str, sort: str) -> str:
        """What an asynchronous function of a file does instead of some sort of work."""
        loop = loops()[loop_named(self._packages.get(path, ())) or self._usual]
        thread = f"hand it to {loop.thread}"
        words = _INSTEAD.get(sort, "{thread}")
        files = _OF_AIOFILES.get(sort, loop.files) if loop.files == "aiofiles" else loop.files
        if "{files}" in words and not files:
            words = "{thread}"
        return words.format(
            thread=thread,
            files=files,
            sleep=loop.sleep,
            process=loop.process,
            streams=loop.streams,
            lock=loop.lock,
        )

    def shows_loop(self, path: str) -> bool:
        """Whether a file imports an event loop."""
        return bool(loop_named(self._packages.get(path, ())))

    @cached_property
    def any_coroutine(self) -> bool:
        """Whether the project has a coroutine at all, beside commands, which have their loop for themselves."""
        homes = (home for path, home in self._project.files.items() if not COMMANDS.search(path))
        return any(stored[_FLAGS] & ASYNC for home in homes for stored in home["functions"].values())

    @cached_property
    def is_synchronous(self) -> bool:
        """Whether the project runs without an event loop, and shows by what."""
        return not self.any_coroutine and any(not synchronous().isdisjoint(names) for names in self._packages.values())

    def awaits(self, cls: str) -> bool:
        """Whether a class has an asynchronous method, its own or inherited."""
        definitions = self._project.definitions
        methods = (
            definitions.function(f"{ancestor}.{name}")
            for ancestor in self._project.resolver.linear(cls)
            if ancestor in definitions.classes
            for name in definitions.classes[ancestor].methods
        )
        return any(method is not None and method.flags & ASYNC for method in methods)
