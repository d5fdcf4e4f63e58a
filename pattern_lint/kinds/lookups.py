"""Look-ups in tables of classes and functions, of which what was found is called."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from ..flow.tested import untested_call
from ..lang.python.catching import is_caught_around
from ..lang.python.module import CallSite, Module
from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in
from .kit import Rule
from .site_kind import CONFORMS, Judgement, Site, SiteKind, SiteOptions

_MISSING = "builtins.KeyError"
_ANSWERING = ("collections.defaultdict()", "collections.Counter()", "builtins.list()", "builtins.tuple()")
"""What has an answer for every key, or is no table of names."""


class Options(SiteOptions, frozen=True, kw_only=True):
    """Where look-ups are looked at; each must say what happens where nothing is found."""

    words: ClassVar[tuple[str, ...]] = ("registry", "key", "function", "module")


class Kind(SiteKind[Options]):
    """A site is a look-up by a name that is not written out, where what it gives is called."""

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        for node, scope in _looked_up(module):
            table, key = _parts(node)
            if table is None or key is None or module.symbol(table, scope) in _ANSWERING:
                continue
            words = {"registry": ast.unparse(table), "key": ast.unparse(key), "module": module.name}
            words["function"] = scope.function.name if scope.function is not None else ""
            yield from ((rule, Site(module, node, scope, words)) for rule in self.rules)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        node, module, scope = site.node, site.module, site.scope
        assert isinstance(node, ast.expr)
        name, key = site.words["registry"], site.words["key"]
        if isinstance(node, ast.Call):
            call = untested_call(module, node, scope)
            said = (
                f"{name} may have no {key}, and then None is called; test what was found, and say which names there are"
            )
            yield CONFORMS if call is None else Judgement("violates", said, call)
            return
        statement = next(each for each in module.ancestors(node) if isinstance(each, ast.stmt))
        if is_caught_around(module, statement, _MISSING, scope) or _is_member(name, scope):
            yield CONFORMS
        else:
            yield Judgement("violates", f"{name} may have no {key}, and a bare KeyError says nothing of what there is")


def _looked_up(module: Module) -> Iterator[tuple[ast.Call | ast.Subscript, Scope]]:
    """The look-ups of a module whose value is called, on the spot or under the one name that it is given."""
    for call in module.named_calls.get("", ()):
        looked_up = call.node.func if isinstance(call.node, ast.Call) else None
        if isinstance(looked_up, ast.Subscript) or (isinstance(looked_up, ast.Call) and _is_get(looked_up)):
            yield looked_up, call.scope
    for node, scope in module.of(ast.Assign, ast.AnnAssign):
        value, target = getattr(node, "value", None), _target(node)
        is_one = isinstance(value, ast.Subscript) or (isinstance(value, ast.Call) and _is_get(value))
        if is_one and isinstance(value, ast.Call | ast.Subscript) and _is_called(target, module, scope):
            yield value, scope


def _target(node: ast.AST) -> str:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return targets[0].id if len(targets) == 1 and isinstance(targets[0], ast.Name) else ""


def _is_called(name: str, module: Module, scope: Scope) -> bool:
    """Whether a function calls what it keeps under a name."""
    return scope.function is not None and any(
        isinstance(call, CallSite) and call.scope is scope and isinstance(call.node.func, ast.Name)
        for call in (module.named_calls.get(name, ()) if name else ())
    )


def _is_get(node: ast.expr) -> bool:
    is_method = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get"
    return (
        is_method and isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords and _varies(node.args[0])
    )


def _varies(key: ast.expr) -> bool:
    return not isinstance(key, ast.Constant | ast.Slice | ast.UnaryOp | ast.Tuple)


def _parts(node: ast.expr) -> tuple[ast.expr | None, ast.expr | None]:
    """The table that is looked into, and the key."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.value, node.args[0]
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name | ast.Attribute) and _varies(node.slice):
        return node.value, node.slice
    return None, None


def _is_member(table: str, scope: Scope) -> bool:
    """Whether the function asks whether something is in a table."""
    return any(
        isinstance(each, ast.Compare)
        and isinstance(each.ops[-1], ast.In | ast.NotIn)
        and ast.unparse(each.comparators[-1]).removesuffix(".keys()") == table
        for each in nodes_in(scope.node)
    )
