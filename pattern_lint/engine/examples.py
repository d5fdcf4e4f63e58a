"""Runs the examples of cards: what a card promises is what it finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Literal

from ..cards.card import Card, front_line
from ..cards.examples import Example, ExampleFile, expectations, without_marks
from ..cards.options import decode_options
from ..cards.repairs import repairs_of
from ..config.defaults import CONFIG_FILES
from ..config.toml_file import parse
from ..fix.texts import fix_texts
from ..kinds import check_class, options_class
from ..kinds.kit import Rule
from ..kinds.site_kind import SiteOptions
from ..lang.languages import PYTHON, language_of, shown_language
from ..outcome import Finding, Outcome
from ..problems import listing
from ..project.roles import Role
from ..query.places.astray import astray
from ..tool_findings import UNREADABLE
from .examine import examine
from .plan import Planned, with_options
from .unfound import reason

Kind = Literal[
    "Missing", "Noise", "Wrong place", "Miss no more", "Noise no more", "Unreadable", "Unread", "Crashed", "Not fixed"
]
Place = tuple[str, int, str]
"""File of the example, line in it, and code."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that a card does not judge as it says; `line` is that of the card's file."""

    kind: Kind
    card: Card
    line: int
    example: str
    message: str
    source: str

    def __str__(self) -> str:
        shown = f"\n    {self.source}" if self.source else ""
        within = f" (example `{self.example}`)" if self.example else ""
        return f"{self.card.path}:{self.line}: {self.kind}: {self.message}{within}{shown}"


def failures(card: Card, others: Iterable[Card] = (), roles: Mapping[str, Role] | None = None) -> list[Failure]:
    """What the card's examples show to be otherwise; examples may expect findings of `others`, too. `roles` are those
    of the team whose card it is, where these are not those that ship."""
    by_code = {other.code: other for other in others} | {card.code: card}
    ready = cache(lambda code: _planned(by_code[code]))
    found = [*_unread(card, ready(card.code)), *_not_fixed(card, ready(card.code))]
    for example in card.examples:
        expected = expectations(example)
        cards = sorted({card.code, *(code for _, _, code in expected if code in by_code)})
        sources = {file.name: file.source for file in example.files}
        planned = [_configured(ready(code), sources) for code in cards]
        outcome = examine(planned, sources, card.words(), roles)
        hints = [hint for each in planned for hint in _hints(each, sources)]
        own = next(each for each in planned if each.rule.code == card.code)
        found += _Judge(card, own, example, outcome, hints).failures(expected)
    return found


def _hints(planned: Planned, paths: Collection[str]) -> Iterator[str]:
    """What may be wrong with places of a card that find no file of an example."""
    options = planned.rule.options
    return astray(options.places(), paths) if isinstance(options, SiteOptions) else iter(())


def _unread(card: Card, planned: Planned) -> Iterator[Failure]:
    """Files of examples that nobody looks at: what they promise would never be tested."""
    for example in card.examples:
        sources = {file.name: file.source for file in example.files}
        reads = _configured(planned, sources).reads
        for file in example.files:
            language = shown_language(file.name)
            is_beside = check_class(card.check).reads_beside and language_of(file.name) is None and language != PYTHON
            is_settings = file.name in CONFIG_FILES and _settings(planned, file.text) is not None
            if language not in reads and not is_beside and not is_settings:
                message = f"the kind {card.check} reads {listing(sorted(reads))}; this fence is {language}"
                yield Failure("Unread", card, file.line - 1, example.title, message, "")


def _not_fixed(card: Card, planned: Planned) -> Iterator[Failure]:
    """What the fix of a card does otherwise than its examples show, or that there is none."""
    repairs = repairs_of([card])
    if card.fix != "none" and not repairs:
        message = f'the card says `fix = "{card.fix}"`, and nothing says how; add a `repair`, or say `fix = "none"`'
        yield Failure("Not fixed", card, front_line(card.path, "fix"), "", message, "")
        return
    for violating, example in pairwise(card.examples):
        if example.kind != "fixed":
            continue
        sources = {file.name: without_marks(file.text) for file in violating.files}
        fixed = fix_texts(sources, partial(_found, card, planned), repairs)
        shown = {file.name: file for file in example.files}
        for name, text in fixed.items():
            wanted = without_marks(shown[name].text) if name in shown else sources[name]
            if text != wanted:
                yield _other_fix(card, example, shown.get(name), text, wanted)


def _found(card: Card, planned: Planned, sources: Mapping[str, str]) -> list[Finding]:
    return examine([_configured(planned, sources)], sources, card.words()).findings


def _other_fix(card: Card, example: Example, file: ExampleFile | None, text: str, wanted: str) -> Failure:
    """The first line that the fix makes otherwise."""
    pairs = zip_longest(text.split("\n"), wanted.split("\n"), fillvalue="")
    number, made, shown = next((number, *pair) for number, pair in enumerate(pairs) if pair[0] != pair[1])
    line = file.line + number if file is not None else example.line
    return Failure("Not fixed", card, line, example.title, f"the fix writes `{made}` here", shown)


def _planned(card: Card) -> Planned:
    options = decode_options(card, options_class(card.check), proofread=check_class(card.check).proofread, careful=True)
    return Planned(Rule(card.code, card.name, options), card.check, card.level, card.patterns, card.fix)


def _configured(planned: Planned, sources: Mapping[str, str]) -> Planned:
    """The card with the options that a configuration in the example sets."""
    settings = [_settings(planned, sources[name]) for name in CONFIG_FILES if name in sources]
    extra = next(filter(None, settings), None)
    if extra is None:
        return planned
    return replace(planned, rule=replace(planned.rule, options=with_options(planned.rule.options, extra)))


def _settings(planned: Planned, text: str) -> Mapping[str, object] | None:
    """What a configuration says of a card's options."""
    table: object = parse(text, Path())
    for key in ("tool", "pattern-lint", "options", planned.rule.name):
        inner = table.get(key) if isinstance(table, dict) else None
        table = table if key in ("tool", "pattern-lint") and inner is None else inner
    return table if isinstance(table, dict) else None


class _Judge:
    """Compares what was found in one example with what its author says."""

    def __init__(self, card: Card, own: Planned, example: Example, outcome: Outcome, hints: Iterable[str]) -> None:
        self._card = card
        self._own = own
        self._hints = "".join(f"; {hint}" for hint in hints)
        self._example = example
        self._outcome = outcome
        self._files: Mapping[str, ExampleFile] = {file.name: file for file in example.files}

    def failures(self, expected: Sequence[Place]) -> Iterator[Failure]:
        yield from self._broken()
        own = self._card.code
        found = {(finding.path, finding.line, finding.code) for finding in self._outcome.findings}
        messages = {(f.path, f.line, f.code): f.message for f in self._outcome.findings}
        if self._example.kind == "known-miss":
            known = {place for place in expected if place[2] == own}
            yield from self._each(
                "Miss no more", known & found, lambda place: "this is found now; make it an example that violates"
            )
            expected = [place for place in expected if place not in known]
            found -= known
        missing = set(expected) - found
        noise = {place for place in found - set(expected) if place[2] == own}
        if self._example.kind == "known-noise":
            yield from self._each(
                "Noise no more", missing, lambda place: "this is not found any more; make it an example that conforms"
            )
            missing = set()
        moved = dict(_pairs(sorted(missing), sorted(noise)))
        yield from self._each(
            "Wrong place",
            moved,
            lambda place: f"{place[2]} is expected here and reported on {self._where(moved[place])}{self._elsewhere()}",
        )
        yield from self._each(
            "Missing",
            missing - moved.keys(),
            lambda place: f"{place[2]} is expected here, and not found{self._hints or self._why(place)}",
        )
        yield from self._each(
            "Noise",
            noise - {*moved.values()},
            lambda place: f"{place[2]} is found here: {messages[place]}{self._hints}",
        )

    def _broken(self) -> Iterator[Failure]:
        for finding in self._outcome.findings:
            if finding.code == UNREADABLE.code:
                yield self._failure(
                    "Unreadable", finding.path, finding.line, f"not {shown_language(finding.path)}: {finding.message}"
                )
        for fault in self._outcome.faults:
            path = fault.path or self._example.files[0].name
            yield self._failure("Crashed", path, 1, f"the check of {fault.card} crashed: {fault.message}")

    def _each(self, kind: Kind, places: Iterable[Place], message: Callable[[Place], str]) -> Iterator[Failure]:
        for place in sorted(places):
            yield self._failure(kind, place[0], place[1], message(place))

    def _failure(self, kind: Kind, path: str, line: int, message: str) -> Failure:
        file = self._files[path]
        lines = file.text.split("\n")
        source = lines[line - 1].strip() if line <= len(lines) else ""
        return Failure(kind, self._card, file.line + line - 1, self._example.title, message, source)

    def _why(self, place: Place) -> str:
        """Why nothing is found at a place, and how a card names what stands there."""
        path, line, code = place
        sources = {name: without_marks(file.text) for name, file in self._files.items()}
        return reason(self._own, sources, path, line, self._outcome) if code == self._card.code else ""

    def _elsewhere(self) -> str:
        """How the card may say where it is shown."""
        is_said = "at" in type(self._own.rule.options).__struct_fields__
        return f"; `at` says where it is shown: `pattern-lint explain {self._own.kind}.at`" if is_said else ""

    def _where(self, place: Place) -> str:
        return f"line {self._files[place[0]].line + place[1] - 1}"


def _pairs(missing: Iterable[Place], noise: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """What is missing with what was found in its stead, in the same file."""
    left = list(noise)
    for place in missing:
        near = [found for found in left if (found[0], found[2]) == (place[0], place[2])]
        if near:
            nearest = min(near, key=lambda found: abs(found[1] - place[1]))
            left.remove(nearest)
            yield place, nearest
