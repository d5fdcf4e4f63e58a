"""What is wrong with lists of names that a team writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pattern_lint.cards.vocabulary import expanded, load_vocabulary
from pattern_lint.knowledge.words import SHIPPED


def write(folder: Path, text: str) -> Path:
    (folder / "vocabulary").mkdir()
    file = folder / "vocabulary" / "acme.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_folder_without_lists_adds_nothing(tmp_path: Path) -> None:
    words, problems = load_vocabulary([tmp_path])
    assert words is SHIPPED
    assert problems == []


def test_a_list_of_the_same_name_adds_to_what_ships(tmp_path: Path) -> None:
    write(tmp_path, 'error-roots = ["AcmeError"]\nacme-calls = ["acme.{get,post}"]\n')
    words, problems = load_vocabulary([tmp_path])
    assert problems == []
    assert words["error-roots"] == (*SHIPPED["error-roots"], "AcmeError")
    assert words["acme-calls"] == ("acme.get", "acme.post")


@pytest.mark.parametrize("place", ["given-to", "project-importing", "role"])
def test_lists_stand_in_places_of_any_name(tmp_path: Path, place: str) -> None:
    write(tmp_path, 'acme-calls = ["acme.{get,post}"]\n')
    words, _ = load_vocabulary([tmp_path])
    assert expanded({"inside": [f"{place}:{{@acme-calls}}"]}, words) == {
        "inside": [f"{place}:acme.get", f"{place}:acme.post"]
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('Acme = ["a"]', "`Acme` is no name of a list"),
        ('acme = "a"', "`acme` must be a list of names"),
        ('acme = ["{@http-verb}"]', "did you mean `@http-verbs`?"),
        ('acme = ["{@other}"]\nother = ["{@acme}"]', "`acme` holds itself"),
        ('http-verbs = ["{@blocking-http}"]', "`http-verbs` holds itself"),
        ('exceptions = ["acme.Gone"]', 'written as "acme.errors.Timeout(builtins.OSError)" is, not as "acme.Gone"'),
        ('loop-acme = ["threads: acme.run()"]', 'written as "thread: acme.in_thread()" is'),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    file = write(tmp_path, f"# Ours.\n{text}\n")
    _, problems = load_vocabulary([tmp_path])
    assert (problems[0].path, problems[0].line) == (file, 2)
    assert said in problems[0].message
