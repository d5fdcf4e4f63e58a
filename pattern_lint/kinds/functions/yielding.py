"""What generators give, and what they do when they are asked again: fixtures and context managers are such."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...config.globs import fnmatchcase
from ...flow.fate import assigned_names, is_entered
from ...lang.python.annotations import unquoted
from ...lang.python.constants import constant
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import own_nodes, start_of
from ...query.answers import NO, UNKNOWN, YES, Answer, answer, on_condition, some
from ...query.functions.after_yield import does_after, is_shared, yields_in
from ...query.naming.forms import spelled
from ...query.naming.names import Asked, Names, NameSet, name_set
from ...query.places.places import Where, stands_in
from ..site_kind import Judgement, Site, demanded
from .options import Options


def yields(names: Names, globs: Sequence[str], scope: Scope, module: Module) -> Answer:
    """Whether a function makes and yields something of some classes, or of such a name where no class shows."""
    given = [node.value for node in yields_in(scope) if node.value is not None]
    parts = (part for value in given for part in (value.elts if isinstance(value, ast.Tuple) else [value]))
    told = _told_type(scope, module) if given else None
    return some(_is_one(names, globs, part, told, module, scope) for part in parts)


def of_yields(options: Options, site: Site) -> Iterator[Judgement]:
    """Where a function yields, and does something after that, of which nothing comes if what it gave to fails."""
    nodes = [*own_nodes(site.scope)]
    last = max((start_of(node) for node in nodes if isinstance(node, ast.stmt)), default=(0, 0))
    for node in nodes:
        if isinstance(node, ast.Yield) and start_of(node) < last:
            held = stands_in(options.yields_inside, Where(site.module, node, site.scope))
            said = f"{site.words['function']} yields outside of {' and '.join(options.yields_inside)}"
            yield demanded(held, f"{said}, so what it does after that may never be done", node)


def _told_type(scope: Scope, module: Module) -> str | None:
    """The type that a function says it yields: `-> Iterator[Session]`."""
    returns = getattr(scope.node, "returns", None)
    written = unquoted(returns) if isinstance(returns, ast.expr) else None
    held = written.slice if isinstance(written, ast.Subscript) else None
    first = held.elts[0] if isinstance(held, ast.Tuple) and held.elts else held
    return module.names.annotation(first, scope) if first is not None else None


def _is_one(
    names: Names, globs: Sequence[str], value: ast.expr, told: str | None, module: Module, scope: Scope
) -> Answer:
    symbol = module.symbol(value, scope) or told
    bound = scope.bindings.get(value.id, ()) if isinstance(value, ast.Name) else ()
    if any(each.kind == "param" for each in bound):
        return answer(False)
    is_foreign = symbol is not None and symbol[: symbol.find(".")] not in module.roots
    is_called_so = not is_foreign and any(fnmatchcase(name_of(value), glob) for glob in globs)
    known = _is_known(names, symbol, module) if symbol is not None else NO
    shows_no_class = on_condition(("not-ours", symbol, ())) if symbol is not None else YES
    return some([shows_no_class if is_called_so else NO, known])


def _is_known(names: Names, symbol: str, module: Module) -> Answer:
    """What a variable of another module makes has whatever name that variable has: only the join knows what it is."""
    is_made_elsewhere = symbol.endswith("()") and symbol[: symbol.find(".")] in module.roots
    itself = on_condition(("is", symbol, tuple(map(spelled, names)))) if is_made_elsewhere else NO
    return some([name_set(names).match(Asked(symbol), module.roots), itself])


COLLECTION = "collection"
_ONLY_CLOSING = ("close", "aclose", "dispose", "expunge")
"""How functions are called that do no more than to let go of what they are given."""
_STACKING = frozenset({"enter_context", "enter_async_context"})
_COLLECTIONS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
_KEEPING = (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.Return, ast.Yield, ast.Await)


def made_in(scope: Scope, module: Module) -> str:
    """What a fixture makes and gives, be it by a variable: a collection, or an object of a class of the project."""
    given = [*(node.value for node in yields_in(scope) if node.value is not None), *module.returned.get(scope, ())]
    for value in (constant(module, each, scope) for each in given):
        symbol = module.symbol(value.func, scope) if isinstance(value, ast.Call) else None
        if isinstance(value, _COLLECTIONS) or (symbol or "").startswith(("builtins.", "collections.")):
            return COLLECTION
        if symbol is not None and symbol[: symbol.find(".")] in module.roots:
            return "object"
    return ""


def keeps_open(names: NameSet, ending: Sequence[str], scope: Scope, module: Module) -> Answer:
    """Whether a function keeps or gives what one of some calls opens, without a `with` or an end of it."""
    found = []
    for call in scope.calls:
        parent = module.index.parents.get(call)
        if isinstance(parent, _KEEPING) and not (_is_let_go(call, module, scope) or _ends(parent, ending, scope)):
            found.append(names.match(Asked(module.symbol(call.func, scope), name_of(call.func)), module.roots))
    return some(found)


def _is_let_go(call: ast.Call, module: Module, scope: Scope) -> bool:
    """Whether a `with` ends what a call opens, or what that stands on: `Session(connection)`."""
    given = {each.id for each in call.args if isinstance(each, ast.Name)}
    around = (each for each in module.ancestors(call) if isinstance(each, (ast.With, ast.AsyncWith))) if given else ()
    entered = (item.optional_vars for each in around for item in each.items if item.optional_vars is not None)
    return is_entered(module, call, scope) or any(name_of(each) in given for each in entered)


def _ends(keeping: ast.AST, globs: Sequence[str], scope: Scope) -> bool:
    """Whether a function that does not yield ends by itself what it has given a name."""
    names = assigned_names(keeping) or ()
    ended = (
        call.func
        for call in scope.calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in names
    )
    return (
        any(fnmatchcase(each.attr, glob) for each in ended for glob in globs) and next(yields_in(scope), None) is None
    )


def ends_with(globs: Sequence[str], scope: Scope, module: Module, or_given: bool) -> Answer:
    """Whether a function calls one of some names after it has yielded, or what it stands on does in its stead."""
    if does_after(globs, scope):
        return YES
    return some(_given_do(tuple(globs), scope, module)) if or_given else NO


def _given_do(globs: tuple[str, ...], scope: Scope, module: Module) -> Iterator[Answer]:
    """Whether generators do so whose values a function takes by their names, made anew for it, or managers that it
    enters; what functions of other modules do that are handed what was yielded, is not known."""
    own = module.scope.bindings
    yield answer(any(each in module.generators and does_after(globs, each) for each in _taken(scope, module)))
    for entered in _entered(scope, module):
        yield on_condition(("does-at-end", entered, globs))
    yield from (UNKNOWN for each in _handed_to_others(scope, module) if not each.startswith(_ONLY_CLOSING))
    taken = tuple(name for name, bound in scope.bindings.items() if bound[0].kind == "param" and name not in own)
    if taken:
        yield on_condition(("given-does-at-end", module.path, (taken, globs)))


def _handed_to_others(scope: Scope, module: Module) -> Iterator[str]:
    """The functions of other modules of the project that are given what a function has yielded."""
    yields = [*yields_in(scope)]
    first = min(map(start_of, yields), default=None)
    given = {each.value.id for each in yields if isinstance(each.value, ast.Name)}
    for call in scope.calls if first is not None and given else ():
        if first is not None and start_of(call) > first and any(name_of(arg) in given for arg in call.args):
            symbol = module.symbol(call.func, scope) or ""
            if symbol[: symbol.find(".")] in module.roots and not symbol.startswith(f"{module.name}."):
                yield name_of(call.func)


def _entered(scope: Scope, module: Module) -> Iterator[str]:
    """The functions and classes of the project whose context a function yields in."""
    around = (each for node in yields_in(scope) for each in module.ancestors(node))
    items = [item for each in around if isinstance(each, (ast.With, ast.AsyncWith)) for item in each.items]
    entered = [item.context_expr for item in items]
    entered += [arg for call in scope.calls if name_of(call.func) in _STACKING for arg in call.args]
    for each in entered:
        symbol = module.symbol(each.func, scope) if isinstance(each, ast.Call) else None
        if symbol is not None and symbol.partition(".")[0] in module.roots:
            yield symbol


def _taken(scope: Scope, module: Module) -> Iterator[Scope]:
    """The decorated functions of a module that a function takes by their names, and that are made anew for it."""
    taken = [
        name for name, bound in scope.bindings.items() if bound[0].kind == "param" and name in module.scope.bindings
    ]
    for node in (module.scope.bindings[name][0].node for name in taken):
        if isinstance(node, FunctionNode) and node.decorator_list and not is_shared(node):
            yield module.index.scope_of[node]
