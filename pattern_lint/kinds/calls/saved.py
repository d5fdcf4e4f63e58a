"""Whether what a call makes is saved: where it stands, by a function that gets it, or by who called for it."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ...config.globs import fnmatchcase
from ...flow.inherited import function_called
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import end_of, nodes_in, start_of
from ...query.answers import NO, YES, Answer, on_condition, some
from ...query.calls.saving import LISTING
from ..site_kind import Site
from .company import others

_COLLECTIONS = (ast.ListComp, ast.List, ast.Tuple, ast.Set)


def is_checked(site: Site, globs: Sequence[str], saving: Sequence[str] = ()) -> Answer:
    """Whether the function calls something of one of some names, itself or through functions of the project, where it
    saves something, before it does, or has a decorator of such a name; or whether all that call it do so before."""
    home = site.scope.function
    if home is None:
        return NO
    saved = (call.node for call in others(site) if _saves(call, saving, site.module))
    last = max((start_of(each) for each in saved if end_of(each) > start_of(site.node)), default=None)
    before = [call for call in others(site) if last is None or start_of(call.node) < last]
    decorators = getattr(home.node, "decorator_list", [])
    around = [name_of(each.func if isinstance(each, ast.Call) else each) for each in decorators]
    if any(fnmatchcase(name, glob) for name in (*around, *(call.name for call in before)) for glob in globs):
        return YES
    symbols = (call.symbol for call in before if call.symbol is not None)
    ours = tuple(dict.fromkeys(each for each in symbols if _is_ours(each, site.module)))
    names = tuple(f"*.{glob}" for glob in globs)
    itself = on_condition(("runs", "", (ours, names, False))) if ours else NO
    return some([itself, on_condition(("asked-first", site.module.names.qualified(home), (names, tuple(saving))))])


def is_saved(site: Site, globs: Sequence[str]) -> Answer:
    """Whether what a call gives is handed to a call of one of some names, or returned from a function of one; other
    functions of the project may save it, those that get it or those that have called for it."""
    parents, node = site.module.index.parents, site.node
    parent = parents.get(node)
    while isinstance(parent, _COLLECTIONS):
        parent = parents.get(parent)
    targets = _targets_of(node, parent)
    names = {target.id for target in targets if isinstance(target, ast.Name)}

    def is_it(each: ast.AST) -> bool:
        return any(part is node or (isinstance(part, ast.Name) and part.id in names) for part in nodes_in(each))

    given: list[ast.expr] = []
    for call in (each.node for each in others(site) if _saves(each, globs, site.module)):
        gathering = _gathering(call, site.scope)
        if not gathering:
            given += _held(call)
        elif any(map(is_it, _held(call))):
            names.add(gathering)
    home = site.scope.function
    returned = any(map(is_it, site.module.returned.get(home, []))) if home is not None else False
    is_maker = home is not None and any(fnmatchcase(home.name, glob) for glob in globs)
    if any(map(is_it, given)) or (returned and is_maker):
        return YES
    elsewhere = [
        on_condition(("saves", call.symbol, tuple(globs)))
        for call in others(site)
        if call.symbol is not None and _is_ours(call.symbol, site.module) and any(map(is_it, _held(call.node)))
    ]
    if home is not None and returned:
        elsewhere.append(on_condition(("saved-by-callers", site.module.names.qualified(home), tuple(globs))))
    return some(elsewhere)


def _held(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(word.value for word in call.keywords)]


def _is_ours(symbol: str, module: Module) -> bool:
    return symbol[: symbol.find(".")] in module.roots


def _targets_of(node: ast.AST, parent: ast.AST | None) -> list[ast.expr]:
    """What an assignment gives something to; of a row its own place."""
    if isinstance(parent, (ast.AnnAssign, ast.NamedExpr)):
        return [parent.target]
    if not isinstance(parent, ast.Assign):
        return []
    found: list[ast.expr] = []
    for target in parent.targets:
        parts, values = getattr(target, "elts", [target]), getattr(parent.value, "elts", [])
        is_row = target.__class__ is ast.Tuple and len(parts) == len(values)
        found += [part for part, value in zip(parts, values, strict=True) if value is node] if is_row else [target]
    return found


def _saves(call: CallSite, globs: Sequence[str], module: Module) -> bool:
    """Whether a call is of one of some names, private or not, or of a function of the file that gives what it takes to
    such a call."""
    if any(fnmatchcase(call.name.lstrip("_"), glob) for glob in globs):
        return True
    helper = function_called(call.symbol, module) if globs and call.symbol is not None else None
    known = module.once(_saving)
    if helper is not None and (helper, globs) not in known:
        known[helper, globs] = _gives_to_one(helper, globs)
    return helper is not None and known[helper, globs]


def _saving(module: Module) -> dict[tuple[Scope, Sequence[str]], bool]:
    """Which functions give what they take to calls of some names, as far as somebody asked."""
    return {}


def _gives_to_one(helper: Scope, globs: Sequence[str]) -> bool:
    taken = {name for name, bound in helper.bindings.items() if bound[0].kind == "param"}
    named = (each for each in helper.calls if any(fnmatchcase(name_of(each.func), glob) for glob in globs))
    given = (arg for each in named if name_of(each.func) != LISTING for arg in each.args)
    return any(isinstance(arg, ast.Name) and arg.id in taken for arg in given)


def _gathering(call: ast.Call, scope: Scope) -> str:
    """The list of the function to which a call adds something, which saves nothing by itself."""
    on = call.func.value if isinstance(call.func, ast.Attribute) else None
    home = scope.home(on.id) if isinstance(on, ast.Name) else None
    bound = home.bindings[on.id] if isinstance(on, ast.Name) and home is not None and home.kind == "function" else []
    is_list = any(isinstance(each.value, (ast.List, ast.ListComp, ast.Set, ast.SetComp)) for each in bound)
    return on.id if is_list and isinstance(on, ast.Name) else ""
