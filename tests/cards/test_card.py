from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pattern_lint.cards.card import Card, CardErrors, Example, ExampleFile, Status, expectations, load_cards
from pattern_lint.cards.headings import pattern_ids

CARD = """+++
code = "PAT140"
name = "no-bare-except"
summary = "Every except clause names what it catches."
check = "handlers"
patterns = ["BG-40"]
tier = 3
fix = "safe"
[options]
forbid = ["bare"]
limits.total = 3
+++
# No bare except
It catches *everything*.

```python
this_is_prose()
```

## Conforms: names the error
```python
except ValueError: ...
```
## Violates: catches all
Some words.
```python title="app/a.py"
try:
    load()
except:  # expect: PAT140
    pass
```
```python title="app/b.py"
x()
```
## Fixed: names Exception
```python title="app/a.py"
y()
```
## Known miss: exec
```python
exec("except: ...")  # expect: PAT140
```
"""


def write(folder: Path, text: str, name: str = "errors/no-bare-except.md") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def load(folder: Path, text: str = CARD) -> Card:
    write(folder, text)
    (card,) = load_cards([folder])
    return card


def complaints(folder: Path, text: str) -> list[str]:
    """What is said about one card, as `line: message`."""
    path = write(folder, text)
    with pytest.raises(CardErrors) as caught:
        load_cards([folder])
    assert {problem.path for problem in caught.value.problems} == {path}
    return [f"{problem.line}: {problem.message}" for problem in caught.value.problems]


def test_a_card_is_read_whole(tmp_path: Path) -> None:
    card = load(tmp_path)
    assert (card.code, card.name, card.check, card.tier, card.fix) == (
        "PAT140",
        "no-bare-except",
        "handlers",
        3,
        "safe",
    )
    assert card.options == {"forbid": ["bare"], "limits": {"total": 3}}
    assert card.option_lines == {"forbid": 10, "limits": 11}
    assert card.title == "No bare except"
    assert card.why.startswith("It catches *everything*.")
    assert card.why.endswith("this_is_prose()\n```")
    assert [(example.kind, example.title, example.line) for example in card.examples] == [
        ("conforms", "names the error", 20),
        ("violates", "catches all", 24),
        ("fixed", "names Exception", 35),
        ("known-miss", "exec", 39),
    ]


def test_a_files_line_points_at_its_first_line_in_the_card(tmp_path: Path) -> None:
    card = load(tmp_path)
    lines = CARD.split("\n")
    for file in (file for example in card.examples for file in example.files):
        assert lines[file.line - 1] == file.text.split("\n")[0]
    assert [file.name for file in card.examples[1].files] == ["app/a.py", "app/b.py"]
    assert card.examples[0].files[0].name == "example.py"


def test_expectations_are_lines_of_the_files_own_text(tmp_path: Path) -> None:
    assert expectations(load(tmp_path).examples[1]) == [("app/a.py", 3, "PAT140")]


@pytest.mark.parametrize(
    "mark",
    [
        "# expect: PAT140",
        "#expect:PAT140",
        "// expect: PAT140",
        "<!-- expect: PAT140 -->",
        "/* expect: PAT140 */",
        "-- expect: PAT140",
        "# expect: PAT140  # another comment",
    ],
)
def test_marks_in_every_comment_style(mark: str) -> None:
    example = Example("violates", "t", 1, (ExampleFile("a", f"one\ntwo {mark}\n", 2),))
    assert expectations(example) == [("a", 2, "PAT140")]


def test_one_mark_may_name_several_codes() -> None:
    example = Example("violates", "t", 1, (ExampleFile("a", "x  # expect: PAT140, ABC1234,PAT140\n", 2),))
    assert [code for _, _, code in expectations(example)] == ["PAT140", "ABC1234", "PAT140"]


def test_the_word_expect_in_a_comment_is_no_mark() -> None:
    example = Example("violates", "t", 1, (ExampleFile("a", "x  # expect the worst\n# unexpected: PAT140\n", 2),))
    assert expectations(example) == []


def test_carriage_returns_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    plain = load(tmp_path / "a")
    other = load(tmp_path / "b", "\ufeff" + CARD.replace("\n", "\r\n"))
    assert other.examples == plain.examples
    assert (other.why, other.options, other.option_lines) == (plain.why, plain.options, plain.option_lines)


def test_without_examples_the_front_matter_is_the_same(tmp_path: Path) -> None:
    whole = load(tmp_path)
    (front,) = load_cards([tmp_path], examples=False)
    assert (front.examples, front.why) == ((), "")
    assert (front.code, front.title, front.level, front.options, front.option_lines) == (
        whole.code,
        whole.title,
        whole.level,
        whole.options,
        whole.option_lines,
    )


def test_without_examples_no_markdown_parser_is_imported(tmp_path: Path) -> None:
    write(tmp_path, CARD)
    program = (
        "import sys; from pathlib import Path; from pattern_lint.cards.card import load_cards\n"
        "load_cards([Path(sys.argv[1])], examples=False)\n"
        "print(sorted({'markdown_it', 'difflib', 'rich', 'tomlkit', 'pathspec'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_folders_are_read_in_depth_and_readmes_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "one", "not a card", "README.md")
    write(tmp_path / "one", CARD.replace("PAT140", "PAT900").replace("no-bare-except", "last"), "z/y/x.md")
    write(tmp_path / "two", CARD)
    write(tmp_path / "two", "not a card", "notes.txt")
    cards = load_cards([tmp_path / "one", tmp_path / "two", tmp_path / "two"])
    assert [card.code for card in cards] == ["PAT140", "PAT900"]


@pytest.mark.parametrize(
    ("status", "level"), [("mandatory", "error"), ("recommended", "warning"), ("optional", "info")]
)
def test_the_level_comes_from_the_patterns_status(tmp_path: Path, status: Status, level: str) -> None:
    write(tmp_path, CARD)
    (card,) = load_cards([tmp_path], statuses={"BG-40": status})
    assert card.level == level


def test_the_strictest_status_gives_the_level(tmp_path: Path) -> None:
    write(tmp_path, CARD.replace('["BG-40"]', '["BG-40", "BG-41"]'))
    (card,) = load_cards([tmp_path], statuses={"BG-40": "optional", "BG-41": "recommended"})
    assert card.level == "warning"


def test_a_level_given_in_the_card_wins(tmp_path: Path) -> None:
    write(tmp_path, CARD.replace("tier = 3", 'tier = 3\nlevel = "info"'))
    (card,) = load_cards([tmp_path], statuses={"BG-40": "mandatory"})
    assert card.level == "info"


def test_a_card_without_patterns_is_an_error_level_card(tmp_path: Path) -> None:
    assert load(tmp_path, CARD.replace('patterns = ["BG-40"]\n', "")).level == "error"


def test_an_unknown_pattern_names_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, CARD)
    with pytest.raises(CardErrors) as caught:
        load_cards([tmp_path], statuses={"BG-41": "mandatory", "XX-99": "optional"})
    (problem,) = caught.value.problems
    assert (problem.line, "did you mean `BG-41`?" in problem.message) == (6, True)


def test_a_pattern_may_be_one_of_the_team_s_own_document(tmp_path: Path) -> None:
    document = tmp_path / "docs" / "patterns.md"
    document.parent.mkdir()
    document.write_text("# Ours\n\n## ADR-12: Errors are named\n\n### No bare except\n", encoding="utf-8")
    write(tmp_path / "cards", CARD.replace('["BG-40"]', '["ADR-12", "no-bare-except", "ADR-13"]'))
    with pytest.raises(CardErrors) as caught:
        load_cards([tmp_path / "cards"], statuses={"BG-41": "mandatory"}, own_patterns=lambda: pattern_ids(document))
    (problem,) = caught.value.problems
    assert "unknown pattern `ADR-13`; did you mean `ADR-12`?" in problem.message
    assert "nor a heading of your own document" in problem.message


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('summary = "', 'sumary = "', 4, "unknown key `sumary`; did you mean `summary`?"),
        ('code = "PAT140"', 'code = "PAT14"', 2, "`code` must be two to six capitals"),
        ('code = "PAT140"', 'code = "PAT1400"', 2, "`code` must be two to six capitals"),
        ('code = "PAT140"', 'code = "PAT999"', 2, "`PAT999` is a code of the tool itself"),
        ("tier = 3", 'tier = "3"', 7, '`tier` must be a whole number from 1, not "3"'),
        ('fix = "safe"', 'fix = "save"', 8, 'of `none`, `safe`, `unsafe`, not "save"; did you mean `safe`?'),
        ('fix = "safe"', 'fix = "safe"\nequivalents = ["PAT139"]', 9, "`equivalents` must be a code of another linter"),
        ('fix = "safe"', 'fix = "safe"\nequivalents = ["Bare"]', 9, "`equivalents` must be a code of another linter"),
        ('["BG-40"]', '["BG-40", 3]', 6, "entry 2 of `patterns` must be a string, not 3"),
        ('["BG-40"]', '"BG-40"', 6, '`patterns` must be a list of strings, not "BG-40"'),
        ("tier = 3", "tier = = 3", 7, "this is not valid TOML: Invalid value"),
        ("[options]", "[optionz]", 9, "unknown key `optionz`; did you mean `options`?"),
        ('check = "handlers"\n', "", 2, "`check` is missing; it must be a name in lower case"),
        ("+++\n# No", "# No", 1, "the front matter is never closed"),
        ("+++\ncode", "code", 1, "a card begins with a line `+++`"),
        ("# No bare except", "Some words", 13, "the text of a card begins with its title"),
        ("# No bare except\n", "words\n\n# No bare except\n", 13, "the text of a card begins with its title"),
        ("## Violates:", "## Violate:", 24, "unknown heading `Violate`; did you mean `Violates`?"),
        ("## Violates:", "### Violates:", 24, "unknown heading `Violates`"),
        ("## Violates: catches all", "## Violates", 24, "say after a colon"),
        ("## Fixed: names", "# Another: names", 35, "unknown heading `Another`"),
        (
            "## Known miss: exec\n",
            "## Fixed: again\n",
            39,
            "shows the fix of the `## Violates:` directly above",
        ),
        (' title="app/b.py"', ' title="app/a.py"', 32, "two files of this example are `app/a.py`"),
        (' title="app/b.py"', ' title="../b.py"', 32, "must be a path"),
        (' title="app/b.py"', ' title="/b.py"', 32, "must be a path"),
        (' title="app/b.py"', ' tilte="b.py"', 32, 'write ```python title="path/of/file.py"'),
        ('```python title="app/b.py"', "```pyton", 32, "unknown language `pyton`; did you mean `python`?"),
        ("# expect: PAT140\n    pass", "\n    pass", 24, "mark each line that is meant"),
        ("# expect: PAT140\n    pass", "# expect: PAT140 why\n    pass", 29, "write `expect: CODE`"),
        ("# expect: PAT140\n    pass", "# expect PAT140\n    pass", 29, "write `expect: CODE`"),
        ("y()", "y()  # expect: PAT140", 35, "it cannot expect PAT140"),
        ("x()", "x()  # expect: PAT141", 33, "unknown code `PAT141`; did you mean `PAT140`?"),
        ('fix = "safe"', 'fix = "none"', 35, "so there is no fix to show"),
        ('fix = "safe"', "repair = { cause = true }", 8, 'say beside `repair` whether `fix` is "safe" or "unsafe"'),
        ('fix = "safe"', 'fix = "safe"\nrepair = {}', 9, "`repair` says nothing"),
        ('fix = "safe"', 'fix = "safe"\nrepair = { raname = "a" }', 9, "did you mean `rename`?"),
        ('fix = "safe"', 'fix = "safe"\nrepair = { argument = "frozen" }', 9, "an argument with its name"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in CARD
    found = complaints(tmp_path, CARD.replace(old, new, 1))
    assert any(one.startswith(f"{line}: ") and said in one for one in found), found


def test_an_example_without_code(tmp_path: Path) -> None:
    found = complaints(tmp_path, CARD.replace("```python\nexcept ValueError: ...\n```\n", "Nothing.\n"))
    assert found == ["20: this example has no code: put a fence (```python) below its heading"]


def test_a_fence_that_is_never_closed(tmp_path: Path) -> None:
    assert any(one.startswith("40: this fence is never closed by ```") for one in complaints(tmp_path, CARD[:-4]))


def test_a_fence_in_a_list_is_not_lost(tmp_path: Path) -> None:
    found = complaints(tmp_path, CARD.replace("Some words.", "* item\n  ```python\n  x\n  ```"))
    assert found == ["26: a fence inside a list or quote is not read; move it out to the margin"]


def test_all_errors_of_all_cards_come_at_once(tmp_path: Path) -> None:
    write(tmp_path, CARD.replace("summary", "sumary").replace("tier = 3", "tier = 0"))
    write(tmp_path, CARD.replace("## Violates", "## Bad"), "other.md")
    write(tmp_path, "", "empty.md")
    with pytest.raises(CardErrors) as caught:
        load_cards([tmp_path, tmp_path / "missing"])
    named = [(problem.path.name, problem.line) for problem in caught.value.problems]
    assert named == [
        ("empty.md", 1),
        ("no-bare-except.md", 2),
        ("no-bare-except.md", 4),
        ("no-bare-except.md", 7),
        ("missing", 1),
        ("other.md", 24),
        ("other.md", 35),
    ]
    assert str(caught.value).count("\n") == len(named) - 1


def test_two_cards_may_not_share_a_code_or_a_name(tmp_path: Path) -> None:
    first = write(tmp_path, CARD, "a.md")
    second = write(tmp_path, CARD, "b.md")
    with pytest.raises(CardErrors) as caught:
        load_cards([tmp_path])
    assert [(problem.path, problem.line) for problem in caught.value.problems] == [(second, 2), (second, 3)]
    assert all(str(first) in problem.message for problem in caught.value.problems)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(CARD.encode().replace(b"It catches", b"It c\xe4tches"))
    with pytest.raises(CardErrors, match=r"a\.md:14: this is not UTF-8"):
        load_cards([tmp_path])
