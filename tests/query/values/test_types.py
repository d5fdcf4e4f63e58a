"""What an annotation is made of, however it is written."""

from __future__ import annotations

import ast

import pytest

from pattern_lint.lang.python.module import Module
from pattern_lint.query.answers import NO, UNKNOWN, YES, Answer
from pattern_lint.query.values.types import Type, is_typed

IMPORTS = """
import typing as t
from decimal import Decimal
from typing import Annotated, Any, Literal, NewType, Optional, TypeVar, Union
from sqlalchemy.orm import Mapped
from app import Money
Price = float
Euro = NewType("Euro", float)
T = TypeVar("T")
Loop = "Loop | None"
"""


def judged(annotation: str, wanted: Type) -> Answer:
    module = Module("m.py", f"{IMPORTS}\nx: {annotation}".encode(), frozenset({"app", "m"}))
    node = module.tree.body[-1]
    assert isinstance(node, ast.AnnAssign)
    return is_typed(wanted, node.annotation, module, module.scope)


@pytest.mark.parametrize(
    "annotation",
    [
        *("float", "'float'", "Optional[float]", "float | None", "t.Union[int, float]", "list[float]"),
        *("dict[str, 'list[float]']", "Annotated[float, 3]", "Mapped[Optional[float]]", "Price", "Euro"),
        *("'Optional[Price]'", "t.Callable[[float], int]", "tuple[float, ...]"),
    ],
)
def test_a_float_however_it_is_written(annotation: str) -> None:
    assert judged(annotation, Type(never=("float",))) == NO


@pytest.mark.parametrize(
    "annotation", ["int", "Literal['float']", "Annotated[int, float]", "Decimal", "list[T]", "None"]
)
def test_no_float(annotation: str) -> None:
    assert judged(annotation, Type(never=("float",))) == YES


def test_a_type_of_the_project_may_be_one() -> None:
    found = judged("Money", Type(never=("float",)))
    assert found.holds
    assert found.when == (("not", "", (("stands-for", "app.Money", ("float",)),)),)


def test_what_is_bound_nowhere_is_not_known() -> None:
    assert judged("Missing", Type(never=("float",))) == UNKNOWN


@pytest.mark.parametrize(
    ("annotation", "holds"),
    [
        *[("Decimal", True), ("Optional[Decimal]", True), ("Mapped[Decimal]", True), ("Decimal | int", False)],
        *[("list[Decimal]", False), ("'Decimal'", True), ("None", False)],
    ],
)
def test_the_type_itself(annotation: str, holds: bool) -> None:
    assert judged(annotation, Type(is_=("decimal.Decimal",))).holds is holds


@pytest.mark.parametrize(
    ("annotation", "holds"),
    [
        ("Optional[int]", True),
        ("int | None", True),
        ("int", False),
        ("list[None]", False),
        ("'Union[int, None]'", True),
    ],
)
def test_whether_none_is_admitted(annotation: str, holds: bool) -> None:
    assert judged(annotation, Type(optional=True)).holds is holds


def test_a_name_that_stands_for_itself_ends() -> None:
    assert judged("Loop", Type(never=("float",))).holds is None
