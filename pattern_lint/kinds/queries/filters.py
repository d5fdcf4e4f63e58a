"""Whether queries leave out what is marked as deleted, be it said by a function that a query goes through."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import partial

from ...lang.python.constants import assigned
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.walking import nodes_in
from ...query.answers import Condition
from ...query.origins.stated import speaks_of
from ...query.origins.statements import Query, chain_of, held_by, parts_of_query
from ..site_kind import CONFORMS, UNKNOWN, Judgement, Site
from .handed import RUNNING, Handed, handed_to
from .options import Options

_ADDING = frozenset({"where", "filter", "filter_by", "having"})
_SORTING = frozenset({"order_by", "group_by"})
"""What says of a column in which order rows come, and leaves none of them out."""


def judge_filter(site: Site, query: Query, options: Options) -> Iterator[Judgement]:
    """Whether a query filters on a column; of one that others may add to it is not known, unless these add nothing."""
    module = site.module
    parts = list(parts_of_query(query, module))
    asked = _asked(query, parts, module)
    said = _said(query, parts, asked, module, options)
    used = _uses_of_given(query, module) if said is _Said.MAYBE else []
    if said is _Said.YES:
        yield CONFORMS
    elif said is _Said.NO or (used and all(_is_silent(each, module, options) for each in used)):
        words = site.words
        shown = f"this query of {words['model']} also gives rows that are marked as deleted"
        computed = [
            _surely(("method", model, (name, (), None))) for name in _bare_conditions(parts) for model in query.models
        ]
        added = _added_by(asked or (), options)
        when: Condition = ("not", "", (("any", "", (("filters-all", "", ()), *computed, *added)),))
        related = tuple((module.path, module.span(each.begin)[0], "nor does who asks it here") for each in used)
        yield Judgement("violates", shown, related=related, when=(when,))
    else:
        yield UNKNOWN


class _Said(Enum):
    """Whether a query says that it leaves something out."""

    YES = auto()
    NO = auto()
    MAYBE = auto()


def _asked(query: Query, parts: list[ast.AST], module: Module) -> list[Handed] | None:
    """The functions of the project that may add something to a query; None where others may as well."""
    handed, giving = handed_to(query, module), _asked_for_conditions(parts, query, module)
    if handed is None or giving is None:
        return None
    return [*handed, *(Handed(symbol, is_run=True) for symbol in giving)]


def _added_by(asked: Sequence[Handed], options: Options) -> Iterator[Condition]:
    """What must not be true of the functions that may add to a query: that they speak of the column, or that they give
    a statement to one who may."""
    yield from (("speaks", each.symbol, (stem_of(options),)) for each in asked)
    yield from (("not", "", (("calls-named", each.symbol, RUNNING),)) for each in asked if not each.is_run)


def stem_of(options: Options) -> str:
    """The word by which functions speak of the column."""
    return options.column.partition("_")[0]


def _said(
    query: Query, parts: list[ast.AST], asked: Sequence[Handed] | None, module: Module, options: Options
) -> _Said:
    stem = stem_of(options)
    speaks = partial(speaks_of, stem)
    home = query.scope.function
    name = home.name if home is not None else ""
    taken = [name for name, bound in home.bindings.items() if bound[0].kind == "param"] if home is not None else []
    is_asked_later = home is not None and any(map(partial(_reads, options.column), nodes_in(home.node)))
    told = [*parts, *_named_conditions(parts, query, module)]
    if stem in name or any(stem in name for name in taken) or is_asked_later:
        return _Said.YES
    if not _sorting(said := [*filter(speaks, told)], parts).issuperset(said):
        return _Said.YES
    if asked is None:
        return _Said.MAYBE
    is_told = bool(asked) or _takes_conditions(parts)
    is_said = is_told and home is not None and any(map(speaks, nodes_in(home.node)))
    return _Said.YES if is_said else _Said.NO


def _is_silent(used: Query, module: Module, options: Options) -> bool:
    parts = list(parts_of_query(used, module))
    asked = _asked(used, parts, module)
    return not asked and _said(used, parts, asked, module, options) is _Said.NO


def _uses_of_given(query: Query, module: Module) -> list[Query]:
    """How the module goes on with a statement that a private function of it gives; nothing where that does not show."""
    home = query.scope.function
    if home is None or not home.name.startswith("_") or getattr(home.node, "decorator_list", []):
        return []
    given = [values for scope, values in module.returned.items() if scope is home]
    if not given or any(value is not query.outer for value in given[0]):
        return []
    own = module.names.qualified(home)
    calls = [each for each in module.named_calls.get(home.name, ()) if isinstance(each, CallSite)]
    if any((each.symbol or "").replace("().", ".") != own for each in calls):
        return []
    outer = [chain_of(each.node, module)[-1] for each in calls]
    return [
        Query(each.node, query.sort, query.models, last, each.scope, held_by(last, module))
        for each, last in zip(calls, outer, strict=True)
    ]


def _reads(column: str, node: ast.AST) -> bool:
    """Whether a node asks a row for the column."""
    is_read = isinstance(node, ast.Attribute) and node.attr == column and isinstance(node.ctx, ast.Load)
    return is_read and isinstance(node, ast.Attribute) and not name_of(node.value)[:1].isupper()


def _conditions(parts: list[ast.AST]) -> Iterator[ast.expr]:
    """What a query is told to keep to."""
    for each in parts:
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr in _ADDING:
            yield from each.args


def _sorting(said: list[ast.AST], parts: list[ast.AST]) -> set[ast.AST]:
    """What a query says to sort its rows by, where it says anything of the column."""
    calls = [each for each in parts if isinstance(each, ast.Call) and name_of(each.func) in _SORTING] if said else []
    return {node for call in calls for each in call.args for node in nodes_in(each)}


def _named_conditions(parts: list[ast.AST], query: Query, module: Module) -> Iterator[ast.AST]:
    """The parts of conditions that a module keeps under a name."""
    for each in _conditions(parts):
        kept = assigned(module, each, query.scope) if isinstance(each, ast.Name) else None
        yield from nodes_in(kept) if kept is not None else ()


def _bare_conditions(parts: list[ast.AST]) -> Iterator[str]:
    """The attributes that are conditions by themselves, which a class may compute of its columns."""
    for each in _conditions(parts):
        bare = each.operand if isinstance(each, ast.UnaryOp) else each
        named = bare.func if isinstance(bare, ast.Call) else bare
        if isinstance(named, ast.Attribute) and name_of(named.value)[:1].isupper():
            yield named.attr


def _surely(condition: Condition) -> Condition:
    """That something is so, and known to be."""
    return "all", "", (condition, ("not", "", (("unknown", "", (condition,)),)))


def _takes_conditions(parts: list[ast.AST]) -> bool:
    """Whether a query takes conditions that were put together elsewhere."""
    return any(isinstance(each, (ast.Starred, ast.Name, ast.Call)) for each in _conditions(parts))


def _asked_for_conditions(parts: list[ast.AST], query: Query, module: Module) -> list[str] | None:
    """The functions of the project that give a query conditions; None where it takes some that were put together
    elsewhere, or that its own function was given."""
    found: list[str] = []
    for arg in _conditions(parts):
        each = arg.value if isinstance(arg, ast.Starred) else arg
        called = module.symbol(each.func, query.scope) if isinstance(each, ast.Call) else None
        if called is not None and called.partition(".")[0] in module.roots and not _is_of_column(called):
            found.append(called)
        if isinstance(each, ast.Attribute) and _is_kept_elsewhere(each, query, module):
            return None
        home = query.scope.home(each.id) if isinstance(each, ast.Name) else None
        if home is not None and isinstance(each, ast.Name):
            bound = home.bindings[each.id][0]
            if bound.kind in ("param", "other") or (bound.target or "").partition(".")[0] in module.roots:
                return None
    return found


def _is_kept_elsewhere(condition: ast.Attribute, query: Query, module: Module) -> bool:
    """Whether a condition is what another module keeps, and no attribute of a class."""
    owner, _, _ = (module.symbol(condition, query.scope) or "").rpartition(".")
    is_ours = owner.partition(".")[0] in module.roots and "(" not in owner
    return is_ours and not any(part[:1].isupper() for part in owner.split("."))


def _is_of_column(symbol: str) -> bool:
    """Whether a method is one of a column: `app.models.Shift.id.in_`."""
    *parts, owner, _ = symbol.split(".")
    return any(part[:1].isupper() for part in parts) and not owner[:1].isupper()
