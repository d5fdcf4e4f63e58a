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

_OF_KEYWORDS = re.compile(rb"dict\(\s*(?:\*\*|\w+\s*=|\#|\))")
_AT_ONCE = (re.compile(rb"self\.\w+, ?[\w., ]{1,200}\)? ?=(?!=)"), re.compile(rb", ?self\.\w+\)? ?=(?!=)"))
_MAKING_BASE = (b"declarative_base(", b"cls=")
_FILLING = (b".format(", b'" % ', b"' % ", b'") % ', b"') % ", b"  % ", b'"%(', b"'%(")
"""What a text has that fills another one, as it is usually formatted."""
_CONVERSION = re.compile(r"%(?:%|(?:\((?P<name>\w+)\))?(?P<kind>[sdr]))")
_PLAIN = (ast.Attribute, ast.Call, ast.Name, ast.Subscript)
"""What is shown itself by `"%s" % given`, if it is no tuple."""
_BLOCKS = ("body", "orelse", "finalbody")
_ROWS = (ast.Tuple, ast.List)
_PERCENT = "is_of_percent"
"""The attribute of a node by which `is_of_percent` knows it."""
_Fields: TypeAlias = dict[str, object]


def read_in_one_form(tree: ast.Module, source: bytes) -> None:
    """Turn `dict(limit=3)` into `{"limit": 3}`, `"{} of".format(n)` and `"%d of" % n` into `f"{n} of"`.

    A `dict` of the module's own is left as it is, and so is each text whose holes do not show what fills them. What
    gives several attributes their values at once, `self.a, self.b = one, two`, becomes several assignments, and
    `Base = declarative_base(cls=Audited)` is followed by the class that it makes.
    """
    if not _has_other_forms(source):
        return
    nodes = nodes_in(tree)
    for node in reversed(nodes):  # what a text is filled with comes before it
        if isinstance(node, (ast.Call, ast.BinOp)):
            parts = _parts_of_format(node) if isinstance(node, ast.Call) else _parts_of_percent(node)
            if parts and _can_be_said(parts):
                percent = {_PERCENT: True} if isinstance(node, ast.BinOp) else {}
                _become(node, ast.JoinedStr, {"values": parts, **percent})
    if any(_is_of_several(node) for node in nodes if isinstance(node, ast.Assign)):
        for node in nodes:
            _take_apart(node)
    if all(each in source for each in _MAKING_BASE):
        tree.body[:] = [each for statement in tree.body for each in _with_base(statement)]
    dicts = [node for node in nodes if isinstance(node, ast.Call) and _is_dict(node)]
    if dicts and not any(map(_is_own_dict, nodes)):
        for call in dicts:
            keys, values = [_key(word) for word in call.keywords], [word.value for word in call.keywords]
            _become(call, ast.Dict, {"keys": keys, "values": values})


def _has_other_forms(source: bytes) -> bool:
    """Whether a text may have something that is written otherwise, as most have not."""
    if b"dict(" in source and _OF_KEYWORDS.search(source):
        return True
    if all(each in source for each in _MAKING_BASE):
        return True
    return any(each in source for each in _FILLING) or any(each.search(source) for each in _AT_ONCE)


def _can_be_said(parts: list[ast.expr]) -> bool:
    """Whether there is an f-string of some parts that fits on a line, in each version of Python."""
    holes = [part for part in parts if isinstance(part, ast.FormattedValue)]
    try:
        return "\n" not in ast.unparse(ast.JoinedStr([*holes]))
    except ValueError:  # a backslash within its braces, or more quotes than there are
        return False


def _is_dict(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "dict" and not call.args


def is_of_percent(node: ast.AST) -> bool:
    """Whether a text is one that `%` fills, for those to whom that makes a difference."""
    return hasattr(node, _PERCENT)


def _become(node: ast.expr, cls: type[ast.expr], fields: _Fields) -> None:
    for field in node._fields:
        delattr(node, field)
    object.__setattr__(node, "__class__", cls)
    node.__dict__.update(fields)


def _take_apart(node: ast.AST) -> None:
    for field in _BLOCKS:
        block = getattr(node, field, None)
        if isinstance(block, list) and any(map(_is_of_several, block)):
            block[:] = [each for statement in block for each in _assignments(statement)]


def _is_of_several(statement: ast.AST) -> bool:
    """Whether a statement gives several attributes their values, none of which hangs on the others."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    if not isinstance(target, _ROWS) or not isinstance(statement, ast.Assign) or not isinstance(statement.value, _ROWS):
        return False
    targets, values = target.elts, statement.value.elts
    if len(targets) != len(values) or not any(isinstance(each, ast.Attribute) for each in targets):
        return False
    changed = {ast.unparse(each) for each in targets}
    read = [part for value in values for part in nodes_in(value) if isinstance(part, (ast.Name, ast.Attribute))]
    is_open = any(isinstance(each, ast.Starred) for each in (*targets, *values))
    return not is_open and changed.isdisjoint(map(ast.unparse, read))


def _assignments(statement: ast.stmt) -> Iterator[ast.stmt]:
    if not isinstance(statement, ast.Assign) or not _is_of_several(statement):
        yield statement
        return
    target, value = statement.targets[0], statement.value
    if isinstance(target, _ROWS) and isinstance(value, _ROWS):
        for left, right in zip(target.elts, value.elts, strict=True):
            single = ast.copy_location(ast.Assign([left], right), left)
            single.end_lineno, single.end_col_offset = right.end_lineno, right.end_col_offset
            yield single


def _with_base(statement: ast.stmt) -> Iterator[ast.stmt]:
    """A statement, and the class that it makes of another one for all tables: `class Base(Audited, Base)`."""
    yield statement
    made = statement.value if isinstance(statement, ast.Assign) else None
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    if not isinstance(made, ast.Call) or not isinstance(target, ast.Name):
        return
    if getattr(made.func, "attr", getattr(made.func, "id", "")) != "declarative_base":
        return
    above = next((word.value for word in made.keywords if word.arg == "cls"), None)
    if isinstance(above, (ast.Name, ast.Attribute)):
        base = ast.Name(target.id, ast.Load())
        cls = ast.ClassDef(name=target.id, bases=[above, base], keywords=[], body=[ast.Pass()], decorator_list=[])
        cls.__dict__.setdefault("type_params", [])
        for each in (cls, base, cls.body[0]):
            each.lineno = each.end_lineno = statement.end_lineno or statement.lineno
            each.col_offset = each.end_col_offset = statement.end_col_offset or statement.col_offset
        yield cls


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
    template = _text(node.left) if isinstance(node.op, ast.Mod) else None
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
