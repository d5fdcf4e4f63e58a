"""What is unpacked where it is written: tuples by assignments and loops, dicts by calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .scopes import Binding


def parts_of(target: ast.Tuple | ast.List, binding: Binding) -> list[Binding]:
    """The binding of each part of a target; parts of which nothing is known are bound all the same."""
    count = len(target.elts)
    value = binding.value
    if any(isinstance(element, ast.Starred) for element in target.elts):
        known: list[ast.expr | None] = []
    elif binding.kind == "assign":
        known = list(value.elts) if isinstance(value, (ast.Tuple, ast.List)) else []
        if any(isinstance(element, ast.Starred) for element in known):
            known = []
    else:
        known = _iterated(value) if binding.kind == "iter" and isinstance(value, ast.Call) else []
    if len(known) != count:
        known = [None] * count
    return [
        Binding("other", binding.node) if part is None else Binding(binding.kind, binding.node, part) for part in known
    ]


def _iterated(call: ast.Call) -> list[ast.expr | None]:
    """What each part of the elements runs over: of `enumerate(xs)`, `zip(xs, ys)` and `table.items()`."""
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr == "items" and not call.args:
        values = ast.Attribute(function.value, "values", ast.Load())
        return [None, ast.copy_location(ast.Call(ast.copy_location(values, function), [], []), call)]
    if isinstance(function, ast.Name) and function.id == "enumerate" and call.args:
        return [None, call.args[0]]
    if isinstance(function, ast.Name) and function.id == "zip":
        return list(call.args)
    return []


def spell_out(call: ast.Call) -> None:
    """Put what a call is given in a dict that is written there, `f(**{"limit": 3})`, among its keywords."""
    call.keywords = [each for word in call.keywords for each in _words_of(word)]


def _words_of(word: ast.keyword) -> Iterator[ast.keyword]:
    given = word.value
    if word.arg is not None or not isinstance(given, ast.Dict) or not _is_of_words(given.keys):
        yield word
        return
    for key, value in zip(given.keys, given.values, strict=True):
        name = str(key.value) if isinstance(key, ast.Constant) else None
        spelled = ast.copy_location(ast.keyword(name, value), value)
        if key is not None:
            spelled.lineno, spelled.col_offset = key.lineno, key.col_offset
        yield from (spelled,) if name is not None else _words_of(spelled)


def _is_of_words(keys: list[ast.expr | None]) -> bool:
    """Whether each key of a dict can stand for a parameter; what has no key is another dict, which may say otherwise
    of what stands before it."""
    named = [key.value if isinstance(key, ast.Constant) else None for key in keys[keys.count(None) :]]
    return all(isinstance(name, str) and name.isidentifier() for name in named)
