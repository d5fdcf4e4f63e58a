"""Which of several things in a file are of another sort than the first: the topics of two brokers, for example."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping

from ...lang.python.walking import start_of


def of_another_sort(found: Iterable[tuple[ast.AST, str]], *expressions: str) -> Mapping[ast.AST, str]:
    """The first of each further sort, with how the first of all is written; a sort is what a group of a form takes in.

    What is not of the form is of no sort.
    """
    compiled, first, seen = [re.compile(each) for each in expressions if each], "", set[str]()
    odd: dict[ast.AST, str] = {}
    for node, text in sorted(found, key=lambda each: start_of(each[0])):
        match = next(filter(None, (each.fullmatch(text) for each in compiled)), None)
        sort = match[1].lower() if match is not None else ""
        if sort and seen and sort not in seen:
            odd[node] = first
        if sort:
            first = first or text
            seen.add(sort)
    return odd
