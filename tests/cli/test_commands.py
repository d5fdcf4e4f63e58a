"""The commands about cards, run in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support.terminals import terminal

from pattern_lint.cli.main import main

Command = Callable[..., tuple[int, str, str]]

CARD = """\
+++
code = "TST100"
name = "ours"
summary = "Ours."
check = "handlers"
[options]
bare = true
+++
# Ours
Why.

## Conforms: all is well
```python title="a/b.py"
x = 1


y = 2
```
```python title="c.py"
z = 3
```
"""


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Command:
    """Runs a command in an empty folder: its status, and what it wrote."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        written = capsysbinary.readouterr()
        return status, written.out.decode(), written.err.decode()

    return run


def write_card(folder: Path, text: str = CARD) -> None:
    (folder / "cards").mkdir()
    (folder / "cards/ours.md").write_text(text)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--outputformat", "json"], "unknown option `--outputformat`; did you mean `--output-format`?"),
        (["check", "--outputformat=json"], "unknown option `--outputformat`; did you mean `--output-format`?"),
        (["check", "--zzzz"], "unknown option `--zzzz`\n"),
        (["--isolated", "check"], "write `--isolated` behind the command: `pattern-lint check --isolated`"),
    ],
)
def test_an_option_that_no_command_knows(
    arguments: list[str], said: str, command: Command, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        command(*arguments)
    err = capsysbinary.readouterr().err.decode()
    assert said in err
    assert err.startswith("usage: pattern-lint check ")


def test_rules_for_programs(command: Command) -> None:
    status, out, _ = command("rules", "--output-format", "json")
    assert status == 0
    rules = json.loads(out)
    assert [rule["code"] for rule in rules] == sorted(rule["code"] for rule in rules)
    (bare,) = (rule for rule in rules if rule["name"] == "no-bare-except")
    assert bare == {
        "code": "PAT140",
        "name": "no-bare-except",
        "summary": "Every except clause names what it catches.",
        "check": "handlers",
        "patterns": ["BG-40"],
        "tier": bare["tier"],
        "level": "error",
        "fix": "unsafe",
        "profiles": bare["profiles"],
    }
    assert {"all", "backend-guidelines"} <= set(bare["profiles"])


def test_rules_for_people_are_a_table(command: Command) -> None:
    lines = command("rules")[1].splitlines()
    column = lines[0].index("name")
    assert lines[0].split() == ["here", "code", "level", "name", "patterns", "summary"]
    assert any(line[column:].startswith("no-bare-except  ") for line in lines)


def test_rules_say_what_is_on_here(command: Command, tmp_path: Path) -> None:
    config = 'profile = "scheduling-app"\nselect = ["PAT140"]\n[levels]\nPAT140 = "info"\n'
    (tmp_path / "pattern-lint.toml").write_text(config)
    lines = command("rules")[1].splitlines()
    assert [line.split()[1:4] for line in lines if line.startswith("on ")] == [
        ["PAT140", "info", "no-bare-except"],
        ["scheduling-app", *next(line.split()[2:4] for line in lines if line.startswith("on    scheduling-app"))],
    ]
    assert lines[-1].startswith("1 of ")
    assert any(line.startswith("calls ") and line.endswith("what becomes of them") for line in lines)


def test_every_profile_says_how_many_cards_it_has_on(command: Command) -> None:
    lines = command("rules")[1].splitlines()
    rules = json.loads(command("rules", "--output-format", "json")[1])
    (recommended,) = (line for line in lines if "recommended  " in line)
    assert recommended.split()[:3] == ["on", "recommended", str(sum("recommended" in r["profiles"] for r in rules))]


def test_own_cards_are_listed_explained_and_tested(command: Command, tmp_path: Path) -> None:
    write_card(tmp_path)
    (tmp_path / "pattern-lint.toml").write_text('cards = ["cards"]\n')
    assert "TST100" in command("rules")[1]
    status, out, _ = command("test", "TST100")
    assert (status, out.splitlines()) == (
        0,
        [
            f"{tmp_path / 'cards/ours.md'}: no example shows what TST100 finds; add `## Violates: ...`",
            "1 example of 1 card: no failures",
        ],
    )
    status, out, _ = command("explain", "ours")
    assert status == 0
    assert out == (
        "TST100 ours (error)\nOurs.\n\nProfiles: all\n\nOurs\nWhy.\n\nConforms: all is well\n\n"
        "  a/b.py\n    x = 1\n\n\n    y = 2\n\n  c.py\n    z = 3\n"
    )


def test_what_is_wrong_with_a_card_hides_no_page_that_its_author_needs(command: Command, tmp_path: Path) -> None:
    write_card(tmp_path)
    (tmp_path / "pattern-lint.toml").write_text('cards = ["cards"]\n')
    card = tmp_path / "cards/ours.md"
    card.write_text(card.read_text().replace("check = ", "chek = "))
    status, out, _ = command("explain", "calls", "values")
    assert (status, out.splitlines()[0]) == (0, "calls")
    assert "PAT123" in out
    assert command("explain", "PAT140")[0] == 2


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("PAT140", ["PAT140 no-bare-except", "Pattern BG-40: ", "Conforms: ", "Violates: ", "    except:"]),
        ("no-bare-except", ["PAT140 no-bare-except"]),
        ("calls", ["One of these says what must hold: forbidden, only-inside"]),
        ("BG-40", ["BG-40 ", "Enforced by PAT140", "PAT140 no-bare-except (error)"]),
        ("BG-36", ["BG-36 ", "backend-guidelines"]),
        ("PAT000", ["unreadable-file", "cannot be decoded or parsed"]),
        ("unused-waiver", ["PAT001 unused-waiver", "accepts nothing"]),
        ("PAT14", ["PAT140 no-bare-except: Every except clause names what it catches.\n", "PAT141 "]),
        ("PAT999", ["crashed-check", "The exit status is 2."]),
        ("@http-requests", ["@http-requests\n", "    requests.Session().get\n"]),
        ("lists", ["@http-requests: "]),
    ],
)
def test_what_is_explained(command: Command, name: str, parts: list[str]) -> None:
    status, out, _ = command("explain", name)
    assert status == 0
    assert [part for part in parts if part not in out] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["explain", "no-bare-excepts"], "did you mean `no-bare-except`?"),
        (["explain", "@http-request"], "did you mean `@http-requests`?"),
        (["test", "nothing", "no-bare-excepts"], "did you mean `no-bare-except`?"),
        (["test", "nothing", "no-bare-excepts"], "unknown card `nothing`"),
        (["init", "gone"], "gone: there is no such folder"),
        (["chekc"], "unknown command `chekc`; did you mean `check`?"),
        (["."], "unknown command `.`; did you mean `pattern-lint check .`?"),
        (["frobnicate"], "`pattern-lint --help` says what each is for"),
    ],
)
def test_wrong_names_are_told(command: Command, arguments: list[str], said: str) -> None:
    status, _, err = command(*arguments)
    assert status == 2
    assert said in err


def test_examples_that_fail_fail_the_command(command: Command, tmp_path: Path) -> None:
    write_card(tmp_path, CARD.replace("z = 3", "try:\n    f()\nexcept:\n    pass"))
    status, out, _ = command("test", "cards/ours.md")
    assert status == 1
    assert f"{tmp_path}/cards/ours.md:22: Noise: TST100 is found here: " in out
    assert "\n    except:\n" in out
    assert out.endswith("1 example of 1 card: 1 failure\n")


def test_a_card_that_cannot_be_read_is_told_with_its_line(command: Command, tmp_path: Path) -> None:
    write_card(tmp_path, CARD.replace("bare = true", "bar = true"))
    status, _, err = command("test", "cards/ours.md")
    assert status == 2
    assert f"{tmp_path}/cards/ours.md:7: " in err
    assert "did you mean `bare`?" in err


BARE = "import ccxt\n" + "try:\n    f()\nexcept:\n    pass\n" * 30


def test_a_first_configuration(command: Command, tmp_path: Path) -> None:
    status, out, _ = command("init")
    assert (status, out.splitlines()) == (
        0,
        ["pattern-lint.toml: created with the profile recommended", "`pattern-lint check` has no errors to show."],
    )
    assert (tmp_path / "pattern-lint.toml").read_text() == 'profile = "recommended"\n'
    assert command("init")[0] == 2


def test_where_nobody_can_be_asked_profiles_and_a_baseline_are_hints(command: Command, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BARE)
    out = command("init")[1]
    assert "The profile trading-bot may suit, because the project uses ccxt: add it to `profile`" in out
    assert "has 30 errors to show, more than a screen.\n`pattern-lint baseline` accepts them" in out
    assert (tmp_path / "pattern-lint.toml").read_text() == 'profile = "recommended"\n'
    assert not (tmp_path / "pattern-lint-baseline.txt").exists()


@pytest.mark.parametrize(
    ("answers", "profile", "left"), [("y\nyes\n", '["recommended", "trading-bot"]', 0), ("\nn\n", '"recommended"', 1)]
)
def test_who_sits_at_a_terminal_chooses(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: str, profile: str, left: int
) -> None:
    (tmp_path / "app.py").write_text(BARE)
    monkeypatch.setattr("sys.stdin", terminal(answers))
    assert command("init")[0] == 0
    assert (tmp_path / "pattern-lint.toml").read_text() == f"profile = {profile}\n"
    assert command("check")[0] == left


def test_without_a_command_the_help_is_shown(command: Command) -> None:
    status, out, _ = command()
    assert status == 2
    assert all(name in out for name in ("check", "explain", "rules", "test", "init"))
