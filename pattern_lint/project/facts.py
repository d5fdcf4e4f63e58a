"""What one file tells about itself to the rest of the project.

Facts are plain data (dicts, tuples, strings, numbers), because they are kept in the cache by `marshal`. The
named tuples give them names; `tuple(fact)` is what is stored and `ClassFact(*stored)` what is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypedDict

ASYNC = 1
GENERATOR = 2
ABSTRACT = 4
EMPTY = 8
"""The body does nothing: pass, ..., a docstring, or raise NotImplementedError."""
PROPERTY = 16
STATIC = 32
CLASS_METHOD = 64
CONTEXT_MANAGER = 128
OVERLOAD = 256
OFFLOADS = 512
"""The function hands work to a thread or an executor, itself or in a function nested in it; or such a nested
function asks whether an event loop runs."""
UNIMPLEMENTED = 1024
"""The body does nothing but raise NotImplementedError."""
ASKS_AWAITABLE = 4096
"""The function asks of something whether it can be awaited, or leaves that to a helper."""
GIVES_AWAITABLE = 8192
"""The function is not asynchronous, and says that it gives something to wait for, or begins a task and gives that."""
MAY_GIVE_AWAITABLE = 16384
"""The function says nothing of what it gives, and that is what a call of something gives that is no builtin."""
BY_KEYWORD = 32768
"""Some of the parameters cannot be given by position."""
GIVES = 2048
"""The function says by its annotation that it gives something, never None."""
MAY_LACK = 65536
"""The function says by its annotation that it gives something or None."""
TAKES_PLAIN = 131072
"""The function is not asynchronous, and says that it takes a function that gives nothing, so nothing to wait for."""

AWAITED = 1
"""The call is awaited, or a keyword such as `is_async=True` asks for something that can be."""
ITERATED = 2
"""The call's value is consumed on the spot, so that a generator runs."""
RAISED = 4
"""The call makes an error that is raised: no run that goes well takes it."""
ONCE = 8
"""The call fills something that is kept, and does not run again while that is there."""
SOMETIMES = 16
"""The call stands in a branch of its function that not every run takes."""
TRIED_AGAIN = 32
"""The call stands in a `try` in a loop that makes it again where it failed."""
RUN_ALONE = 64
"""An event loop is begun for the coroutine that the call gives, and ends with it: `asyncio.run(ask())`."""


class CallFact(NamedTuple):
    """A call that may lead into the project."""

    symbol: str
    line: int
    column: int
    end_line: int
    end_column: int
    flags: int
    given: tuple[str, ...] = ()
    """What the call hands over, as `circumstances.given` says."""
    needs: tuple[str, ...] = ()
    """What parameters of the caller have to be for the call to run, as `circumstances` says."""


class FunctionFact(NamedTuple):
    """A function or method; `owner` is the class it is a method of, as named in its module, or empty.

    Variable parameters stand with their stars behind all others.
    """

    name: str
    owner: str
    line: int
    column: int
    end_line: int
    end_column: int
    flags: int
    decorators: tuple[str, ...]
    parameters: tuple[str, ...]
    defaults: tuple[str, ...]
    """What each parameter is where nobody gives it, as `circumstances.given` says."""
    returns: str
    calls: tuple[tuple[Any, ...], ...]


class ClassFact(NamedTuple):
    """A class; names of `attributes` map to the symbol of what they hold, "" where it is not known."""

    name: str
    line: int
    column: int
    end_line: int
    end_column: int
    bases: tuple[str, ...]
    decorators: tuple[str, ...]
    metaclass: str
    attributes: dict[str, str]
    methods: tuple[str, ...]
    assigned: tuple[str, ...]
    nested: bool
    parameters: tuple[str, ...] = ()
    """What its bases are given as their parameters, as far as these are names."""


class Facts(TypedDict):
    """Everything of one file."""

    name: str
    path: str
    package: bool
    category: str
    exports: dict[str, str]
    deferred: tuple[str, ...]
    """What functions and classes import for themselves, and what is imported by all of its name."""
    stars: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...]
    """Names under which the module or its classes keep things of the project, and the names that these have."""
    exported: tuple[str, ...] | None
    classes: dict[str, tuple[Any, ...]]
    functions: dict[str, tuple[Any, ...]]
    kinds: dict[str, object]
    """What each check kind collected, by kind."""
    topics: dict[str, Any]
    """What the module tells of topics that several kinds share, where a card asks for one (`topics`)."""


def imported_by(fact: Facts) -> Iterator[str]:
    """What a module imports, wherever it does so, and what it keeps under names of its own."""
    yield from fact["exports"].values()
    yield from fact["deferred"]
