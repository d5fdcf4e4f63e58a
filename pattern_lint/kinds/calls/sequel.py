"""What has to come before a call, and what follows it: other calls, and a wait for what it was called on."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from ...flow.fillings import own_class
from ...flow.graph import graph_of, point_of
from ...lang.python.loops import run_over
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import start_of
from ...problems import listing
from ...query.answers import NO, UNKNOWN, YES, Answer, every, on_condition
from ...query.naming.forms import spelled
from ...query.naming.names import Names
from ...query.places.places import Places, Where, stands_in
from ..site_kind import Judgement, Site, demanded
from .company import calls_own, home_of, is_ordered, surely_before
from .prepared import on_every_path

if TYPE_CHECKING:
    from .options import Options

_CHOOSING = (ast.If, ast.Match, ast.IfExp, ast.BoolOp, ast.For, ast.AsyncFor, ast.While, ast.comprehension)


def of_order_of_calls(site: Site, options: Options) -> Iterator[Judgement]:
    """Whether the calls that a card wants before a call and after it are there."""
    call, earlier, later = site.words["call"], options.earlier, options.later
    before = _ordered(site, earlier, after=False) if earlier else YES
    if before == YES and options.earlier_always:
        before = _comes_always(site, surely_before(site, earlier))
    after = _ordered(site, later, after=True, same=options.later_same) if later else YES
    if earlier or later:
        wrong = f"before {call}: {listing(earlier)}" if before != YES else f"after {call}: {listing(later)}"
        yield demanded(every([before, after]), f"nothing is called {wrong}")


def _ordered(site: Site, names: Names, *, after: bool, same: bool = False) -> Answer:
    """Whether one of some names is called before a call, or after it, be it by what calls its function elsewhere."""
    found, home = is_ordered(site, names, after=after, same=same), site.scope.function
    if found != NO or home is None:
        return found
    asked = "asked-after" if after else "asked-first"
    return on_condition((asked, site.module.names.qualified(home), (tuple(map(spelled, names)), ())))


def _comes_always(site: Site, before: Sequence[ast.AST]) -> Answer:
    """Whether a call always comes after one of some calls; what comes before its function does is left to that, and a
    loop may run once at least."""
    module, function = site.module, site.scope.function
    if not before or function is None or not isinstance(site.node, ast.Call):
        return YES
    held = on_every_path(site.node, before, module, function)
    if held != UNKNOWN:
        return held
    around = [
        each for node in before for each in takewhile(lambda outer: outer is not function.node, module.ancestors(node))
    ]
    return UNKNOWN if any(isinstance(each, _CHOOSING) for each in around) else NO


def awaited_afterwards(site: Site, call: ast.Call, places: Places) -> Iterator[Judgement]:
    """Whether the waits for what a method was called on stand where they may, also where an own method does the one
    and another the other; who waits for the call itself is done."""
    of = call.func.value if isinstance(call.func, ast.Attribute) else None
    if not isinstance(of, (ast.Name, ast.Attribute)) or isinstance(site.module.index.parents.get(call), ast.Await):
        return
    alike = [of, *(_gone_through(site.module, call, of.id) if isinstance(of, ast.Name) else ())]
    yield from _waits_after(site, call, alike, places)
    kept = [each for each in alike if isinstance(each, ast.Attribute) and own_class(each, site.scope) is not None]
    for caller in site.module.named_calls.get(home_of(site).name, ()) if kept else ():
        if isinstance(caller, CallSite) and calls_own(caller, site):
            yield from _waits_after(site._replace(node=caller.node, scope=caller.scope), caller.node, kept, places)


def _waits_after(site: Site, call: ast.Call, alike: Sequence[ast.expr], places: Places) -> Iterator[Judgement]:
    takes_errors = any(place.startswith("catching:") for place in places)
    for node in site.module.once(_awaits).get(site.scope, ()):
        for each in alike:
            if _waits_for(node.value, each, site, takes_errors=takes_errors) and _follows(site, call, node):
                shown = unparsed(node.value)
                held = stands_in(places, Where(site.module, node, site.scope))
                if not _is_set_between(site, each, node):
                    yield demanded(held, f"{shown} is awaited after {unparsed(call.func)}()", node, {"value": shown})


def _waits_for(awaited: ast.expr, of: ast.expr, site: Site, *, takes_errors: bool) -> bool:
    """Whether it is something that is awaited, by itself or with others at once; what is gathered may give its errors
    back where these may be taken."""
    if not isinstance(awaited, ast.Call):
        return unparsed(awaited) == unparsed(of)
    if site.module.symbol(awaited.func, site.scope) != "asyncio.gather":
        return False
    told = (word.value for word in awaited.keywords if word.arg == "return_exceptions")
    gives_back = any(not (isinstance(each, ast.Constant) and each.value is False) for each in told)
    values = [each.value if isinstance(each, ast.Starred) else each for each in awaited.args]
    return not (gives_back and takes_errors) and unparsed(of) in map(unparsed, values)


def _gone_through(module: Module, call: ast.Call, name: str) -> Iterator[ast.expr]:
    """What a loop around a call takes a name from, one after the other."""
    for around in module.ancestors(call):
        loops = around.generators if isinstance(around, (ast.ListComp, ast.SetComp, ast.GeneratorExp)) else [around]
        for loop in loops:
            target, over = run_over(loop) if isinstance(loop, (ast.For, ast.comprehension)) else (None, None)
            if target is not None and over is not None and name_of(target) == name:
                yield _uncopied(over)


def _uncopied(node: ast.expr) -> ast.expr:
    is_copy = isinstance(node, ast.Call) and name_of(node.func) in ("list", "tuple", "set") and len(node.args) == 1
    return node.args[0] if isinstance(node, ast.Call) and is_copy else node


def _targets(node: ast.AST) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []


def _awaits(module: Module) -> dict[Scope, list[ast.Await]]:
    found: dict[Scope, list[ast.Await]] = {}
    for node, scope in module.of(ast.Await):
        if isinstance(node, ast.Await):
            found.setdefault(scope, []).append(node)
    return found


def _follows(site: Site, call: ast.Call, awaited: ast.Await) -> bool:
    """Whether a wait stands behind a call and may run after it."""
    before, point = (point_of(each, site.module, site.scope) for each in (call, awaited))
    if before is None or point is None or start_of(call) > start_of(awaited):
        return False
    return point in graph_of(site.module, site.scope).following(before)


def _is_set_between(site: Site, of: ast.expr, awaited: ast.Await) -> bool:
    """Whether a variable or attribute gets another value between a call and a wait; to go through the same things again
    is none."""
    if isinstance(of, ast.Attribute):
        given = (node for node, scope in site.module.of(ast.Assign, ast.AnnAssign) if scope is site.scope)
        between = (node for node in given if start_of(site.node) < start_of(node) < start_of(awaited))
        return any(unparsed(target) == unparsed(of) for node in between for target in _targets(node))
    known = site.scope.bindings.get(of.id, ()) if isinstance(of, ast.Name) else ()
    bound = [each for each in known if not isinstance(each.node, ast.comprehension)]  # which binds for itself alone
    values = {each.value and unparsed(each.value) for each in bound}
    if len(values) == 1 and all(each.kind == "iter" for each in bound):
        return False
    return any(start_of(site.node) < start_of(each.node) < start_of(awaited) for each in bound)
