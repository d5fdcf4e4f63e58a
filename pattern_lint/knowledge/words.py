"""Lists of names that are data: `rules/vocabulary/*.toml`, and what a team's folders of cards add to them.

An entry may hold groups in braces, as in a shell: `requests.{get,post}` is two names. `{@clients}` in an entry stands
for each name of another list, so that who adds a client adds all that is said of clients.

Every run needs some of the lists that ship, so these are not read as TOML, which takes ten times as long, but by the
few forms that they have; a test compares. What is made of lists is kept beside them (`table`). The lists that hold
while a file or a project is looked at are put in force (`use`) by whoever has the plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, wraps
from itertools import product
from typing import Any, NamedTuple, TypeVar

from ..resources import vocabulary_folder

T = TypeVar("T")

_LIST = re.compile(r"^([a-z][a-z0-9-]*) = \[(.*?)\]$", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r'"([^"\n]*)"|#.*')
_GROUP = re.compile(r"\{([^{}]*,[^{}]*|@[a-z][a-z0-9-]*)\}")
REFERENCE = re.compile(r"@([a-z][a-z0-9-]*)")
"""How one speaks of a list."""


class Words(Mapping[str, tuple[str, ...]]):
    """The lists by name: those that ship, and what others add to them."""

    def __init__(self, added: Mapping[str, Sequence[str]] | None = None) -> None:
        self.added = added or {}
        """What others add to the lists that ship."""
        self._made: dict[str, tuple[str, ...]] = {}
        self.tables: dict[Callable[[], Any], Any] = {}
        """What was made of these lists, by what makes it."""
        self.sets: dict[str, frozenset[str]] = {}
        """The lists that somebody asked for as sets."""

    def __reduce__(self) -> tuple[type[Words], tuple[Mapping[str, Sequence[str]]]]:
        return Words, (self.added,)

    def __getitem__(self, name: str) -> tuple[str, ...]:
        if name not in self._made:
            entries = (*shipped(name), *self.added.get(name, ()))
            if not entries and name not in self:
                raise KeyError(name)
            self._made[name] = tuple(dict.fromkeys(each for entry in entries for each in self.spelled_out(entry)))
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in _texts() or name in self.added

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*_texts(), *self.added)))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def holds_itself(self, name: str) -> bool:
        """Whether a list is among those that it speaks of, at any depth."""
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            for other in self._spoken_of(waiting.pop()) - seen:
                seen.add(other)
                waiting.append(other)
        return name in seen

    def _spoken_of(self, name: str) -> set[str]:
        return {other for entry in (*shipped(name), *self.added.get(name, ())) for other in spoken_of(entry)}

    def spelled_out(self, entry: str) -> Iterator[str]:
        """All that an entry with braces says."""
        parts = _GROUP.split(entry)
        if len(parts) == 1:
            yield entry
            return
        choices = [self._choices(part) if number % 2 else (part,) for number, part in enumerate(parts)]
        yield from map("".join, product(*choices))

    def _choices(self, group: str) -> Sequence[str]:
        return self[group[1:]] if group.startswith("@") else group.split(",")


class Form(NamedTuple):
    """How the entries of a list are written that are more than names."""

    text: str
    """An example."""
    pattern: str

    def fits(self, entry: str) -> bool:
        return re.fullmatch(self.pattern, entry) is not None


_FORMS: Mapping[str, Form] = {
    "exceptions": Form("acme.errors.Timeout(builtins.OSError)", r"\w+(\.\w+)+\([\w.]+\)"),
    "class-bases": Form("acme.plugins.Plugin(acme.base.Base)", r"\w+(\.\w+)+\([\w.]+\)"),
    "exception-modules": Form("acme.errors: acme acme.client", r"[\w.]+: [\w.]+( [\w.]+)*"),
    "exception-aliases": Form("acme.TimeOut: acme.errors.Timeout", r"[\w.]+: [\w.]+"),
    "clocks-told-a-zone": Form("acme.clock.at(moment, tz)", r"[\w.()]+\(\w+(, \w+)*\)"),
    "time-formatters": Form("acme.clock.show(form, moment)", r"[\w.()]+\(\w+(, \w+)*\)"),
    "loop-": Form("thread: acme.in_thread()", r"(thread|sleep|process|streams|lock|files): .+"),
}


def example_of(name: str) -> Form | None:
    """How the entries of a list are written; None where they are names."""
    return _FORMS.get("loop-" if name.startswith("loop-") else name)


def spoken_of(entry: str) -> Iterator[str]:
    """The lists that an entry of a list speaks of."""
    return (group[1:] for group in _GROUP.findall(entry) if group.startswith("@"))


@cache
def _texts() -> dict[str, str]:
    """What stands in the brackets of each shipped list."""
    files = sorted(vocabulary_folder().glob("*.toml"))
    return {name: text for file in files for name, text in _LIST.findall(file.read_text(encoding="utf-8"))}


@cache
def shipped(name: str) -> tuple[str, ...]:
    """The entries of a shipped list as they are written; none for a list that does not ship."""
    return tuple(entry[1] for entry in _ENTRY.finditer(_texts().get(name, "")) if entry[1] is not None)


SHIPPED = Words()
"""The lists that ship, with nothing added."""
_in_force = [SHIPPED]


def use(words: Words) -> None:
    """Let these lists hold from now on."""
    _in_force[0] = words


def in_force() -> Words:
    """The lists that hold now."""
    return _in_force[0]


def listed(name: str) -> tuple[str, ...]:
    """The names of a list, as it holds now."""
    return _in_force[0][name]


def names_of(name: str) -> frozenset[str]:
    """The same as a set."""
    words = _in_force[0]
    if name not in words.sets:
        words.sets[name] = frozenset(words[name])
    return words.sets[name]


def table(make: Callable[[], T]) -> Callable[[], T]:
    """A function whose answer is made of lists, and made once for those that hold."""

    @wraps(make)
    def made() -> T:
        tables = _in_force[0].tables
        try:
            found: T = tables[make]
        except KeyError:
            found = tables[make] = make()
        return found

    return made
