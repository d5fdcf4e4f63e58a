"""What authors of cards hear of what they named, and by which roles their examples are judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from pattern_lint.cli.main import main

CARD = """\
+++
code = "TST101"
name = "use-cases-run"
summary = "Use cases run."
check = "classes"
[options]
of = ["role:use-case"]
methods = ["run"]
+++
# Use cases run
Because.

## Conforms: runs
```python
class PayUseCase:
    def run(self): ...
```

## Violates: does not
```python
class StopUseCase:  # expect: TST101
    pass
```
"""
PRINTS = """\
+++
code = "TST102"
name = "no-print"
summary = "Nobody prints."
check = "calls"
[options]
of = ["print"]
forbidden = true
+++
# Nobody prints
Because.

## Violates: prints
```python
print(1)  # expect: TST102
```
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cards" / "sub").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    (tmp_path / "cards" / "sub" / "prints.md").write_text(PRINTS, encoding="utf-8")
    return tmp_path


def configured(folder: Path, more: str = "") -> None:
    (folder / "cards" / "runs.md").write_text(CARD, encoding="utf-8")
    (folder / "pattern-lint.toml").write_text(f'cards = ["cards"]\n{more}', encoding="utf-8")


def test_all_cards_of_a_folder_are_tested(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", "cards"]) == 0
    assert capsys.readouterr().out == "1 example of 1 card: no failures\n"
    (folder / "pattern-lint.toml").write_text('cards = ["cards"]\n', encoding="utf-8")
    assert main(["test", "."]) == 0
    assert capsys.readouterr().out == "1 example of 1 card: no failures\n"


def test_what_is_no_card(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", "empty", "cards/other.md", "TST102x", "cards"]) == 2
    said = capsys.readouterr().err
    assert "no card lies in `empty`\n" in said
    assert "there is no card `cards/other.md`\n" in said
    assert "unknown card `TST102x`; did you mean `TST102`?" in said


def test_a_role_that_nobody_defines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configured(folder)
    for command in (["test", "TST101"], ["check", "."]):
        assert main(command) == 2
        assert "runs.md:7: unknown role `use-case`; did you mean `service`?" in capsys.readouterr().err


def test_examples_are_judged_by_the_roles_of_the_team(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configured(folder, '[roles.use-case]\nnames = ["*UseCase"]\n')
    assert main(["test", "TST101"]) == 0
    assert capsys.readouterr().out == "2 examples of 1 card: no failures\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ('arguments.timeout = { matches = "([" }', ", in `arguments.timeout`: `([` is no regular expression"),
        ("arguments.timeout = { position = -1 }", ", in `arguments.timeout`: `position` must be a whole number from 0"),
        ('arguments."a b".keys.x = { givn = true }', ', in `arguments."a b".keys.x`: unknown key `givn`'),
        ('inside = ["path:tests/**"]', ": `path:tests/**` holds files of the kind `test`, which the card leaves out"),
        ('message = "x"', ": nothing is demanded of it; say what holds, such as `forbidden = true`"),
    ],
)
def test_what_is_wrong_with_options_is_said_by_each_command(
    folder: Path, capsys: pytest.CaptureFixture[str], options: str, said: str
) -> None:
    card = folder / "cards" / "sub" / "prints.md"
    card.write_text(PRINTS.replace("forbidden = true", options), encoding="utf-8")
    (folder / "pattern-lint.toml").write_text('cards = ["cards"]\n', encoding="utf-8")
    for command in (["test", "TST102"], ["check", "."], ["try", str(card)]):
        assert main(command) == 2
        assert f"options of TST102 no-print{said}" in capsys.readouterr().err
