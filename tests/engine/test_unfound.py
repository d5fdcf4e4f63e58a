"""An author who expects a finding that does not come is told why, as far as it can be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pattern_lint.cards.card import load_cards
from pattern_lint.engine.examples import failures

CARD = """\
+++
code = "TST101"
name = "named"
summary = "Named."
check = "{kind}"
[options]
{options}
+++
# Named
## Violates: it
```python title="{path}"
{code}
```
"""
TESTED = "from shop import Cart\nclass A(Cart): ...  # expect: TST101"


@pytest.mark.parametrize(
    ("kind", "options", "path", "code", "said"),
    [
        (
            "functions",
            'of = ["test_*"]\ndocstring = true',
            "tests/test_a.py",
            "def test_a(): ...  # expect: TST101",
            'tests/test_a.py is a file of the kind `test`, at which the card looks by `where = ["test"]` only',
        ),
        (
            "classes",
            'of = ["A"]\nhas = ["name"]',
            "a.py",
            TESTED,
            "what the card asks of it is not known, as the example does not show it: it hangs on `a.A`",
        ),
        (
            "literals",
            'matches = "a"\nforbidden = true',
            "a.py",
            "x = 'b'  # expect: TST101",
            "nothing in a.py is what the card is about",
        ),
        (
            "calls",
            'of = ["print"]\nforbidden = true\ninside = ["path:api/**"]',
            "a.py",
            "print(1)  # expect: TST101",
            "a.py lies in none of the places of `inside`",
        ),
        (
            "calls",
            'of = ["print"]\nforbidden = true\ninside = ["deriving:acme.base.Command"]',
            "a.py",
            "from acme import Command\nclass A(Command):\n    print(1)  # expect: TST101",
            "the class there derives from `acme.Command`, which `inside` does not name",
        ),
        (
            "calls",
            'of = ["acme.ask"]\narguments.wait = { is = 3 }',
            "a.py",
            "from acme import ask\nask(4)  # expect: TST101",
            "of 1 sites in a.py, the card takes 1 to be right",
        ),
        (
            "sets",
            'of = { derives = ["shop.Base"] }\nin = { elements-of = ["shop.ALL"] }',
            "a.py",
            "class A: ...  # expect: TST101",
            "nothing in a.py is what the card is about",
        ),
    ],
)
def test_why_nothing_is_found(tmp_path: Path, kind: str, options: str, path: str, code: str, said: str) -> None:
    text = CARD.format(kind=kind, options=options, path=path, code=code)
    (tmp_path / "card.md").write_text(text, encoding="utf-8")
    (card,) = load_cards([tmp_path])
    (failure,) = failures(card)
    assert failure.message == f"TST101 is expected here, and not found; {said}"


def test_it_is_said_that_some_places_are_not_known(tmp_path: Path) -> None:
    code = "import a\nprint('a', sep=',')\nprint(*a.b)  # expect: TST101"
    options = 'of = ["print"]\narguments.sep = { given = true, position = 1 }'
    (tmp_path / "card.md").write_text(CARD.format(kind="calls", options=options, path="a.py", code=code), "utf-8")
    (card,) = load_cards([tmp_path])
    (failure,) = failures(card)
    assert failure.message.endswith("not found; of 2 sites in a.py, it is not known of 1 whether they conform")


def test_nothing_is_said_of_names_where_other_places_are_judged(tmp_path: Path) -> None:
    code = "print('a')\nprint()  # expect: TST101"
    text = CARD.format(kind="calls", options='of = ["print"]\narguments.sep = { is = "," }', path="a.py", code=code)
    (tmp_path / "card.md").write_text(text, encoding="utf-8")
    (card,) = load_cards([tmp_path])
    (failure,) = failures(card)
    said = "of 2 sites in a.py, the card takes 2 to be right"
    assert failure.message == f"TST101 is expected here, and not found; {said}"
