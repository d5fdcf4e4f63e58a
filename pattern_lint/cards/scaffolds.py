"""Scaffolds: new components that keep the patterns of a document from their first line, each with a test of its own.

A scaffold is one TOML file, `scaffolds/<kind>.toml` in a folder of cards: what it makes, with jinja's braces where the
name goes. What several build on is in `shared.toml`. A team's own folder of cards adds kinds, or replaces them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeVar

import msgspec
from jinja2 import Environment, StrictUndefined, TemplateError

from ..config.strict import convert
from ..config.toml_file import Origin, read
from ..problems import Problem, Problems, unknown
from ..resources import rules_folder

S = TypeVar("S", bound=msgspec.Struct)

FOLDER = "scaffolds"
_SHARED = "shared.toml"
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+[0-9]*")
_PREFIX_LENGTH = 3


class ScaffoldErrors(Problems):
    """All that is wrong with the scaffolds that were read."""


class _File(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    path: str
    text: str


class _Shared(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    path: str
    text: str
    names: tuple[str, ...]
    """What others import from it."""


class _Table(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    summary: str
    profile: str
    """The profile whose patterns it keeps."""
    file: tuple[_File, ...]
    suffix: str = ""
    """How the names of such classes end."""
    uses: tuple[str, ...] = ()
    """What it builds on, by the names of shared.toml."""


class Scaffold(NamedTuple):
    """What a component of one kind begins as."""

    kind: str
    summary: str
    profile: str
    suffix: str
    files: tuple[_File, ...]
    shared: tuple[_Shared, ...]
    path: Path


class Made(NamedTuple):
    """A component that can be written; paths are from the project's folder."""

    files: Mapping[str, str]
    """What must not be there yet."""
    shared: Mapping[str, str]
    """What is written where it is not there yet."""
    names: Mapping[str, tuple[str, ...]]
    """What the shared files have to define, whoever wrote them."""


def load_scaffolds(folders: Iterable[Path] = ()) -> dict[str, Scaffold]:
    """Those that ship and those of other folders of cards, by kind; all that is wrong with them is an error."""
    problems: list[Problem] = []
    shared: dict[str, _Shared] = {}
    tables: dict[str, tuple[Path, _Table]] = {}
    for folder in (rules_folder(), *folders):
        for path in sorted((folder / FOLDER).glob("*.toml")):
            if path.name == _SHARED:
                shared |= _shared(path, problems)
            elif (table := _converted(path, _Table, problems)) is not None:
                tables[path.stem] = (path, table)
    for path, table in tables.values():
        origin = Origin(path).below("uses")
        problems += [
            origin.problem(unknown("shared part", use, shared), about=use) for use in table.uses if use not in shared
        ]
    if problems:
        raise ScaffoldErrors(problems)
    return {
        kind: Scaffold(
            kind, each.summary, each.profile, each.suffix, each.file, tuple(shared[use] for use in each.uses), path
        )
        for kind, (path, each) in tables.items()
    }


def _converted(path: Path, struct: type[S], problems: list[Problem]) -> S | None:
    table = read(path)
    if isinstance(table, Problem):
        problems.append(table)
        return None
    found = convert(table, struct)
    if isinstance(found, list):
        problems += [Origin(path, wrong.keys).problem(wrong.message) for wrong in found]
        return None
    return found


def _shared(path: Path, problems: list[Problem]) -> dict[str, _Shared]:
    table = read(path)
    if isinstance(table, Problem):
        problems.append(table)
        return {}
    found: dict[str, _Shared] = {}
    for name, part in table.items():
        made = convert(part, _Shared) if isinstance(part, dict) else []
        if isinstance(made, _Shared):
            found[name] = made
        else:
            problems += [Origin(path, (name, *wrong.keys)).problem(wrong.message) for wrong in made]
    return found


def made(scaffold: Scaffold, name: str, folder: PurePosixPath) -> Made:
    """The component of that name, in a package whose folder is named from the project's."""
    words = _WORD.findall(name)
    bare = "".join(word[:1].upper() + word[1:] for word in words).removesuffix(scaffold.suffix)
    words = _WORD.findall(bare)
    whole = f"{bare}{scaffold.suffix}"
    values = {
        "folder": str(folder),
        "package": ".".join(part for part in folder.parts if part != "src"),
        "name": whole,
        "bare": bare,
        "words": " ".join(words).lower(),
        "module": "_".join(_WORD.findall(whole)).lower(),
        "prefix": bare[:_PREFIX_LENGTH].upper(),
    }
    shared = {_filled(part.path, values, scaffold): part for part in scaffold.shared}
    return Made(
        {_filled(file.path, values, scaffold): _text(file.text, values, scaffold) for file in scaffold.files},
        {path: _text(part.text, values, scaffold) for path, part in shared.items()},
        {path: part.names for path, part in shared.items()},
    )


def _text(template: str, values: Mapping[str, str], scaffold: Scaffold) -> str:
    return f"{_filled(template, values, scaffold).strip()}\n"


def _filled(template: str, values: Mapping[str, str], scaffold: Scaffold) -> str:
    try:
        return Environment(undefined=StrictUndefined, keep_trailing_newline=True).from_string(template).render(values)
    except TemplateError as error:
        known = ", ".join(f"`{{{{ {name} }}}}`" for name in values)
        raise ScaffoldErrors([Problem(scaffold.path, 0, f"{error.message}; known are {known}")]) from None


def missing_names(source: str, wanted: Iterable[str]) -> list[str]:
    """Which names a file does not define that others import from it."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return list(wanted)
    defined = {node.name for node in body if isinstance(node, (ast.ClassDef, ast.FunctionDef))}
    return [name for name in wanted if name not in defined]
