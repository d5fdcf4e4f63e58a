"""The report for people: each finding with its place in the source, the way it got there, and the sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from ..outcome import LEVELS, Fault, Finding, Outcome, Related
from ..tool_findings import CRASHED, UNREADABLE
from ..visible import guarded, plain
from .frame import shown
from .groups import Group, causes_by_card, folded, grouped
from .source_lines import SourceLines
from .style import Style

_MOST_LINES = 4
_INDENT = "    "
_MOST_FAULTS_OF_A_CARD = 3
_MOST_PLACES = 3
_LONGEST_CHAIN = 3
"""How many links of a chain are shown; of a longer one the first, how many there are between, and the last."""


def text(outcome: Outcome, style: Style, sources: SourceLines, *, verbose: bool = False, quiet: bool = False) -> str:
    """The whole report, which tells nothing too often and folds long chains, unless all of it is wanted."""
    groups = [Group(finding, []) for finding in outcome.findings] if verbose else folded(grouped(outcome.findings))
    places = (list(same) for _, same in groupby(groups, key=_place))
    blocks = ["".join(f"{line}\n" for line in _block(same, style, sources, verbose)) for same in places]
    faults = "".join(f"{line}\n" for line in fault_lines(outcome, style))
    sums = "" if quiet else f"{style.bold(summary(outcome))}\n"
    return guarded("\n".join(block for block in (*blocks, faults, sums) if block))


def statistics(outcome: Outcome, style: Style) -> str:
    """How many findings each card has, the most first."""
    counts = Counter((finding.code, finding.name, finding.level) for finding in outcome.findings)
    causes = causes_by_card(outcome.findings)
    codes = max((len(code) for code, _, _ in counts), default=0)
    names = max((len(name) for _, name, _ in counts), default=0)
    rows = []
    for card, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        code, name, level = card
        shown_code = style.level(level, f"{code:<{codes}}")
        rows.append(f"{count:>7}  {shown_code}  {name:<{names}}  {level}{_from(causes[card], count)}")
    lines = [*rows, *fault_lines(outcome, style), style.bold(summary(outcome))]
    return guarded("".join(f"{line}\n" for line in lines))


def _from(causes: int, findings: int) -> str:
    return f" from {counted(causes, 'cause')}" if causes < findings else ""


def summary(outcome: Outcome) -> str:
    """The sums in one line."""
    files = counted(outcome.files, "file")
    kinds = ((outcome.waived, "waived"), (outcome.baselined, "baselined"), (outcome.older, "older"))
    accepted = "".join(f" {len(found)} {what}." for found, what in kinds if found)
    if not outcome.findings:
        unseen = "" if outcome.has_cards else ", because no card is in force; `pattern-lint rules` lists them"
        found = f"No findings in {files}{unseen}."
    else:
        levels = Counter(finding.level for finding in outcome.findings)
        parts = [counted(levels[level], level, "" if level == "info" else "s") for level in LEVELS if levels[level]]
        hit = len({finding.path for finding in outcome.findings})
        causes = len(grouped(outcome.findings))
        found = f"Found {_listed(parts)}{_from(causes, len(outcome.findings))} in {hit} of {files}."
    faults = f" {counted(len(outcome.faults), 'crash', 'es')}." if outcome.faults else ""
    return f"{found}{accepted}{_unread(outcome)}{faults}"


def _unread(outcome: Outcome) -> str:
    """How much no card has looked at."""
    unread = {finding.path for finding in outcome.findings if finding.code == UNREADABLE.code}
    said = f" {counted(len(unread), 'file')} could not be read, so no card looked at {_them(unread)}." if unread else ""
    left = outcome.left_out
    return f"{said} {counted(left, 'name')} not read: no files, or links to elsewhere." if left else said


def _them(things: Collection[object]) -> str:
    return "it" if len(things) == 1 else "them"


def fault_lines(outcome: Outcome, style: Style) -> Iterator[str]:
    """What crashed; a card that crashes everywhere is not told for each file."""
    by_card: dict[str, list[Fault]] = {}
    for fault in outcome.faults:
        by_card.setdefault(fault.card, []).append(fault)
    for card, faults in sorted(by_card.items()):
        for fault in faults[:_MOST_FAULTS_OF_A_CARD]:
            yield style.level("error", f"{CRASHED.code} {fault_message(fault)}")
        if len(faults) > _MOST_FAULTS_OF_A_CARD:
            yield f"{CRASHED.code} {_crashed(card)} {len(faults) - _MOST_FAULTS_OF_A_CARD} times more"


def fault_message(fault: Fault) -> str:
    """What crashed where, and on what."""
    where = f" on {plain(fault.path)}" if fault.path else " on the project as a whole"
    unseen = "" if fault.card else ", which no card has looked at"
    return f"{_crashed(fault.card)}{where}{unseen}: {plain(fault.message)}"


def _crashed(card: str) -> str:
    """What crashed: the check of a card, or what stands before all checks."""
    return f"the check of {card} crashed" if card else "pattern-lint itself crashed"


def _place(group: Group) -> tuple[object, ...]:
    """The stretch of code that a finding is about, with what else there is to see of it."""
    finding = group.finding
    return (finding.path, finding.line, finding.column, finding.end_line, finding.end_column, finding.related)


def _block(groups: Sequence[Group], style: Style, sources: SourceLines, unfolded: bool) -> Iterator[str]:
    """What all cards say of one place, above its lines, which are shown once."""
    for group in groups:
        yield _heading(group.finding, style)
    yield from _lines_of(groups[-1].finding, style, sources, unfolded)
    for group in (each for each in groups if each.others):
        yield f"  {style.dim('=')} {plain(shared(group))}; --verbose shows each"


def shared(group: Group) -> str:
    """How many other places go with a finding, and the first of them."""
    first = ", ".join(f"{finding.path}:{finding.line}" for finding in group.others[:_MOST_PLACES])
    more = len(group.others) - _MOST_PLACES
    places = counted(len(group.others), "more place")
    return f"{places} {group.bond}: {first}{f' and {more} more' if more > 0 else ''}"


def _heading(finding: Finding, style: Style) -> str:
    level = "" if finding.level == "error" else f" ({finding.level})"
    place = style.bold(f"{plain(finding.path)}:{finding.line}:{finding.column}:")
    code = style.level(finding.level, finding.code)
    return f"{place} {code} {plain(finding.message)} {style.dim(f'[{finding.name}]')}{level}"


def _lines_of(finding: Finding, style: Style, sources: SourceLines, unfolded: bool) -> Iterator[str]:
    """The lines of a finding, with what is beside it."""
    body = dict(_body(finding, sources))
    gutter = len(str(max([*_numbers(finding), *body, *(related.line for related in finding.related)])))
    frame = list(_frame(finding, style, sources, gutter))
    if frame:
        yield _row("", "", gutter, style)
    yield from frame
    for number, line in body.items():
        yield _row(str(number), shown(line, 0, 0, style.width - gutter - 3).text, gutter, style)
    hidden = 0 if unfolded or not finding.is_chain else max(0, len(finding.related) - _LONGEST_CHAIN)
    yield from _links(finding.related[:1] if hidden else finding.related, style, sources, gutter)
    if hidden:
        yield f"{' ' * gutter} {style.dim('=')} {counted(len(finding.related) - 2, 'more link')}; --verbose shows each"
        yield from _links(finding.related[-1:], style, sources, gutter)


def _links(links: Iterable[Related], style: Style, sources: SourceLines, gutter: int) -> Iterator[str]:
    """The places beside a finding, each with its line."""
    for path, number, message in links:
        yield f"{' ' * gutter} {style.dim('=')} {plain(path)}:{number}: {plain(message)}"
        line = sources.line(path, number)
        if line is not None:
            visible = shown(line.strip(), 0, 0, style.width - gutter - 3 - len(_INDENT))
            yield _row(str(number), f"{_INDENT}{visible.text}", gutter, style)


def _numbers(finding: Finding) -> range:
    """The lines of the frame: those of the finding, but the first few only."""
    return range(finding.line, min(max(finding.end_line, finding.line), finding.line + _MOST_LINES - 1) + 1)


def _frame(finding: Finding, style: Style, sources: SourceLines, gutter: int) -> Iterator[str]:
    for number in _numbers(finding):
        line = sources.line(finding.path, number)
        if line is None:
            continue
        start = finding.column - 1 if number == finding.line else len(line) - len(line.lstrip())
        end = finding.end_column - 1 if number == finding.end_line else len(line.rstrip())
        visible = shown(line, start, end, style.width - gutter - 3)
        yield _row(str(number), visible.text, gutter, style)
        mark = style.level(finding.level, "^" * visible.mark_width)
        yield _row("", f"{' ' * visible.mark_start}{mark}", gutter, style)
    if finding.end_line > _numbers(finding)[-1]:
        yield _row("", "...", gutter, style)


def _body(finding: Finding, sources: SourceLines) -> Iterator[tuple[int, str]]:
    """The first lines of an except clause, of which the head is reported: nobody can judge it without them."""
    head = sources.line(finding.path, finding.line) or ""
    if not head.lstrip().startswith("except"):
        return
    margin = len(head) - len(head.lstrip())
    for number in range(finding.end_line + 1, finding.end_line + _MOST_LINES + 1):
        line = sources.line(finding.path, number)
        if not line or not line[: margin + 1].isspace():
            return
        yield number, line


def _row(number: str, content: str, gutter: int, style: Style) -> str:
    return f"{style.dim(f'{number:>{gutter}} |')} {content}".rstrip()


def counted(count: int, what: str, plural: str = "s") -> str:
    """A number of things in words."""
    return f"{count or 'no'} {what}{'' if count == 1 else plural}"


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
