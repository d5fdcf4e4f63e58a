"""Runs ruff over files and reads what it says."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from . import DiedError, RefusedError, ToolError

UNREADABLE = "E902"
"""What ruff calls a file that it cannot read; asked for with every run, so that silence means that it was read."""


_REFUSED = 2
_ABOUT_A_SETTING = "Could not parse the supplied argument as a `ruff.toml` configuration option:"
"""What stands in front of what ruff has against a setting, among advice about its command line."""
_PATIENCE = 5.0
_BYTES_A_SECOND = 2_000_000
"""A hundredth of what ruff reads in a second: who needs longer than this will not come to an end."""
_STACK = str(1 << 26)
"""Bytes of stack for each of ruff's threads, enough for whatever Python's own parser accepts."""


class Place(msgspec.Struct, frozen=True):
    """A line and a letter in it, both from 1."""

    row: int
    column: int


class Edit(msgspec.Struct, frozen=True):
    """A stretch of text and what ruff would put in its place."""

    content: str
    location: Place
    end_location: Place


class Fix(msgspec.Struct, frozen=True):
    """How ruff would repair what it found."""

    edits: tuple[Edit, ...]
    applicability: str = "display"
    """`safe`, `unsafe`, or something that is only to be shown."""


class Diagnostic(msgspec.Struct, frozen=True):
    """One thing that ruff has to say of a file; one without the code of a rule is about the file's syntax."""

    code: str | None
    filename: str
    message: str
    location: Place
    end_location: Place
    fix: Fix | None = None


def binary() -> str | None:
    """The ruff that is installed beside this tool; what stands on the PATH may be of any version."""
    try:
        return os.fsdecode(importlib.import_module("ruff").find_ruff_bin())
    except (ImportError, FileNotFoundError):
        return None


def diagnose(
    root: Path, paths: Sequence[str], rules: Iterable[str], settings: Mapping[str, Any]
) -> dict[str, list[Diagnostic]]:
    """What some rules of ruff say of files below a root, by path; its own comments and caches do not count."""
    by_name = {str(root / path): path for path in paths if _is_text(path)}
    said: dict[str, list[Diagnostic]] = {path: [] for path in by_name.values()}
    for diagnostic in _run(root, by_name, sorted({*rules, UNREADABLE}), settings):
        if diagnostic.filename in by_name:
            said[by_name[diagnostic.filename]].append(diagnostic)
    return said


def _is_text(path: str) -> bool:
    """Whether ruff can be told a file's name, and can name it in its answer."""
    if "\n" in path or "\r" in path:
        return False
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def diagnose_text(
    path: Path, text: str, rules: Iterable[str], settings: Mapping[str, Any], folder: Path
) -> list[Diagnostic]:
    """What some rules of ruff say of a text that stands for a file's content; settings name folders from `folder`."""
    command = [*_command(sorted(set(rules)), settings), "--stdin-filename", os.fsdecode(path), "-"]
    given = text.encode()  # ruff reads UTF-8, whatever a file declares
    answer = _done(command, _PATIENCE + len(given) / _BYTES_A_SECOND, str(folder), given)
    return msgspec.json.decode(answer, type=list[Diagnostic])


def refusal(settings: Mapping[str, Any]) -> str | None:
    """What ruff has against some settings; None where it takes them."""
    command = [*_command([UNREADABLE], settings), "--stdin-filename", "settings.py", "-"]
    try:
        _done(command, _PATIENCE)
    except RefusedError as error:
        return str(error)
    return None


def _command(rules: Sequence[str], settings: Mapping[str, Any]) -> list[str]:
    """Nothing of the checked code's own configuration is read; what counts of it is among the settings."""
    program = binary()
    if program is None:
        raise ToolError("ruff is not installed beside pattern-lint; install it with `pip install ruff`")
    command = [program, "check", "--isolated", "--ignore-noqa", "--no-cache", "--exit-zero", "--quiet"]
    command += ["--no-respect-gitignore", "--output-format", "json", "--select", ",".join(rules)]
    for setting in _inline(settings):
        command += ["--config", setting]
    return command


def _run(root: Path, names: Iterable[str], rules: Sequence[str], settings: Mapping[str, Any]) -> list[Diagnostic]:
    command = _command(rules, settings)
    with tempfile.TemporaryDirectory(prefix="pattern-lint-") as folder:
        listed = Path(folder, "files.txt")
        listed.write_text("\n".join(names), encoding="utf-8")
        size = sum(map(_size, names))
        return msgspec.json.decode(
            _done([*command, f"@{listed}"], _PATIENCE + size / _BYTES_A_SECOND, folder), type=list[Diagnostic]
        )


def _done(command: Sequence[str], patience: float, folder: str | None = None, text: bytes = b"") -> bytes:
    """What ruff answers."""
    environment = {**os.environ, "RUST_MIN_STACK": _STACK}
    try:
        done = subprocess.run(command, cwd=folder, env=environment, input=text, capture_output=True, timeout=patience)
    except subprocess.TimeoutExpired:
        raise DiedError(f"ruff did not come to an end within {patience:.0f} s") from None
    except OSError as error:
        raise ToolError(f"ruff cannot be run: {command[0]}: {error.strerror or error}") from error
    if done.returncode:
        kind = RefusedError if done.returncode == _REFUSED else DiedError
        raise kind(_complaint(done.returncode, done.stderr.decode(errors="replace")))
    return done.stdout


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:  # what has vanished takes no time
        return 0


def _complaint(status: int, text: str) -> str:
    _, _, text = text.rpartition(_ABOUT_A_SETTING)
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("For more information")]
    return f"ruff failed with status {status}: {' '.join(lines) or 'it gave no reason'}"


def _inline(settings: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Settings as TOML, each in a line with its dotted key."""
    for key, value in sorted(settings.items()):
        if isinstance(value, Mapping):
            yield from _inline(value, f"{prefix}{json.dumps(key)}.")
        else:
            yield f"{prefix}{json.dumps(key)}={json.dumps(value, ensure_ascii=False)}"
