"""From findings to changed files: repairs are edits of exact stretches of a text, made where they do not meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..lang.languages import language_of
from ..lang.python.module import Module
from ..lang.python.parsing import UnreadableError, parse
from ..outcome import Finding, Fix
from ..tool_findings import UNUSED_WAIVER
from .place import Place
from .repair import Repair
from .repairs import calls, decorators, errors, unions, waivers
from .repairs.by_ruff import Project, Ruff
from .source import Edit, Source


class Proposed(NamedTuple):
    """What would put a finding right, and how safe that is."""

    finding: Finding
    edits: tuple[Edit, ...]
    level: Fix


class Changed(NamedTuple):
    """What became of one file."""

    content: bytes
    done: tuple[Finding, ...]
    dropped: tuple[Finding, ...] = ()
    """Findings whose repair would leave a file that cannot be parsed or encoded."""


class Fixer:
    """Knows how to put right what cards find, by their codes."""

    def __init__(self, repairs: Mapping[str, Repair], project_of: Callable[[str], Project]) -> None:
        """`project_of` gives the project of a file."""
        self._repairs = repairs
        self._project_of = project_of

    def proposals(self, path: str, content: bytes, findings: Sequence[Finding]) -> list[Proposed]:
        """What can be put right in a file; none where it cannot be read for certain."""
        wanted = [each for each in findings if each.fix != "none" and self._is_known(each)]
        source = _source(path, content) if wanted else None
        if source is None:
            return []
        module = Module(path, content)
        ruff = Ruff(path, self._project_of(path))
        proposed = [self._proposed(Place(finding, source, module), ruff) for finding in wanted]
        module.release()
        return [each for each in proposed if each.edits and each.level != "none"]

    def change(self, path: str, content: bytes, proposals: Sequence[Proposed]) -> Changed:
        """A file with what is proposed; of edits that meet, those of the first finding are made."""
        source, chosen = Source(content), _apart(proposals)
        changed, kept = _written(source, _edits_of(chosen)), chosen
        if changed is None:
            changed, kept = content, []
            for each in chosen:
                attempt = _written(source, _edits_of([*kept, each]))
                changed, kept = (attempt, [*kept, each]) if attempt is not None else (changed, kept)
        if any(self._frees_imports(each.finding) for each in kept):
            changed = self._without_freed_imports(path, source, changed)
        dropped = tuple(each.finding for each in chosen if each not in kept)
        return Changed(changed, tuple(each.finding for each in kept), dropped)

    def _frees_imports(self, finding: Finding) -> bool:
        repair = self._repairs.get(finding.code)
        return repair is not None and not set(_FREEING).isdisjoint(repair.ways)

    def _without_freed_imports(self, path: str, before: Source, changed: bytes) -> bytes:
        """A changed file without the imports of what it names no more: `Optional`, where all of them are gone."""
        after = Source(changed)
        edits: list[Edit] = []
        for edit in Ruff(path, self._project_of(path)).no_longer_imported(before, after):
            edits += [edit] if not _meet([edit], edits) else []
        return (_written(after, edits) if edits else None) or changed

    def _is_known(self, finding: Finding) -> bool:
        return finding.code in self._repairs or finding.code == UNUSED_WAIVER.code

    def _proposed(self, place: Place, ruff: Ruff) -> Proposed:
        finding = place.finding
        repair = self._repairs.get(finding.code)
        if repair is not None and repair.ruff:
            edits, level = ruff.edits(place, repair.ruff)
            level = "unsafe" if level == "safe" and finding.fix == "unsafe" else level
            return Proposed(finding, tuple(edits), level)
        if repair is None:
            return Proposed(finding, tuple(waivers.waiver(place)), finding.fix)
        for way in repair.ways:
            if edits := _WAYS[way](place, repair):
                return Proposed(finding, tuple(edits), "unsafe" if way in _NEVER_SAFE else finding.fix)
        return Proposed(finding, (), "none")


_WAYS: Mapping[str, Callable[[Place, Repair], list[Edit]]] = {
    "argument": lambda place, repair: calls.argument(place, repair.argument),
    "rename": lambda place, repair: calls.rename(place, repair.rename),
    "await_": lambda place, _: calls.awaited(place),
    "beneath": lambda place, repair: decorators.beneath(place, repair.beneath),
    "instead": lambda place, repair: decorators.instead(place, repair.instead),
    "successor": lambda place, repair: decorators.successor(place, repair.successor),
    "catch": lambda place, repair: errors.catch(place, repair.catch),
    "cause": lambda place, _: errors.cause(place),
    "bars": lambda place, _: unions.bars(place),
}
_NEVER_SAFE = ("instead",)
_FREEING = ("bars", "instead", "successor")
"""After which an import may be one that nobody needs."""


def _source(path: str, content: bytes) -> Source | None:
    """The text of a Python file; None where it cannot be read, or not written as it was."""
    if language_of(path) is not None:
        return None
    try:
        source = Source(content)
        parse(content)
    except (UnicodeError, LookupError, UnreadableError):  # its own finding says so
        return None
    return source if source.is_kept else None


def _apart(proposals: Sequence[Proposed]) -> list[Proposed]:
    """The proposals in their order without those that meet one before; what several want alike is made once."""
    chosen: list[Proposed] = []
    taken: list[Edit] = []
    for each in sorted(proposals, key=lambda proposed: proposed.finding.place):
        if not _meet(each.edits, taken):
            chosen.append(each)
            taken += each.edits
    return chosen


def _meet(edits: Sequence[Edit], taken: Sequence[Edit]) -> bool:
    """Whether edits change what others change, too."""
    return any(
        one != other and (one.start == other.start or (one.start < other.end and other.start < one.end))
        for one in edits
        for other in taken
    )


def _written(source: Source, edits: Iterable[Edit]) -> bytes | None:
    """The bytes of a changed file that still can be parsed."""
    content = source.encoded(source.edited(dict.fromkeys(edits)))
    if content is None:
        return None
    try:
        parse(content)
    except UnreadableError:  # the question was whether
        return None
    return content


def _edits_of(proposals: Iterable[Proposed]) -> Iterator[Edit]:
    for each in proposals:
        yield from each.edits
