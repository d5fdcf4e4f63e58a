"""Calls that block the thread they run on, by the sort of work that they do.

Cards choose sorts of work; a symbol is spelled as `source.externals` says.
"""

from __future__ import annotations

from typing import Final

from .words import listed, table

SORTS: Final = (
    *("file", "file-data", "temp-file", "file-tree", "file-change", "file-loop", "sleep", "http", "process", "spawn"),
    *("socket", "database", "input", "lock", "thread", "event-loop", "sdk"),
)
"""The sorts of work, each with a list `blocking-<sort>`."""
_TELLING = ("file", "event-loop", "lock", "database")
_ANY_METHOD, _DEEP = ".*", ".*."


class Blocking:
    """What blocks, ready to be asked about many calls."""

    def __init__(self) -> None:
        self.calls: dict[str, str] = {}
        """Function or method -> the sort of work that it does."""
        self._clients: dict[str, str] = {}
        """Instance of which every method blocks -> the sort of work."""
        self._deep: dict[str, dict[str, str]] = {}
        """Instance -> what blocks however deep it lies below it, by its last name."""
        for sort in SORTS:
            for symbol in listed(f"blocking-{sort}"):
                self._add(symbol, sort)
        self._quiet = frozenset(listed("not-blocking"))
        self.quiet_methods = frozenset(listed("quiet-methods"))
        """Methods of clients that ask nobody."""
        self.take_streams = frozenset(listed("file-or-stream"))
        """What opens a file by name or wraps a stream that is open already."""
        self.telling = {method: sort for sort in _TELLING for method in listed(f"telling-{sort}")}
        """Methods that tell by their name, and the name of a receiver whose type is not known, what they do."""
        self.thread_decorators = frozenset(listed("thread-decorators"))
        self.settings_words = frozenset(listed("settings-words"))
        self.constant_words = frozenset(listed("constant-words"))
        self._deep_names = frozenset(name for names in self._deep.values() for name in names)
        last_names = (symbol[symbol.rfind(".") + 1 :] for symbol in self.calls)
        self.names = frozenset((*last_names, *self._deep_names, *listed("looked-up-calls")))
        """The last names of calls that may block: worth to look up once the project tells what their receiver is."""

    def _add(self, symbol: str, sort: str) -> None:
        if symbol.endswith(_ANY_METHOD):
            self._clients[symbol.removesuffix(_ANY_METHOD)] = sort
        elif _DEEP in symbol:
            client, _, name = symbol.partition(_DEEP)
            self._deep.setdefault(client, {})[name] = sort
        else:
            self.calls[symbol] = sort

    def work_of(self, symbol: str) -> str | None:
        """The sort of work that a call does; None for a call that does not block as far as is known."""
        work = self.calls.get(symbol)
        if work is not None:
            return work
        base, _, name = symbol.rpartition(".")
        work = self._clients.get(base)
        if work is not None:
            return None if symbol in self._quiet else work
        return self._below_client(symbol) if name in self._deep_names else None

    def _below_client(self, symbol: str) -> str | None:
        """The sort of work that a call does through a client; None where it goes through none, or only prepares."""
        place = symbol.find(".")
        while place > 0:
            known = self._deep.get(symbol[:place])
            if known is not None:
                is_inside = "._" in symbol[place:]  # what a client keeps for itself asks nobody
                return None if is_inside else known.get(symbol[symbol.rfind(".") + 1 :])
            place = symbol.find(".", place + 1)
        return None


@table
def blocking() -> Blocking:
    return Blocking()
