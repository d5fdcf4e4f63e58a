"""What each repair writes, and where it would rather write nothing; cards have examples of the usual cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from pattern_lint.fix.fixer import Fixer
from pattern_lint.fix.repair import Repair
from pattern_lint.fix.repairs.by_ruff import Project
from pattern_lint.outcome import Finding
from pattern_lint.tool_findings import unused_waiver

CODE = "TST100"


def fixed(text: str, reported: str, repair: Repair, message: str = "", code: str = CODE) -> str:
    """The text after the repair of a finding on the first place where something is written."""
    start = text.index(reported)
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    end_line = line + reported.count("\n")
    end_column = len(reported) - reported.rfind("\n") if "\n" in reported else column + len(reported)
    finding = Finding("a.py", line, column, end_line, end_column, code, "ours", "error", message, fix="safe")
    fixer = Fixer({CODE: repair}, lambda path: Project(Path.cwd(), dict))
    content = text.encode()
    return fixer.change("a.py", content, fixer.proposals("a.py", content, [finding])).content.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f()", "f(a=1)"),
        ("f( )", "f(a=1 )"),
        ("f(x)", "f(x, a=1)"),
        ("f((x))", "f((x), a=1)"),
        ("f(x, )", "f(x, a=1 )"),
        ("f(a=2, b=3)", "f(a=1, b=3)"),
        ("f(*x)", "f(*x, a=1)"),
        ("f(**x)", "f(**x)"),
        ("f(x for x in y)", "f(x for x in y)"),
        ("f(')', x)", "f(')', x, a=1)"),
        ("f(x)(y)", "f(x)(y, a=1)"),
        ("(f)()", "(f)(a=1)"),
        ("f(\n    x,  # why\n    y,\n)", "f(\n    x,  # why\n    y,\n    a=1,\n)"),
        ("f(\n    x,\n    y  # why\n)", "f(\n    x,\n    y, a=1  # why\n)"),
    ],
)
def test_an_argument_of_a_call(before: str, after: str) -> None:
    assert fixed(f"z = {before}\n", before, Repair(argument="a=1")) == f"z = {after}\n"


def test_an_argument_of_a_decorator() -> None:
    text = "@frozen_soon\nclass A: ...\n"
    assert fixed(text, "frozen_soon", Repair(argument="frozen=True")) == "@frozen_soon(frozen=True)\nclass A: ...\n"


@pytest.mark.parametrize(
    ("head", "after"),
    [
        ("class A(B)", "class A(B, frozen=True)"),
        ("class A(B, x=1)", "class A(B, x=1, frozen=True)"),
        ("class A(B[C],)", "class A(B[C], frozen=True,)"),
        ("class A", "class A"),
        ("class A(B, frozen=False)", "class A(B, frozen=False)"),
    ],
)
def test_an_argument_of_a_class(head: str, after: str) -> None:
    found = fixed(f"{head}:\n    x: int\n", "class A", Repair(argument="frozen=True"))
    assert found == f"{after}:\n    x: int\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("yaml.load(x)", "yaml.safe_load(x)"),
        ("yaml . load(x)", "yaml . safe_load(x)"),
        ("load(x)", "load(x)"),
    ],
)
def test_another_name(before: str, after: str) -> None:
    assert fixed(f"import yaml\nz = {before}\n", before, Repair(rename="safe_load")) == f"import yaml\nz = {after}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("async def g():\n    f()\n", "async def g():\n    await f()\n"),
        ("async def g():\n    return f().x\n", "async def g():\n    return f().x\n"),
        ("async def g():\n    [f() for x in y]\n", "async def g():\n    [f() for x in y]\n"),
        ("def g():\n    f()\n", "def g():\n    f()\n"),
        ("f()\n", "f()\n"),
    ],
)
def test_awaiting(before: str, after: str) -> None:
    assert fixed(before, "f()", Repair(await_=True)) == after


@pytest.mark.parametrize(
    ("clause", "raised", "expected"),
    [
        ("except A as e:", "raise B", "except A as e:|raise B from e"),
        ("except (A):", "raise B", "except (A) as error:|raise B from error"),
        ("except* A:", "raise B()", "except* A as error:|raise B() from error"),
        ("except A:  # not: b", "raise (B())", "except A as error:  # not: b|raise (B()) from error"),
        ("except:", "raise B", "except:|raise B"),
        ("except A as e:", "raise e", "except A as e:|raise e"),
        ("except A as e:", "raise e.with_traceback(None)", "except A as e:|raise e.with_traceback(None)"),
        ("except A as e:", "raise B from None", "except A as e:|raise B from None"),
        ("except A as e:", "e = 1; raise B", "except A as e:|e = 1; raise B"),
    ],
)
def test_the_cause(clause: str, raised: str, expected: str) -> None:
    text = f"try:\n    f()\n{clause}\n    {raised}\n"
    clause_after, _, raised_after = expected.partition("|")
    found = fixed(text, raised[raised.index("raise") :], Repair(cause=True))
    assert found == f"try:\n    f()\n{clause_after}\n    {raised_after}\n"


def test_the_cause_is_not_that_of_a_function_within() -> None:
    text = "try:\n    f()\nexcept A as e:\n    def g():\n        raise B\n"
    assert fixed(text, "raise B", Repair(cause=True)) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x: Optional[int]", "x: int | None"),
        ("x: Optional[\n    int  # why\n]", "x: Optional[\n    int  # why\n]"),
        ("x: 'Optional[int]'", "x: 'int | None'"),
        ("x: 'Optional[\"B\"]'", "x: 'B | None'"),
        ("x: 'list[Optional[int]]'", "x: 'list[Optional[int]]'"),
        ("x: Optional['B']", 'x: "B | None"'),
        ("x: Optional[Literal['a']]", "x: Literal['a'] | None"),
    ],
)
def test_bars(before: str, after: str) -> None:
    head = "from typing import Literal, Optional\n\ny: Optional = Literal\n"
    found = fixed(f"{head}{before}\n", before.removeprefix("x: "), Repair(bars=True))
    assert found == f"{head}{after}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1  # noqa: TST1\n", "x = 1\n"),
        ("x = 1  # noqa: TST1 -- because\n", "x = 1\n"),
        ("x = 1  # noqa: TST1, E501\n", "x = 1  # noqa: E501\n"),
        ("x = 1  # noqa: E501,TST1\n", "x = 1  # noqa: E501\n"),
        ("x = 1  # noqa: TST1 because\n", "x = 1  # because\n"),
        ("x = 1  # noqa: TST1  # type: ignore\n", "x = 1  # type: ignore\n"),
        ("# flake8: noqa: TST1\nx = 1\n", "x = 1\n"),
        ("if x:\n    # noqa: TST1\n    y()\n", "if x:\n    y()\n"),
        ("x = 1  # noqa: TST2\n", "x = 1  # noqa: TST2\n"),
    ],
)
def test_a_waiver_of_nothing(before: str, after: str) -> None:
    reported = "# flake8: noqa" if before.startswith("# flake8") else "# noqa"
    assert fixed(before, reported, Repair(), unused_waiver("TST1"), "PAT001") == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (
            "import old\n\n\n@old.fix(a=1)\ndef f(): ...\n\n\nold.more()\n",
            "import old\nimport new.ones\n\n\n@new.ones.fix(a=1)\ndef f(): ...\n\n\nold.more()\n",
        ),
        (
            "import new.ones\nimport old\n\n\n@old.fix(a=1)\ndef f(): ...\n",
            "import new.ones\n\n\n@new.ones.fix(a=1)\ndef f(): ...\n",
        ),
        ("import old\n\nnew = 1\n\n\n@old.fix(a=1)\ndef f(): ...\n", None),
        ("def f(old):\n    @old.fix(a=1)\n    def g(): ...\n", None),
    ],
)
def test_a_decorator_gets_a_successor_with_its_import(text: str, after: str | None) -> None:
    assert fixed(text, "old.fix(a=1)", Repair(successor="new.ones.fix")) == (after or text)
