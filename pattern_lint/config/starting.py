"""A first configuration: the profiles that are wanted, what the imports suggest, and ruff told of the codes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tomlkit

from pattern_lint.config.defaults import DEFAULT_EXCLUDE, DEFAULT_PROFILE
from pattern_lint.config.settings import ConfigErrors
from pattern_lint.config.toml_edit import CannotEditError, add_to_list, append_table
from pattern_lint.config.toml_file import Keys, Origin, parse
from pattern_lint.problems import Problem
from pattern_lint.reading import content_of, read_file
from pattern_lint.writing import check, replace_all

CODE_PREFIX = "PAT"
_TABLE: Keys = ("tool", "pattern-lint")
_PYPROJECT = "pyproject.toml"
_OWN_FILE = "pattern-lint.toml"
_ORDER_MARK = "\ufeff"
_RUFF_FILES = (".ruff.toml", "ruff.toml")
"""In the order in which ruff prefers them; either keeps it from looking into pyproject.toml."""

_IMPORT = re.compile(r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import\b|import[ \t]+([\w. ,\t]+))", re.MULTILINE)
_STREAM_COMMAND = re.compile(r"\.x(?:add|read|readgroup)\(")
_REDIS_STREAMS = "redis streams"

_SIGNS: tuple[tuple[str, frozenset[str]], ...] = (
    ("streaming-platform", frozenset({"kafka"})),
    ("streaming-platform", frozenset({"aiokafka"})),
    ("streaming-platform", frozenset({"confluent_kafka"})),
    ("streaming-platform", frozenset({"redis", _REDIS_STREAMS})),
    ("backend-guidelines", frozenset({"claude_agent_sdk"})),
    ("scheduling-app", frozenset({"ortools"})),
    ("trading-bot", frozenset({"ccxt"})),
    ("trading-bot", frozenset({"binance"})),
    ("trading-bot", frozenset({"coinbase"})),
    ("trading-bot", frozenset({"okx"})),
    ("trading-bot", frozenset({"kiteconnect"})),
    ("trading-bot", frozenset({"alpaca"})),
    ("trading-bot", frozenset({"alpaca_trade_api"})),
    ("trading-bot", frozenset({"ib_insync"})),
    ("scheduling-app", frozenset({"alembic", "fastapi"})),
)
"""What a project imports and the profile that it suggests; what says most about a project comes first."""


class Suggestion(NamedTuple):
    """A profile that may be right for a project, and why."""

    profile: str
    reason: str


def write_first_config(folder: Path, more: Sequence[str] = ()) -> str:
    """Configure the project in the folder and say what was done; when anything is wrong, write nothing.

    `more` are the profiles that are wanted besides the one that holds for any code.
    """
    files = _Files()
    profiles = [DEFAULT_PROFILE, *more]
    named = f"{'profiles' if more else 'profile'} {' and '.join(profiles)}"
    done = [f"{_configure(folder, profiles if more else DEFAULT_PROFILE, files)} with the {named}"]
    done += _tell_ruff(folder, files)
    files.write()
    return "\n".join(done)


def refuse_configured(folder: Path) -> None:
    """Raise what is wrong with a first configuration here, before anybody is asked what should be in it."""
    _configure(folder, DEFAULT_PROFILE, _Files())


class _Files:
    """Files as they are to become, so that all of them are written or none."""

    def __init__(self) -> None:
        self._changed: dict[Path, str] = {}
        self._starts: dict[Path, str] = {}
        """What stands in front of a text and is no part of it."""

    def text(self, path: Path) -> str:
        if path in self._changed:
            return self._changed[path]
        try:
            text = read_file(path).decode()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigErrors([Problem(path, 0, f"this cannot be read: {error}")]) from None
        if text.startswith(_ORDER_MARK):
            self._starts[path] = _ORDER_MARK
        return text.removeprefix(_ORDER_MARK)

    def table(self, path: Path) -> dict[str, Any]:
        table = parse(self.text(path), path)
        if isinstance(table, Problem):
            raise ConfigErrors([table])
        return table

    def change(self, path: Path, text: str) -> None:
        self._changed[path] = text

    def write(self) -> None:
        contents = {path: f"{self._starts.get(path, '')}{text}".encode() for path, text in self._changed.items()}
        path = Path()
        try:
            for path in contents:
                check(path)
            replace_all(contents)
        except OSError as error:
            message = f"this cannot be written: {error.strerror or error}"
            raise ConfigErrors([Problem(path, 0, message)]) from None


def suggestions(folder: Path) -> list[Suggestion]:
    """The profiles of documents that the imports suggest, the likeliest first."""
    imported: set[str] = set()
    for path in _python_files(folder):
        imported |= _imports(path)
    found: dict[str, Suggestion] = {}
    for profile, sign in _SIGNS:
        if sign <= imported:
            found.setdefault(profile, Suggestion(profile, f"the project uses {' and '.join(sorted(sign))}"))
    return list(found.values())


def _python_files(folder: Path) -> Iterator[Path]:
    excluded = {pattern.rstrip("/") for pattern in DEFAULT_EXCLUDE}
    for parent, subfolders, names in os.walk(folder):
        subfolders[:] = sorted(name for name in subfolders if name not in excluded)
        yield from (Path(parent, name) for name in sorted(names) if name.endswith(".py"))


def _imports(path: Path) -> set[str]:
    """The top-level packages that the file seems to import: good enough for a guess, and quick."""
    text = "" if path.is_symlink() else content_of(path).decode("utf-8", "replace")
    found = {_REDIS_STREAMS} if _STREAM_COMMAND.search(text) else set()
    for from_name, names in _IMPORT.findall(text):
        modules = filter(None, map(str.strip, (from_name or names).split(",")))
        found |= {module.split()[0].partition(".")[0] for module in modules}
    return found


def _configure(folder: Path, profile: str | list[str], files: _Files) -> str:
    own, pyproject = folder / _OWN_FILE, folder / _PYPROJECT
    if own.exists():
        raise ConfigErrors([Problem(own, 0, "the project is configured already, in this file")])
    if not pyproject.exists():
        files.change(own, tomlkit.dumps({"profile": profile}))
        return f"{_OWN_FILE}: created"
    if _below(files.table(pyproject), _TABLE) is not None:
        origin = Origin(pyproject, _TABLE)
        raise ConfigErrors([origin.problem("the project is configured already, by this table")])
    try:
        files.change(pyproject, append_table(files.text(pyproject), _TABLE, {"profile": profile}))
    except CannotEditError:
        message = f"the table [{'.'.join(_TABLE)}] cannot be added here; create {_OWN_FILE} instead"
        raise ConfigErrors([Problem(pyproject, 0, message)]) from None
    return f"{_PYPROJECT}: added [{'.'.join(_TABLE)}]"


def _tell_ruff(folder: Path, files: _Files) -> Iterator[str]:
    """Make the codes known to ruff where it is configured, or it calls them unknown in comments."""
    path = next((folder / name for name in _RUFF_FILES if (folder / name).is_file()), folder / _PYPROJECT)
    prefix: Keys = ("tool", "ruff") if path.name == _PYPROJECT else ()
    if not path.is_file() or _below(files.table(path), prefix) is None:
        return
    old_style, keys = (*prefix, "external"), (*prefix, "lint", "external")
    if _below(files.table(path), old_style) is not None:
        keys = old_style
    codes = _below(files.table(path), keys)
    if isinstance(codes, list) and any(CODE_PREFIX.startswith(str(code)) for code in codes):
        return
    try:
        files.change(path, add_to_list(files.text(path), keys, CODE_PREFIX))
    except CannotEditError:
        message = f'`{".".join(keys)}` cannot be extended here; add "{CODE_PREFIX}" to it and start again'
        raise ConfigErrors([Origin(path, keys).problem(message)]) from None
    yield f"{path.name}: added {CODE_PREFIX} to ruff's external codes"


def _below(table: object, keys: Keys) -> object:
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table
