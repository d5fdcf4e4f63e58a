"""What classes take, have and are, with all that they inherit; what the project does not show is not known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pattern_lint.kinds.classes.kind import Kind, Options
from pattern_lint.kinds.kit import Rule
from pattern_lint.kinds.report import ModuleReport, Sites
from pattern_lint.lang.python.module import Module
from pattern_lint.project.collect import collect
from pattern_lint.project.members import Members, every_of
from pattern_lint.project.project import Project

Ask = Callable[..., Members]


@pytest.fixture
def members() -> Ask:
    """What is known of the classes of some sources, where a card asks for what constructors take."""

    def known(*, is_looked_at: bool = True, **sources: str) -> Members:
        kind = Kind([Rule("TEAM1", "takes", Options(takes=("x",)))])
        facts = []
        for name, text in sources.items():
            module = Module(f"{name}.py", text.encode(), frozenset(sources))
            facts.append(collect(module))
            if is_looked_at:
                facts[-1]["kinds"]["classes"] = kind.module(module, ModuleReport(module, Sites()))
        return Project(facts).members

    return known


@pytest.mark.parametrize(
    ("source", "takes"),
    [
        ("class A: pass", False),
        ("class A:\n def __init__(self, x): ...", True),
        ("class A:\n def __init__(self, *, x=1): ...", True),
        ("class A:\n def __init__(self, **k): ...", None),
        ("class A:\n def __init__(self, *a): ...", None),
        ("class A:\n def __new__(cls, x): ...", True),
        ("class B:\n def __init__(self, x): ...\nclass A(B):\n def __init__(self): ...", False),
        ("class B:\n def __init__(self, x): ...\nclass A(B):\n def __init__(self, **k): ...", True),
        ("from m import B\nclass A(B): pass", None),
        ("from typing import Generic, T\nclass A(Generic[T]): pass", False),
        ("from m import make\n@make\nclass A:\n x: int", None),
        ("from dataclasses import dataclass\n@dataclass\nclass A:\n x: int", True),
        ("from dataclasses import dataclass\n@dataclass(init=False)\nclass A:\n x: int", False),
        ("from dataclasses import dataclass, InitVar\n@dataclass\nclass A:\n x: InitVar[int]", True),
        ("from dataclasses import dataclass\n@dataclass\nclass A:\n x: 'ClassVar[int]' = 1", False),
        ("from dataclasses import dataclass\n@dataclass\nclass B:\n x: int\nclass A(B): pass", True),
        ("import attr\n@attr.s\nclass A:\n x = attr.ib()", True),
        ("import attr\n@attr.s\nclass A:\n _x = attr.ib()", True),
        ("from typing import NamedTuple\nclass A(NamedTuple):\n x: int", True),
        ("import msgspec\nclass A(msgspec.Struct):\n y: int", False),
        ("from sqlalchemy.orm import DeclarativeBase\nclass B(DeclarativeBase): ...\nclass A(B):\n x = Column()", True),
    ],
)
def test_what_a_constructor_takes(members: Ask, source: str, takes: bool | None) -> None:
    assert members(m0=source).takes("m0.A", ["x"]) is takes


def test_a_field_of_a_file_that_nobody_looked_at_is_not_known(members: Ask) -> None:
    known = members(m0="from dataclasses import dataclass\n@dataclass\nclass A:\n x: int", is_looked_at=False)
    assert known.takes("m0.A", ["x"]) is None


@pytest.mark.parametrize(
    ("source", "has"),
    [
        ("class A:\n async def close(self): ...", True),
        ("class A:\n def close(self): ...", False),
        ("class B:\n async def close(self): ...\nclass A(B): ...", True),
        ("import abc\nclass B(abc.ABC):\n @abc.abstractmethod\n async def close(self): ...\nclass A(B): ...", False),
        ("class A:\n close = print", None),
        ("from elsewhere import B\nclass A(B): ...", None),
        ("import threading\nclass A(threading.Thread): ...", False),
    ],
)
def test_methods(members: Ask, source: str, has: bool | None) -> None:
    assert members(m0=source).has_method("m0.A", "close", (), True) is has


def test_parameters_of_methods_with_their_stars(members: Ask) -> None:
    known = members(m0="class A:\n def f(self, a, **_rest): ...\n def g(self, a): ...")
    assert known.has_method("m0.A", "f", ("a", "**rest"), None) is True
    assert known.has_method("m0.A", "f", ("b",), None) is None
    assert known.has_method("m0.A", "g", ("**rest",), None) is False


@pytest.mark.parametrize(
    ("answers", "every"),
    [([], True), ([True, None], None), ([None, False], False), ([True, True], True), ([None], None)],
)
def test_three_values_together(answers: list[bool | None], every: bool | None) -> None:
    assert every_of(answers) is every
