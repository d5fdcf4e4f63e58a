"""A first card is written from answers, has been tried before, and is never written over anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.terminals import terminal

from pattern_lint.cards.card import load_cards
from pattern_lint.cards.options import decode_options
from pattern_lint.cli.first_card import Answers, first_card, takes_names
from pattern_lint.cli.main import main
from pattern_lint.engine.examples import failures
from pattern_lint.kinds import check_class, kind_names, options_class
from pattern_lint.kinds.site_kind import SiteKind

GENERAL = [kind for kind in kind_names() if issubclass(check_class(kind), SiteKind)]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_card_from_options_works_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "card", "no-get", "--kind", "calls", "--of", "requests.get"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"patterns{os.sep}no-get.md: written\n")
    assert 'cards = ["patterns"]\n    extend-select = ["OWN101"]' in said
    (card,) = load_cards([folder / "patterns"])
    assert (card.code, card.check, card.options["of"]) == ("OWN101", "calls", ["requests.get"])
    assert [example.kind for example in card.examples] == ["conforms", "violates"]
    assert failures(card) == []


@pytest.mark.parametrize("kind", kind_names())
def test_a_card_of_each_kind_can_be_begun_without_a_name(folder: Path, kind: str) -> None:
    (folder / "card.md").write_text(first_card(Answers(kind, "OWN101", "first", "First.")).text, encoding="utf-8")
    (card,) = load_cards([folder / "card.md"])
    assert failures(card) == []


@pytest.mark.parametrize("kind", GENERAL)
def test_a_card_of_each_general_kind_can_be_begun(folder: Path, kind: str) -> None:
    of = ("os.environ",) if takes_names(kind) else ()
    (folder / "card.md").write_text(first_card(Answers(kind, "OWN101", "first", "First.", of)).text, encoding="utf-8")
    (card,) = load_cards([folder / "card.md"])
    assert failures(card) == []
    assert decode_options(card, options_class(kind))


@pytest.mark.parametrize(
    ("kind", "of"),
    [
        ("calls", "*.commit"),
        ("calls", "print"),
        ("calls", "datetime.datetime.now"),
        ("uses", "os.environ"),
        ("imports", "sqlalchemy"),
        ("classes", "*Client"),
    ],
)
def test_names_make_an_example_that_violates(folder: Path, kind: str, of: str) -> None:
    options = ("forbidden = true",)
    made = first_card(Answers(kind, "OWN101", "first", "First.", (of,), options))
    assert made.has_violation
    assert "# expect: OWN101" in made.text


def test_codes_follow_those_that_are_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pattern-lint.toml").write_text('cards = ["ours"]\n', encoding="utf-8")
    (folder / "ours").mkdir()
    main(["new", "card", "one", "--kind", "calls", "--of", "print", "--code", "ACME207"])
    assert main(["new", "card", "two", "--kind", "calls", "--of", "print"]) == 0
    assert [card.code for card in load_cards([folder / "ours"])] == ["ACME207", "ACME208"]
    assert 'have it on: extend-select = ["ACME208"]' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["card"], "NAME is missing"),
        (["card", "one"], "--kind is missing"),
        (["card", "one", "--kind", "cals"], "unknown kind `cals`; did you mean `calls`?"),
        (["card", "One", "--kind", "calls", "--of", "print"], "`name` must be a name in lower case"),
        (["card", "one", "--kind", "calls", "--of", "print", "--code", "x"], "`code` must be two to six capitals"),
        (
            ["card", "one", "--kind", "calls", "--of", "print", "--code", "PAT140"],
            "PAT140 no-bare-except is there already",
        ),
        (["card", "one", "--kind", "calls", "--of", "a b"], "entry 1 of `of` must be a name"),
        (["card", "one", "--kind", "sets", "--of", "a"], "cards of the kind `sets` have no list of names `of`"),
        (["card", "one", "--kind", "calls", "--option", "off = 1"], "unknown key `off`; did you mean `of`?"),
        (["card", "one", "--kind", "calls", "--option", "of = ["], "the card would not be right: "),
    ],
)
def test_wrong_answers_write_nothing(
    folder: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert list(folder.iterdir()) == []


def test_nothing_is_written_over_or_through_a_link(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = folder.parent / f"{folder.name}-elsewhere"
    elsewhere.mkdir()
    (folder / "patterns").symlink_to(elsewhere)
    assert main(["new", "card", "one", "--kind", "calls", "--of", "print"]) == 2
    assert "is a symbolic link" in capsys.readouterr().err
    (folder / "mine").mkdir()
    (folder / "mine" / "one.md").write_text("mine", encoding="utf-8")
    assert main(["new", "card", "one", "--kind", "calls", "--of", "print", "--folder", "mine"]) == 2
    assert "this file is there already" in capsys.readouterr().err
    assert (folder / "mine" / "one.md").read_text(encoding="utf-8") == "mine"
    assert list(elsewhere.iterdir()) == []


def test_who_sits_at_a_terminal_is_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", terminal("no-print\ncalls\nprint\nACME101\n\nrules\n"))
    assert main(["new", "card"]) == 0
    assert "Folder [patterns]: " in capsys.readouterr().err
    (card,) = load_cards([folder / "rules"])
    assert (card.code, card.name, card.summary) == ("ACME101", "no-print", "No print.")
    assert card.options["of"] == ["print"]


def test_the_next_code_is_one_that_no_card_of_the_folder_has(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        assert main(["new", "card", name, "--kind", "calls", "--of", "print"]) == 0
    assert 'code = "OWN102"' in (folder / "patterns" / "two.md").read_text(encoding="utf-8")
