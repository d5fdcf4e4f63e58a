"""Functions that must let no error out: what gets out, and which clauses catch too little to keep it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeAlias

from ...flow.ends import escaping
from ...flow.graph import Point, own_parts
from ...knowledge.exceptions import spelled
from ...lang.python.caught import named_caught
from ...lang.python.walking import nodes_in, own_nodes, start_of
from ...query.answers import Condition
from ...query.functions.asking import called_of_ours
from ...query.functions.running import calls_itself
from ...query.naming.names import name_set
from ...query.places.places import Places, Where, stands_in
from ..site_kind import CONFORMS, Judgement, Site
from .options import Options

_MOST = 8
"""Of how many sorts of objects it is found out whether what is asked of them gets out as an error."""
_KEEPING = ("keeps-errors",)
_TELLING = (*_KEEPING, "loses-errors")
"""What is asked of functions of other modules, where errors must be told as well: that tells who loses them."""
_Way: TypeAlias = tuple[tuple[ast.ExceptHandler, ...], frozenset[ast.AST], tuple[Condition, ...]]


def kept_errors(options: Options, site: Site) -> Judgement:
    """Whether a function keeps its errors: all of them, or the root of the project's own."""
    for clauses, asking, when in _ways(options, site):
        found = _escaping(options, site, clauses, asking)
        if found:
            module, name = site.module, site.words["function"]
            related = ((module.path, module.span(found[0])[0], "an error of this gets out"),)
            hanging = tuple(_of_others(found, site, _TELLING if options.tells_errors else _KEEPING))
            when = (*when, *((("not", "", hanging),) if hanging else ()))
            return Judgement("violates", f"{name} may let an error out", related=related, when=when)
    return CONFORMS


def _of_others(points: Iterable[Point], site: Site, asked: Sequence[str]) -> Iterator[Condition]:
    """What must be true for points to let no error out after all: that what they wait for keeps its errors, as is asked
    of it. Nothing where one of them does something else as well."""
    found: dict[Condition, None] = {}
    for point in points:
        nodes = [each for part in own_parts(point) for each in nodes_in(part)]
        awaited = [each.value for each in nodes if isinstance(each, ast.Await)]
        symbols = [called_of_ours(each, site.scope, site.module) for each in awaited]
        if not awaited or not all(symbols) or not isinstance(point, (ast.Expr, ast.Return, ast.Assign, ast.AnnAssign)):
            return
        found.update(((condition, symbol, ()), None) for symbol in symbols for condition in asked)
    yield from found


def _ways(options: Options, site: Site) -> Iterator[_Way]:
    """The clauses that may take too little, and the calls that may fail though nobody waits for them, each with what
    makes that so."""
    asked = calls_itself(name_set(options.errors_of), site.scope, site.module) if options.errors_of else ()
    calls: dict[tuple[Condition, ...], set[ast.AST]] = {}
    for call, held in asked:
        if held.holds:
            calls.setdefault(held.when, set()).add(call.node)
    sure = frozenset(calls.pop((), ()))
    yield (), sure, ()
    yield from (((), frozenset(nodes), when) for when, nodes in islice(calls.items(), _MOST))
    narrow = dict(_narrow(options, site)) if options.error_roots else {}
    if narrow:
        yield tuple(narrow), sure, tuple(narrow.values())


def _escaping(
    options: Options, site: Site, narrow: tuple[ast.ExceptHandler, ...], asking: frozenset[ast.AST]
) -> list[Point]:
    told = options.tells_errors
    found = escaping(site.module, site.scope, options.of, told=told, narrow=narrow, asking=asking)
    return sorted((each for each in found if not _is_kept(options.kept_inside, each, site)), key=start_of)


def _is_kept(places: Places, point: Point, site: Site) -> bool:
    """Whether something around a point may keep its errors; what enters a block is as good as what stands in it."""
    inner = point.body[0] if isinstance(point, (ast.With, ast.AsyncWith)) else point
    return bool(places) and stands_in(places, Where(site.module, inner, site.scope)).holds is not False


def _narrow(options: Options, site: Site) -> Iterator[tuple[ast.ExceptHandler, Condition]]:
    """The clauses that name nothing but errors of the project, or of libraries as far as these are known, each with
    what makes that too little."""
    for node in own_nodes(site.scope):
        if isinstance(node, ast.ExceptHandler) and node.type is not None:
            types = named_caught(site.module, node.type, site.scope)
            symbols = [site.module.symbol(each, site.scope) or "" for each in types]
            others = [each for each in symbols if each[: each.find(".")] not in site.module.roots]
            if all(spelled(each) and each not in _BROADEST for each in others):
                ours = [each for each in symbols if each not in others]
                yield node, ("all", "", tuple(("derives", each, options.error_roots) for each in ours))


_BROADEST = frozenset({"builtins.Exception", "builtins.BaseException"})
"""What takes whatever the project's root takes."""
