"""Lists of names that cards speak of as `@name`: data, so that a team can add to them without Python.

Each file below `vocabulary/` of a folder of cards has lists by name. Lists of one name are joined, so a team adds to a
shipped list by writing one of the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from ..config.toml_file import key_line, parse, read_text
from ..problems import Problem, unknown
from ..resources import rules_folder

Vocabulary = Mapping[str, tuple[str, ...]]
FOLDER = "vocabulary"
_OTHERWISE = "a pack names its lists otherwise"
_REFERENCE = re.compile(r"@([a-z][a-z0-9-]*)")


def load_vocabulary(folders: Iterable[Path], packs: Iterable[Path] = ()) -> tuple[Vocabulary, list[Problem]]:
    """The shipped lists with what some folders of cards add, and what is wrong with these.

    The lists of packs have names of their own, so that an installed pack changes no card but its own.
    """
    words = {name: list(listed) for name, listed in _shipped().items()}
    problems: list[Problem] = []
    foreign = frozenset(packs)
    for folder in folders:
        taken = frozenset(words) if folder in foreign else frozenset()
        for file in sorted((folder / FOLDER).glob("*.toml")) if folder != rules_folder() else ():
            for name, listed in _lists(file, problems).items():
                if name in taken:
                    problems.append(
                        Problem(file, _line(file, name), f"the list `{name}` is there already; {_OTHERWISE}")
                    )
                known = words.setdefault(name, [])
                known += [each for each in listed if each not in known]
    return {name: tuple(listed) for name, listed in words.items()}, problems


@cache
def _shipped() -> dict[str, list[str]]:
    problems: list[Problem] = []
    words: dict[str, list[str]] = {}
    for file in sorted((rules_folder() / FOLDER).glob("*.toml")):
        words |= _lists(file, problems)
    assert not problems, problems
    return words


def _lists(file: Path, problems: list[Problem]) -> dict[str, list[str]]:
    text = read_text(file)
    table = text if isinstance(text, Problem) else parse(text, file)
    if isinstance(table, Problem):
        problems.append(table)
        return {}
    found: dict[str, list[str]] = {}
    for name, listed in table.items():
        if not _REFERENCE.fullmatch(f"@{name}"):
            problems.append(Problem(file, _line(file, name), f"`{name}` is no name of a list, as `utc-clocks` is"))
        elif not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            problems.append(Problem(file, _line(file, name), f"`{name}` must be a list of names"))
        else:
            found[name] = listed
    return found


def _line(file: Path, key: str) -> int:
    text = read_text(file)
    return key_line(text, (key,)) if isinstance(text, str) else 1


def speaks_of_lists(value: object) -> bool:
    """Whether a table of options speaks of a list anywhere."""
    if isinstance(value, Mapping):
        return any(map(speaks_of_lists, value.values()))
    return isinstance(value, list | tuple) and any(bool(_spoken_of(part)) or speaks_of_lists(part) for part in value)


def expanded(value: object, words: Vocabulary) -> object:
    """A table of options in which lists stand where they were spoken of."""
    if isinstance(value, Mapping):
        return {key: expanded(part, words) for key, part in value.items()}
    if not isinstance(value, list | tuple):
        return value
    found: list[object] = []
    for part in value:
        name = _spoken_of(part)
        found += words[name] if name in words else [expanded(part, words)]
    return found


def unknown_lists(value: object, words: Vocabulary) -> Sequence[str]:
    """What to say of lists that are spoken of and that nobody has."""
    if isinstance(value, Mapping):
        return [said for part in value.values() for said in unknown_lists(part, words)]
    if not isinstance(value, list | tuple):
        return []
    names = [name for part in value if (name := _spoken_of(part)) and name not in words]
    deeper = [said for part in value for said in unknown_lists(part, words)]
    return [unknown("list of names", f"@{name}", (f"@{each}" for each in words)) for name in names] + deeper


def _spoken_of(part: object) -> str:
    found = _REFERENCE.fullmatch(part) if isinstance(part, str) else None
    return found[1] if found is not None else ""
