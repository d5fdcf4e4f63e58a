"""Pattern cards: documentation, rule and test of one pattern in one Markdown file.

Cards are read strictly, because a misspelt option would silently switch a rule off. All cards are read to
their end before anything is said, so that one run names all that is wrong.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from pattern_lint.cards.examples import Example, ExampleFile, ExampleKind, expectations, unreadable_marks
from pattern_lint.cards.front import FrontMatter, Judged
from pattern_lint.cards.vocabulary import load_vocabulary
from pattern_lint.config.strict import Complaint, convert
from pattern_lint.config.toml_file import key_line, parse, read_text
from pattern_lint.fix.repair import Repair
from pattern_lint.git.places import leads_out
from pattern_lint.knowledge.words import SHIPPED, Words
from pattern_lint.outcome import LEVELS, Fix, Level
from pattern_lint.problems import Problem, Problems, unknown
from pattern_lint.tool_findings import TOOL_CODES

__all__ = [
    "Card",
    "CardErrors",
    "Example",
    "ExampleFile",
    "ExampleKind",
    "Judged",
    "Problem",
    "Status",
    "expectations",
    "front_line",
    "load_cards",
]

Status = Literal["mandatory", "recommended", "optional"]

LEVEL_OF_STATUS: dict[Status, Level] = {"mandatory": "error", "recommended": "warning", "optional": "info"}
_LEVEL_WITHOUT_STATUS: Level = "error"
"""A team that writes a card of its own wants it kept."""

_FENCE = "+++"
_NEED_MARKS = ("violates", "known-miss", "known-noise")


class CardErrors(Problems):
    """All that is wrong with the cards that were read."""


@dataclass(frozen=True, slots=True)
class Card:
    """One pattern: what is checked, how, why, and the examples that prove it."""

    code: str
    name: str
    summary: str
    check: str
    level: Level
    patterns: tuple[str, ...]
    tier: int | None
    fix: Fix
    options: Mapping[str, object]
    path: Path
    title: str
    why: str
    examples: tuple[Example, ...]
    option_lines: Mapping[str, int]
    equivalents: tuple[str, ...] = ()
    """Codes and names under which other linters know the pattern: what accepts one of them accepts it here."""
    judged: Judged | None = None
    words: Callable[[], Words] = lambda: SHIPPED
    """Gives the lists of names that hold where the card does."""
    repair: Repair | None = None
    """How what it finds is put right; None where its kind knows, or nobody does."""
    pack: str = ""
    """The pack that brings it; empty for what ships and for a team's own."""


@dataclass(frozen=True, slots=True)
class _Split:
    """A card's file, taken apart; `body_line` is the line of the closing `+++`."""

    front: str
    body: str
    body_line: int

    def line_of(self, *keys: str) -> int:
        return key_line(self.front, keys) + 1


class _OptionLines(Mapping[str, int]):
    """Where each option stands; searched when asked for, because only wrong options are."""

    def __init__(self, split: _Split, options: tuple[str, ...]) -> None:
        self._split = split
        self._options = options

    def __getitem__(self, option: str) -> int:
        if option not in self._options:
            raise KeyError(option)
        return self._split.line_of("options", option)

    def __iter__(self) -> Iterator[str]:
        return iter(self._options)

    def __len__(self) -> int:
        return len(self._options)


def load_cards(
    folders: Sequence[Path],
    *,
    statuses: Mapping[str, Status] | None = None,
    examples: bool = True,
    packs: Mapping[Path, str] | None = None,
    own_patterns: Callable[[], Collection[str]] = tuple,
) -> tuple[Card, ...]:
    """All cards below the folders, or in files that are named themselves, sorted by code.

    `statuses` are those of the documented patterns; they give a card its level where it names none, and a
    pattern that is not among them is an error, unless `own_patterns`, those of a team's documents, have it. `packs`
    says which of the folders are those of packs. Without `examples` only the front matter is read, which is what a
    run needs: `why` and `examples` are empty then.
    """
    problems: list[Problem] = []
    paths = list(_card_paths(folders, problems))
    homes = packs or {}
    words = cache(lambda: _vocabulary(folders, homes))
    documented = _Documented(statuses or {}, cache(own_patterns))
    loaded = [_load_card(path, documented, problems, examples=examples) for path in paths]
    cards = [replace(card, words=words, pack=_pack_of(card.path, homes)) for card in loaded if card]
    problems += _duplicates(cards)
    if examples:
        known_codes = {card.code for card in cards} if len(cards) == len(paths) else None
        problems += (problem for card in cards for problem in _example_problems(card, known_codes))
    if problems:
        raise CardErrors(problems)
    return tuple(sorted(cards, key=lambda card: card.code))


def _pack_of(path: Path, packs: Mapping[Path, str]) -> str:
    return next((name for folder, name in packs.items() if path.is_relative_to(folder)), "")


def _vocabulary(folders: Sequence[Path], packs: Iterable[Path]) -> Words:
    words, problems = load_vocabulary((folder for folder in folders if folder.is_dir()), packs)
    if problems:
        raise CardErrors(problems)
    return words


def _card_paths(folders: Iterable[Path], problems: list[Problem]) -> Iterator[Path]:
    seen: set[Path] = set()
    for folder in folders:
        if folder.is_file():
            yield folder
        elif not folder.is_dir():
            problems.append(Problem(folder, 1, "there is no such folder of cards"))
        for parent, subfolders, names in os.walk(folder):
            subfolders.sort()
            cards = (name for name in sorted(names) if name.endswith(".md") and name != "README.md")
            for path in (Path(parent) / name for name in cards):
                if path not in seen:
                    seen.add(path)
                    yield path


@dataclass(frozen=True, slots=True)
class _Documented:
    """The patterns that cards may name."""

    statuses: Mapping[str, Status]
    own: Callable[[], Collection[str]]


def _load_card(path: Path, documented: _Documented, problems: list[Problem], *, examples: bool) -> Card | None:
    if path.is_symlink() and leads_out(path, path.parent):
        problems.append(Problem(path, 1, "this is a link out of the repository, so it is not read"))
        return None
    text = read_text(path)
    split = text if isinstance(text, Problem) else _split(text, path)
    if isinstance(split, Problem):
        problems.append(split)
        return None
    title, why, found = _first_title(split.body), "", tuple[Example, ...]()
    if examples:
        from pattern_lint.cards.text import read_card_text  # brings a Markdown parser along

        card_text = read_card_text(split.body, path, split.body_line)
        problems += card_text.problems
        title, why, found = card_text.title, card_text.why, tuple(card_text.examples)
    front = _front_matter(split, path, problems)
    if not front:
        return None
    problems += _unknown_patterns(front, documented, split, path)
    problems += _wrong_repair(front, split, path)
    return Card(
        code=front.code,
        name=front.name,
        summary=front.summary,
        check=front.check,
        level=front.level or _level_of(front.patterns, documented.statuses),
        patterns=front.patterns,
        tier=front.tier,
        fix=front.fix,
        equivalents=front.equivalents,
        options=front.options,
        path=path,
        title=title,
        why=why,
        examples=found,
        option_lines=_OptionLines(split, tuple(front.options)),
        judged=front.judged,
        repair=front.repair,
    )


def with_text(card: Card) -> Card:
    """A card that was read without its examples, with what it says."""
    from pattern_lint.cards.text import read_card_text

    text = read_text(card.path)
    split = text if isinstance(text, Problem) else _split(text, card.path)
    if isinstance(split, Problem):
        raise CardErrors([split])
    found = read_card_text(split.body, card.path, split.body_line)
    if found.problems:
        raise CardErrors(found.problems)
    return replace(card, title=found.title, why=found.why, examples=tuple(found.examples))


def _split(text: str, path: Path) -> _Split | Problem:
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return Problem(path, 1, f"a card begins with a line `{_FENCE}` and its TOML front matter")
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == _FENCE:
            return _Split("\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 1)
    return Problem(path, 1, f"the front matter is never closed by a line `{_FENCE}`")


def _first_title(body: str) -> str:
    return body.lstrip().partition("\n")[0].removeprefix("#").strip()


def _front_matter(split: _Split, path: Path, problems: list[Problem]) -> FrontMatter | None:
    front = _read_front(split.front)
    if isinstance(front, Problem):
        problems.append(front._replace(path=path))
        return None
    if isinstance(front, FrontMatter):
        if front.code in TOOL_CODES:
            problems.append(Problem(path, split.line_of("code"), f"`{front.code}` is a code of the tool itself"))
        return front
    for wrong in front:
        is_unknown = len(wrong.keys) == 1 and wrong.message.startswith("unknown key")
        hint = " What the kind is told stands below `[options]`." if is_unknown else ""
        problems.append(Problem(path, split.line_of(*wrong.keys), f"{wrong.message}{hint}"))
    return None


@lru_cache(maxsize=1024)
def _read_front(text: str) -> FrontMatter | Problem | Sequence[Complaint]:
    """Front matter or what is wrong with it, read once for all runs of a process."""
    table = parse(text, Path(), first_line=2)
    return table if isinstance(table, Problem) else convert(table, FrontMatter)


def _level_of(patterns: Iterable[str], statuses: Mapping[str, Status]) -> Level:
    """The level of the strictest of the patterns."""
    levels = {LEVEL_OF_STATUS[statuses[pattern]] for pattern in patterns if pattern in statuses}
    return min(levels, key=LEVELS.index, default=_LEVEL_WITHOUT_STATUS)


def _unknown_patterns(front: FrontMatter, documented: _Documented, split: _Split, path: Path) -> Iterator[Problem]:
    for pattern in front.patterns:
        if documented.statuses and pattern not in documented.statuses and pattern not in documented.own():
            message = unknown("pattern", pattern, {*documented.statuses, *documented.own()}, list_known=False)
            where = "nor a heading of your own document" if documented.own() else "and no document is configured"
            yield Problem(path, split.line_of("patterns"), f"{message} No profile documents it, {where}.")


def _wrong_repair(front: FrontMatter, split: _Split, path: Path) -> Iterator[Problem]:
    if front.repair is None:
        return
    if not front.repair.ways:
        message = '`repair` says nothing; write what is to be done, such as `{ argument = "frozen=True" }`'
        yield Problem(path, split.line_of("repair"), message)
    if front.fix == "none":
        yield Problem(path, split.line_of("repair"), 'say beside `repair` whether `fix` is "safe" or "unsafe"')


def _duplicates(cards: Iterable[Card]) -> Iterator[Problem]:
    by_code: dict[str, Card] = {}
    by_name: dict[str, Card] = {}
    for card in cards:
        for what, key, first in (
            ("code", card.code, by_code.setdefault(card.code, card)),
            ("name", card.name, by_name.setdefault(card.name, card)),
        ):
            if first is not card:
                message = f"the {what} `{key}` is taken by {first.path}; no two cards may share it"
                yield Problem(card.path, front_line(card.path, what), message)


def front_line(path: Path, key: str) -> int:
    """The line of a card's file in which a key of its front matter stands."""
    text = read_text(path)
    return key_line(text, (key,)) if isinstance(text, str) else 1


def _example_problems(card: Card, known_codes: Collection[str] | None) -> Iterator[Problem]:
    for example in card.examples:
        yield from (Problem(card.path, example.line, message) for message in _contradictions(card, example))
        for line in unreadable_marks(example):
            yield Problem(card.path, line, "write `expect: CODE`, or `expect: CODE, CODE` for several")
        lines = {file.name: file.line for file in example.files}
        for name, line, code in expectations(example):
            if known_codes is not None and code not in known_codes:
                message = unknown("code", code, known_codes, list_known=False)
                yield Problem(card.path, lines[name] + line - 1, f"{message} No card has it.")


def _contradictions(card: Card, example: Example) -> Iterator[str]:
    """What an example cannot be, by its kind."""
    expects_own_code = any(code == card.code for _, _, code in expectations(example))
    if example.kind in _NEED_MARKS and not expects_own_code:
        yield f"mark each line that is meant with a comment `# expect: {card.code}`"
    if example.kind not in _NEED_MARKS and expects_own_code:
        yield f"this example shows code that is right, so it cannot expect {card.code}"
    if example.kind == "fixed" and card.fix == "none":
        yield 'the card says `fix = "none"`, so there is no fix to show'
