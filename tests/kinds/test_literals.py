"""Which literals a card means, where several ways of saying it meet."""

from __future__ import annotations

import msgspec
import pytest

from pattern_lint.engine.examine import examine
from pattern_lint.engine.plan import Planned
from pattern_lint.kinds import options_class
from pattern_lint.kinds.kit import Rule
from pattern_lint.kinds.literals.options import Options


def _lines(source: str, *cards: dict[str, object]) -> list[tuple[str, int]]:
    planned = [
        Planned(Rule(f"LIT{n}", f"lit-{n}", msgspec.convert(card, options_class("literals"))), "literals", "error")
        for n, card in enumerate(cards)
    ]
    return [(finding.code, finding.line) for finding in examine(planned, {"shop.py": source}).findings]


_NAMED = {"named": ["*_key"], "forbidden": True}
_FORM = {"matches": "AKIA[0-9]+", "forbidden": True}


def test_capitals_and_letters_that_mean_the_same() -> None:
    assert _lines("API_KEY = 'x'\n", _NAMED) == [("LIT0", 1)]
    assert _lines("a\uff3fkey = 'ä'\n", _NAMED) == [("LIT0", 1)]
    assert _lines("monkey = 'x'\n", _NAMED) == []


@pytest.mark.parametrize(
    ("line", "repeats"),
    [
        ("TYPE_KEY = 'key'", True),
        ("a_key = 'web.search.a_key'", True),
        ("a_key = 'a'", False),
        ("a_key = 'a-key-1234'", False),
        ("a_key = ''", False),
    ],
)
def test_texts_that_repeat_their_names(line: str, repeats: bool) -> None:
    for wanted in (True, False):
        assert len(_lines(line, {**_NAMED, "repeats-name": wanted})) == (wanted is repeats)


def test_cards_by_name_and_by_form_do_not_answer_for_each_other() -> None:
    source = "a_key = 'x'\nb = 'AKIA12'\nc_key = 'AKIA12'\nd = 'AKIA'\n"
    assert _lines(source, _NAMED, _FORM) == [("LIT0", 1), ("LIT1", 2), ("LIT0", 3), ("LIT1", 3)]


def test_forms_that_cannot_be_asked_at_once() -> None:
    flags = {"matches": "(?i)akia[0-9]+", "forbidden": True}
    assert _lines("a = 'AKIA12'\n", _FORM, flags) == [("LIT0", 1), ("LIT1", 1)]


def test_a_text_that_two_calls_are_given_is_one_site() -> None:
    card = {"given-to": ["*.send"], "position": 0, "value": {"matches": "[a-z]+"}}
    assert _lines("T = 'A'\np.send(T)\np.send(T or 'b')\np.send('C')\n", card) == [("LIT0", 1), ("LIT0", 4)]


@pytest.mark.parametrize(
    ("written", "shapes", "count"),
    [
        ("'x'", ["text"], 1),
        ("f'{a}'", ["text"], 0),
        ("f'{a}'", ["f-string"], 1),
        ("'%s' % a", ["f-string"], 1),
        ("'%5d' % a", ["f-string"], 0),
        ("'%5d' % a", ["built"], 1),
        ("'x' + a", ["built"], 1),
        ("-3", ["number"], 1),
        ("True", ["number"], 0),
        ("b'x'", ["bytes"], 1),
    ],
)
def test_shapes(written: str, shapes: list[str], count: int) -> None:
    assert len(_lines(f"a_key = {written}\n", {**_NAMED, "shapes": shapes})) == count


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ({"named": ["a"]}, "say what holds of them"),
        ({"forbidden": True}, "say which are meant"),
        ({**_NAMED, "position": 1}, "say which argument"),
        ({"named": ["a"], "value": {"type": ["int"]}}, "is about values in code"),
    ],
)
def test_options_that_cannot_be_meant(card: dict[str, object], said: str) -> None:
    options = msgspec.convert(card, Options)
    assert any(said in text for _, text in options.complaints())


@pytest.mark.parametrize("form", [{"matches": "A+"}, {"not-matches": "B"}])
def test_what_is_very_long_has_no_form(form: dict[str, object]) -> None:
    """It is data; an expression may take the square of its length."""
    source = f"a_key = '{'A' * 8_192}'\nb_key = '{'A' * 8_193}'\n"
    assert _lines(source, {**_NAMED, **form}) == [("LIT0", 1)]
    assert _lines(source, {"forbidden": True, **form}) == [("LIT0", 1)]
