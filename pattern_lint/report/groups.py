"""One cause, one group: findings whose chains end in one place are one problem, told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..outcome import Finding


class Group(NamedTuple):
    """Findings of one card with one cause."""

    finding: Finding
    """The one to show: nobody is nearer to the cause."""
    others: list[Finding]
    bond: str = "with this cause"
    """What the others have in common with it."""


_MOST_REPAIRED = 3
"""How many findings of a card are shown that one `--fix` puts right, wherever they are."""
_MOST_IN_A_FILE = 10
"""How many findings of a card are shown in one file."""
_MOST_OF_ONE_SORT = 3
"""How many causes are shown that make the same call in one file, as all methods of a store ask its database."""


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """The groups in the order of the findings that are shown."""
    by_cause: dict[tuple[str, str, str, int], list[Finding]] = {}
    for finding in findings:
        by_cause.setdefault(_key(finding), []).append(finding)
    groups = []
    for found in by_cause.values():
        if any(finding.is_chain for finding in found):
            nearest, *others = sorted(found, key=_nearness)
            groups.append(Group(nearest, sorted(others, key=lambda finding: finding.place)))
        else:
            groups += [Group(finding, []) for finding in found]
    return sorted(groups, key=lambda group: group.finding.place)


def folded(groups: Iterable[Group]) -> list[Group]:
    """The same with less to read: what a card says again and again goes with the last that is shown of it."""
    by_kind: dict[tuple[str, str, str], list[Group]] = {}
    for group in _by_sort(groups):
        by_kind.setdefault(_kind(group), []).append(group)
    shown: list[Group] = []
    for (code, _, path), alike in by_kind.items():
        most = _MOST_IN_A_FILE if path else _MOST_REPAIRED
        single = [each for each in alike if not each.others]
        rest = [each.finding for each in single[most:]]
        shown += [each for each in alike if each.others] + single[:most]
        if rest:
            shown[-1] = Group(shown[-1].finding, rest, f"of {code} in the file" if path else "that --fix puts right")
    return sorted(shown, key=lambda group: group.finding.place)


def _by_sort(groups: Iterable[Group]) -> Iterator[Group]:
    """The groups, with only the first causes of those that make the same call in one file; the last of them is shown
    with all that have another one."""
    by_sort: dict[tuple[str, str, str, str], list[Group]] = {}
    for group in groups:
        cause = group.finding.cause
        if cause is None:
            yield group
        else:
            sort = (group.finding.code, group.finding.level, cause.path, cause.message.rpartition(" calls ")[2])
            by_sort.setdefault(sort, []).append(group)
    for (_, _, path, _), alike in by_sort.items():
        shown, rest = alike[:_MOST_OF_ONE_SORT], alike[_MOST_OF_ONE_SORT:]
        if rest:
            last = shown.pop()
            others = [*last.others, *(finding for each in rest for finding in (each.finding, *each.others))]
            bond = f"with a cause like it in {path}"
            shown.append(Group(last.finding, sorted(others, key=lambda finding: finding.place), bond))
        yield from shown


def _kind(group: Group) -> tuple[str, str, str]:
    """The card with its level, and the file; no file for what one command repairs everywhere."""
    finding = group.finding
    return (finding.code, finding.level, "" if finding.fix == "safe" else finding.path)


def causes_by_card(findings: Iterable[Finding]) -> Counter[tuple[str, str, str]]:
    """How many causes the findings of each card have, by its code, name and level."""
    return Counter((group.finding.code, group.finding.name, group.finding.level) for group in grouped(findings))


def _key(finding: Finding) -> tuple[str, str, str, int]:
    """The card, its level, and the place of the cause: a finding without a chain is its own."""
    cause = finding.cause
    return (finding.code, finding.level, *((cause.path, cause.line) if cause else (finding.path, finding.line)))


def _nearness(finding: Finding) -> tuple[object, ...]:
    return (len(finding.related) if finding.is_chain else 0, *finding.place)
