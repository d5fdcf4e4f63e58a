"""Ruff's own repairs of what its rules say, or of what our cards say in their stead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ...outcome import Fix
from ...tools import ToolError
from ...tools.ruff import Diagnostic, diagnose_text
from ..place import Place
from ..source import Edit, Source

_UNUSED_IMPORT = ("F401",)
_LEVELS: Mapping[str, Fix] = {"safe": "safe", "unsafe": "unsafe"}


class Project(NamedTuple):
    """What ruff has to be told of the project that files lie in."""

    folder: Path
    """From which settings name other folders."""
    settings: Callable[[], Mapping[str, Any]]


class Ruff:
    """Asks ruff about one file."""

    def __init__(self, path: str, project: Project) -> None:
        self._path = Path(path).absolute()
        self._project = project
        self._said: dict[tuple[bytes, tuple[str, ...]], list[Diagnostic]] = {}

    def edits(self, place: Place, rules: tuple[str, ...]) -> tuple[list[Edit], Fix]:
        """What ruff would change where it says what the finding does, and how safe it holds that to be."""
        line, column, end_line, _ = place.span
        said = [
            each
            for each in self._with_fix(place.source, rules)
            if each.location.row <= max(line, end_line) and line <= each.end_location.row
        ]
        for each in sorted(said, key=lambda each: (each.location.row, each.location.column) != (line, column)):
            return list(_edits(each, place.source)), _level(each)
        return [], "none"

    def no_longer_imported(self, before: Source, after: Source) -> Iterator[Edit]:
        """The edits that take out imports which nothing reads any more, though something did before."""
        unused = [each for each in self._with_fix(after, _UNUSED_IMPORT) if _level(each) == "safe"]
        known = {each.message for each in self._with_fix(before, _UNUSED_IMPORT)} if unused else set()
        for each in unused:
            yield from _edits(each, after) if each.message not in known else ()

    def _with_fix(self, source: Source, rules: tuple[str, ...]) -> list[Diagnostic]:
        """What ruff says and knows how to repair."""
        key = (source.content, rules)
        if key not in self._said:
            project = self._project
            try:
                found = diagnose_text(self._path, source.text, rules, project.settings(), project.folder)
            except ToolError:  # the run itself says what is wrong with ruff; here nothing is repaired
                found = []
            self._said[key] = [each for each in found if each.code in rules and _level(each) != "none"]
        return self._said[key]


def _level(said: Diagnostic) -> Fix:
    return _LEVELS.get(said.fix.applicability, "none") if said.fix is not None else "none"


def _edits(said: Diagnostic, source: Source) -> Iterator[Edit]:
    for edit in said.fix.edits if said.fix is not None else ():
        start, end = edit.location, edit.end_location
        yield Edit(source.offset(start.row, start.column), source.offset(end.row, end.column), edit.content)
