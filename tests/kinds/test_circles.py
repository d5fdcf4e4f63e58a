"""What rests on itself, or on a long row of others, ends; each case once ran for ever or out of stack."""

from __future__ import annotations

import pytest

from pattern_lint.kinds.ids.backtracking import compiled

from .conftest import Judge

MODEL = "from typing import Annotated, ClassVar, Optional, Union\nfrom pydantic import BaseModel, Field\n"
CLIENT = "import aiohttp\nasync def grow(pool, s):\n"


@pytest.mark.parametrize(
    ("card", "source"),
    [
        ("dto-field-description", MODEL + "Symbol = Annotated[Symbol, Field()]\nclass A(BaseModel):\n    a: Symbol\n"),
        ("dto-field-description", MODEL + "A = Union[B, int]\nB = Union[A, str]\nclass C(BaseModel):\n    a: A\n"),
        (
            "dto-field-description",
            MODEL + "class A(BaseModel):\n    Index: ClassVar[type] = Index\n    client: Optional[Index]\n",
        ),
        (
            "dto-field-description",
            "".join(f"A{n} = A{n - 1}\n" for n in range(1, 2_000)) + MODEL + "class B(BaseModel):\n    a: A1999\n",
        ),
        ("managed-session", CLIENT + "    pool = [*pool, aiohttp.ClientSession()]\n"),
        ("managed-session", CLIENT + "    s = aiohttp.ClientSession()\n    s.append(s)\n"),
        ("managed-session", CLIENT + "    s = aiohttp.ClientSession()\n    s[0] = s\n"),
        (
            "managed-session",
            CLIENT
            + "    a0 = [aiohttp.ClientSession()]\n"
            + "".join(f"    a{n} = [a{n - 1}]\n" for n in range(1, 900)),
        ),
        (
            "capabilities-validated",
            "K = K + [1]\ndef f(a=None):\n    for key in K:\n        if not a:\n            raise ValueError(key)\n",
        ),
    ],
)
def test_it_ends_without_a_fault(judge: Judge, card: str, source: str) -> None:
    assert judge(card, source).faults == []


def test_a_session_that_is_added_to_its_own_list_is_not_closed(judge: Judge) -> None:
    source = (
        CLIENT
        + "    pool = [*pool, aiohttp.ClientSession()]\n    for session in pool:\n        await session.get('/')\n"
    )
    assert [finding.line for finding in judge("managed-session", source).findings] == [3]


@pytest.mark.parametrize(
    "expression",
    [r"^SIG_\d{8}(?:\w?){40}!$", r"(a|a){40}", r"(\w+)+$", "(?:x{0,40}){0,40}", "(a|b?)*", "(?=(a|a){40})"],
)
def test_no_expression_is_tried_that_has_too_many_ways(expression: str) -> None:
    assert compiled(expression) is None


@pytest.mark.parametrize(
    "expression", [r"^SIG_\d{8}_\d{6}_[0-9a-f]{8}$", r"^(A|B)_\d+_[a-f\d]{8}\Z", r"(\d{4}_){2}x", "(?!x)a+"]
)
def test_plain_expressions_are_tried(expression: str) -> None:
    assert compiled(expression) is not None
