"""Import sections: standard library, third party and project, a blank line between them, sorted within."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from ..lang.python.module import Module, Span
from ..project.modules import Modules
from ..project.project import Project
from .kit import Check, KindOptions
from .report import ModuleReport, ProjectReport

_DIRECTIVE = b"isort:"
_SEVERAL = 3
"""So many modules do not do the same by chance."""
_NUMBERS = re.compile(r"(\d+)")


class Options(KindOptions, frozen=True):
    """Nothing but where to look: what the project's own packages are is read from the project."""


class Section(IntEnum):
    """The sections in the order in which they stand."""

    FUTURE = 0
    STANDARD = 1
    THIRD_PARTY = 2
    PROJECT = 3

    def __str__(self) -> str:
        return self.name.lower().replace("_", " ").replace("standard", "standard library")


class Imported(NamedTuple):
    """One import statement of a block."""

    line: int
    is_apart: bool
    """Whether a blank line stands above it."""
    is_explained: bool
    """Whether a comment stands above it."""
    is_from: bool
    level: int
    name: str

    @property
    def text(self) -> str:
        return f"`{'from' if self.is_from else 'import'} {'.' * self.level}{self.name}`"


Block = Sequence[tuple[Section, Imported]]
Key = Callable[[Imported], Any]


def _folded(one: Imported) -> str:
    return one.name.lower()


def _exact(one: Imported) -> str:
    return one.name


def _natural(one: Imported) -> list[str | int]:
    parts = _NUMBERS.split(one.name.lower())
    return [int(part) if part.isdigit() else part for part in parts]


_ABSOLUTE: tuple[Key, ...] = (_folded, _exact, _natural)
_RELATIVE: tuple[Key, ...] = (
    lambda one: (-one.level, one.name.lower()),
    lambda one: (one.level, one.name.lower()),
    lambda one: "." * one.level + one.name.lower(),
)


class Kind(Check[Options]):
    """Each run of import statements at the top of a module's body is a site; the join knows whose imports are whose."""

    reads_project = True

    @classmethod
    def repair(cls, options: Mapping[str, object]) -> Mapping[str, object]:
        return {"ruff": ["I001"]}

    def module(self, module: Module, report: ModuleReport) -> object:
        """The blocks of imports, each with its place, and as one text: in a large project they are very many."""
        if _DIRECTIVE in module.source:
            for rule in self.rules:
                report.unknown(rule, module.scope)
            return None
        return [(module.span(run[0]), _told(module, run)) for run in _runs(module.tree.body)] or None

    def project(self, project: Project, facts: Mapping[str, Any], report: ProjectReport) -> None:
        sections = _Sections(project.modules)
        read = {
            path: [(span, [(sections.of(one), one) for one in map(_read, told.split("\n"))]) for span, told in blocks]
            for path, blocks in facts.items()
        }
        apart = _kept_apart(block for blocks in read.values() for _, block in blocks)
        for path, blocks in read.items():
            for span, block in blocks:
                fault = _fault(block, apart)
                for rule in self.rules:
                    if project.files[path]["category"] not in rule.options.where:
                        continue
                    if fault is None:
                        report.conforms(rule, path)
                    else:
                        report.violates(rule, path, _span(span), f"{fault}; put imports into sorted sections")


def _span(stored: Sequence[int]) -> Span:
    line, column, end_line, end_column = stored
    return (line, column, end_line, end_column)


def _runs(body: Iterable[ast.stmt]) -> Iterator[list[ast.Import | ast.ImportFrom]]:
    for is_import, statements in groupby(body, lambda one: isinstance(one, (ast.Import, ast.ImportFrom))):
        if is_import:
            yield [one for one in statements if isinstance(one, (ast.Import, ast.ImportFrom))]


def _told(module: Module, run: Sequence[ast.Import | ast.ImportFrom]) -> str:
    """The statements of a block, a line each, as `_read` reads them."""
    end = run[0].lineno
    lines = module.first_lines(run[-1].lineno)
    told = []
    for node in run:
        between = [line.strip() for line in lines[end : node.lineno - 1]] if end < node.lineno - 1 else []
        what = f"1{node.level} {node.module or ''}" if isinstance(node, ast.ImportFrom) else f"00 {node.names[0].name}"
        told.append(f"{node.lineno} {'' in between:d}{any(between):d}{what}")
        end = node.end_lineno or node.lineno
    return "\n".join(told)


def _read(told: str) -> Imported:
    line, how, name = told.split(" ")
    return Imported(int(line), how[0] == "1", how[1] == "1", how[2] == "1", int(how[3:]), name)


class _Sections:
    """Tells in which section an import belongs; most modules are imported many times."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._known: dict[str, Section] = {}

    def of(self, one: Imported) -> Section:
        if one.level:
            return Section.PROJECT
        if one.name not in self._known:
            self._known[one.name] = self._find(one.name)
        return self._known[one.name]

    def _find(self, name: str) -> Section:
        top = name.partition(".")[0]
        if top == "__future__":
            return Section.FUTURE
        if top in sys.stdlib_module_names:
            return Section.STANDARD
        return Section.PROJECT if self._modules.provides(name) else Section.THIRD_PARTY


def _kept_apart(blocks: Iterable[Block]) -> frozenset[str]:
    """The third parties that have a section of their own in the project, as its framework may have."""
    counts: dict[str, list[int]] = {}
    for block in blocks:
        for (before, earlier), (section, one) in pairwise(block):
            top = _top(one)
            if section is before is Section.THIRD_PARTY and top != _top(earlier):
                counts.setdefault(top, [0, 0])[one.is_apart] += 1
    return frozenset(top for top, (joined, apart) in counts.items() if apart >= _SEVERAL and apart > joined)


def _fault(block: Block, apart: frozenset[str]) -> str | None:
    """What is wrong with a block, the first thing that a reader would stumble over."""
    for (before, earlier), (section, one) in pairwise(block):
        if section < before:
            return f"{one.text} ({section}) in line {one.line} stands behind {earlier.text} ({before})"
        if section > before > Section.FUTURE and not one.is_apart:
            return f"no blank line stands between {earlier.text} ({before}) and {one.text} ({section})"
    for section, group in groupby(block, lambda entry: entry[0]):
        members = [one for _, one in group]
        parts = _parts(members, apart, may_be_ours=section is Section.THIRD_PARTY and block[-1][0] is section)
        for part in parts:
            divided = next((one for one in part[1:] if one.is_apart and not one.is_explained and not one.level), None)
            if divided is not None:
                return f"a blank line divides the {section} imports above {divided.text} in line {divided.line}"
            wrong = _unsorted(part)
            if wrong is not None:
                return f"{wrong.text} in line {wrong.line} is not sorted among the {section} imports"
    return None


def _parts(members: list[Imported], apart: frozenset[str], *, may_be_ours: bool) -> list[list[Imported]]:
    """What may stand apart in a section: relative imports, and packages that may be the project's for all we know."""
    for place, (one, other) in enumerate(pairwise(members), 1):
        before, behind = members[:place], members[place:]
        if bool(one.level) is not bool(other.level):
            return [before, behind]
        if other.is_apart and _top(other) in apart and _top(one) != _top(other):
            return [before, *_parts(behind, apart, may_be_ours=may_be_ours)]
        if may_be_ours and other.is_apart and _tops(before).isdisjoint(_tops(behind)):
            return [before, behind]
    return [members]


def _tops(members: Iterable[Imported]) -> set[str]:
    return set(map(_top, members))


def _top(one: Imported) -> str:
    return one.name.partition(".")[0]


def _unsorted(members: Sequence[Imported]) -> Imported | None:
    """The first import that is out of place in each of the orders in which teams sort; None where one fits."""
    found: Imported | None = None
    for key in _RELATIVE if members[0].level else _ABSOLUTE:
        for is_mixed in (False, True):
            keys = [(not is_mixed and one.is_from, key(one)) for one in members]
            wrong = next((one for one, (a, b) in zip(members[1:], pairwise(keys), strict=True) if a > b), None)
            if wrong is None:
                return None
            found = found or wrong
    return found
