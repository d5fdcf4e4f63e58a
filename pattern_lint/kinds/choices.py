"""Choices by a name: one value compared with one constant text after the other, each of which makes another thing."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, ClassVar, NamedTuple

import msgspec

from ..lang.python.constants import constant
from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..query.lookups import is_class_name
from ..query.tables import is_table
from ..query.values import constant_of
from .kit import Rule
from .site_kind import CONFORMS, Judgement, Site, SiteKind, SiteOptions

Least = Annotated[int, msgspec.Meta(ge=2)]


class Options(SiteOptions, frozen=True, kw_only=True):
    """How many branches make a choice that belongs in a table."""

    most: Least = 2
    """The most classes that comparisons may choose from. Example: `most = 2`"""

    words: ClassVar[tuple[str, ...]] = ("value", "classes", "count", "function", "module")


class _Branch(NamedTuple):
    """A comparison with a constant text, and what is done where it holds."""

    value: str
    body: Sequence[ast.stmt]


class Kind(SiteKind[Options]):
    """A site is a chain of comparisons of one value with constant texts, of which each branch makes an object; or the
    table of classes by their names that stands in its place."""

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        for first, scope, branches in _chains(module):
            made = [_made_in(branch.body, module, scope) for branch in branches]
            classes = list(dict.fromkeys(each for each in made if each))
            if len(classes) < 2:
                continue
            shown = ", ".join(each.rpartition(".")[2] for each in classes)
            words = {"value": branches[0].value, "classes": shown, "count": str(len(classes))}
            words |= {"function": scope.name, "module": module.name}
            yield from ((rule, Site(module, first, scope, words, (), classes)) for rule in self.rules)

        for node, scope in module.of(ast.Assign, ast.AnnAssign):
            value = getattr(node, "value", None)
            if isinstance(value, ast.Dict) and is_table(value):
                yield from ((rule, Site(module, node, scope)) for rule in self.rules)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        classes = site.subject
        if not isinstance(classes, list) or len(classes) <= rule.options.most:
            yield CONFORMS
            return
        said = f"{site.words['value']} is compared with one name after the other to choose {site.words['classes']}"
        yield Judgement("violates", said)


def _chains(module: Module) -> Iterator[tuple[ast.stmt, Scope, list[_Branch]]]:
    """The chains of a module: `match`, `if` and `elif`, and one `if` after another that leaves the function."""
    seen: set[ast.AST] = set()
    for node, scope in module.of(ast.If, ast.Match):
        if isinstance(node, ast.Match):
            branches = [_Branch(ast.unparse(node.subject), case.body) for case in node.cases if _is_text(case.pattern)]
            if branches:
                yield node, scope, branches
        elif isinstance(node, ast.If) and node not in seen and isinstance(node.test, ast.Compare | ast.BoolOp):
            chain = list(_chain(node, module, scope, seen))
            same = [each for each in chain if each.value == chain[0].value]
            if len(same) > 1:
                yield node, scope, same


def _is_text(pattern: ast.pattern) -> bool:
    if isinstance(pattern, ast.MatchOr):
        return all(map(_is_text, pattern.patterns))
    return isinstance(pattern, ast.MatchValue) and isinstance(constant_of(pattern.value), str)


def _chain(node: ast.If, module: Module, scope: Scope, seen: set[ast.AST]) -> Iterator[_Branch]:
    current: ast.stmt | None = node
    while isinstance(current, ast.If):
        seen.add(current)
        value = _compared(current.test, module, scope)
        if value:
            yield _Branch(value, current.body)
        following = current.orelse[0] if len(current.orelse) == 1 else None
        if following is None and not current.orelse and isinstance(current.body[-1], ast.Return | ast.Raise):
            following = _next(current, module)
        current = following if isinstance(following, ast.If) else None


def _next(node: ast.stmt, module: Module) -> ast.stmt | None:
    parent = module.index.parents.get(node)
    body = getattr(parent, "body", [])
    place = body.index(node) if isinstance(body, list) and node in body else len(body)
    return body[place + 1] if place + 1 < len(body) else None


def _compared(test: ast.expr, module: Module, scope: Scope) -> str:
    """What is compared with constant texts; empty where something else is tested."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        values = {_compared(each, module, scope) for each in test.values}
        return values.pop() if len(values) == 1 else ""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return ""
    left, right = test.left, test.comparators[0]
    if isinstance(test.ops[0], ast.In) and isinstance(right, ast.Tuple | ast.List | ast.Set):
        return ast.unparse(left) if right.elts and all(_says_text(each, module, scope) for each in right.elts) else ""
    if not isinstance(test.ops[0], ast.Eq):
        return ""
    if _says_text(right, module, scope):
        return ast.unparse(left)
    return ast.unparse(right) if _says_text(left, module, scope) else ""


def _says_text(node: ast.expr, module: Module, scope: Scope) -> bool:
    return isinstance(constant_of(constant(module, node, scope)), str)


def _made_in(body: Iterable[ast.stmt], module: Module, scope: Scope) -> str:
    """The class that a branch makes an object of and keeps or returns."""
    for statement in body:
        value = statement.value if isinstance(statement, ast.Return | ast.Assign | ast.AnnAssign) else None
        while isinstance(value, ast.Await):
            value = value.value
        if isinstance(value, ast.Call):
            named = module.symbol(value.func, scope) or ast.unparse(value.func)
            owner = named.rpartition(".")[0]
            made = owner if is_class_name(owner) else named
            if is_class_name(made):
                return made
    return ""
