"""Markdown: sections by their headings, fences, links, lists, and labels in bold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from .notes import Note
from .python.marks import ScopeLines
from .unit import Unit

if TYPE_CHECKING:
    from markdown_it.token import Token

_COMMENT = re.compile(r"<!--(?P<said>.*?)-->", re.DOTALL)
_CODE = re.compile(r"`+[^`\n]+`+")
_COLON = re.compile(r":|\s[\u2014\u2013-]\s")


class Section(NamedTuple):
    """A heading with all that is below it, sections of a deeper level included."""

    heading: str
    level: int
    line: int
    last: int


class Fence(NamedTuple):
    """A block of code: what it says that it is in, and its lines."""

    language: str
    line: int
    last: int


class Link(NamedTuple):
    """A link or an image: where it leads."""

    target: str
    line: int


class Document(Unit):
    """A document."""

    separator = " / "

    @cached_property
    def tokens(self) -> list[Token]:
        from markdown_it import MarkdownIt  # only projects with such cards and documents pay for the import

        parser = MarkdownIt("commonmark").enable("table")
        return parser.parse(_without_front_matter(self.text))

    @cached_property
    def sections(self) -> list[Section]:
        """The sections in their order; those of a deeper level follow the one that they lie in."""
        found: list[Section] = []
        opened: list[int] = []
        for number, token in enumerate(self.tokens):
            if token.type == "heading_open" and token.map:
                level, line = int(token.tag[1:]), token.map[0] + 1
                while opened and found[opened[-1]].level >= level:
                    ended = opened.pop()
                    found[ended] = found[ended]._replace(last=line - 1)
                opened.append(len(found))
                found.append(Section(_plain(self.tokens[number + 1]), level, line, len(self.lines)))
        return found

    @cached_property
    def fences(self) -> list[Fence]:
        return [
            Fence((token.info.split() or [""])[0], token.map[0] + 1, token.map[1])
            for token in self.tokens
            if token.type == "fence" and token.map
        ]

    @cached_property
    def links(self) -> list[Link]:
        """Links and images, each on the line on which it is written."""
        return list(self._links())

    def _links(self) -> Iterator[Link]:
        for token in self.tokens:
            if token.type == "inline" and token.map:
                line = token.map[0] + 1
                for child in token.children or ():
                    line += child.type in ("softbreak", "hardbreak")
                    target = child.attrGet("href") or child.attrGet("src")
                    if child.type in ("link_open", "image") and target:
                        yield Link(str(target), line)

    @cached_property
    def labels(self) -> list[tuple[str, int]]:
        """What is set in bold or begins a bullet, up to a colon or a dash, with its line."""
        return list(self._labels())

    def _labels(self) -> Iterator[tuple[str, int]]:
        for number, token in enumerate(self.tokens):
            if token.type != "inline" or not token.map:
                continue
            line, is_item = token.map[0] + 1, number > 1 and self.tokens[number - 2].type == "list_item_open"
            if is_item:
                yield _COLON.split(_plain(token), maxsplit=1)[0].strip(), line
            children = token.children or []
            for place, child in enumerate(children):
                line += child.type in ("softbreak", "hardbreak")
                if child.type == "strong_open" and place + 1 < len(children):
                    yield children[place + 1].content.rstrip(": ").strip(), line

    @cached_property
    def openings(self) -> list[tuple[str, int]]:
        """What plain paragraphs begin with up to a colon, with its line."""
        inline = (token for token in self.tokens if token.type == "inline" and token.map and token.level == 1)
        said = ((_plain(token).partition(":"), token.map[0] + 1 if token.map else 0) for token in inline)
        return [(words, line) for (words, colon, _), line in said if colon]

    def blocks(self, kind: str) -> list[int]:
        """The lines on which there are parts of a kind: `bullet_list`, `table`, `blockquote`, `fence`, `link`...

        `code_inline` is code in a line, and `strong` a paragraph that begins in bold.
        """
        return self._blocks.get(kind, [])

    @cached_property
    def _blocks(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for token in self.tokens:
            if token.type.endswith("_open") and token.map:
                found.setdefault(token.type.removesuffix("_open"), []).append(token.map[0] + 1)
        found["fence"] = [fence.line for fence in self.fences]
        found["link"] = [link.line for link in self.links]
        found["code_block"] = [token.map[0] + 1 for token in self.tokens if token.type == "code_block" and token.map]
        for token in self.tokens:
            children = [child for child in token.children or () if child.content or child.type != "text"]
            if token.map and any(child.type == "code_inline" for child in children):
                found.setdefault("code_inline", []).append(token.map[0] + 1)
            if token.map and token.level == 1 and children and children[0].type == "strong_open":
                found.setdefault("strong", []).append(token.map[0] + 1)
        return found

    @cached_property
    def scopes(self) -> tuple[ScopeLines, ...]:
        """The sections, each named with those around it."""
        found: list[ScopeLines] = []
        around: list[Section] = []
        for section in self.sections:
            while around and around[-1].level >= section.level:
                around.pop()
            around.append(section)
            found.append((section.line, section.last, self.separator.join(each.heading for each in around)))
        return tuple(found)

    def comments(self) -> Iterator[Note]:
        for match in _COMMENT.finditer(self._without_code):
            yield self.note(match.start(), f"# {match['said'].strip()}")

    def last_line(self, comment: Note) -> int:
        """A comment that has its line for itself also speaks of what comes next: a fence has no room for one."""
        following = (n for n in range(comment.line + 1, len(self.lines) + 1) if self.lines[n - 1].strip())
        own = self.lines[comment.line - 1][comment.column - 1 :].partition("-->")[2]
        is_alone = comment.alone and not own.strip()
        return next(following, comment.line) if is_alone else comment.line

    @cached_property
    def _without_code(self) -> str:
        """The text with blanks for code, in which a comment is none."""
        lines = list(self.lines)
        for fence in self.fences:
            lines[fence.line - 1 : fence.last] = [" " * len(line) for line in lines[fence.line - 1 : fence.last]]
        return _CODE.sub(lambda match: " " * len(match[0]), "\n".join(lines))


def _plain(inline: Token) -> str:
    """The words of a line of text, without what sets them in bold or makes links of them."""
    words = "".join(child.content for child in inline.children or () if child.type != "html_inline")
    return " ".join(words.split())


def _without_front_matter(text: str) -> str:
    """The text with empty lines for a head between `---` or `+++`, which is no Markdown."""
    lines = text.split("\n")
    mark = lines[0].rstrip()
    if mark in ("---", "+++"):
        for number, line in enumerate(lines[1:], 1):
            if line.rstrip() == mark:
                return "\n" * (number + 1) + "\n".join(lines[number + 1 :])
    return text


def read(path: str, label: str, source: bytes) -> Document:
    """The unit of a file."""
    return Document(path, label, source)
