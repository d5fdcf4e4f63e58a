from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Literal

import msgspec
import pytest

from pattern_lint.cards.card import Card, CardErrors, load_cards
from pattern_lint.cards.options import decode_options
from pattern_lint.cards.profiles import Profile
from pattern_lint.cards.schema import json_schema
from pattern_lint.cards.selection import select_cards
from pattern_lint.config.configuration import load_config
from pattern_lint.config.settings import Config, ConfigErrors
from pattern_lint.kinds import check_class, options_class

CARD = """+++
code = "PAT021"
name = "file-size"
summary = "No file is too long."
check = "size"

[options]
counts = "lines"
limits = { "src/**" = 350 }
+++
# File size
"""


Validator = import_module("jsonschema").Draft202012Validator


class SizeOptions(msgspec.Struct, rename="kebab", forbid_unknown_fields=True):
    limits: dict[str, int]
    counts: Literal["lines", "statements"] = "lines"
    skip_tests: bool = True


@pytest.fixture
def card(tmp_path: Path) -> Card:
    (tmp_path / "size.md").write_text(CARD)
    (card,) = load_cards([tmp_path])
    return card


def test_options_become_the_struct_of_the_kind(card: Card) -> None:
    assert decode_options(card, SizeOptions) == SizeOptions(limits={"src/**": 350})
    assert decode_options(card, SizeOptions, {"skip-tests": False, "limits": {"a": 1}}) == SizeOptions(
        limits={"src/**": 350, "a": 1}, skip_tests=False
    )


def test_a_wrong_option_names_the_cards_line(card: Card) -> None:
    wrong = replace(card, options={"counts": "line", "limits": {"src/**": "x"}})
    with pytest.raises(CardErrors) as caught:
        decode_options(wrong, SizeOptions)
    assert [(problem.path, problem.line) for problem in caught.value.problems] == [
        (card.path, 8),
        (card.path, 9),
    ]
    assert [problem.message for problem in caught.value.problems] == [
        'options of PAT021 file-size: `counts` must be one of `lines`, `statements`, not "line"; did you mean `lines`?',
        'options of PAT021 file-size, in `limits`: `src/**` must be a whole number, not "x"',
    ]


def test_a_missing_option_is_named_where_the_options_begin(card: Card) -> None:
    with pytest.raises(CardErrors) as caught:
        decode_options(replace(card, options={"counts": "lines"}), SizeOptions)
    (problem,) = caught.value.problems
    assert problem.line == 8
    assert "`limits` is missing" in problem.message


@pytest.mark.parametrize(
    ("options", "example"),
    [
        ({"on": ["print"]}, 'of = ["requests.get", "*.commit"]'),
        ({}, 'of = ["requests.get", "*.commit"]'),
        ({"of": "print"}, 'of = ["requests.get", "*.commit"]'),
        ({"of": ["a b"]}, 'of = ["requests.get", "*.commit"]'),
        ({"of": ["a"], "result": "usd"}, 'result = "used"'),
        ({"of": ["a"], "forbiden": True}, "forbidden = true"),
        ({"of": ["a"], "arguments": {"timeout": {"gven": True}}}, "given = true"),
        ({"of": ["a"], "arguments": {"most": 3}}, "arguments.timeout = { given = true, is-none = false }"),
    ],
)
def test_a_wrong_option_is_shown_how_the_one_that_is_meant_looks(
    card: Card, options: dict[str, object], example: str
) -> None:
    with pytest.raises(CardErrors) as caught:
        decode_options(replace(card, options=options), options_class("calls"))
    assert all(problem.message.endswith(f" Example: `{example}`") for problem in caught.value.problems)


def test_a_place_that_begins_wrongly_names_the_nearest_beginning(card: Card) -> None:
    with pytest.raises(CardErrors, match=r"did you mean `path:`\?"):
        decode_options(replace(card, options={"of": ["a"], "inside": ["paths:api/**"]}), options_class("calls"))


@pytest.mark.parametrize("kind", ["calls", "classes", "functions", "raises"])
def test_a_card_that_only_chooses_is_told_to_demand_something(card: Card, kind: str) -> None:
    options, proofread = {"of": ["Thing"], "inside": ["path:api/**"]}, check_class(kind).proofread
    with pytest.raises(CardErrors, match="nothing is demanded of it; say what holds"):
        decode_options(replace(card, options=options), options_class(kind), proofread=proofread)


def test_an_option_of_the_configuration_names_its_file(card: Card, tmp_path: Path) -> None:
    path = tmp_path / "pattern-lint.toml"
    path.write_text("select = ['PAT021']\n[options.file-size]\ncont = 3\nlimits = { a = 1, b = 'x' }\n")
    config = load_config(path)
    profile = Profile("recommended", "", "", (), (), {}, {}, (), tmp_path / "recommended.toml")
    (selected,) = select_cards(config, [card], {"recommended": profile})
    with pytest.raises(ConfigErrors) as caught:
        decode_options(card, SizeOptions, selected.options, origins=selected.origins)
    assert [(problem.path, problem.line) for problem in caught.value.problems] == [(path, 3), (path, 4)]
    assert "unknown key `cont`; did you mean `counts`?" in caught.value.problems[0].message


def test_the_schema_takes_what_the_tool_takes(card: Card) -> None:
    schema = json_schema([card], {"size": SizeOptions}.__getitem__)
    Validator.check_schema(schema)
    validator = Validator(schema)
    right = {
        "profile": "recommended",
        "per-path": {"a/**": {"ignore": ["ALL"], "options": {"file-size": {"limits": {"*": 3}}}}},
        "options": {"file-size": {"limits": {"a": 1}, "counts": "lines"}, "own-card": {"x": 1}},
        "levels": {"PAT140": "off"},
        "roles": {"service": {"names": ["*Service"]}},
    }
    assert list(validator.iter_errors(right)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"profil": "x"},
        {"select": "PAT140"},
        {"levels": {"PAT140": "fatal"}},
        {"roles": {"service": {"name": []}}},
        {"per-path": {"a": {"ignor": []}}},
        {"options": {"file-size": {"limits": {}, "cont": 1}}},
        {"options": {"file-size": {"limits": {"a": "x"}}}},
        {"per-path": {"a": {"options": {"file-size": {"counts": "line"}}}}},
    ],
)
def test_the_schema_refuses_what_the_tool_refuses(card: Card, wrong: dict[str, object]) -> None:
    schema = json_schema([card], {"size": SizeOptions}.__getitem__)
    assert not Validator(schema).is_valid(wrong)


def test_the_schema_names_every_key_of_the_configuration(card: Card) -> None:
    schema = json_schema([card], {"size": SizeOptions}.__getitem__)
    properties = schema["properties"]
    assert isinstance(properties, dict)
    fields = {name.replace("_", "-") for name in Config.__struct_fields__}
    assert set(properties) == fields - {"root", "files", "tables"}
