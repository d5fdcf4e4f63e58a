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


def fixing(folder: Path, front: str, *examples: tuple[str, str]) -> list[str]:
    """What is said of a card that promises a fix."""
    path = card_with(folder, *examples).path
    text = path.read_text(encoding="utf-8").replace(FRONT, FRONT.replace("[options]", f"{front}\n[options]"))
    path.write_text(text.replace("## Conforms: after", "## Fixed: after"), encoding="utf-8")
    (card,) = load_cards([folder])
    return [f"{failure.line} {failure.kind}: {failure.message}" for failure in failures(card)]


VIOLATES = ("Violates: it", BARE.format("  # expect: TST100"))


def test_a_fixed_example_shows_what_the_fix_makes(tmp_path: Path) -> None:
    fixed = BARE.replace("except:{}", "except Exception:")
    assert fixing(tmp_path, 'fix = "safe"', VIOLATES, ("Conforms: after", fixed)) == []


def test_a_fixed_example_that_is_otherwise(tmp_path: Path) -> None:
    fixed = BARE.replace("except:{}", "except OSError:")
    said = fixing(tmp_path, 'fix = "safe"', VIOLATES, ("Conforms: after", fixed))
    assert said == ["24 Not fixed: the fix writes `except Exception:` here"]


def test_a_fixed_example_has_no_findings(tmp_path: Path) -> None:
    said = fixing(tmp_path, 'fix = "safe"', VIOLATES, ("Conforms: after", BARE.format("")))
    assert [each.split(":")[0] for each in said] == ["24 Not fixed", "24 Noise"]


def test_a_card_may_say_itself_how_to_fix(tmp_path: Path) -> None:
    fixed = BARE.replace("except:{}", "except OSError:")
    front = 'fix = "unsafe"\nrepair = { catch = "OSError" }'
    assert fixing(tmp_path, front, VIOLATES, ("Conforms: after", fixed)) == []


def test_a_fix_that_nobody_knows(tmp_path: Path) -> None:
    text = FRONT.replace("bare = true", 'body = "silent"').replace("[options]", 'fix = "safe"\n[options]')
    (tmp_path / "card.md").write_text(text + "## Conforms: all\n```python\nx = 1\n```\n", encoding="utf-8")
    (card,) = load_cards([tmp_path])
    (failure,) = failures(card)
    assert (failure.line, failure.kind) == (6, "Not fixed")


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


NAMED = """+++
code = "TST101"
name = "named"
summary = "Named."
check = "{kind}"
[options]
{options}
forbidden = true
+++
# Named
## Violates: it
```python
{code}
```
"""


@pytest.mark.parametrize(
    ("kind", "options", "code", "said"),
    [
        (
            "calls",
            'of = ["shop.Cart.add"]',
            "import shop; shop.Cart().add(1)  # expect: TST101",
            "`shop.Cart`, `shop.Cart().add`",
        ),
        (
            "calls",
            'of = ["frames.Frame().write"]',
            "import frames; frames.Frame().only(1).write()  # expect: TST101",
            "`frames.Frame`, `frames.Frame().only`, `frames.Frame().only().write`, and "
            "`frames.*.write` whatever of that library is called so",
        ),
        ("calls", 'of = ["db.ask"]', "def f(_db): return _db.ask(1)  # expect: TST101", "`like:db.ask`"),
        ("calls", 'of = ["shop.get"]\noutside = ["sync"]', "def f(x): return x + 1  # expect: TST101", ""),
        (
            "functions",
            'decorated = ["app.get"]',
            "from shop import App\napp = App()\n@app.get\ndef f(): ...  # expect: TST101",
            "`shop.App().get`",
        ),
        (
            "classes",
            'derives = ["shop.Cart"]',
            "from shop import Basket\nclass A(Basket): ...  # expect: TST101",
            "`shop.Basket`",
        ),
        ("literals", 'matches = "a"', "print('b')  # expect: TST101", ""),
    ],
)
def test_what_is_missing_may_have_another_name(tmp_path: Path, kind: str, options: str, code: str, said: str) -> None:
    (tmp_path / "card.md").write_text(NAMED.format(kind=kind, options=options, code=code), encoding="utf-8")
    (card,) = load_cards([tmp_path])
    (failure,) = failures(card)
    assert failure.message.partition("; cards name what stands here ")[2] == said
