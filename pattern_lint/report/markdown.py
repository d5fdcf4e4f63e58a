"""Markdown that fits a comment on a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..outcome import Outcome
from .escapes import markdown_code, markdown_text
from .groups import Group, causes_by_card, grouped
from .text import counted, fault_message, shared, summary

_ROOM = 60_000
"""Letters; GitHub takes 65,536 in a comment, GitLab more."""


def markdown(outcome: Outcome) -> str:
    """The sums, the cards with their findings counted, and as many findings as there is room for."""
    parts = [f"### pattern-lint\n\n{markdown_text(summary(outcome))}\n"]
    parts += [f"- **crashed**: {markdown_text(fault_message(fault))}\n" for fault in outcome.faults]
    if outcome.findings:
        parts.append("\n" + "".join(f"{row}\n" for row in _table(outcome)))
        parts.append(f"\n<details><summary>{counted(len(outcome.findings), 'finding')}</summary>\n\n")
        parts += _listed(grouped(outcome.findings), _ROOM - sum(map(len, parts)))
        parts.append("\n</details>\n")
    return "".join(parts)


def _table(outcome: Outcome) -> Iterator[str]:
    yield "| card | level | findings | causes |"
    yield "| --- | --- | ---: | ---: |"
    counts = Counter((finding.code, finding.name, finding.level) for finding in outcome.findings)
    causes = causes_by_card(outcome.findings)
    for (code, name, level), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"| {code} {markdown_text(name)} | {level} | {count} | {causes[code, name, level]} |"


def _listed(groups: list[Group], room: int) -> Iterator[str]:
    left = sum(1 + len(group.others) for group in groups)
    for group in groups:
        finding = group.finding
        place, said = markdown_code(f"{finding.path}:{finding.line}"), markdown_text(finding.message)
        lines = [f"- {place} **{finding.code}** {said}\n"]
        lines += [
            f"  - {markdown_code(f'{path}:{line}')} {markdown_text(said)}\n" for path, line, said in finding.related
        ]
        lines += [f"  - {markdown_text(shared(group))}\n"] if group.others else []
        item = "".join(lines)
        room -= len(item)
        if room < 0:
            yield f"- and {counted(left, 'finding')} more\n"
            return
        yield item
        left -= 1 + len(group.others)
