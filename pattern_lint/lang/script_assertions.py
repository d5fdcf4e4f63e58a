"""The assertions of tests in TypeScript and JavaScript, as `expect` and `assert` say them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .code import Code
from .python.asserted import Assertion, Tested
from .python.parsing import UnreadableError

if TYPE_CHECKING:
    from ast_grep_py import SgNode

_TEST = re.compile(r"(it|test|specify)\b")
_AROUND = re.compile(r"(describe|suite|context)\b")
_ASSERTING = re.compile(r"(expect|assert)\b")
_APART = "\0"
_BETWEEN_WORDS = re.compile(rf"(?<=\w){_APART}(?=\w)")
_LAST_COMMA = re.compile(r",(?=[)\]}])")


def tested(path: str, text: str) -> dict[str, Tested] | None:
    """The tests of a file by their names with the groups around them; None where it cannot be read."""
    try:
        root = Code(path, path, text.encode()).root
    except UnreadableError:
        return None
    found: dict[str, tuple[int, list[Assertion]]] = {}
    for call in root.find_all(kind="call_expression"):
        called = call.field("function")
        if called is not None and _TEST.match(called.text()) and _says(call):
            found.setdefault(_name(call), (_line(call), []))
        elif called is not None and _ASSERTING.match(called.text()) and _is_whole(call):
            test = next((each for each in call.ancestors() if _is_call_of(_TEST, each)), None)
            if test is not None:
                found.setdefault(_name(test), (_line(test), []))[1].append(Assertion(_said(call), _line(call)))
    return {name: Tested(line, tuple(assertions)) for name, (line, assertions) in found.items()}


def _is_call_of(names: re.Pattern[str], node: SgNode) -> bool:
    called = node.field("function") if node.kind() == "call_expression" else None
    return called is not None and names.match(called.text()) is not None and bool(_says(node))


def _is_whole(call: SgNode) -> bool:
    """Whether nothing is asked of what a call gives: `expect(x)` is a part of `expect(x).toBe(1)`."""
    around = call.parent()
    return around is None or around.kind() not in ("member_expression", "call_expression")


def _said(node: SgNode) -> str:
    """A piece of code without its form: comments, spaces and commas at the end aside."""
    return _LAST_COMMA.sub("", _BETWEEN_WORDS.sub(" ", _APART.join(_leaves(node))).replace(_APART, ""))


def _leaves(node: SgNode) -> Iterator[str]:
    waiting = [node]
    while waiting:
        each = waiting.pop()
        inner = each.children()
        waiting += reversed(inner)
        if not inner and each.kind() != "comment":
            yield each.text()


def _says(call: SgNode) -> str:
    """The text that a call is given first, by which tests and groups of them are named."""
    given = call.field("arguments")
    first = next((each for each in given.children() if each.is_named()), None) if given is not None else None
    return first.text() if first is not None and first.kind() in ("string", "template_string") else ""


def _name(test: SgNode) -> str:
    return "".join([*reversed(list(_groups(test))), _says(test)])


def _groups(test: SgNode) -> Iterator[str]:
    return (_says(each) for each in test.ancestors() if _is_call_of(_AROUND, each))


def _line(node: SgNode) -> int:
    return node.range().start.line + 1
