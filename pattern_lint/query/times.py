"""Which times are UTC: by the clock that gives them, by their conversion, by what they are called."""

from __future__ import annotations

import ast
import re

from ..knowledge.clocks import clocks
from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..lang.python.ways import choices
from .arguments import argument
from .zones import zone_named, zone_of

_IN_NAME = re.compile(r"(?i)(^|_)utc(_|$)|^utcnow$")
_IN_UTC = ("utc", "naive-utc")
_OFFSET = "datetime.timedelta"


def is_utc(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a time is UTC, by every way in which it may come about."""
    return all(_is_utc(each, module, home) for each, home in choices(node, module, scope))


def is_shifted(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a time is UTC to which hours were added, or from which they were taken, as an offset of a zone is."""
    return all(
        isinstance(each, ast.BinOp)
        and isinstance(each.op, ast.Add | ast.Sub)
        and is_utc(each.left, module, home)
        and _is_offset(each.right, module, home)
        for each, home in choices(node, module, scope)
    )


def _is_offset(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether something is a difference of some hours that are written out."""
    for each, home in choices(node, module, scope):
        if not isinstance(each, ast.Call) or module.symbol(each.func, home) != _OFFSET or each.args:
            return False
        if not {keyword.arg for keyword in each.keywords} <= {"hours", "minutes"}:
            return False
        if not all(isinstance(keyword.value, ast.Constant | ast.UnaryOp) for keyword in each.keywords):
            return False
    return True


def _is_utc(node: ast.expr, module: Module, scope: Scope) -> bool:
    if isinstance(node, ast.Name | ast.Attribute):
        return _IN_NAME.search(node.id if isinstance(node, ast.Name) else node.attr) is not None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):  # later or earlier, and still UTC
        return is_utc(node.left, module, scope) and not _is_offset(node.right, module, scope)
    if not isinstance(node, ast.Call):
        return False
    if module.symbol(node.func, scope) in clocks().clocks:
        return zone_of(module, node, scope) in _IN_UTC
    told = {"astimezone": ("tz", 0), "replace": ("tzinfo", None), "combine": ("tzinfo", 2)}
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if name not in told:
        return False
    zone = argument(node, *told[name], module, scope)
    return zone.value is not None and zone_named(module, zone.value, zone.scope) == "utc"
