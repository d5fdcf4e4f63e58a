"""Blocks of `with`: what is done with the thing that they enter, within them and after them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from ..config.globs import fnmatchcase
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import Scope
from ..lang.python.unparsed import unparsed
from ..lang.python.walking import nodes_in
from ..query.answers import NO, Answer, on_condition, opposite, some
from ..query.naming.names import Asked, Names, name_set
from .kit import Rule
from .site_kind import CONFORMS, UNKNOWN, Judgement, Site, SiteKind, SiteOptions

_SOMETIMES = (ast.If, ast.IfExp, ast.BoolOp, ast.Match, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.Lambda)
"""What not every run of a block goes through."""


class Options(SiteOptions, frozen=True, kw_only=True):
    """Which blocks, and what must be called on what they enter, or on something of it."""

    of: Names
    """What the block enters; something of which nothing shows what it is goes by its name.
    Example: `of = ["role:unit-of-work", "*uow*"]`"""
    when_calls: tuple[str, ...] = ()
    """Only blocks that call a method whose name one of these globs matches. Example: `when-calls = ["create"]`"""
    calls: tuple[str, ...] = ()
    """Globs of methods of which one must be called in the block. Example: `calls = ["commit"]`"""
    unless_calls: tuple[str, ...] = ()
    """Globs of methods that say instead, by every way through the block, that nothing is to stay.
    Example: `unless-calls = ["rollback"]`"""
    unless_exit_calls: Names = ()
    """Calls that the exit of the entered class may make instead. Example: `unless-exit-calls = ["*.commit"]`"""
    never_after: tuple[str, ...] = ()
    """Globs of methods that must not be called once the block has ended. Example: `never-after = ["commit"]`"""

    words: ClassVar[tuple[str, ...]] = ("name", "call", "function", "module", "what")

    def complaints(self) -> Iterator[tuple[str, str]]:
        yield from super().complaints()
        if not (self.calls or self.never_after):
            yield "of", "say what holds of these blocks: `calls`, or `never-after`"


class _Entered(NamedTuple):
    """What a block enters, and the calls that are made on it and on what it has."""

    name: str
    expression: ast.expr
    within: list[ast.Call]
    of_holders: list[ast.Call]
    """Those that are made in the block on what holds it."""
    after: list[ast.Call]
    is_handed_on: bool


class Kind(SiteKind[Options]):
    """A site is a `with` of something that a card names."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._rules = [(rule, name_set(rule.options.of)) for rule in rules]

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        for node, scope in module.of(ast.With, ast.AsyncWith):
            assert isinstance(node, (ast.With, ast.AsyncWith))
            for item in node.items:
                asked = _asked(item.context_expr, module, scope)
                for rule, names in self._rules:
                    held = some([names.match(each, module.roots) for each in asked])
                    entered = _entered(item, node, scope, module) if held.holds else None
                    if entered is None or not _is_about(rule.options, entered):
                        continue
                    words = {"name": entered.name, "call": "", "module": module.name, "what": ""}
                    words["function"] = scope.function.name if scope.function is not None else ""
                    yield rule, Site(module, node, scope, words, held.when, entered)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        entered, options = site.subject, rule.options
        assert isinstance(entered, _Entered)
        late = next((call for call in entered.after if _is_one_of(call, options.never_after)), None)
        if late is not None:
            what = f"{unparsed(late.func)}() comes after the block has ended"
            yield Judgement("violates", what, late, words={"call": unparsed(late.func), "what": what})
        elif not options.calls or any(_does_its_part(call, options, site) for call in entered.within):
            yield CONFORMS
        elif entered.is_handed_on or any(_is_one_of(call, options.calls) for call in entered.of_holders):
            yield UNKNOWN
        else:
            what = f"the block never calls {' or '.join(options.calls)} on {entered.name}"
            when = opposite(_exits_with(options.unless_exit_calls, site, entered)).when
            yield Judgement("violates", what, when=when, words={"what": what})


def _does_its_part(call: ast.Call, options: Options, site: Site) -> bool:
    """Whether a block needs no other call beside one."""
    return _is_one_of(call, options.calls) or (_is_one_of(call, options.unless_calls) and _always_runs(call, site))


def _always_runs(call: ast.Call, site: Site) -> bool:
    """Whether a call stands on no branch of a block, nor in a loop or clause of it."""
    for each in site.module.ancestors(call):
        if each is site.node:
            return True
        if isinstance(each, _SOMETIMES):
            return False
    return False


def _asked(node: ast.expr, module: Module, scope: Scope) -> list[Asked]:
    """What a `with` enters, by its class, by the name that it has, and by the method that enters what a call gives."""
    called = node.func if isinstance(node, ast.Call) else node
    written, symbol = name_of(called), module.symbol(node, scope)
    entering = [Asked(f"{symbol}.{name}", name) for name in ("__aenter__", "__enter__")] if symbol is not None else []
    return [Asked((symbol or written or "").removesuffix("()") or None, written), *entering]


def _entered(item: ast.withitem, block: ast.With | ast.AsyncWith, scope: Scope, module: Module) -> _Entered | None:
    known = [each for each in (item.optional_vars, item.context_expr) if isinstance(each, (ast.Name, ast.Attribute))]
    if not known:
        return None
    own = [unparsed(each) for each in known]
    nodes = [each for statement in block.body for each in nodes_in(statement)]
    calls = [each for each in nodes if isinstance(each, ast.Call)]
    is_handed_on = any(
        isinstance(given, (ast.Name, ast.Attribute)) and unparsed(given) in own
        for call in calls
        for given in (*call.args, *(keyword.value for keyword in call.keywords))
    )
    names = [*own, *(each for node in nodes for name in own for each in _parts_named(node, name))]
    on_it = [call for call in calls if any(_is_on(call, each) for each in names)]
    after = [call for name in own for call in _after(block, name, scope, module)]
    of_holders = [call for call in calls if _is_of_holder(call, item.context_expr)]
    return _Entered(own[0], item.context_expr, on_it, of_holders, after, is_handed_on)


def _after(block: ast.With | ast.AsyncWith, name: str, scope: Scope, module: Module) -> list[ast.Call]:
    """The calls on a thing behind the block, where its name does not stand for another one by then."""
    end = block.end_lineno or block.lineno
    around = _around(scope, module)
    is_new = around.bound.get(name, 0) > end
    later = [] if is_new else around.calls.get(name.partition(".")[0], [])
    return [call for call in later if call.lineno > end and _is_on(call, name)]


def _is_of_holder(call: ast.Call, entered: ast.expr) -> bool:
    """Whether a method is called of what holds or gives the thing, which may do for it what the block must do."""
    given = entered.func if isinstance(entered, ast.Call) else entered
    holder = unparsed(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    return bool(holder) and isinstance(given, ast.Attribute) and unparsed(given).startswith(f"{holder}.")


def _is_on(call: ast.Call, name: str) -> bool:
    """Whether a call is of a method of a thing, or of something that it has."""
    return unparsed(call.func).startswith(f"{name}.")


def _parts_named(node: ast.AST, name: str) -> Iterator[str]:
    """The names that an assignment gives to a thing, or to something that it has."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target, value = node.targets[0], node.value
        rows = [getattr(each, "elts", None) or [each] for each in (target, value)]
        for each, held in zip(*rows, strict=False):
            if isinstance(each, ast.Name) and isinstance(held, ast.Attribute):
                yield from [each.id] if name in (unparsed(held), unparsed(held.value)) else []


class _Around(NamedTuple):
    """A function with blocks."""

    bound: dict[str, int]
    """The lines at which names are bound last."""
    calls: dict[str, list[ast.Call]]
    """Its calls, by the first name of what is called."""


def _around(scope: Scope, module: Module) -> _Around:
    """The function around a block, looked through once for all its blocks."""
    known = module.once(_known_around)
    if scope not in known:
        known[scope] = around = _Around({}, {})
        for each in nodes_in(scope.node):
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
                around.bound[each.id] = max(each.lineno, around.bound.get(each.id, 0))
            elif isinstance(each, ast.Call):
                around.calls.setdefault(unparsed(each.func).partition(".")[0], []).append(each)
    return known[scope]


def _known_around(module: Module) -> dict[Scope, _Around]:
    return {}


def _is_one_of(call: ast.Call, globs: Sequence[str]) -> bool:
    return any(fnmatchcase(name_of(call.func), glob) for glob in globs)


def _is_about(options: Options, entered: _Entered) -> bool:
    globs = options.when_calls
    return not globs or any(_is_one_of(call, globs) for call in entered.within)


def _exits_with(names: Names, site: Site, entered: _Entered) -> Answer:
    """Whether the exit of what is entered makes one of some calls, as far as the project shows it.

    What a function that is a manager does behind its `yield` is its own business.
    """
    symbol = site.module.symbol(entered.expression, site.scope)
    if not names or symbol is None:
        return NO
    exits = tuple(f"{symbol}.{name}" for name in ("__aexit__", "__exit__"))
    ends = ("runs", "", (exits, tuple(names), False))
    has_none = (("not", "", (("own-function", each, ()),)) for each in exits)
    is_manager = ("all", "", (("own-function", symbol.removesuffix("()"), ()), *has_none))
    return on_condition(("any", "", (is_manager, ends)))
