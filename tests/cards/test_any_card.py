"""Whatever stands in a file is a card, or a list of problems with their lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from cards.test_card import CARD
from hypothesis import given, settings
from hypothesis import strategies as st

from pattern_lint.cards.card import CardErrors, load_cards


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_a_card_or_a_list_of_problems(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    check_is_read_or_refused(tmp_path_factory.mktemp("cards"), text)


@settings(deadline=None)
@given(st.lists(st.sampled_from(CARD.split("\n")), max_size=50))
def test_shuffled_lines_are_a_card_or_a_list_of_problems(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    check_is_read_or_refused(tmp_path_factory.mktemp("cards"), "\n".join(lines))


def check_is_read_or_refused(folder: Path, text: str) -> None:
    path = folder / "a.md"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    last_line = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    try:
        cards = load_cards([folder])
    except CardErrors as error:
        assert all(1 <= problem.line <= last_line for problem in error.problems)
        assert error.problems
    else:
        assert [card.path for card in cards] == [path]
