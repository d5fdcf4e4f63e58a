"""How small functions end: what gets out of them as an error, and whether they always answer."""

from __future__ import annotations

import textwrap

import pytest

from pattern_lint.flow.ends import answers, escaping
from pattern_lint.lang.python.module import Module
from pattern_lint.lang.python.scopes import Scope


def function(body: str, before: str = "") -> tuple[Module, Scope]:
    source = f"{textwrap.dedent(before)}\nasync def f(x, y):\n" + textwrap.indent(textwrap.dedent(body), "    ")
    module = Module("m.py", source.encode())
    return module, next(scope for scope in module.index.functions if scope.name == "f")


@pytest.mark.parametrize(
    ("body", "always"),
    [
        ("return 1", True),
        ("return None", False),
        ("return", False),
        ("x()", False),
        ("if x:\n    return 1", False),
        ("if x:\n    return 1\nelse:\n    return 2", True),
        ("if x:\n    raise ValueError\nreturn 2", True),
        ("try:\n    x()\nexcept Exception:\n    return 1\nreturn 2", True),
        ("try:\n    return x()\nexcept Exception:\n    y()", False),
        ("try:\n    return x()\nexcept Exception:\n    y()\n    return 1\nfinally:\n    y()", True),
        ("try:\n    return x()\nfinally:\n    y()", True),
        ("while True:\n    if x():\n        return 1", True),
        ("for each in x:\n    return 1", False),
        ("match x:\n    case 1:\n        return 1\n    case _:\n        return 2", True),
        ("async with x:\n    return 1", True),
    ],
)
def test_every_way_gives_something_back(body: str, always: bool) -> None:
    assert answers(*function(body)) is always


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("await x()", [3]),
        ("x()", []),
        ("try:\n    await x()\nexcept Exception:\n    return 1", []),
        ("try:\n    await x()\nexcept OSError:\n    return 1", []),
        ("try:\n    await x()\nexcept ValueError:\n    return 1", [4]),
        ("try:\n    await x()\nexcept:\n    await y()\n    raise", [6, 7]),
        ("try:\n    await x()\nfinally:\n    y()", [4]),
        ("try:\n    try:\n        await x()\n    finally:\n        y()\nexcept Exception:\n    return 1", []),
        ("try:\n    async with x:\n        y()\nexcept Exception:\n    return 1\nfinally:\n    y()", []),
        ("async for each in x:\n    y()", [3]),
        ("await x(return_exceptions=True)\nawait asyncio.sleep(1)", []),
        ("await y.check()", []),
        ("async def inner():\n    await x()\nreturn inner", []),
    ],
)
def test_errors_that_get_out(body: str, lines: list[int]) -> None:
    module, scope = function(body, "import asyncio")
    found = sorted(module.span(point)[0] for point in escaping(module, scope, ["check"]))
    assert found == lines


def test_a_helper_of_the_module_keeps_errors_for_those_who_wait_for_it() -> None:
    keeping = "async def g():\n    try:\n        await h()\n    except Exception:\n        return 1"
    assert not escaping(*function("await g()", keeping), [])
    assert escaping(*function("await g()", "async def g():\n    await h()"), [])


def test_helpers_that_wait_for_each_other_come_to_an_end() -> None:
    module, scope = function("await g()", "async def g():\n    await f(1, 2)")
    assert escaping(module, scope, [])


def test_long_rows_of_functions_are_not_followed_to_their_end() -> None:
    rows = "".join(
        f"async def g{n}():\n    try:\n        await h()\n    except Exception:\n        pass\n    await g{n + 1}()\n"
        for n in range(600)
    )
    assert not escaping(*function("await g0()", rows), [])
