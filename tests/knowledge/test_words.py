"""Lists of names that are data."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pattern_lint.knowledge.words import SHIPPED, Words, example_of, in_force, listed, names_of, shipped, table, use
from pattern_lint.project.roles import default_roles
from pattern_lint.query.naming.names import last_name
from pattern_lint.resources import rules_folder, vocabulary_folder

FILES = sorted(vocabulary_folder().glob("*.toml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_quick_way_to_read_what_ships_reads_what_toml_says(file: Path) -> None:
    lists = tomllib.loads(file.read_text(encoding="utf-8"))
    assert lists
    assert {name: list(shipped(name)) for name in lists} == lists


def test_no_list_ships_twice() -> None:
    names = [name for file in FILES for name in tomllib.loads(file.read_text(encoding="utf-8"))]
    assert len(names) == len(set(names)) == len(SHIPPED)


def test_all_that_ships_can_be_spelled_out_and_has_its_form() -> None:
    for name, entries in SHIPPED.items():
        form = example_of(name)
        assert entries
        assert not SHIPPED.holds_itself(name)
        assert form is None or all(map(form.fits, (*entries, form.text))), name


def test_braces_stand_for_several_names() -> None:
    words = Words({"verbs": ["get", "post"], "acme": ["acme.{@verbs}", "acme.{,deep.}{a,b}().x", "{one}", "a,b"]})
    assert words["acme"] == (
        *("acme.get", "acme.post", "acme.a().x", "acme.b().x", "acme.deep.a().x", "acme.deep.b().x"),
        *("{one}", "a,b"),
    )


def test_what_is_added_to_a_list_is_added_to_those_that_speak_of_it() -> None:
    words = Words({"api-clients": ["acme.Client()"]})
    assert "acme.Client().*.create" in words["blocking-http"]
    assert words["http-verbs"] == SHIPPED["http-verbs"]
    assert not any(name.startswith("acme.") for name in SHIPPED["blocking-http"])


def test_a_list_that_nobody_has() -> None:
    with pytest.raises(KeyError):
        SHIPPED["no-such-list"]
    assert SHIPPED.get("no-such-list") is None


def test_a_list_that_holds_itself_by_another() -> None:
    words = Words({"one": ["{@two}x"], "two": ["{@one}y"], "three": ["{@one}"]})
    assert [words.holds_itself(name) for name in ("one", "two", "three")] == [True, True, False]


def test_tables_are_made_once_for_the_lists_in_force() -> None:
    made: list[Words] = []

    @table
    def first() -> str:
        made.append(in_force())
        return listed("acme")[0]

    one, other = Words({"acme": ["a"]}), Words({"acme": ["b"]})
    try:
        for words, expected in ((one, "a"), (one, "a"), (other, "b"), (one, "a")):
            use(words)
            assert (first(), names_of("acme")) == (expected, {expected})
    finally:
        use(SHIPPED)
    assert made == [one, other]


def test_no_code_knows_the_names_of_documents() -> None:
    bases = {base for role in default_roles().values() for base in role.bases}
    lists = (
        "error-roots",
        "component-bases",
        "event-handler-bases",
        "event-handler-methods",
        "own-lookups",
        "stream-builders",
    )
    names = bases.union(*(map(last_name, SHIPPED[name]) for name in (*lists, "stream-builders")))
    assert {"BaseService", "TradingError", "EventHandler", "resolve_dependency", "StreamServiceBuilder"} <= names
    for file in rules_folder().parent.joinpath("pattern_lint").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert [name for name in names if f'"{name}"' in text] == [], file
