from __future__ import annotations

from pathlib import Path

import pytest

from pattern_lint.cards.card import Card, load_cards
from pattern_lint.engine.examples import failures

FRONT = """\
+++
code = "TST100"
name = "no-bare"
summary = "No bare except."
check = "handlers"
[options]
bare = true
+++
# No bare except
Why.

"""
BARE = "try:\n    f()\nexcept:{}\n    pass\n"


def card_with(folder: Path, *examples: tuple[str, str]) -> Card:
    sections = "".join(f"## {heading}\n```python\n{code}```\n" for heading, code in examples)
    (folder / "card.md").write_text(FRONT + sections, encoding="utf-8")
    (card,) = load_cards([folder])
    return card


def found(card: Card) -> list[tuple[str, int, str]]:
    return [(failure.kind, failure.line, failure.source) for failure in failures(card)]


def test_what_is_as_the_card_says(tmp_path: Path) -> None:
    violates = BARE.format("  # expect: TST100")
    card = card_with(
        tmp_path,
        ("Conforms: named", "try:\n    f()\nexcept ValueError:\n    pass\n"),
        ("Violates: bare", violates),
        ("Known noise: bare, too", violates),
        ("Known miss: never seen", "x = 1  # expect: TST100\n"),
    )
    assert found(card) == []


@pytest.mark.parametrize(
    ("heading", "code", "expected"),
    [
        ("Violates: it", "x = 1  # expect: TST100\n", ("Missing", 14, "x = 1  # expect: TST100")),
        ("Conforms: it", BARE.format(""), ("Noise", 16, "except:")),
        ("Violates: it", "x = 1  # expect: TST100\n" + BARE.format(""), ("Wrong place", 14, "x = 1  # expect: TST100")),
        ("Known miss: it", BARE.format("  # expect: TST100"), ("Miss no more", 16, "except:  # expect: TST100")),
        ("Known noise: it", "x = 1  # expect: TST100\n", ("Noise no more", 14, "x = 1  # expect: TST100")),
        ("Conforms: it", "x = 1\ny = (\n", ("Unreadable", 15, "y = (")),
    ],
)
def test_what_is_otherwise(tmp_path: Path, heading: str, code: str, expected: tuple[str, int, str]) -> None:
    assert found(card_with(tmp_path, (heading, code))) == [expected]


def test_what_is_noise_beside_what_is_known_to_be_missed(tmp_path: Path) -> None:
    code = "x = 1  # expect: TST100\n" + BARE.format("")
    assert found(card_with(tmp_path, ("Known miss: it", code))) == [("Noise", 17, "except:")]


def test_a_fixed_example_has_no_findings(tmp_path: Path) -> None:
    card = card_with(tmp_path, ("Violates: it", BARE.format("  # expect: TST100")), ("Conforms: it", "x = 1\n"))
    fixed = FRONT.replace('check = "handlers"', 'check = "handlers"\nfix = "safe"')
    text = card.path.read_text(encoding="utf-8").replace(FRONT, fixed).replace("## Conforms", "## Fixed")
    card.path.write_text(text.replace("x = 1\n", BARE.format("")), encoding="utf-8")
    (card,) = load_cards([tmp_path])
    assert [failure.kind for failure in failures(card)] == ["Noise"]


def test_a_crash_is_told_with_its_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = card_with(tmp_path, ("Conforms: it", "x = 1\n"))
    monkeypatch.setattr("pattern_lint.kinds.handlers.kind.Kind.module", lambda *_: 1 / 0)
    (failure,) = failures(card)
    assert failure.kind == "Crashed"
    assert "TST100" in failure.message
    assert "division by zero" in failure.message


def test_a_failure_says_where_and_what(tmp_path: Path) -> None:
    (failure,) = failures(card_with(tmp_path, ("Conforms: all is well", BARE.format(""))))
    place, _, rest = str(failure).partition(": Noise: TST100 is found here: ")
    assert place == f"{tmp_path}/card.md:16"
    assert rest.endswith("(example `all is well`)\n    except:")
