"""Options and kinds that were renamed say so to who still uses the old names."""

from __future__ import annotations

from pathlib import Path

import pytest

from pattern_lint.cards.card import CardErrors, load_cards
from pattern_lint.cards.catalogue import load_catalog
from pattern_lint.cards.options import decode_options
from pattern_lint.config.strict import former_names
from pattern_lint.kinds import check_class, kind_names, options_class

CARD = '+++\ncode = "ACME101"\nname = "acme"\nsummary = "S."\ncheck = "{}"\n[options]\n{}\n+++\n# Acme\n'


@pytest.mark.parametrize("kind", kind_names())
def test_new_names_are_there_and_old_ones_are_not(kind: str) -> None:
    struct = options_class(kind)
    options = set(struct.__struct_encode_fields__)
    assert set(former_names(struct).values()) <= options
    assert options.isdisjoint(former_names(struct))
    assert set(check_class(kind).took_over).isdisjoint(kind_names())


@pytest.mark.parametrize(
    ("kind", "option", "said"),
    [
        ("modules", "limit = 300", "`limit` is called `most-lines` now. Example: `most-lines = 350`"),
        ("classes", "max-methods = 10", "`max-methods` is called `most-methods` now. Example: `most-methods = 10`"),
        ("handlers", 'exactly = ["ValueError"]', "`exactly` is called `of` now. Example: `of = "),
        ("handlers", 'below = ["ValueError"]', "`below` is called `derives` now. Example: `derives = "),
        ("handlers", "forbidden = true", "`forbidden` goes without saying here; leave it out"),
        ("calls", 'zone = "utc"', "`zone` is called `tells` now"),
        ("modules", "limitt = 300", "unknown key `limitt`"),
    ],
)
def test_an_old_option_names_the_new_one(tmp_path: Path, kind: str, option: str, said: str) -> None:
    (tmp_path / "acme.md").write_text(CARD.format(kind, option))
    (card,) = load_cards([tmp_path], examples=False)
    with pytest.raises(CardErrors) as wrong:
        decode_options(card, options_class(kind))
    assert wrong.value.problems[0].line == 7
    assert said in wrong.value.problems[0].message


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("file-size", "the check kind `file-size` is part of `modules` now; `pattern-lint explain modules` shows"),
        ("except-clause", "is part of `handlers` now"),
        ("no-such-kind", "unknown check kind `no-such-kind`"),
    ],
)
def test_an_old_kind_names_the_new_one(tmp_path: Path, kind: str, said: str) -> None:
    (tmp_path / "acme.md").write_text(CARD.format(kind, "limit = 300"))
    with pytest.raises(CardErrors) as wrong:
        load_catalog([tmp_path], trusting=True)
    assert wrong.value.problems[0].line == 5
    assert said in wrong.value.problems[0].message
