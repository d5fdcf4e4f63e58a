"""What the page says about each card: why it is there, and code that is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markupsafe import Markup

from ..cards.card import Card, Example
from ..coverage.model import CardCoverage, Coverage
from ..visible import guarded, plain_lines

_FEW_LINES = 14


@dataclass(frozen=True, slots=True)
class Explanation:
    """One card as a reader of a finding needs it."""

    card: CardCoverage
    why: Markup
    more: Markup
    """What the card says after its first paragraph."""
    title: str
    """What the example shows; empty where there is none."""
    files: tuple[tuple[str, str], ...]
    """Name and text of the files of a fixed or else of a conforming example."""

    @property
    def is_short(self) -> bool:
        """Whether the example leaves the violations below it in sight."""
        return sum(text.count("\n") for _, text in self.files) <= _FEW_LINES


def explanations(coverage: Coverage) -> Iterator[Explanation]:
    """Why and how, for every card that took part."""
    markdown = MarkdownIt("commonmark", {"html": False}).disable("image")
    for row in coverage.cards:
        card = coverage.catalog[row.code]
        example = _right_code(card)
        files = tuple((file.name, plain_lines(file.text)) for file in example.files) if example else ()
        first, rest = _parted(card.why)
        yield Explanation(
            card=row,
            why=_rendered(markdown, first),
            more=_rendered(markdown, rest),
            title=example.title if example else "",
            files=files,
        )


def _rendered(markdown: MarkdownIt, text: str) -> Markup:
    return Markup(guarded(markdown.render(plain_lines(text)), "&#58;", "&#35;"))


def _parted(why: str) -> tuple[str, str]:
    """The first paragraph and the rest; a text that begins with anything else stays whole."""
    first, _, rest = why.partition("\n\n")
    return (first, rest) if first[:1].isalpha() or (first[:1] == "`" and first[:3] != "```") else (why, "")


def _right_code(card: Card) -> Example | None:
    """Code after a fix says most, because the code before it is like the reader's; else code that conforms."""
    for kind in ("fixed", "conforms"):
        for example in card.examples:
            if example.kind == kind:
                return example
    return None
