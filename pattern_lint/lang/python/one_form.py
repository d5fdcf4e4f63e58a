"""What can be written in several forms is read in one: dicts as in braces, texts with holes as f-strings.

A node is made another in its place, so that what lies around it need not be looked for.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import TypeAlias

from .walking import nodes_in

_OTHERWISE = re.compile(rb"""\bdict\(\s*(?:\*\*|\w+\s*=|\#|\))|["']\s*\)?\s*%|["']\s*\)?\s*\.format\(""")
"""What a text has that writes something otherwise."""
_CONVERSION = re.compile(r"%(?:%|(?:\((?P<name>\w+)\))?(?P<kind>[sdr]))")
_PLAIN = (ast.Attribute, ast.Call, ast.Name, ast.Subscript)
"""What is shown itself by `"%s" % given`, if it is no tuple."""
_PERCENT = "is_of_percent"
"""The attribute of a node by which `is_of_percent` knows it."""
_Fields: TypeAlias = dict[str, object]


def read_in_one_form(tree: ast.Module, source: bytes) -> None:
    """Turn `dict(limit=3)` into `{"limit": 3}`, `"{} of".format(n)` and `"%d of" % n` into `f"{n} of"`.

    A `dict` of the module's own is left as it is, and so is each text whose holes do not show what fills them.
    """
    if _OTHERWISE.search(source) is None:
        return
    nodes = nodes_in(tree)
    has_own = any(map(_is_own_dict, nodes))
    for node in nodes:
        if isinstance(node, ast.Call):
            parts = _parts_of_format(node)
            if parts:
                _become(node, ast.JoinedStr, {"values": parts})
            elif not has_own and isinstance(node.func, ast.Name) and node.func.id == "dict" and not node.args:
                keys, values = map(_key, node.keywords), (word.value for word in node.keywords)
                _become(node, ast.Dict, {"keys": [*keys], "values": [*values]})
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            parts = _parts_of_percent(node)
            if parts:
                _become(node, ast.JoinedStr, {"values": parts, _PERCENT: True})


def is_of_percent(node: ast.AST) -> bool:
    """Whether a text is one that `%` fills, for those to whom that makes a difference."""
    return hasattr(node, _PERCENT)


def _become(node: ast.expr, cls: type[ast.expr], fields: _Fields) -> None:
    for field in node._fields:
        delattr(node, field)
    object.__setattr__(node, "__class__", cls)
    node.__dict__.update(fields)


def _is_own_dict(node: ast.AST) -> bool:
    """Whether something else is bound to the name."""
    if isinstance(node, ast.Name):
        return node.id == "dict" and not isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.alias):
        return "dict" in (node.name, node.asname)
    return not isinstance(node, ast.keyword) and "dict" in (getattr(node, "name", None), getattr(node, "arg", None))


def _key(word: ast.keyword) -> ast.Constant | None:
    if word.arg is None:
        return None
    key = ast.copy_location(ast.Constant(word.arg), word)
    key.end_lineno, key.end_col_offset = word.lineno, word.col_offset + len(word.arg.encode())
    return key


def _parts_of_format(call: ast.Call) -> list[ast.expr]:
    """What a text consists of that `format` fills; nothing where that does not show, or not all of it is used once."""
    template = _text(call.func.value) if isinstance(call.func, ast.Attribute) and call.func.attr == "format" else None
    given = {word.arg: word.value for word in call.keywords}
    if template is None or None in given or any(isinstance(each, ast.Starred) for each in call.args):
        return []
    named = {str(number): each for number, each in enumerate(call.args)} | {str(name): given[name] for name in given}
    try:
        parts = list(_filled(template, named, call))
    except (ValueError, KeyError):  # of a wrong template, of a hole for which nothing is given
        return []
    shown = [part.value for part in parts if isinstance(part, ast.FormattedValue)]
    return parts if shown and len(shown) == len(named) == len(set(shown)) else []


def _filled(template: str, named: Mapping[str, ast.expr], place: ast.expr) -> Iterator[ast.expr]:
    count = 0
    for text, field, spec, conversion in Formatter().parse(template):
        if text:
            yield ast.copy_location(ast.Constant(text), place)
        if field is not None:
            shown = named[field or str(count)]
            count += not field
            yield _hole(shown, place, ord(conversion) if conversion else -1, spec or "")


def _parts_of_percent(node: ast.BinOp) -> list[ast.expr]:
    """The same of a text that `%` fills."""
    template = _text(node.left)
    if template is None or "%" in _CONVERSION.sub("", template):
        return []
    found = [*_CONVERSION.finditer(template)]
    names = [each["name"] for each in found if each["kind"]]
    shown = _given_by_name(node.right, names) if any(names) else _given_in_order(node.right)
    if not shown or len(shown) != len(names) or any(isinstance(each, ast.Starred) for each in shown):
        return []
    return [*_woven(template, found, iter(shown), node)]


def _given_in_order(right: ast.expr) -> list[ast.expr]:
    if isinstance(right, ast.Tuple):
        return right.elts
    return [right] if isinstance(right, _PLAIN) else []


def _given_by_name(right: ast.expr, names: list[str | None]) -> list[ast.expr]:
    keys = [_text(key) if key is not None else None for key in right.keys] if isinstance(right, ast.Dict) else []
    given = dict(zip(keys, right.values, strict=True)) if isinstance(right, ast.Dict) else {}
    is_clear = None not in keys and len(given) == len(keys) == len(set(names)) and given.keys() == set(names)
    return [given[name] for name in names] if is_clear else []


def _woven(template: str, found: list[re.Match[str]], shown: Iterator[ast.expr], place: ast.expr) -> Iterator[ast.expr]:
    text, start = "", 0
    for each in found:
        text, start = text + template[start : each.start()], each.end()
        if not each["kind"]:
            text += "%"
            continue
        if text:
            yield ast.copy_location(ast.Constant(text), place)
        text = ""
        yield _hole(next(shown), place, ord("r") if each["kind"] == "r" else -1)
    if text + template[start:]:
        yield ast.copy_location(ast.Constant(text + template[start:]), place)


def _hole(shown: ast.expr, place: ast.expr, conversion: int, spec: str = "") -> ast.FormattedValue:
    form = ast.JoinedStr([ast.copy_location(ast.Constant(spec), place)]) if spec else None
    hole = ast.FormattedValue(shown, conversion, ast.copy_location(form, place) if form is not None else None)
    return ast.copy_location(hole, place)


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
