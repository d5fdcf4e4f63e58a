"""Which functions other modules give to calls of some names."""

from __future__ import annotations

import pytest

from pattern_lint.lang.python.module import Module
from pattern_lint.project.collect import collect
from pattern_lint.project.given import given_topic
from pattern_lint.project.project import Project

NAMES = ("routing.Route", "*.add_route")
TOPIC = given_topic(NAMES)
SOURCES = {
    "beds": "def free(): ...\ndef book(): ...\nclass Desk:\n    def ask(self): ...",
    "yard": "from beds import book as take",
}


def project(source: str) -> Project:
    facts = []
    for name, text in {**SOURCES, "app": source}.items():
        module = Module(f"{name}.py", text.encode(), frozenset({*SOURCES, "app"}))
        told = collect(module)
        told["topics"] = {TOPIC.name: given} if (given := TOPIC.collect(module)) is not None else {}
        facts.append(told)
    return Project(facts)


@pytest.mark.parametrize(
    ("source", "function"),
    [
        ("import beds, routing\nrouting.Route('/', beds.free)", "beds.free"),
        ("import beds, routing\nrouting.Route('/', endpoint=beds.free)", "beds.free"),
        ("import routing, yard\nrouting.Route('/', yard.take)", "beds.book"),
        ("from beds import Desk\nimport routing\nrouting.Route('/', Desk().ask)", "beds.Desk.ask"),
        ("import beds, web\nfor each in (beds.free, beds.book):\n    web.App().add_route('/', each)", "beds.book"),
    ],
)
def test_what_another_module_gives(source: str, function: str) -> None:
    assert project(source).given.has(function, NAMES)


@pytest.mark.parametrize(
    "source",
    [
        "import beds, routing\nrouting.Other('/', beds.free)",
        "import beds, routing\nrouting.Route('/', beds.book)",
        "import beds, routing\nrouting.Route('/', beds.free())",
        "import beds\nbeds.free()",
    ],
)
def test_what_nobody_gives(source: str) -> None:
    assert not project(source).given.has("beds.free", NAMES)
