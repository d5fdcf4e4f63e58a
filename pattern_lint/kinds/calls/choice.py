"""Which calls a card means, by what they are given and called on, and by what their function calls besides."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from ...flow.fate import fills_class
from ...flow.waiting import is_awaited
from ...lang.python.constants import constant
from ...lang.python.externals import FILLING_METHODS
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import nodes_in, own_nodes
from ...query.answers import YES
from ...query.calls.afterwards import called_next
from ...query.calls.calls import Called, asked_of
from ...query.calls.mentions import mentions
from ...query.expressions.dicts import dicts_at
from ...query.naming.names import name_set
from ...query.values.times import is_midnight, is_shifted, is_utc
from ..site_kind import Site, asked_for
from .arguments import is_given
from .company import is_beside, lacking_in_class
from .given import is_given_so, is_made_otherwise, is_made_so
from .named import fits, is_named_so, object_of
from .purpose import is_handed_over, is_used_so
from .reaching import goes_out
from .saved import is_saved

if TYPE_CHECKING:
    from .options import Options

_ASKING_FOR = frozenset({"exists", "is_file", "isfile", "lexists"})
_TIMES = {"utc": is_utc, "shifted": is_shifted, "midnight": is_midnight}


Chooser: TypeAlias = Callable[["Options", Site, ast.Call], bool]


def is_chosen(choices: Sequence[Chooser], options: Options, site: Site) -> bool:
    """Whether a call stands as those do that the card is about; `choices` are those that it makes."""
    node = site.node
    if not isinstance(node, ast.Call):
        chosen_by_value = (options.only_where, options.on_named, options.given_named, options.awaited_unless)
        return not (any(chosen_by_value) or options.used_as or options.given_to)
    return not choices or all(is_so(options, site, node) for is_so in choices)


def _is_of_others(options: Options, site: Site, call: ast.Call) -> bool:
    receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
    is_own = isinstance(receiver, ast.Name) and receiver.id in ("self", "cls") and site.scope.owner is not None
    return not is_own


def _is_defined_beside(options: Options, site: Site, call: ast.Call) -> bool:
    module, owner = site.module, site.scope.owner
    assert isinstance(site.subject, Called)
    symbol = asked_of(site.subject).symbol or ""
    is_own = owner is not None and symbol == module.names.qualified(owner)
    return symbol.rpartition(".")[0] == module.name and not is_own


def _is_kept_back(options: Options, site: Site, call: ast.Call) -> bool:
    """Whether the function does not hand out, by a `yield`, what a method is called on."""
    function = site.scope.function
    if function is None or function not in site.module.generators or not isinstance(call.func, ast.Attribute):
        return True
    on = unparsed(call.func.value)
    yielded = (each.value for each in own_nodes(function) if isinstance(each, ast.Yield))
    return all(each is None or unparsed(each) != on for each in yielded)


def _fills_nothing(options: Options, site: Site, call: ast.Call) -> bool:
    return not fills_class(site.module, call, site.scope)


def _is_on(options: Options, site: Site, call: ast.Call) -> bool:
    """Whether a method is called on a time that is so, or a function is given it; a midnight may be the call itself."""
    if options.on_times == "midnight" and is_such_time(options.on_times, call, site.module, site.scope):
        return True
    on = call.func.value if isinstance(call.func, ast.Attribute) else None
    time = next(iter(call.args), None) if on is None or _is_class(on, site) else on
    return time is not None and is_such_time(options.on_times, time, site.module, site.scope)


def _is_class(node: ast.expr, site: Site) -> bool:
    """Whether a method is called on a class or module of others, which is given what it is about."""
    symbol = site.module.symbol(node, site.scope) or ""
    return symbol != "" and "()" not in symbol and symbol.partition(".")[0] not in site.module.roots


def is_such_time(what: str, node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a time is UTC, was shifted by hand, or is a midnight that was put together."""
    return _TIMES[what](node, module, scope)


def _says_so(options: Options, site: Site, call: ast.Call) -> bool:
    """Whether what a call is given mentions what it must, and nothing that it must not."""
    if not mentions(call, options.mentioning, site.module, site.scope):
        return False
    return not options.not_mentioning or not mentions(call, options.not_mentioning, site.module, site.scope)


def _has_company(options: Options, site: Site, call: ast.Call) -> bool:
    """Whether the function and the class around call what they must, and nothing that they must not."""
    if options.not_in_class_with and not lacking_in_class(site, options.not_in_class_with, options.nor_in_class_with):
        return False
    if options.beside and not is_beside(site, options.beside):
        return False
    return not options.saved_by or is_saved(site, options.saved_by).holds is not False


def _lacks_what_is_enough(options: Options, site: Site, call: ast.Call) -> bool:
    return not any(is_given(site, name, wanted) for name, wanted in options.unless_given.items())


def _goes_out(options: Options, site: Site, call: ast.Call) -> bool:
    return goes_out(call, site.module, site.scope)


def _is_awaited(options: Options, site: Site, call: ast.Call) -> bool:
    if is_awaited(call, site.module):
        return True
    assert isinstance(site.subject, Called)
    return name_set(options.awaited_unless).match(asked_of(site.subject), site.module.roots) == YES


def _is_there(options: Options, site: Site, call: ast.Call) -> bool:
    """Whether no test around a call, or before it, says that what it is about is not there."""
    about = object_of(call, site.scope)
    around = [call, *site.module.ancestors(call)] if about is not None else []
    spoken_of = unparsed(about) if about is not None else ""
    for child, branch in pairwise(around):
        if isinstance(branch, ast.If) and child in branch.body and isinstance(branch.test, ast.UnaryOp):
            asked = branch.test.operand if isinstance(branch.test.op, ast.Not) else None
            if _asks_for(asked, spoken_of, site.scope):
                return False
        asking = (each for each in _guards_before(child, branch) if _asks_for(each.test, spoken_of, site.scope))
        if not all(_uses(guard, spoken_of) for guard in asking):
            return False
    return True


def _guards_before(statement: ast.AST, around: ast.AST) -> Iterator[ast.If]:
    """The tests before a statement of a block that leave the function: `if path.exists(): return`."""
    block = getattr(around, "body", None)
    before = block[: block.index(statement)] if isinstance(block, list) and statement in block else []
    yield from (each for each in before if isinstance(each, ast.If) and isinstance(each.body[-1], ast.Return))


def _uses(guard: ast.If, spoken_of: str) -> bool:
    """Whether what a test asks for is used where it is there, so that the half of it would be used, too."""
    named = (each for step in guard.body for each in nodes_in(step) if isinstance(each, (ast.Name, ast.Attribute)))
    return any(unparsed(each) == spoken_of for each in named)


def _asks_for(test: ast.expr | None, spoken_of: str, scope: Scope) -> bool:
    """Whether a test asks whether something is there."""
    if not isinstance(test, ast.Call) or name_of(test.func) not in _ASKING_FOR:
        return False
    asked = test.args[0] if test.args else object_of(test, scope)
    return asked is not None and unparsed(asked) == spoken_of


def _is_called_otherwise(options: Options, site: Site, call: ast.Call) -> bool:
    """Whether the file does not import what is called from where others define it; what an object was given, others may
    have chosen."""
    root = call.func
    while isinstance(root, ast.Attribute):
        root = root.value
    home = site.scope.home(root.id) if isinstance(root, ast.Name) else None
    if home is None or not isinstance(root, ast.Name):
        return False
    first = home.bindings[root.id][0]
    owner = site.scope.owner
    if first.kind == "param":
        return owner is not None and isinstance(call.func, ast.Attribute) and call.func.attr in owner.bindings
    return first.kind != "import" or (first.target or "").partition(".")[0] in site.module.roots


def _is_left_so(options: Options, site: Site, call: ast.Call) -> bool:
    return called_next(site.module, call).isdisjoint(options.unless_then)


def _makes_something(options: Options, site: Site, call: ast.Call) -> bool:
    """Whether a call that makes an object of a dict is given one that shows, and does not only read what came."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in FILLING_METHODS or not call.args:
        return True
    return any(each.pairs or each.others for each in dicts_at(call.args[0], site.module, site.scope))


_CHOICES: Mapping[Chooser, frozenset[str]] = {
    _is_of_others: frozenset({"of_others"}),
    _is_defined_beside: frozenset({"defined_beside"}),
    _is_awaited: frozenset({"awaited_unless"}),
    _is_called_otherwise: frozenset({"by_other_names"}),
    _is_left_so: frozenset({"unless_then"}),
    _lacks_what_is_enough: frozenset({"unless_given"}),
    _goes_out: frozenset({"outwards"}),
    is_named_so: frozenset({"on_named", "on_not_named", "given_named"}),
    is_given_so: frozenset({"only_where"}),
    _is_on: frozenset({"on_times"}),
    _is_there: frozenset({"unless_missing"}),
    _says_so: frozenset({"mentioning", "not_mentioning"}),
    is_made_otherwise: frozenset({"unless_made_with"}),
    is_made_so: frozenset({"made_with"}),
    _is_kept_back: frozenset({"unless_yielded"}),
    _fills_nothing: frozenset({"unless_filling"}),
    is_used_so: frozenset({"used_as"}),
    is_handed_over: frozenset({"given_to"}),
    _makes_something: frozenset({"copies"}),
    _has_company: frozenset({"not_in_class_with", "beside", "saved_by"}),
}
"""What tells whether a card means a call, by the options that make it matter; what is quickly seen comes first."""


def choices_of(options: Options) -> tuple[Chooser, ...]:
    """What tells whether a call is one that a card means."""
    return asked_for(options, _CHOICES)


def sets_besides(site: Site, globs: tuple[str, ...]) -> bool:
    """Whether the function sets something under one of some keys."""
    module, function = site.module, site.scope.function
    items = (node for node in own_nodes(function) if isinstance(node, ast.Subscript)) if function is not None else ()
    set_ = (constant(module, node.slice, site.scope) for node in items if isinstance(node.ctx, ast.Store))
    return fits([key.value for key in set_ if isinstance(key, ast.Constant) and isinstance(key.value, str)], globs)
