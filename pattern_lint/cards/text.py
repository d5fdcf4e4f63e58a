"""The part of a card that people read: its title, its reasons and its examples.

Imported only when examples are wanted, because a run that checks code needs the front matter alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pattern_lint.cards.examples import Example, ExampleFile, ExampleKind
from pattern_lint.problems import Problem, listing, unknown

_KINDS: dict[str, ExampleKind] = {
    "Conforms": "conforms",
    "Violates": "violates",
    "Fixed": "fixed",
    "Known miss": "known-miss",
    "Known noise": "known-noise",
}
_DEFAULT_NAMES = {
    "python": "example.py",
    "pyi": "example.pyi",
    "typescript": "example.ts",
    "tsx": "example.tsx",
    "javascript": "example.js",
    "jsx": "example.jsx",
    "bash": "example.sh",
    "sh": "script.sh",
    "markdown": "example.md",
    "toml": "example.toml",
    "ini": "example.ini",
    "yaml": "example.yml",
    "json": "example.json",
    "sql": "example.sql",
    "commit": "example.commit",
    "branch": "example.branch",
    "text": "example.txt",
}
_INFO = re.compile(r"""(?P<language>[\w+-]*)(?:\s+title=(?P<quote>["'])(?P<title>.+?)(?P=quote))?\s*$""")


@dataclass(slots=True)
class CardText:
    """What was read of a card's Markdown so far."""

    title: str = ""
    why: str = ""
    examples: list[Example] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    text: str
    start: int
    end: int


@lru_cache(maxsize=1024)
def read_card_text(text: str, path: Path, lines_above: int) -> CardText:
    """Title, reasons and examples of a card whose Markdown begins below `lines_above` lines."""
    return _Reader(text, path, lines_above).read()


@cache
def _parser() -> MarkdownIt:
    """One for all cards, of which it need not look into the lines."""
    return MarkdownIt("commonmark").disable("inline")


class _Reader:
    def __init__(self, text: str, path: Path, lines_above: int) -> None:
        self.lines = text.split("\n")
        self.path = path
        self.lines_above = lines_above
        self.tokens = _parser().parse(text)
        self.result = CardText()

    def read(self) -> CardText:
        headings = list(self._headings())
        if not headings or headings[0].level != 1 or any(map(str.strip, self.lines[: headings[0].start])):
            first = 0 if any(self.lines) else -1
            self._problem(first, "the text of a card begins with its title: `# Title`")
        starts = [heading.start for heading in headings[1:]]
        for heading, end in zip(headings, [*starts, len(self.lines)], strict=False):
            self._section(heading, end)
        return self.result

    def _headings(self) -> Iterator[_Heading]:
        for number, token in enumerate(self.tokens):
            if token.type == "heading_open" and token.level == 0 and token.map:
                content = self.tokens[number + 1].content
                yield _Heading(int(token.tag[1:]), content, token.map[0], token.map[1])

    def _section(self, heading: _Heading, end: int) -> None:
        if heading.level == 1 and not self.result.title:
            self.result.title = heading.text
            self.result.why = "\n".join(self.lines[heading.end : end]).strip()
            return
        start, colon, title = heading.text.partition(":")
        kind = _KINDS.get(start.strip()) if heading.level == 2 else None
        if kind is None:
            known = listing(f"## {name}: ..." for name in _KINDS)
            near = unknown("heading", start.strip(), _KINDS, list_known=False)
            self._problem(heading.start, f"{near} After one title a card has only {known}")
            return
        if not colon or not title.strip():
            self._problem(heading.start, f"say after a colon what this example shows: `## {start.strip()}: ...`")
        if kind == "fixed" and not self._follows_violation():
            self._problem(heading.start, "`## Fixed:` shows the fix of the `## Violates:` directly above it")
        files = self._files(heading, end)
        if not files:
            self._problem(heading.start, "this example has no code: put a fence (```python) below its heading")
        line = self.lines_above + heading.start + 1
        self.result.examples.append(Example(kind, title.strip(), line, tuple(files)))

    def _follows_violation(self) -> bool:
        return bool(self.result.examples) and self.result.examples[-1].kind == "violates"

    def _files(self, heading: _Heading, end: int) -> list[ExampleFile]:
        files: dict[str, ExampleFile] = {}
        for token in self.tokens:
            if token.type != "fence" or not token.map or not heading.end <= token.map[0] < end:
                continue
            start = token.map[0]
            if not self._is_whole(token):
                continue
            name = self._file_name(token)
            if name in files:
                self._problem(start, f'two files of this example are `{name}`; name one with title="..."')
            elif name:
                files[name] = ExampleFile(name, token.content, self.lines_above + start + 2)
        return list(files.values())

    def _is_whole(self, token: Token) -> bool:
        start, end = token.map or [0, 0]
        if token.level:
            self._problem(start, "a fence inside a list or quote is not read; move it out to the margin")
            return False
        if end - start < 2 or not self.lines[end - 1].strip().startswith(token.markup):
            self._problem(start, f"this fence is never closed by {token.markup}")
            return False
        return True

    def _file_name(self, token: Token) -> str:
        start = token.map[0] if token.map else 0
        info = _INFO.match(token.info.strip())
        if not info:
            self._problem(start, f'write ```python title="path/of/file.py", not `{token.info.strip()}`')
            return ""
        if info["title"]:
            return self._checked_name(info["title"], start)
        name = _DEFAULT_NAMES.get(info["language"], "")
        if not name:
            what = unknown("language", info["language"], _DEFAULT_NAMES)
            self._problem(start, f'{what} Any other file needs title="..."')
        return name

    def _checked_name(self, name: str, start: int) -> str:
        parts: Sequence[str] = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or "\\" in name or ":" in name or name.endswith("/"):
            self._problem(start, f"`{name}` must be a path below the example's folder, such as `app/orders.py`")
            return ""
        return "/".join(parts)

    def _problem(self, line_index: int, message: str) -> None:
        self.result.problems.append(Problem(self.path, self.lines_above + line_index + 1, message))
