"""Comments that accept findings: `# noqa`, with flake8's rules for what they mean and how far they reach.

flake8 decides about findings that it shows itself, so the same comment has to mean the same here: the word in
any case but the codes as they are, codes as beginnings (`PAT1` accepts PAT140), one blank after the colon at
most, and the first comment of a line alone. Unlike flake8, a `# noqa` within a string is no comment.
"""

from __future__ import annotations

import io
import re
import tokenize
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..lang.notes import Note
from ..lang.python.noqa import INLINE, WHOLE_FILE
from ..lang.python.text import split_lines
from ..outcome import Finding
from .foreign_waivers import foreign_waivers, mentions_foreign

_FORMATTED = frozenset("fFtT")
_LONGEST_PREFIX = 3
_SEPARATOR = re.compile(r"[,\s]+")

_LEXED = re.compile(
    r'''
    (?: [^\w"'\#\\]++
      | (?:\b[bBrRuU]{1,2})? (?: "(?!"") (?:[^\\"\n]|\\[^\n])*+ " | '(?!'') (?:[^\\'\n]|\\[^\n])*+ ' )
      | \w++ (?!["'])
      | \# (?! (?i:[^\n]*(?:noqa|pylint:|nosec|noinspection|ignore\[)) ) [^\n]*+
      | \\ (?!\n)
    )*+
    (?: (?P<prefix>\w++)?
        (?P<string>
            """(?:[^\\"]|\\.|"(?!""))*+"""
          | \'\'\'(?:[^\\']|\\.|'(?!''))*+\'\'\'
          | "(?:[^\\"\n]|\\.)*+"
          | '(?:[^\\'\n]|\\.)*+'
        )
      | (?P<comment>\#[^\n]*)
      | (?P<continued>\\\n)
      | (?P<stray>["'])
      | (?P<end>\Z)
    )
    ''',
    re.VERBOSE | re.DOTALL,
)
"""Strings, comments and continued lines: all that decides where a comment is and what it reaches.

What does not matter (plain strings on one line, comments about other things) is passed over within the expression.
tokenize takes ten times as long, which a large code base would feel. What this cannot read for certain (a
quote without its partner, or a formatted string with quotes of its own kind inside) is left to tokenize.
"""


class Waiver(NamedTuple):
    """One comment. `codes` is None when it accepts everything; lines and columns begin at 1."""

    line: int
    column: int
    codes: tuple[str, ...] | None
    reason: str
    whole_file: bool
    first: int
    """The first of the lines that it reaches, which a long string or a backslash joins with its own."""
    last: int
    foreign: bool = False
    """Whether it speaks to other linters alone, so that it counts for what a card's equivalents say."""

    def names(self, code: str) -> bool:
        """Whether it accepts findings of a code as flake8 would, or all."""
        return not self.foreign and (self.codes is None or code.startswith(self.codes))

    def accepts(self, code: str, equivalents: Sequence[str] = ()) -> bool:
        """Whether it accepts findings of a card, which other linters may know by other codes."""
        if self.codes is None:
            return not self.foreign or bool(equivalents)
        return self.names(code) or any(_is_meant(each, self.codes) for each in equivalents)


def _is_meant(equivalent: str, codes: tuple[str, ...]) -> bool:
    """Whether codes, or the beginnings of codes, or names mean a code or a name."""
    return equivalent.startswith(codes) if equivalent[0].isupper() else equivalent in codes


class UnusedCode(NamedTuple):
    """A code in a comment that accepted nothing."""

    waiver: Waiver
    code: str


class ForeignWaivers:
    """The comments to other linters of one file, which reach over blocks: found by line without looking at each."""

    def __init__(self, waivers: Sequence[Waiver]) -> None:
        self._waivers = sorted(waivers, key=lambda waiver: waiver.first)
        self._stretches: dict[tuple[str, ...], list[Waiver]] = {}

    def accepting(self, finding: Finding, equivalents: Sequence[str]) -> Waiver | None:
        """The comment that accepts a finding whose card other linters know by some codes."""
        if not self._waivers or not equivalents:
            return None
        stretches = self._accepting(tuple(equivalents))
        place = bisect_right(stretches, finding.line, key=lambda waiver: waiver.first) - 1
        found = stretches[place] if place >= 0 else None
        return found if found is not None and finding.line <= found.last else None

    def _accepting(self, equivalents: tuple[str, ...]) -> list[Waiver]:
        """What accepts some codes, with what overlaps joined."""
        if equivalents not in self._stretches:
            joined: list[Waiver] = []
            for waiver in self._waivers:
                if not waiver.accepts("", equivalents):
                    continue
                if joined and waiver.first <= joined[-1].last:
                    joined[-1] = joined[-1]._replace(last=max(joined[-1].last, waiver.last))
                else:
                    joined.append(waiver)
            self._stretches[equivalents] = joined
        return self._stretches[equivalents]


class Applied(NamedTuple):
    """Findings told apart by the comments of their file."""

    kept: list[Finding]
    waived: list[tuple[Finding, Waiver]]
    unused: list[UnusedCode]


@dataclass(slots=True)
class Lexed:
    """What matters of a text: its comments about waivers, and which of its lines belong together."""

    comments: list[Note] = field(default_factory=list)
    joined: list[tuple[int, int]] = field(default_factory=list)

    @property
    def ranges(self) -> dict[int, tuple[int, int]]:
        """The first and last of the lines that a long string or a backslash joins, for each of these lines.

        A comment on any of them reaches all of them. A line that is not here stands for itself.
        """
        stretches: list[tuple[int, int]] = []
        for first, last in self.joined:
            if stretches and first <= stretches[-1][1]:
                stretches[-1] = (stretches[-1][0], last)
            else:
                stretches.append((first, last))
        return {line: (first, last) for first, last in stretches for line in range(first, last + 1)}


def starts_like_shipped(code: str) -> bool:
    """Whether the code looks like one of the shipped cards, in whatever case."""
    return code.upper().startswith("PAT")


def find_waivers(text: str) -> list[Waiver]:
    """All the waiving comments of a file in their order."""
    if not mentions_waivers(text):
        return []
    read = lexed(text)
    return [*waivers_of(read), *_foreign(read, text)]


class Comments:
    """The waiving comments of one file, by the lines that they reach."""

    def __init__(
        self, waivers: Sequence[Waiver], equivalents: Callable[[str], Sequence[str]] = lambda code: ()
    ) -> None:
        """`equivalents` gives the codes by which other linters know a card."""
        self._waivers = waivers
        self._equivalents = equivalents
        self._foreign = ForeignWaivers([waiver for waiver in waivers if waiver.foreign])
        self._for_file = [waiver for waiver in waivers if waiver.whole_file]
        self._by_line: dict[int, Waiver] = {}
        for waiver in waivers:
            if not waiver.whole_file and not waiver.foreign:
                for line in range(waiver.first, waiver.last + 1):
                    self._by_line.setdefault(line, waiver)

    def accepting(self, finding: Finding) -> Waiver | None:
        """The comment that accepts a finding: one that names its code before others, and those for the file first."""
        inline = self._by_line.get(finding.line)
        candidates = [*self._for_file, inline] if inline else self._for_file
        own = next((waiver for waiver in candidates if waiver.names(finding.code)), None)
        others = self._equivalents(finding.code) if own is None else ()
        if not others:
            return own
        other = next((waiver for waiver in candidates if waiver.accepts(finding.code, others)), None)
        return other or self._foreign.accepting(finding, others)

    def naming(self, code: str, line: int) -> Waiver | None:
        """The comment that accepts a code by its name on a line, or in the whole file."""
        inline = self._by_line.get(line)
        candidates = [*self._for_file, inline] if inline else self._for_file
        return next((waiver for waiver in candidates if waiver.codes is not None and waiver.accepts(code)), None)

    def apply(self, findings: Iterable[Finding], judged: Callable[[str], bool] = starts_like_shipped) -> Applied:
        """What the comments accept of a file's findings.

        `judged` says which codes are reported as unused: those of cards that ran, and those that no card has.
        """
        kept: list[Finding] = []
        waived: list[tuple[Finding, Waiver]] = []
        for finding in findings:
            accepting = self.accepting(finding)
            if accepting:
                waived.append((finding, accepting))
            else:
                kept.append(finding)
        return Applied(kept, waived, list(_unused(self._waivers, waived, judged)))


def mentions_waivers(text: str) -> bool:
    """A cheap look that spares most files all further work."""
    lowered = text.lower()
    return "noqa" in lowered or mentions_foreign(lowered)


def _unused(
    waivers: Iterable[Waiver], waived: Iterable[tuple[Finding, Waiver]], judged: Callable[[str], bool]
) -> Iterator[UnusedCode]:
    accepted: dict[Waiver, list[str]] = {}
    for finding, waiver in waived:
        accepted.setdefault(waiver, []).append(finding.code)
    for waiver in waivers:
        for code in dict.fromkeys(waiver.codes or () if not waiver.foreign else ()):
            if judged(code) and not any(found.startswith(code) for found in accepted.get(waiver, ())):
                yield UnusedCode(waiver, code)


def waivers_of(text: Lexed) -> Iterator[Waiver]:
    """The waivers among comments."""
    ranges = text.ranges
    for comment in text.comments:
        reach = ranges.get(comment.line, (comment.line, comment.line))
        if comment.alone and (match := WHOLE_FILE.match(comment.text)):
            yield _waiver(comment, match, reach, whole_file=True)
        else:
            for match in INLINE.finditer(comment.text):
                yield _waiver(comment, match, reach, whole_file=False)


def _foreign(read: Lexed, text: str) -> Iterator[Waiver]:
    """What comments to other linters accept."""
    notes = [note for note in read.comments if mentions_foreign(note.text.lower())]
    for accepted in foreign_waivers(notes, split_lines(text), read.ranges) if notes else ():
        line, column, codes, first, last = accepted
        yield Waiver(line, column, codes, "", whole_file=False, first=first, last=last, foreign=True)


def _waiver(comment: Note, match: re.Match[str], reach: tuple[int, int], *, whole_file: bool) -> Waiver:
    codes = match["codes"]
    return Waiver(
        line=comment.line,
        column=comment.column + match.start(),
        codes=tuple(filter(None, _SEPARATOR.split(codes))) if codes else None,
        reason=match["reason"] or "",
        whole_file=whole_file,
        first=reach[0],
        last=reach[1],
    )


def lexed(text: str) -> Lexed:
    """What of a text decides which comments waive what."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found = _by_expression(text)
    return found if found else _by_tokens(text)


def _by_expression(text: str) -> Lexed | None:
    """None when only a real tokenizer can tell."""
    read = Lexed()
    line, counted = 1, 0
    for match in _LEXED.finditer(text):
        kind = match.lastgroup
        if kind == "stray" or (kind == "string" and _is_cut_short(match["prefix"] or "", match["string"])):
            return None
        if kind is None or kind == "end":
            break
        found, start = match[kind], match.start(kind)
        if kind == "comment" or "\n" in found:
            line += text.count("\n", counted, start)
            counted = start
        if kind == "comment":
            read.comments.append(_comment(text, line, start, found))
        elif "\n" in found:
            read.joined.append((line, line + found.count("\n")))
    return read


def _is_cut_short(prefix: str, string: str) -> bool:
    """Whether a formatted string seems to end within its braces, at the quote of a string inside."""
    if len(prefix) > _LONGEST_PREFIX or not prefix.isalpha() or not _FORMATTED.intersection(prefix):
        return False
    bare = string.replace("{{", "").replace("}}", "")
    return bare.count("{") != bare.count("}")


def _comment(text: str, line: int, start: int, comment: str) -> Note:
    start_of_line = text.rfind("\n", 0, start) + 1
    before = text[start_of_line:start]
    return Note(line, start - start_of_line + 1, comment, alone=not before.strip())


def _by_tokens(text: str) -> Lexed:
    """The same from tokenize; in a text that it cannot read a comment is wherever one seems to be."""
    read = Lexed()
    first, last = 0, 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type in (tokenize.ENDMARKER, tokenize.DEDENT):
                continue
            first = first or token.start[0]
            last = max(last, token.end[0])
            if token.type == tokenize.COMMENT and mentions_waivers(token.string):
                alone = not token.line[: token.start[1]].strip()
                read.comments.append(Note(token.start[0], token.start[1] + 1, token.string, alone))
            if token.type in (tokenize.NL, tokenize.NEWLINE):
                if last > first:
                    read.joined.append((first, last))
                first, last = 0, 0
    except (tokenize.TokenError, SyntaxError):
        return Lexed(comments=list(_comments_by_line(text)))
    return read


def _comments_by_line(text: str) -> Iterator[Note]:
    for number, content in enumerate(text.split("\n"), 1):
        before, sign, after = content.partition("#")
        if sign and mentions_waivers(after):
            yield Note(number, len(before) + 1, sign + after, alone=not before.strip())
