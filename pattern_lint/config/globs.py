"""Settings by path: which globs match a path, and which of them knows it best; and globs of names.

Globs of paths are those of .gitignore, relative to the folder of the configuration: `*.py` matches at any depth,
`src/*.py` in one folder, `src/services` or `src/services/**` all that is below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fnmatch import translate
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_WILDCARD = re.compile(r"\*+|\?|\[!?\]?[^\]]*\]")
_OTHER_WILDCARDS = frozenset("?[")
_MADE = re.compile(r"(?<=\w)\*(?=\(\))")
"""The end of a name that is called: what a method of that gives is something else."""
Like = Callable[[str], bool]
"""Tells whether a name is like one of some globs."""
_NAMED_GROUP = re.compile(r"\(\?P<\w+>")
_PLAIN = re.compile(r"(?!/?(?:\*\*/)+$)/?[\w.*-]+(?:/[\w.*-]+)*/?")
"""A glob of paths with no wildcards but stars: what nearly all are."""
_ANY = "**"


@lru_cache(maxsize=1024)
def matches(glob: str, path: str) -> bool:
    """Whether the glob matches the path, which is relative and has forward slashes."""
    return _alone(glob).best(path) is not None


@lru_cache(maxsize=4096)
def matches_one(globs: tuple[str, ...], path: str) -> bool:
    """Whether one of the globs matches the path; for globs that many paths are asked about."""
    return _together(globs).best(path) is not None


def outermost(globs: tuple[str, ...], path: str) -> str:
    """The outermost folder around a file that one of the globs matches; nothing where none does."""
    folders = [str(folder) for folder in PurePosixPath(path).parents][:-1] if globs else []  # the last is the root
    return next((folder for folder in reversed(folders) if matches_one(globs, folder)), "")


@cache
def _together(globs: tuple[str, ...]) -> Ranked:
    return Ranked(globs)


def matches_any(globs: tuple[str, ...], path: str) -> bool:
    """Whether one of the globs matches the path."""
    return bool(globs) and _compiled(*globs).match_file(path)


def matching(globs: Iterable[str], path: str) -> list[str]:
    """The globs that match the path, the most specific one last.

    A glob is the more specific the more of its path segments have no wildcard, then the more characters it
    has that are no wildcards; of equals the later one is.
    """
    return sorted((glob for glob in globs if matches(glob, path)), key=specificity)


def fnmatchcase(name: str, glob: str) -> bool:
    """Whether a glob matches a name, as that of the standard library, which forgets globs where there are many."""
    return bool(_ready(glob)(name))


def is_glob(name: str) -> bool:
    """Whether a name may stand for others."""
    return _WILDCARD.search(name) is not None


def core_of(glob: str) -> str:
    """What stands in all names that a glob matches; nothing where there is no such thing."""
    return max(_WILDCARD.split(glob), key=len)


@cache
def matcher(globs: tuple[str, ...]) -> Like:
    """Tells whether one of some globs matches a name, and remembers names: code has the same again and again."""
    return lru_cache(maxsize=4096)(looks_like(globs))


@cache
def looks_like(globs: tuple[str, ...]) -> Like:
    """Tells whether one of some globs matches a name.

    Most globs are a word, or what names begin with, end with or hold: all of these are asked together. Of the others
    most are not asked, as names hold nothing of what stands in all that such a glob matches.
    """
    words: dict[str, list[str]] = {form: [] for form in ("", "*_", "_*", "*_*")}
    others: list[tuple[str, Callable[[str], object]]] = []
    for glob in dict.fromkeys(globs):
        word = glob.strip("*")
        if not word or _WILDCARD.search(word):
            others.append((core_of(glob), _ready(glob)))
        else:
            words[f"{'*_' * glob.startswith('*')}{'_*' * glob.endswith('*')}".replace("__", "_")].append(word)
    whole, ends, starts, held = frozenset(words[""]), tuple(words["*_"]), tuple(words["_*"]), words["*_*"]

    def is_like(name: str) -> bool:
        if name in whole or name.endswith(ends) or name.startswith(starts):
            return True
        for word in held:
            if word in name:
                return True
        return any(core in name and fits(name) for core, fits in others) if others else False

    return is_like


@cache
def _ready(glob: str) -> Callable[[str], object]:
    """Tells whether a name fits; most globs are a word, or what names begin or end with, which takes no expression."""
    word = glob.strip("*")
    if not word or not _OTHER_WILDCARDS.isdisjoint(word):
        return re.compile(translate(glob)).match
    if _MADE.search(word):
        return _called(*_MADE.split(glob, maxsplit=1))
    if "*" in word:
        return _with_pieces(*glob.split("*"))
    if glob.startswith("*") and glob.endswith("*"):
        return lambda name: word in name
    if glob.startswith("*"):
        return lambda name: name.endswith(word)
    return (lambda name: name.startswith(word)) if glob.endswith("*") else word.__eq__


def _called(head: str, tail: str) -> Callable[[str], bool]:
    """Tells whether what is called in a name fits the head, and all from its brackets on the tail."""
    start, star, own = head.rpartition("*")
    leads, follows = _ready(start + star), _ready(tail)

    def fits(name: str) -> bool:
        at = name.find("()")
        while at >= 0:
            begin = name.rfind(own, name.rfind("(", 0, at) + 1, at)
            if begin >= 0 and leads(name[:begin]) and follows(name[at:]):
                return True
            at = name.find("()", at + 1)
        return False

    return fits


def _with_pieces(first: str, *others: str) -> Callable[[str], bool]:
    """Tells whether a name begins with a piece, ends with the last one, and has the others between, in their order."""
    *middle, last = others
    least = len(first) + len(last)

    def fits(name: str) -> bool:
        if len(name) < least or not (name.startswith(first) and name.endswith(last)):
            return False
        at, end = len(first), len(name) - len(last)
        for piece in middle:
            found = name.find(piece, at, end)
            if found < 0:
                return False
            at = found + len(piece)
        return True

    return fits


class Ranked:
    """Globs ready to decide about many paths: all of them in one regular expression, the most specific first."""

    __slots__ = ("_expression", "_globs")

    def __init__(self, globs: Iterable[str]) -> None:
        places = {glob: place for place, glob in enumerate(globs)}
        self._globs = sorted(places, key=lambda glob: (specificity(glob), places[glob]), reverse=True)
        self._expression = re.compile("|".join(f"({_expression(glob)})" for glob in self._globs) or "(?!)")

    def best(self, path: str) -> str | None:
        """The glob that decides about the path."""
        found = self._expression.match(path)
        return self._globs[found.lastindex - 1] if found is not None and found.lastindex else None


@cache
def _alone(glob: str) -> Ranked:
    return Ranked((glob,))


@cache
def specificity(glob: str) -> tuple[int, int]:
    """The rank of a glob among those that match one path."""
    segments = [segment for segment in glob.split("/") if segment]
    literal = sum(not _WILDCARD.search(segment) for segment in segments)
    return literal, sum(len(_WILDCARD.sub("", segment)) for segment in segments)


def complaint(glob: str) -> str:
    """Why the text cannot be a glob; empty when it can."""
    if not glob.strip() or glob.lstrip().startswith(("#", "!")):
        return f"`{glob}` is no glob; write one such as `src/services/**`"
    try:
        _compiled(glob)
    except ValueError as error:
        return f"`{glob}` is no glob: {error}"
    return ""


def _expression(glob: str) -> str:
    if _PLAIN.fullmatch(glob):
        return _plain(glob)  # the library makes each expression ready, and is imported for that
    found = _compiled(glob).patterns[0].regex
    if found is None:
        return "(?!)"
    pattern = _NAMED_GROUP.sub("(?:", found.pattern)
    return pattern if pattern.startswith("^") else f"(?s:.*){pattern}"


def _plain(glob: str) -> str:
    """The expression for a glob that has no wildcards but stars."""
    segments = _segments(glob)
    last = len(segments) - 1
    expression = "^"
    for place, segment in enumerate(segments):
        if segment == _ANY:
            expression += "(?:.+/)?" if place == 0 else "(?:/.+)?" if place < last else "/"
        else:
            expression += "/" if place > (segments[0] == _ANY) else ""
            expression += "[^/]+" if segment == "*" else "[^/]*".join(map(re.escape, segment.split("*")))
    return expression if segments[-1] == _ANY else f"{expression}(?:/|$)"


def _segments(glob: str) -> list[str]:
    """The parts of a glob: a single name lies anywhere, and what ends with a slash means all that is below."""
    head, *others = glob.split("/")
    segments = others if not head else [head, *others] if any(others) else [_ANY, head, *others]
    segments = [segment or _ANY for segment in segments]
    return [each for place, each in enumerate(segments) if each != _ANY or segments[place - 1 : place] != [_ANY]]


@cache
def _compiled(*globs: str) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # only those who have settings by path pay for the import

    return GitIgnoreSpec.from_lines(globs)
