"""Outcomes as plain data, for later runs.

What is said of each file stands apart from what is said of others, as bytes of its own: where one file of thousands has
changed, the others' need not be taken apart and put together again.
"""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from ..outcome import VERDICTS, Fault, Finding, Mark, Note, Outcome, Related, Tallies, Tally, Waived

_Plain = tuple[Any, ...]
_ByPath = dict[str, bytes]
_Parts = tuple[_ByPath, _ByPath, _ByPath]
"""The findings, what is waived, and the counts."""


def write_outcome(outcome: Outcome) -> bytes:
    """An outcome as plain data; its findings are in the order of their paths."""
    return _written(outcome, _parts(outcome), sorted(map(tuple, outcome.notes)))


def with_changes(stored: bytes, changed: Outcome, paths: Collection[str]) -> bytes | None:
    """A stored outcome with what is now to be said of the files that changed; None where it tells of faults."""
    files, has_cards, faults, notes, before = marshal.loads(stored)
    if faults:
        return None
    outcome = Outcome(files)
    outcome.has_cards, outcome.faults = has_cards, changed.faults
    both = (_changed(old, new, paths) for old, new in zip(before, _parts(changed), strict=True))
    kept = [tuple(note) for note in notes if note[0] not in paths]
    return _written(outcome, tuple(both), sorted([*kept, *map(tuple, changed.notes)]))


def read_outcome(stored: bytes) -> Outcome:
    """An outcome from plain data."""
    files, has_cards, faults, notes, (findings, waived, counts) = marshal.loads(stored)
    outcome = Outcome(files, partial(_tallies, counts))
    outcome.has_cards = has_cards
    outcome.findings = [_finding(path, finding) for path, finding in _read(findings)]
    outcome.waived = [Waived(_finding(path, finding), *why) for path, (finding, *why) in _read(waived)]
    outcome.faults = [Fault._make(fault) for fault in faults]
    outcome.notes = [Note._make(note) for note in notes]
    return outcome


def _written(outcome: Outcome, parts: tuple[_ByPath, ...], notes: list[_Plain]) -> bytes:
    return marshal.dumps((outcome.files, outcome.has_cards, [*map(tuple, outcome.faults)], notes, parts))


def _parts(outcome: Outcome) -> _Parts:
    return (
        _by_path(((finding.path, _plain(finding)) for finding in outcome.findings), marshal.dumps),
        _by_path(((found.path, (_plain(found), *why)) for found, *why in outcome.waived), marshal.dumps),
        _by_path(((key[2], (key[:2], tally.counts)) for key, tally in outcome.tallies.items()), _counted),
    )


def _by_path(entries: Iterable[tuple[str, _Plain]], write: Callable[[list[_Plain]], bytes]) -> _ByPath:
    found: dict[str, list[_Plain]] = {}
    for path, entry in entries:
        found.setdefault(path, []).append(entry)
    return {path: write(group) for path, group in found.items()}


def _changed(before: Mapping[str, bytes], now: Mapping[str, bytes], paths: Collection[str]) -> _ByPath:
    """What is said of all files, in the order of their paths, of some of them what is said now."""
    return dict(sorted({**{path: part for path, part in before.items() if path not in paths}, **now}.items()))


def _read(groups: Mapping[str, bytes]) -> Iterator[tuple[str, _Plain]]:
    for path, group in groups.items():
        for entry in marshal.loads(group):
            yield path, entry


def _counted(counts: list[_Plain]) -> bytes:
    """Counts by card and role as plain data: numbers in a row, as there may be many."""
    row = array("L", [number for _, numbers in counts for number in numbers])
    return marshal.dumps(([key for key, _ in counts], row.tobytes()))


def _tallies(groups: Mapping[str, bytes]) -> Tallies:
    found: Tallies = {}
    for path, group in groups.items():
        keys, numbers = marshal.loads(group)
        row = iter(array("L", numbers))
        for (code, roles), counts in zip(keys, zip(*[row] * len(VERDICTS), strict=True), strict=True):
            found[code, roles, path] = Tally(*counts)
    return found


def _plain(finding: Finding) -> _Plain:
    return (*finding[1:-2], tuple(tuple(place) for place in finding.related), tuple(finding.mark))


def _finding(path: str, stored: _Plain) -> Finding:
    *plain, related, mark = stored
    return Finding._make((path, *plain, tuple(map(Related._make, related)), Mark._make(mark)))
