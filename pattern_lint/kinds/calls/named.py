"""Which calls a card means by names: of what they are about, and of what they are given."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from ...config.globs import matcher
from ...flow.fillings import held_by, own_class, standing_for
from ...lang.python.constants import constant
from ...lang.python.module import Module, name_of
from ...lang.python.own_names import own_name
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import children_of, nodes_in
from ...query.definitions.signatures import parameters_of
from ...query.expressions.parts import given_by
from ...query.naming.names import name_set
from ..site_kind import Site
from .before import handed_before, kept_before, made_before
from .besides import calls_besides

if TYPE_CHECKING:
    from .options import Options

_CHAIN = re.compile(r"\w\.\w")
"""A glob that is about names with dots."""
_HEADER = re.compile(r"[A-Za-z]+(-[A-Za-z]+)+")
_ABOUT = frozenset({"file", "path", "filename"})
"""Keywords by which a function is given what it is about."""
_KEEPING = frozenset(
    "str repr format join strip encode decode dumps getenv get_secret_value "
    "Path PurePath urljoin joinpath fspath expanduser resolve to_json to_dict model_dump model_dump_json asdict".split()
)
"""Calls whose value still holds what they are given."""
_RENAMING, _CHANGING = frozenset({"with_name", "with_stem"}), frozenset({"with_suffix"})
"""Calls that give a path another name, and those that leave of it what they do not say."""


def is_named_so(options: Options, site: Site, call: ast.Call) -> bool:
    if options.on_named or options.on_not_named:
        on = object_of(call, site.scope)
        by_callers = handed_before(on, site) if isinstance(on, ast.Name) and options.on_named else ()
        handed = [(value, home) for value, home in by_callers if not _is_made_good_by(home, options, site)]
        if not any(_is_on_named(each, options, site.module, home) for each, home in [(on, site.scope), *handed]):
            return False
        chains = _chains(options.on_not_named)
        if chains and isinstance(call.func, ast.Attribute) and fits([unparsed(call.func.value)], chains):
            return False
    if options.given_named:
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        given += made_before(given, site.scope)
        given += kept_before(given, site.module, site.scope) if site.scope.owner is not None else []
        handed = [each for value in given for each in handed_before(value, site)]
        given += [value for value, home in handed if not _is_made_good_by(home, options, site)]
        unmeant = options.given_not_named
        names = [name for name in _leaves(given, site.module, texts=False) if not (unmeant and fits([name], unmeant))]
        return fits([name for name in names if not _is_of_header(name, site.scope)], options.given_named)
    return True


def _is_on_named(on: ast.AST | None, options: Options, module: Module, scope: Scope) -> bool:
    names = list(_leaves([on, *_behind(on, module, scope)], module))
    return fits(names, options.on_named) and not (options.on_not_named and fits(names, options.on_not_named))


def _is_made_good_by(caller: Scope, options: Options, site: Site) -> bool:
    """Whether a function that leads to a call does what makes it fine."""
    beside = site._replace(scope=caller)
    return bool(options.unless_beside) and calls_besides(beside, name_set(options.unless_beside))


def _is_of_header(name: str, scope: Scope) -> bool:
    """Whether a constant holds the name of a header, and not what is sent in it."""
    home = scope.home(name) if name.isupper() else None
    if home is None:
        return False
    values = [each.value for each in home.bindings[name]]
    texts = [each.value for each in values if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return any(map(_HEADER.fullmatch, texts))


def _behind(node: ast.AST | None, module: Module, scope: Scope) -> Iterator[ast.expr]:
    """What a name stands for, as a constant or by default, what the file keeps in an attribute of the object or of its
    class, and what a property or function only puts together; of a call that only says it in another way, what that is
    given."""
    node = _kept_in(node, module)
    named = node.func if isinstance(node, ast.Call) else node
    if named is not None:
        yield from (given for given, _ in given_by(named, module, scope))
    node = standing_for(node, scope) if isinstance(node, ast.Name) else node
    yield from _constants_in(node, module, scope)
    owner = own_class(node, scope) if isinstance(node, ast.Attribute) else None
    if isinstance(node, ast.Attribute) and owner is not None:
        for held, home in held_by(node, module, scope):
            yield held
            yield from _by_name(_kept_in(held, module), module, home)
        yield from _of_class(node, module, scope)
    else:
        yield from _by_name(node, module, scope)


def _constants_in(node: ast.AST | None, module: Module, scope: Scope) -> Iterator[ast.expr]:
    """What the constants hold of which a path is put together."""
    if isinstance(node, (ast.BinOp, ast.Call)):
        for each in nodes_in(node):
            if isinstance(each, ast.Name) and each.id.isupper():
                held = constant(module, each, scope)
                yield from [held] if held is not each else []
            elif isinstance(each, ast.Attribute) and each.attr.isupper():
                yield from _of_class(each, module, scope)


def _of_class(node: ast.Attribute, module: Module, scope: Scope) -> Iterator[ast.expr]:
    """What the class around it holds under the name of an attribute."""
    owner = own_class(node, scope)
    held = owner.bindings.get(node.attr, ()) if owner is not None else ()
    yield from (constant(module, each.value, owner) for each in held if each.value is not None and owner is not None)


def _kept_in(node: ast.AST | None, module: Module) -> ast.AST | None:
    """What a value is that calls only say in another way."""
    while isinstance(node, ast.Call) and own_name(node.func, module) in _KEEPING and len(node.args) < 2:
        node = node.args[0] if node.args else node.func.value if isinstance(node.func, ast.Attribute) else None
    return node


def _by_name(node: ast.AST | None, module: Module, scope: Scope) -> Iterator[ast.expr]:
    """What a parameter is by default, or what a constant holds."""
    if isinstance(node, ast.Name):
        home = scope.home(node.id)
        taken = parameters_of(home, module) if home is not None and isinstance(home.node, FunctionNode) else []
        defaults = [each.default for each in taken if each.name == node.id and each.default is not None]
        held = constant(module, node, scope)
        yield from defaults or ([held] if held is not node else [])
        yield from _constants_in(held, module, scope)


def object_of(call: ast.Call, scope: Scope) -> ast.AST | None:
    """What a call is about: what a method is called on, or what a function is given first."""
    of = call.func.value if isinstance(call.func, ast.Attribute) else None
    home = scope.home(of.id) if isinstance(of, ast.Name) and not of.id.isupper() else None  # constants are no modules
    is_import = isinstance(of, ast.Name) and home is not None and home.bindings[of.id][0].kind == "import"
    if of is None or is_import:
        named = (word.value for word in call.keywords if word.arg in _ABOUT)
        return call.args[0] if call.args else next(named, None)
    return of


def _leaves(nodes: Sequence[ast.AST | None], module: Module, *, texts: bool = True) -> Iterator[str]:
    """The names and words of which a value is made: of an attribute its own, of texts those without a space."""
    pending = [node for node in nodes if node is not None]
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.Name, ast.Attribute)):
            yield name_of(node)
        elif isinstance(node, ast.Constant):
            if texts and isinstance(node.value, str) and " " not in node.value:
                yield node.value
        elif isinstance(node, ast.Call):
            name = own_name(node.func, module)
            is_keeping = name in _KEEPING or name in _CHANGING
            is_told = is_keeping or name in _RENAMING
            pending += [*node.args, *(each.value for each in node.keywords)] if is_told else []
            pending += [node.func.value] if is_keeping and isinstance(node.func, ast.Attribute) else []
        elif isinstance(node, ast.Dict):
            pending += node.values
        elif isinstance(node, ast.Subscript):
            yield from _leaves([node.slice], module)
        elif isinstance(node, ast.IfExp):
            pending += [node.body, node.orelse]
        elif not isinstance(node, (ast.Compare, ast.Lambda)):
            pending += children_of(node)


@cache
def _chains(globs: tuple[str, ...]) -> tuple[str, ...]:
    """The globs that are about names with dots."""
    return tuple(glob for glob in globs if _CHAIN.search(glob))


def fits(names: Sequence[str], globs: tuple[str, ...]) -> bool:
    if not globs:
        return True
    is_meant = matcher(globs)
    return any(is_meant(name.lower()) for name in names)
