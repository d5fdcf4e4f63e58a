"""Choices by a name: one value compared with one constant text after the other, each of which makes another thing."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Annotated, ClassVar, NamedTuple, TypeAlias

import msgspec

from ...config.globs import core_of, fnmatchcase
from ...lang.python.constants import constant
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import nodes_in
from ...query.calls.lookups import is_class_name
from ...query.definitions.tables import is_table
from ...query.expressions.constants import constant_of
from ...query.expressions.spoken import names_behind
from ...query.naming.meant import MeantNames
from ...query.naming.shown import mentioned, texts
from ..kit import Rule
from ..site_kind import CONFORMS, Judgement, Site, SiteKind, SiteOptions
from .made import called_in, filled_in, made_in, told_apart

_CONTAINS = "__contains__"
"""What is compared where a part is looked for in something, as its method is called."""
_WORD = re.compile(r"\w+")
Least = Annotated[int, msgspec.Meta(ge=2)]


class Options(SiteOptions, frozen=True, kw_only=True):
    """How many branches make a choice that belongs in a table."""

    most: Least = 2
    """The most classes that comparisons may choose from. Example: `most = 2`"""
    named: tuple[str, ...] = ()
    """Only what is compared in which one of these globs matches a name, or all that is compared; a single comparison
    is a choice then, an expression is, and so is looking how a text begins. Example: `named = ["*broker*"]`"""
    besides: tuple[str, ...] = ()
    """Globs of texts with which a comparison is none. Example: `besides = ["market*"]`"""
    looked_for: tuple[str, ...] = ()
    """Globs of texts: with `named`, asking whether something has one in it is a comparison of its `__contains__`.
    Example: `looked-for = ["paper", "live"]`"""
    picking: tuple[str, ...] = ()
    """Globs of names and texts: with `named`, branches in which one occurs must not be chosen so.
    Example: `picking = ["*trader*", "*topic*"]`"""

    words: ClassVar[tuple[str, ...]] = ("value", "classes", "count", "picked", "function", "module")

    def complaints(self) -> Iterator[tuple[str, str]]:
        yield from super().complaints()
        if bool(self.named) is not bool(self.picking):
            yield "named", "`named` says what is compared and `picking` what must not be chosen by it; say both"


class _Branch(NamedTuple):
    """A comparison with a constant text, and what is done where it holds."""

    value: str
    body: Sequence[ast.stmt]


class Kind(SiteKind[Options]):
    """A site is a chain of comparisons of one value with constant texts, of which each branch makes an object; or the
    table of classes by their names that stands in its place."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._named = [(rule, _words_of(rule.options.named)) for rule in rules if rule.options.named]
        """Cards about what has some names, with all that must occur in a file for that, be it a part of a text."""

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        for rule in (
            rule for rule, names in self._named if names.shown(mentioned, module) or names.shown(texts, module)
        ):
            for node, scope, value, picked in _named_choices(rule.options, module):
                words = {"value": value, "picked": picked, "classes": "", "count": ""}
                words |= {"function": scope.name, "module": module.name}
                yield rule, Site(module, node, scope, words)
        rules = [rule for rule in self.rules if not rule.options.named]
        for first, scope, branches in _chains(module) if rules else ():
            filled = Counter(name for branch in branches for name in filled_in(branch.body))
            same = {name for name, count in filled.items() if count > 1}
            called = called_in(same, scope)
            made = [list(made_in(branch.body, same, called, module, scope)) for branch in branches]
            classes = told_apart([each for each in made if each])
            if len(classes) < 2:
                continue
            shown = ", ".join(each.rpartition(".")[2] for each in classes)
            words = {"value": branches[0].value, "classes": shown, "count": str(len(classes))}
            words |= {"function": scope.name, "module": module.name, "picked": ""}
            yield from ((rule, Site(module, first, scope, words, (), classes)) for rule in rules)

        nodes = module.index.nodes
        for node, scope in (*nodes.get(ast.Assign, ()), *nodes.get(ast.AnnAssign, ())):
            table = getattr(node, "value", None)
            if table.__class__ is ast.Dict and is_table(table):
                yield from ((rule, Site(module, node, scope, {"picked": "", "value": ""})) for rule in self.rules)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        classes = site.subject
        if rule.options.named:
            picked = site.words["picked"]
            said = f"{picked} is picked by comparing {site.words['value']} with names"
            yield Judgement("violates", said) if picked else CONFORMS
            return
        if not isinstance(classes, list) or len(classes) <= rule.options.most:
            yield CONFORMS
            return
        said = f"{site.words['value']} is compared with one name after the other to choose {site.words['classes']}"
        yield Judgement("violates", said)


def _words_of(globs: Iterable[str]) -> MeantNames:
    """All that must occur in a file that has something of these names, in whatever letters."""
    return MeantNames([f"*{_word_of(glob).lower()}*" for glob in globs], small=True)


def _word_of(glob: str) -> str:
    """A name, or a part of one, that occurs wherever a glob matches names or what is made of them."""
    return max(_WORD.findall(core_of(glob)), key=len, default="")


_Choice: TypeAlias = tuple[ast.AST, Scope, str, str]
"""Where a choice begins, what is compared there, and what is picked by that."""


def _named_choices(options: Options, module: Module) -> Iterator[_Choice]:
    """The choices by something of some names, however few ways there are."""
    seen: set[ast.AST] = set()
    for node, scope in module.of(ast.If, ast.IfExp, ast.Match):
        branches: list[Sequence[ast.AST]] = []
        value = ""
        if isinstance(node, ast.Match):
            if any(_names_one(case.pattern) for case in node.cases):
                value, branches = unparsed(node.subject), [case.body for case in node.cases]
        elif isinstance(node, ast.IfExp):
            value = _compared(node.test, module, scope, options)
            branches = [[node.body], [node.orelse], _kept_as(node, module)]
        current: ast.AST | None = node if isinstance(node, ast.If) and node not in seen else None
        while isinstance(current, ast.If):
            seen.add(current)
            value = value or _compared(current.test, module, scope, options)
            branches.append(current.body)
            following = current.orelse[0] if current.orelse else None
            if not current.orelse and isinstance(current.body[-1], (ast.Return, ast.Raise)):
                following = _next(current, module)
                is_same = isinstance(following, ast.If) and _compared(following.test, module, scope, options) == value
                following = following if is_same else None
            if not isinstance(following, ast.If):
                branches.append(current.orelse)
            current = following if isinstance(following, ast.If) else None
        names = (value, *_WORD.findall(value), *(_told_by(node, value, module, scope) if value else ()))
        if any(fnmatchcase(name, glob) for name in names for glob in options.named):
            yield node, scope, value, _picked(branches, options.picking, module, scope)


def _told_by(choice: ast.AST, value: str, module: Module, scope: Scope) -> Iterator[str]:
    """The names that tell what is compared: of the enums whose members it is compared with, and of what a variable
    comes from, or runs through."""
    yield from _enums_in(choice)
    tested = choice.subject if isinstance(choice, ast.Match) else getattr(choice, "test", choice)
    variable = next((each for each in nodes_in(tested) if isinstance(each, ast.Name) and each.id == value), None)
    yield from (name.lower() for name in (names_behind(variable, module, scope) if variable is not None else ()))


def _kept_as(choice: ast.IfExp, module: Module) -> Sequence[ast.AST]:
    """What keeps the one or the other."""
    parent = module.index.parents.get(choice)
    if isinstance(parent, ast.AnnAssign):
        return [parent.target]
    return parent.targets if isinstance(parent, ast.Assign) else []


def _is_member(node: ast.AST) -> bool:
    """Whether something is a member of an enum, or its value."""
    if isinstance(node, ast.Attribute) and node.attr in ("value", "name"):
        node = node.value
    return isinstance(node, ast.Attribute) and node.attr.isupper()


def _enums_in(choice: ast.AST) -> Iterator[str]:
    """The classes of members with which something is compared."""
    tests = (
        [case.pattern for case in choice.cases] if isinstance(choice, ast.Match) else [getattr(choice, "test", choice)]
    )
    for part in (part for test in tests for part in nodes_in(test)):
        if isinstance(part, ast.Attribute) and part.attr.isupper() and is_class_name(name_of(part.value)):
            yield name_of(part.value).lower()


def _names_one(pattern: ast.pattern) -> bool:
    """Whether a pattern is a text or a member of an enum, or begins with one, as the parts of a name do."""
    if isinstance(pattern, ast.MatchSequence):
        return bool(pattern.patterns) and _names_one(pattern.patterns[0])
    if isinstance(pattern, ast.MatchOr):
        return all(map(_names_one, pattern.patterns))
    return _is_text(pattern) or (isinstance(pattern, ast.MatchValue) and isinstance(pattern.value, ast.Attribute))


def _picked(branches: Iterable[Sequence[ast.AST]], picking: tuple[str, ...], module: Module, scope: Scope) -> str:
    """The name or text that one of several branches picks; what they raise and log is none."""
    for statement in (each for branch in branches for each in branch):
        for node in nodes_in(statement) if not isinstance(statement, (ast.Raise, ast.If)) else ():
            for name in _names_of(node, module, scope):
                if any(fnmatchcase(name, glob) for glob in picking):
                    return name
    return ""


def _names_of(node: ast.AST, module: Module, scope: Scope) -> Iterator[str]:
    """What a part of a branch is called, or says; of what a method is called on, the class as well."""
    if isinstance(node, ast.Constant):
        yield from [node.value] if isinstance(node.value, str) else ()
    elif isinstance(node, ast.expr):
        yield name_of(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        owner = module.symbol(node.func.value, scope) or ""
        yield from [owner.removesuffix("()").rpartition(".")[2]] if owner.endswith("()") else ()


def _chains(module: Module) -> Iterator[tuple[ast.stmt, Scope, list[_Branch]]]:
    """The chains of a module: `match`, `if` and `elif`, and one `if` after another that leaves the function."""
    seen: set[ast.AST] = set()
    for node, scope in module.of(ast.If, ast.Match):
        if isinstance(node, ast.Match):
            branches = [_Branch(unparsed(node.subject), case.body) for case in node.cases if _is_text(case.pattern)]
            if branches and not _is_by_place(node.subject):
                yield node, scope, branches
        elif isinstance(node, ast.If) and node not in seen and isinstance(node.test, (ast.Compare, ast.BoolOp)):
            tests = list(_chain(node, module))
            seen.update(tests)
            values = ((each, _compared(each.test, module, scope)) for each in (tests if len(tests) > 1 else ()))
            chain = [(each, _Branch(value, each.body)) for each, value in values if value]
            same = [(each, branch) for each, branch in chain if branch.value == chain[0][1].value]
            if len(same) > 1:
                yield _statement(same[0][0], module), scope, [branch for _, branch in same]


def _statement(test: ast.If, module: Module) -> ast.If:
    """The statement that a test belongs to: what stands before that is no part of the choice."""
    above = module.index.parents.get(test)
    while isinstance(above, ast.If) and above.orelse == [test]:
        test, above = above, module.index.parents.get(above)
    return test


def _is_text(pattern: ast.pattern) -> bool:
    if isinstance(pattern, ast.MatchOr):
        return all(map(_is_text, pattern.patterns))
    return isinstance(pattern, ast.MatchValue) and isinstance(constant_of(pattern.value), str)


def _chain(node: ast.If, module: Module) -> Iterator[ast.If]:
    """The tests one of which is made after the other, as far as none of them holds."""
    current: ast.stmt | None = node
    while isinstance(current, ast.If):
        yield current
        following = current.orelse[0] if current.orelse else None
        if following is None and not current.orelse and isinstance(current.body[-1], (ast.Return, ast.Raise)):
            following = _next(current, module)
        current = following if isinstance(following, ast.If) else None


def _next(node: ast.stmt, module: Module) -> ast.stmt | None:
    blocks = (getattr(module.index.parents.get(node), field, None) for field in ("body", "orelse", "finalbody"))
    block = next((each for each in blocks if isinstance(each, list) and node in each), [node])
    return next(islice(block, block.index(node) + 1, None), None)


def _compared(test: ast.expr, module: Module, scope: Scope, options: Options | None = None) -> str:
    """What is compared with constant texts, for cards with options with members of enums, too, and with how texts
    begin; empty where something else is tested."""
    if isinstance(test, ast.UnaryOp) and options is not None:
        return _compared(test.operand, module, scope, options)
    if isinstance(test, ast.Name) and options is not None:
        test = constant(module, test, scope)
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        values = {_compared(each, module, scope, options) for each in test.values}
        return values.pop() if len(values) == 1 else ""

    def is_name(node: ast.expr) -> bool:
        held = constant(module, node, scope)
        text = constant_of(held)
        if isinstance(text, str):
            return options is None or not any(fnmatchcase(text, glob) for glob in options.besides)
        return options is not None and _is_member(held)

    if isinstance(test, ast.Call) and name_of(test.func) == "startswith" and options is not None:
        return unparsed(test.func) if len(test.args) == 1 and is_name(test.args[0]) else ""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return ""
    left, right = test.left, test.comparators[0]
    left = left.target if isinstance(left, ast.NamedExpr) else left
    listed = right if options is None else constant(module, right, scope)
    if isinstance(test.ops[0], ast.In) and isinstance(listed, (ast.Tuple, ast.List, ast.Set)):
        return unparsed(left) if listed.elts and all(map(is_name, listed.elts)) else ""
    if isinstance(test.ops[0], (ast.In, ast.NotIn)) and options is not None:
        text = constant_of(constant(module, left, scope))
        is_sought = isinstance(text, str) and any(fnmatchcase(text.strip("."), each) for each in options.looked_for)
        return f"{unparsed(right)}.{_CONTAINS}" if is_sought else ""
    is_other = options is not None and isinstance(test.ops[0], (ast.NotEq, ast.IsNot))
    if not (isinstance(test.ops[0], (ast.Eq, ast.Is)) or is_other) or (
        options is None and (_is_by_place(left) or _is_by_place(right))
    ):
        return ""
    if is_name(right):
        return unparsed(left)
    return unparsed(right) if is_name(left) else ""


def _is_by_place(node: ast.expr) -> bool:
    """Whether an expression is the item at a place: a letter of what is parsed is no name by which one chooses."""
    place = node.slice if isinstance(node, ast.Subscript) else None
    return isinstance(place, ast.Slice) or (isinstance(place, ast.Constant) and isinstance(place.value, int))
