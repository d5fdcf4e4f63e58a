"""The headings of a team's own document of patterns, and the ids by which cards can name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..config.toml_file import read_text
from ..problems import Problem

_ID = re.compile(r"\b[A-Z]{1,8}-\d{1,4}\b")


@dataclass(slots=True)
class Section:
    """A heading and the text up to the next one of its level or above."""

    title: str
    text: str = ""


def sections(text: str, heading_level: int | None = None) -> Iterator[Section]:
    """The headings of a level, or all of them, each with the text that follows up to the next one of any such."""
    from markdown_it import MarkdownIt  # only a team with a document of its own pays for the import

    section: Section | None = None
    tokens = MarkdownIt().parse(text)
    for token, following in zip(tokens, [*tokens[1:], None], strict=False):
        if token.type == "heading_open":
            level = int(token.tag[1:])
            if heading_level is None or level <= heading_level:
                if section is not None:
                    yield section
                title = "".join(part.content for part in (following and following.children) or ())
                section = Section(title) if heading_level in (None, level) else None
        elif section is not None and token.content:
            section.text += f"{token.content}\n"
    if section is not None:
        yield section


def pattern_ids(file: Path) -> frozenset[str]:
    """What cards may call the patterns of a document: headings as names, and ids such as `ADR-12` in them."""
    text = read_text(file)
    if isinstance(text, Problem):
        return frozenset()
    titles = [section.title for section in sections(text)]
    return frozenset({*map(slug, titles), *(found for title in titles for found in _ID.findall(title))})


def slug(title: str) -> str:
    """The heading as the name of a card would be written."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
