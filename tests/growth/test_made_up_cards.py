"""A card costs next to nothing where its names do not occur: steps are counted, not seconds."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from growth.steps import steps
from growth.test_growth import shipped_rules
from support.files_once import files_read_once

import pattern_lint
from pattern_lint.engine.examine import top_level_names
from pattern_lint.engine.join import join
from pattern_lint.engine.map import check_file
from pattern_lint.engine.plan import Plan, Planned
from pattern_lint.kinds import options_class
from pattern_lint.kinds.kit import Rule
from pattern_lint.outcome import Outcome

_CARDS = 100
_MOST = 0.05
"""The share that they all may add to what the shipped cards take."""
_PACKAGE = Path(pattern_lint.__file__).parent
_SAMPLE = ("lang/python",)

_Options = dict[str, Any]

SHAPES: dict[str, tuple[str, _Options]] = {
    "calls": ("calls", {"of": ["acme{n}.made{n}", "*.made_up{n}", "acme{n}.Maker{n}().go{n}"], "forbidden": True}),
    "functions by name": ("functions", {"of": ["made_{n}"], "docstring": True}),
    "functions by decorator": ("functions", {"decorated": ["acme{n}.made{n}"], "docstring": True}),
    "classes by name": ("classes", {"of": ["Made{n}", "*MadeUp{n}"], "docstring": True}),
    "classes by decorator": ("classes", {"decorated": ["acme{n}.made{n}"], "docstring": True}),
    "fields by class": ("fields", {"of": ["Made{n}"], "described": True}),
    "fields by name": ("fields", {"named": ["made_{n}", "*_made{n}"], "described": True}),
    "fields by base": ("fields", {"derives": ["acme{n}.Made{n}"], "described": True}),
    "classes by base": ("classes", {"derives": ["acme{n}.Made{n}"], "docstring": True}),
    "imports": ("imports", {"of": ["acme{n}", "shop.made{n}"], "forbidden": True}),
    "pairs": ("pairs", {"of": ["*.begin_made{n}"], "release": ["*.end_made{n}"]}),
    "sets": ("sets", {"of": {"given-to": ["*.made{n}"]}, "in": {"elements-of": ["acme{n}.MADE{n}"]}}),
    "sets by decorator": ("sets", {"of": {"decorated": ["acme{n}.made{n}"]}, "in": {"members-of": ["acme{n}.M{n}"]}}),
    "uses": ("uses", {"of": ["acme{n}.made{n}"], "forbidden": True}),
    "flows": ("flows", {"from": {"of": ["acme{n}.made{n}"]}, "into": {"of": ["*.into{n}"]}, "through": ["*.by{n}"]}),
    "flows of parameters": (
        "flows",
        {"from": {"decorated": ["acme{n}.made"]}, "into": {"decorated": ["acme{n}.made"]}},
    ),
    "literals by name": ("literals", {"named": ["made_{n}", "*_made{n}"], "forbidden": True}),
    "literals by form": ("literals", {"matches": "made-{n}-[a-z]+", "forbidden": True}),
    "literals by use": ("literals", {"given-to": ["*.made{n}"], "forbidden": True}),
    "reach": ("reach", {"of": ["acme{n}.made{n}"], "inside": ["module:acme{n}.routers"]}),
}


def _made_up(shape: str, count: int) -> tuple[Planned, ...]:
    kind, written = SHAPES[shape]
    text = msgspec.json.encode(written).decode()
    made = []
    for number in range(count):
        options = msgspec.json.decode(text.replace("{n}", str(number)), type=options_class(kind))
        made.append(Planned(Rule(f"MADE{number:03}", f"made-{number}", options), kind, "error"))
    return tuple(made)


@cache
def _files() -> dict[str, bytes]:
    """Real code: rooms of the tool itself."""
    paths = sorted(path for room in _SAMPLE for path in (_PACKAGE / room).glob("[a-f]*.py"))
    return {str(path.relative_to(_PACKAGE.parent)): path.read_bytes() for path in paths}


def _check(files: dict[str, bytes], rules: tuple[Planned, ...]) -> Outcome:
    plan = Plan(Path(), lambda: rules, top_level_names(sorted(files)), isolated=True)
    return join(plan, [check_file(plan, path, path, text) for path, text in files.items()])


def _work(rules: tuple[Planned, ...]) -> int:
    """What a sample of files takes beyond what every run does once, such as building the checks."""
    _check(_files(), rules)
    return steps(partial(_check, _files(), rules)) - steps(partial(_check, {"empty.py": b"x = 1\n"}, rules))


@cache
def _of_shipped_cards() -> int:
    return _work(shipped_rules())


@pytest.mark.parametrize("shape", SHAPES)
def test_cards_whose_names_do_not_occur_add_next_to_nothing(shape: str) -> None:
    with files_read_once():  # which takes as much with many cards as with one
        added = _work(_made_up(shape, _CARDS)) - _work(_made_up(shape, 1))  # facts that a kind joins are joined once
    assert added <= _MOST * _of_shipped_cards(), f"{added} steps more, {_of_shipped_cards()} for the shipped cards"
