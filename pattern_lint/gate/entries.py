"""The entries of a baseline, and the file that holds them: one entry a line, sorted, so that branches merge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ..outcome import Finding
from ..problems import Problem, Problems
from ..reading import read_file
from ..writing import replace

_HEADER = "# pattern-lint baseline 1"
_MARK = b"# pattern-lint baseline "
_PREAMBLE = f"""{_HEADER}
# Findings that are accepted for now: path, code, scope, digest of the source, number of the repeat, measure.
# `pattern-lint baseline --prune` takes out what has been put right, `--add` accepts more.
# Branches merge by themselves with this line in .gitattributes: {{name}} merge=union
"""
_FIELDS = 6
_NUMBER = re.compile(r"[0-9]{1,15}")
_NONE = "-"
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


class BaselineErrors(Problems):
    """All that is wrong with a baseline file."""


class Entry(NamedTuple):
    """A finding that is accepted, without its line."""

    path: str
    code: str
    scope: str
    digest: str
    repeat: int = 1
    """Which of several findings that are alike it is."""
    measure: int | None = None
    line: int = 0
    """The line of the entry in its file; 0 while it has none."""


def entries_of(findings: Iterable[Finding]) -> list[Entry]:
    """What a baseline says that accepts these findings."""
    repeats: dict[tuple[str, ...], int] = {}
    entries: list[Entry] = []
    for finding in findings:
        key = (finding.path, finding.code, finding.mark.scope, finding.mark.digest)
        repeats[key] = repeats.get(key, 0) + 1
        entries.append(Entry(*key, repeats[key], finding.mark.measure))
    return entries


def read_entries(path: Path) -> list[Entry]:
    """The entries of a baseline file; all that is wrong with it is raised at once."""
    try:
        text = read_file(path).decode(errors="surrogateescape").removeprefix("\ufeff")
    except FileNotFoundError:
        message = "there is no such baseline; `pattern-lint baseline` accepts today's findings"
        raise BaselineErrors([Problem(path, 0, message)]) from None
    except OSError as error:
        raise BaselineErrors([Problem(path, 0, f"this cannot be read: {error.strerror or error}")]) from None
    found = list(_read(path, text))
    problems = [each for each in found if isinstance(each, Problem)]
    if problems:
        raise BaselineErrors(problems)
    distinct: dict[tuple[object, ...], Entry] = {}
    for entry in found:
        if isinstance(entry, Entry):
            same = distinct.setdefault(entry[:5], entry)
            if (entry.measure or 0) > (same.measure or 0):  # two branches lowered it; what both accept is accepted
                distinct[entry[:5]] = entry
    return list(distinct.values())


def write_entries(path: Path, entries: Iterable[Entry], inside: Path | None = None) -> None:
    """Write a baseline file, in the folder named or elsewhere; names that are no UTF-8 keep their bytes."""
    content = rendered(entries, path.name).encode(errors="surrogateescape")
    try:
        replace(path, content, mark=_MARK, inside=inside)
    except OSError as error:
        raise BaselineErrors([Problem(path, 0, f"this cannot be written: {error.strerror or error}")]) from None


def rendered(entries: Iterable[Entry], name: str) -> str:
    """The text of a baseline file of that name."""
    return _PREAMBLE.format(name=name) + "".join(sorted({f"{_line(entry)}\n" for entry in entries}))


def _read(path: Path, text: str) -> Iterator[Entry | Problem]:
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    if lines[0] != _HEADER:
        yield Problem(path, 1, f"this is no baseline that this version reads; its first line has to be `{_HEADER}`")
        return
    for number, line in enumerate(lines, 1):
        if line and not line.startswith("#"):
            entry = _entry(line, number)
            yield Problem(path, number, entry) if isinstance(entry, str) else entry


def _entry(line: str, number: int) -> Entry | str:
    """The entry of a line, or what is wrong with it."""
    if line.startswith(_CONFLICT):
        return "two branches meet here; keep the entries of both sides and delete this line"
    fields = line.split("\t")
    if len(fields) != _FIELDS:
        return f"an entry has {_FIELDS} fields with tabs between them, not {len(fields)}; write the baseline anew"
    path, code, scope, digest, repeat, measure = fields
    if not _NUMBER.fullmatch(repeat) or not (measure == _NONE or _NUMBER.fullmatch(measure)):
        return "the last two fields are numbers (the measure may be `-`); write the baseline anew"
    plain_scope = "" if scope == _NONE else _unescaped(scope)
    size = None if measure == _NONE else int(measure)
    return Entry(_unescaped(path), code, plain_scope, digest, int(repeat), size, number)


def _line(entry: Entry) -> str:
    measure = _NONE if entry.measure is None else str(entry.measure)
    scope = _escaped(entry.scope) or _NONE
    return "\t".join((_escaped(entry.path), entry.code, scope, entry.digest, str(entry.repeat), measure))


def _escaped(text: str) -> str:
    plain = "".join(_ESCAPES.get(letter, letter) for letter in text)
    return f"\\{plain}" if plain.startswith("#") or plain.startswith(_CONFLICT) else plain


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    meaning = {escape[1]: letter for letter, escape in _ESCAPES.items()}
    letters = iter(text)
    return "".join(meaning.get(after := next(letters, ""), after) if x == "\\" else x for x in letters)
