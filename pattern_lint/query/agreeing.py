"""Which of several things in a file are of another sort than the first: the topics of two brokers, for example."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping

from ..lang.python.walking import start_of


def of_another_sort(found: Iterable[tuple[ast.AST, str]], expression: str) -> Mapping[ast.AST, str]:
    """The first of each further sort, with how the first of all is written; a sort is what a group of a form takes in.

    What is not of the form is of no sort.
    """
    compiled, first, seen = re.compile(expression), "", set[str]()
    odd: dict[ast.AST, str] = {}
    for node, text in sorted(found, key=lambda each: start_of(each[0])):
        match = compiled.fullmatch(text)
        sort = match[1].lower() if match is not None else ""
        if sort and seen and sort not in seen:
            odd[node] = first
        if sort:
            first = first or text
            seen.add(sort)
    return odd
