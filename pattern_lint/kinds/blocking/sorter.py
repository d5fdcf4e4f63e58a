"""Says which sorts of work a call does, by what it calls or by the names of method and receiver."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from ...config.globs import fnmatchcase
from ...knowledge.blocking import blocking
from ...knowledge.lacking import own_names
from ...knowledge.words import names_of
from ...project.handlers import subscribing
from ...project.threads import may_offload
from . import reading

_PATH_NAME = re.compile(r"(path|file|dir|folder|directory)s?\d*$", re.IGNORECASE)
_LOCK_NAME = re.compile(r"(^|_)(r?lock|mutex|semaphore)\d*$", re.IGNORECASE)
_OF_COLLECTIONS = frozenset(
    name for kind in (str, list, dict, set) for name in dir(kind) if not name.startswith("_") and name != "get"
)
"""Methods that texts and collections have, too: whatever its name, the receiver may be one."""
TELLS, SUBSCRIBES, HANDS_OVER = 1, 2, 4


class Sorter:
    """Says which sorts of work a call does: what the tool knows, and what single cards add for themselves.

    What a card adds has a sort of its own (`own_call`, `own_receiver`), so that no other card sees it.
    """

    def __init__(self, calls: Iterable[str], receivers: Iterable[str]) -> None:
        self._blocking = blocking()
        self._telling = self._blocking.telling
        self.bits: dict[str, int] = {}
        """What the name of what is called may mean: it is looked at once for all calls of this name."""
        self.own = frozenset(calls)
        self._receivers = sorted(receivers)
        self.by_receiver = bool(self._receivers)
        self.by_name: dict[str, tuple[str, ...]] = {}
        """What the names of receivers suggest, as far as they were met."""
        names = self._blocking.names | {symbol.rpartition(".")[2] for symbol in self.own}
        any_method = any(symbol.endswith(".*") for symbol in self.own)
        self.asked = None if any_method else names
        """The last names of symbols that are worth asking the project for; None for all."""
        self.known: dict[str, tuple[str, ...]] = {}
        """What symbols from outside the project do, as far as they were met."""

    def works(self, symbol: str) -> tuple[str, ...]:
        """The sorts of work that a call of a symbol from outside the project does."""
        known = self.known.get(symbol)
        if known is None:
            work = self._blocking.work_of(symbol)
            known = ((work,) if work is not None else ()) + self.own_works(symbol)
            self.known[symbol] = known
        return known

    def own_works(self, symbol: str) -> tuple[str, ...]:
        """The sorts of work that single cards say that a call of a symbol does."""
        if not self.own:
            return ()
        return tuple(own_call(name) for name in (symbol, f"{symbol.rpartition('.')[0]}.*") if name in self.own)

    def may_work(self, symbol: str) -> bool:
        """Whether it is worth to ask the project what a symbol is."""
        if self.asked is None:
            return True
        last = symbol[symbol.rfind(".") + 1 :]
        return last in self.asked or not self.asked.isdisjoint(own_names().get(last, ()))

    def named(self, method: str, receiver: ast.expr) -> tuple[str, ...]:
        """The sorts of work that the names of a method and its receiver suggest."""
        name = receiver.id if isinstance(receiver, ast.Name) else getattr(receiver, "attr", "")
        works = self.by_name[name] if name in self.by_name else self._matching(name)
        work = self._telling.get(method)
        if work is not None and _suggests(method, work, name, receiver):
            return (work,)
        tells_nothing = method in self._blocking.quiet_methods or method in _OF_COLLECTIONS
        return works if works and not tells_nothing else ()

    def bits_of(self, name: str) -> int:
        """What a name that is met for the first time may mean."""
        bits = TELLS if name in self._telling else 0
        bits |= SUBSCRIBES if name in subscribing() else 0
        bits |= HANDS_OVER if may_offload(name) else 0
        self.bits[name] = bits
        return bits

    def _matching(self, name: str) -> tuple[str, ...]:
        measures = name in names_of("telemetry-libraries")  # which puts aside what it is told, and sends it later
        globs = [] if measures else [glob for glob in self._receivers if fnmatchcase(name, glob)]
        self.by_name[name] = tuple(own_receiver(glob) for glob in globs)
        return self.by_name[name]


def own_call(symbol: str) -> str:
    """The sort of work of calls that a card names."""
    return f"call:{symbol}"


def own_receiver(glob: str) -> str:
    """The sort of work of calls on receivers that a card names."""
    return f"receiver:{glob}"


def is_lock(name: str) -> bool:
    """Whether a receiver is called like a lock."""
    return bool(_LOCK_NAME.search(name))


def _suggests(method: str, work: str, name: str, receiver: ast.expr) -> bool:
    if work == "event-loop":
        return True
    if work == "lock":
        return is_lock(name)
    if work == "database":
        return name == "session" and isinstance(receiver, ast.Attribute) and reading.last_name(receiver.value) == "db"
    if method == "open":
        return name.lower().endswith("path") or reading.is_path_arithmetic(receiver)
    return bool(_PATH_NAME.search(name)) or reading.is_path_arithmetic(receiver)
