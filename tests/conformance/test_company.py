"""What a card says alone it says in company: cards share their kinds, and must not share anything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain, islice
from typing import Any, Literal, get_args, get_origin

import msgspec
import pytest
from support.files_once import files_read_once
from support.made_up import shipped_cards

from pattern_lint.cards.card import Card
from pattern_lint.cards.examples import Example
from pattern_lint.cards.options import decode_options
from pattern_lint.config.defaults import CONFIG_FILES
from pattern_lint.config.tables import merged
from pattern_lint.engine.examine import examine
from pattern_lint.engine.plan import Planned
from pattern_lint.kinds import check_class, options_class
from pattern_lint.kinds.kit import Rule
from pattern_lint.outcome import Finding, Outcome

CARDS = shipped_cards(examples=True).cards
KINDS = sorted({card.check for card in CARDS})
_FEW = 6
_TOGETHER = _AT_ONCE = 12
_VARIED = 6
"""Of so many cards of a kind each option is another once."""
_OF_A_SORT = 1


@pytest.fixture(autouse=True)
def _files_once() -> Iterator[None]:
    """Each file is looked at by many runs, of which none may see what the cards of another found out."""
    with files_read_once():
        yield


def planned(card: Card, code: str = "", **options: object) -> Planned:
    made = decode_options(card, options_class(card.check))
    if options:
        made = msgspec.convert(merged(msgspec.to_builtins(made), options), type(made))
    return Planned(Rule(code or card.code, card.name, made), card.check, card.level, card.patterns, card.fix)


@cache
def everybody() -> tuple[Planned, ...]:
    return tuple(map(planned, CARDS))


@cache
def company(kind: str) -> tuple[Planned, ...]:
    """All cards; for one that asks no other program those that do not either, as such a program starts each time."""
    return tuple(rule for rule in everybody() if check_class(kind).surveys or not check_class(rule.kind).surveys)


def sources(cards: Sequence[Card]) -> Mapping[str, str]:
    """The examples of cards as one project, in which each example has a folder of its own."""
    return {
        f"{card.code.lower()}_{number}/{file.name}": file.text
        for card in cards
        for number, example in enumerate(card.examples)
        for file in example.files
    }


def telling(cards: Sequence[Card]) -> Mapping[str, str]:
    """The same with few files, of which as many cards as possible find something in some."""
    ordered = [replace(card, examples=tuple(sorted(card.examples, key=_says_little))) for card in cards]
    most = max(len(card.examples) for card in cards)
    in_turn = [replace(card, examples=card.examples[n : n + 1]) for n in range(most) for card in ordered]
    files = ((f"turn{n}/{name}", text) for n, card in enumerate(in_turn) for name, text in sources([card]).items())
    return dict(islice(files, _FEW))


def _with_few(card: Card) -> Card:
    """A card with the largest of its examples of each sort: the more files, the more they ask of kinds."""
    sorts = {example.kind for example in card.examples}
    of_sorts = ([example for example in card.examples if example.kind == sort] for sort in sorted(sorts))
    kept = (sorted(examples, key=lambda each: -len(each.files))[:_OF_A_SORT] for examples in of_sorts)
    return replace(card, examples=tuple(chain.from_iterable(kept)))


def _says_little(example: Example) -> bool:
    return example.kind != "violates"


def said(outcome: Outcome, code: str) -> tuple[list[Finding], list[tuple[object, ...]], list[object]]:
    """All that is said of one card; its sites of each verdict, too."""
    findings = [finding for finding in outcome.findings if finding.code == code]
    tallies = sorted((*key[1:], tally.counts) for key, tally in outcome.tallies.items() if key[0] == code)
    return findings, tallies, [fault for fault in outcome.faults if fault.card == code]


def gathered() -> list[dict[str, Example]]:
    """An example of each card that violates, a few of them at a time, of which no two have files of one name."""
    groups: list[dict[str, Example]] = []
    for card in CARDS:
        example = next(example for example in card.examples if example.kind == "violates")
        fitting = (group for group in groups if len(group) < _TOGETHER and _fits(card, example, group))
        group = next(fitting, None)
        if group is None:
            groups.append(group := {})
        group[card.code] = example
    return groups


def _fits(card: Card, example: Example, group: Mapping[str, Example]) -> bool:
    """Whether an example may stand beside others: their cards ask other programs or not alike, no file is another's."""
    kinds = {other.check for other in CARDS if other.code in group}
    taken = {file.name for other in group.values() for file in other.files}
    asks = {bool(check_class(kind).surveys) for kind in (card.check, *kinds)}
    return len(asks) == 1 and taken.isdisjoint(file.name for file in example.files)


@pytest.mark.parametrize("first", range(0, len(CARDS), _AT_ONCE))
def test_a_card_says_alone_what_it_says_among_all_others(first: int) -> None:
    """On examples of some cards, of which each kind in its order has all that it needs."""
    cards = CARDS[first : first + _AT_ONCE]
    for asking in (True, False):
        some = [_with_few(card) for card in cards if bool(check_class(card.check).surveys) == asking]
        files = sources(some)
        among_all = examine(company(some[0].check), files) if some else None
        for card in some:
            assert among_all is not None
            assert said(among_all, card.code) == said(examine([planned(card)], files), card.code)


@pytest.mark.parametrize("group", gathered(), ids=lambda group: "-".join(group))
def test_the_order_of_cards_makes_no_difference(group: Mapping[str, Example]) -> None:
    """On examples that violate as they are, where their folders count."""
    files = {file.name: file.text for example in group.values() for file in example.files}
    cards = [card for card in CARDS if card.code in group]
    alone = {card.code: said(examine([planned(card)], files), card.code) for card in cards}
    among_all = examine(company(cards[0].check)[::-1], files)
    assert {card.code: said(among_all, card.code) for card in cards} == alone
    assert any(found for found, _, _ in alone.values()) or not files.keys().isdisjoint(CONFIG_FILES)


def test_cards_that_ask_another_program_change_nothing_for_others() -> None:
    files, others = sources(CARDS[::30]), company("calls")
    with_them, without = examine(everybody(), files), examine(others, files)
    assert len(others) < len(everybody())
    for rule in others:
        assert said(with_them, rule.rule.code) == said(without, rule.rule.code)


@pytest.mark.parametrize("kind", KINDS)
def test_cards_of_one_kind_do_not_see_each_others_options(kind: str) -> None:
    """Each shipped card of the kind, and what becomes of some when one of their options is another."""
    cards = [card for card in CARDS if card.check == kind]
    files = telling(cards)
    every = 1 + len(cards) // _VARIED
    rules = [rule for turn, card in enumerate(cards) for rule in (planned(card), *variants(card, turn % every, every))]
    assert len(rules) > len(cards)
    together = examine(rules, files)
    alone = {rule.rule.code: said(examine([rule], files), rule.rule.code) for rule in rules}
    assert {code: said(together, code) for code in alone} == alone
    assert together == examine(rules[::-1], files)


def variants(card: Card, turn: int, every: int) -> Iterator[Planned]:
    """The card with every so many of its options changed, under codes of their own; others are other cards' turn."""
    options = decode_options(card, options_class(card.check))
    for number, field in [*enumerate(msgspec.structs.fields(type(options)))][turn::every]:
        for other in others(field.type, msgspec.to_builtins(getattr(options, field.name))):
            try:
                yield planned(card, f"{card.code}{number:02}", **{field.encode_name: other})
            except msgspec.ValidationError:
                continue
            break


def others(kind: Any, value: object) -> Iterator[object]:
    """Other values that an option might have."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1 if value < 3 else value // 2
    elif isinstance(value, list | tuple) and value:
        yield value[1:]
        yield value[:1]
        yield ["production", "test"]
    elif get_origin(kind) is Literal:
        yield from (choice for choice in get_args(kind) if choice != value)
    elif isinstance(value, str) and value:
        yield f"{value}X"
    elif value in ([], ()):
        yield ["production", "test"]
        yield ["X"]
