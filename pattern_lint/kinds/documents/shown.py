"""Examples in documents, and whether the cards that a section names judge them as it says."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..unit_kind import Judged, Wrong
from .rows import NO_WORDS

if TYPE_CHECKING:
    from ...lang.markdown import Document, Fence
    from .stretches import Stretch

_PYTHON = frozenset({"python", "python3", "py"})
_CODE = re.compile(r"\b[A-Z]{2,6}\d{3,4}\b")
_NAMED = re.compile(r"<!--\s*enforced by:(?P<cards>.*?)-->", re.DOTALL | re.IGNORECASE)
_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\((?:\S*/)?(?P<stem>[\w-]+)\.md[^)]*\)")
_TITLE = re.compile(r"""title=["'](?P<path>[^"']+\.pyi?)["']""")
_LABEL = re.compile(r"\s*(?:[-*]\s+)?\*\*(?P<bold>[^*]+?):?\*\*.*|\s*#+\s+(?P<heading>.+)|(?P<line>.{1,60}):\s*")
_BAD = r"bad|wrong|incorrect|anti-?patterns?|don'?t|do not|avoid|violat\w+"
_GOOD = r"good|right|correct|conforms|do this"
_CROSS, _TICK = "[\u274c\u2717\u2718\u26d4\U0001f6ab]", "[\u2705\u2713\u2714]"
_WRONG = re.compile(rf"(?:^|[^\w-])(?:{_BAD}|before|never|not like)\b|{_CROSS}", re.IGNORECASE)
_RIGHT = re.compile(rf"(?:^|[^\w-])(?:{_GOOD}|solution|better|after)\b|{_TICK}", re.IGNORECASE)
_COMMENTED_WRONG = re.compile(rf"#[\s#]*(?:(?:{_BAD})\b|{_CROSS})", re.IGNORECASE)
_COMMENTED_RIGHT = re.compile(rf"#[\s#]*(?:(?:{_GOOD})\b|{_TICK})", re.IGNORECASE)


class _Example(NamedTuple):
    fence: Fence
    path: str
    code: str
    is_wrong: bool


def of_examples(document: Document, stretch: Stretch) -> Iterator[Judged]:
    """The examples in Python of a section that names cards; each is judged by these."""
    cards = _cards("\n".join(document.lines[stretch.first - 1 : stretch.last]))
    for example in _examples(document, stretch) if cards else ():
        found = document.reported(cards, example.path, example.code)
        span = document.line_span(example.fence.line)
        named = ", ".join(sorted(cards.intersection(found or cards)))
        if found is None:
            yield Judged(span, (), "unknown")
        elif example.is_wrong and not found:
            said = f"this example is shown as wrong, and {' or '.join(sorted(cards))} finds nothing in it"
            yield Judged(span, [Wrong(span, said, {**NO_WORDS, "heading": stretch.name, "missing": said})])
        elif not example.is_wrong and found:
            said = f"this example is shown as right, and {named} reports it"
            yield Judged(span, [Wrong(span, said, {**NO_WORDS, "heading": stretch.name, "missing": said})])
        else:
            yield Judged(span, ())


def _cards(text: str) -> set[str]:
    """The cards that a section names, by code or name."""
    said = [match["cards"] for match in _NAMED.finditer(text)]
    cards = {word for each in said for word in re.split(r"[\s,;]+", each) if word}
    for link in _LINK.finditer(text):
        cards |= {*_CODE.findall(link["text"]), *_CODE.findall(link["stem"]), link["stem"]}
    return cards


def _examples(document: Document, stretch: Stretch) -> Iterator[_Example]:
    for fence in document.fences:
        if not stretch.first <= fence.line <= stretch.last or fence.language.lower() not in _PYTHON:
            continue
        code = textwrap.dedent("\n".join(document.lines[fence.line : fence.last - 1])) + "\n"
        title = _TITLE.search(document.lines[fence.line - 1])
        is_wrong = _is_wrong(document, fence, stretch.first, code)
        if is_wrong is not None:
            yield _Example(fence, title["path"] if title is not None else "example.py", code, is_wrong)


def _is_wrong(document: Document, fence: Fence, first: int, code: str) -> bool | None:
    """Whether code is shown as wrong, by its own comments or by the label above it; None where it is some of both."""
    bad, good = _COMMENTED_WRONG.search(code) is not None, _COMMENTED_RIGHT.search(code) is not None
    if bad or good:
        return bad if bad is not good else None
    ends = {each.last for each in document.fences}
    for number in range(fence.line - 1, first, -1):
        if number in ends:
            break
        if label := _LABEL.fullmatch(document.lines[number - 1]):
            said = label["bold"] or label["heading"] or label["line"]
            return _WRONG.search(said) is not None and _RIGHT.search(said) is None
    return False
