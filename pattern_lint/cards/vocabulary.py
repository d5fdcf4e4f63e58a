"""Lists of names that cards speak of as `@name`: data, so that a team can add to them without Python.

Each file below `vocabulary/` of a folder of cards has lists by name. Lists of one name are joined, so a team adds to a
shipped list by writing one of the same name: also to those that the tool itself goes by.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ..config.toml_file import key_line, parse, read_text
from ..knowledge.words import REFERENCE, SHIPPED, Words, example_of, spoken_of
from ..problems import Problem, unknown
from ..resources import rules_folder

FOLDER = "vocabulary"
_OTHERWISE = "a pack names its lists otherwise"
_GROUPED = re.compile(r"([a-z-]+:)?[\w.*():]*(\{(@[a-z][a-z0-9-]*|[A-Za-z_*][\w.*]*(,[\w.*]+)+)\}[\w.*():]*)+")
"""Names with groups in braces, as lists have them; what a regular expression repeats is none."""
_Places = Mapping[str, Path]


def load_vocabulary(folders: Iterable[Path], packs: Iterable[Path] = ()) -> tuple[Words, list[Problem]]:
    """The shipped lists with what some folders of cards add, and what is wrong with these.

    The lists of packs have names of their own, so that an installed pack changes no card but its own.
    """
    added: dict[str, list[str]] = {}
    places: dict[str, Path] = {}
    problems: list[Problem] = []
    foreign = frozenset(packs)
    for folder in folders:
        taken = frozenset((*SHIPPED, *added)) if folder in foreign else frozenset()
        for file in sorted((folder / FOLDER).glob("*.toml")) if folder != rules_folder() else ():
            for name, listed in _lists(file, problems).items():
                if name in taken:
                    problems.append(
                        Problem(file, _line(file, name), f"the list `{name}` is there already; {_OTHERWISE}")
                    )
                known = added.setdefault(name, [])
                known += [each for each in listed if each not in known]
                places.setdefault(name, file)
    if not added:
        return SHIPPED, problems
    words = Words(added)
    problems += _wrong_references(words, places, added)
    return words, problems


def _lists(file: Path, problems: list[Problem]) -> dict[str, list[str]]:
    text = read_text(file)
    table = text if isinstance(text, Problem) else parse(text, file)
    if isinstance(table, Problem):
        problems.append(table)
        return {}
    found: dict[str, list[str]] = {}
    for name, listed in table.items():
        if not REFERENCE.fullmatch(f"@{name}"):
            problems.append(Problem(file, _line(file, name), f"`{name}` is no name of a list, as `utc-clocks` is"))
        elif not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            problems.append(Problem(file, _line(file, name), f"`{name}` must be a list of names"))
        else:
            found[name] = listed
    return found


def _wrong_references(words: Words, places: _Places, added: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Entries that speak of lists that nobody has, lists that hold themselves, and entries of the wrong form."""
    for name, file in places.items():
        spoken = {other for entry in added[name] for other in spoken_of(entry)}
        for other in sorted(spoken - words.keys()):
            yield Problem(file, _line(file, name), f"`{name}`: {_unknown_list(other, words)}")
        if words.holds_itself(name):
            yield Problem(file, _line(file, name), f"`{name}` holds itself, by the lists that it speaks of")
        elif spoken <= words.keys() and (example := example_of(name)) is not None:
            for entry in words[name]:
                if not example.fits(entry):
                    said = f'entries of `{name}` are written as "{example.text}" is, not as "{entry}"'
                    yield Problem(file, _line(file, name), said)


def _line(file: Path, key: str) -> int:
    text = read_text(file)
    return key_line(text, (key,)) if isinstance(text, str) else 1


def speaks_of_lists(value: object) -> bool:
    """Whether a table of options speaks of a list anywhere, or of several names at once in braces."""
    if isinstance(value, Mapping):
        return any(map(speaks_of_lists, value.values()))
    return isinstance(value, (list, tuple)) and any(
        bool(_spoken_of(part)) or _is_grouped(part) or speaks_of_lists(part) for part in value
    )


def expanded(value: object, words: Words) -> object:
    """A table of options in which lists stand where they were spoken of."""
    if isinstance(value, Mapping):
        return {key: expanded(part, words) for key, part in value.items()}
    if not isinstance(value, (list, tuple)):
        return value
    found: list[object] = []
    for part in value:
        name = _spoken_of(part)
        if isinstance(part, str) and _is_grouped(part) and words.keys() >= {*spoken_of(part)}:
            found += words.spelled_out(part)
        else:
            found += words[name] if name in words else [expanded(part, words)]
    return found


def unknown_lists(value: object, words: Words) -> Sequence[str]:
    """What to say of lists that are spoken of and that nobody has."""
    if isinstance(value, Mapping):
        return [said for part in value.values() for said in unknown_lists(part, words)]
    if not isinstance(value, (list, tuple)):
        return []
    grouped = (name for part in value if isinstance(part, str) and _is_grouped(part) for name in spoken_of(part))
    names = [name for name in (*filter(None, map(_spoken_of, value)), *grouped) if name not in words]
    deeper = [said for part in value for said in unknown_lists(part, words)]
    return [_unknown_list(name, words) for name in names] + deeper


def _unknown_list(name: str, words: Words) -> str:
    return unknown("list of names", f"@{name}", (f"@{each}" for each in words), list_known=False)


def _spoken_of(part: object) -> str:
    found = REFERENCE.fullmatch(part) if isinstance(part, str) else None
    return found[1] if found is not None else ""


def _is_grouped(part: object) -> bool:
    return isinstance(part, str) and "{" in part and _GROUPED.fullmatch(part) is not None
