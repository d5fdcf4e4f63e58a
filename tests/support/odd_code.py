"""Code that nobody writes and Python reads: odd annotations, clauses, classes and patterns, and files with their
statements in disorder."""

from __future__ import annotations

import ast
import copy
import sysconfig
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

_NAMES = st.sampled_from(
    "x self cls Index Order Optional typing.Optional typing.ClassVar ClassVar Annotated typing.Union Type set dict "
    "list tuple Coroutine Callable Literal Self asyncio.Task uuid.UUID UUID Path datetime BaseModel Field Enum str "
    "int None order_id client session OrderService".split()
)
_HEADER = """\
import asyncio, typing, uuid, logging, requests, httpx, dataclasses, abc
from collections.abc import Callable, Coroutine
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Optional, Self, Type
from uuid import UUID
from pydantic import BaseModel, Field
logger = logging.getLogger(__name__)
"""


def _subscripts(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(parts, parts)
    return st.one_of(
        st.tuples(_NAMES, parts).map(lambda it: f"{it[0]}[{it[1]}]"),
        st.tuples(_NAMES, two).map(lambda it: f"{it[0]}[{it[1][0]}, {it[1][1]}]"),
        _NAMES.map(lambda name: f"{name}[()]"),
        st.tuples(_NAMES, parts).map(lambda it: f"{it[0]}[*{it[1]}, ...]"),
        st.tuples(_NAMES, parts).map(lambda it: f"{it[0]}[{it[1]},]"),
        st.tuples(_NAMES, parts).map(lambda it: f"{it[0]}[:, {it[1]}:]"),
        two.map(lambda it: f"{it[0]} | {it[1]}"),
        two.map(lambda it: f"({it[0]}, {it[1]})"),
        two.map(lambda it: f"[{it[0]}, *{it[1]}]"),
        two.map(lambda it: f"{{{it[0]}: {it[1]}, **{it[0]}}}"),
        two.map(lambda it: f"{it[0]}({it[1]}, *{it[0]}, k={it[1]}, **{it[0]})"),
        parts.map(repr),
        parts.map(lambda it: f"(lambda self, /, *a, k={it}, **kw: {it})"),
        parts.map(lambda it: f"[(y := {it}) for x in {it} if (z := x)]"),
        _NAMES.map(lambda it: f"f'{{{it}!r:>{{{it}}}}}' '{{' rf'\\d{{{it}=}}'"),
        parts.map(lambda it: f"f'{{ {it} }}'"),
        two.map(lambda it: f"({it[0]} if {it[1]} else {it[0]}).a().b[0]"),
        parts.map(lambda it: f"(await {it})"),
        parts.map(lambda it: f"(yield {it})"),
    )


EXPRESSIONS = st.recursive(
    _NAMES
    | st.sampled_from(["()", "...", "''", "'not an [expression'", "1", "b''", "-1", "[]", "{}", "(not x)", "2j"]),
    _subscripts,
    max_leaves=6,
)

_LONGEST = 12_000
"""The bytes of a file that takes part, so that many files can."""

STATEMENTS = (
    "y: {0} = {1}",
    "Index: ClassVar[type] = Index\nclient: Optional[Index] = {0}",
    "self.a: {0} = {1}",
    "x[{0}]: {1}",
    "a = b = [c, *d] = e.f = {0}, *{1}",
    "def f(self, a: {0}, /, b: {1} = {0}, *args: *{1}, c: {0}, d=lambda: {1}, **kw: {0}) -> {1}:\n    return {0}",
    "async def f(cls, *, order_id: {0} = {1}) -> {1}:\n    async with {0} as (a, b), {1}: await a\n    return a",
    "@property\n@{0}\n@x.setter\ndef f(self): {1}",
    "class C({0}, *{1}, metaclass={0}, **{1}):\n    x: {0} = {1}\n    class Config: frozen = {1}\n"
    "    def __init__(self, a: {0}): self.a = a; self.b = {1}",
    "@dataclasses.dataclass\nclass OrderDTO({0}):\n    id: {1}\n    def __init__(self): super().__init__({0})",
    "class C(C): ...\nclass D(E): ...\nclass E(D): x: {0}",
    "try: {0}\nexcept (): pass\nexcept ({0}, ()): raise {1} from {0}\nexcept {0}: pass\nexcept: raise",
    "try:\n    try: {0}\n    except {1} as e: raise e from None\n    finally: pass\nexcept* ({0}, {1}) as e: f({0})",
    "try: {0}\nexcept {1} as x:\n    del x\n    raise\nelse: {0}\nfinally: {1}",
    "match {0}:\n    case [x, *_] | (x, _): {1}\n    case {{'k': x, **rest}} if {0}: pass\n"
    "    case C(x, y=D(z)) as w: pass\n"
    "    case -1 | 'a' | None | typing.X: pass\n    case [*_] | {{}}: pass\n    case _: {1}",
    "with {0} as x.y, {1} as (a, [b, *c]), {0}: {1}",
    "for x[{0}], (y, *z) in {1}: break\nelse: {0}",
    "while (x := {0}): continue",
    "del x, y[{0}], (z, w.v)",
    "def f():\n    global x, y\n    x: {0}\n    def g():\n        nonlocal_ = 1\n        def h():\n"
    "            nonlocal nonlocal_\n            nonlocal_ = {1}\n        return h",
    "async def f():\n    return [x async for x in {0} if await {1}], {{k: v for k, v in {0}}}, (yield)",
    "assert {0}, {1}",
    "x += {0}; x.y @= {1}; x[0] **= {0}",
    "__all__ = [*{0}, {1}]\n__all__ += {0}",
    "from . import *; from .. import a; from ...b import c as d; import a.b.c as e, f.g",
    "if typing.TYPE_CHECKING: import x\nelif __name__ == '__main__': {0}\nelse: {1}",
    "requests.get({0}).json(*{1}, **{0})\nlogger.info(f'{{x}}', *{0}, extra={1})\nasyncio.create_task({0})",
    "raise {0}({1}) from {0}",
    "lambda *, a=lambda b, /, c={0}: b, **d: (yield {1})",
    "print(*{0}, sep='', **{1}, end={0})",
)


@st.composite
def odd_programs(draw: st.DrawFn) -> str:
    """A program of odd statements; some of what may not stand where it stands is read all the same."""
    statements = draw(st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=5))
    text = "\n".join(form.format(draw(EXPRESSIONS), draw(EXPRESSIONS)) for form in statements)
    if draw(st.booleans()):
        text = "class OrderService(BaseService):\n" + _indented(text)
    if draw(st.booleans()):
        text = "async def run(self, order_id: str):\n" + _indented(text)
    return _HEADER + text + "\n"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))


@cache
def library() -> tuple[Path, ...]:
    """Files of the standard library that are not long."""
    folder = Path(sysconfig.get_path("stdlib"))
    found = (
        path
        for name in ("", "asyncio", "email", "unittest", "concurrent/futures")
        for path in (folder / name).glob("*.py")
    )
    return tuple(sorted(path for path in found if path.stat().st_size < 12_000))


Change = Callable[[list[ast.stmt], int], None]


def _remove(block: list[ast.stmt], at: int) -> None:
    if len(block) > 1:
        del block[at]


def _double(block: list[ast.stmt], at: int) -> None:
    block.insert(at, copy.deepcopy(block[at]))


def _swap(block: list[ast.stmt], at: int) -> None:
    block[at], block[at - 1] = block[at - 1], block[at]


@st.composite
def disordered_files(draw: st.DrawFn) -> str:
    """A file of the standard library with some statements removed, doubled or swapped."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(draw(st.sampled_from(library())).read_bytes())
    for _ in range(draw(st.integers(1, 12))):
        found = [getattr(node, name, None) for node in ast.walk(tree) for name in ("body", "orelse", "finalbody")]
        blocks = [block for block in found if isinstance(block, list) and block]
        block = blocks[draw(st.integers(0, len(blocks) - 1))]
        change: Change = draw(st.sampled_from((_remove, _double, _swap)))
        change(block, draw(st.integers(0, len(block) - 1)))
    return ast.unparse(tree)
