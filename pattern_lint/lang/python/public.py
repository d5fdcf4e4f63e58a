"""What can be imported from a module, and which of it others may rely on.

Names that a module merely imports for its own use are no part of what it offers; those of a package's `__init__`, of a
module that does nothing but import, and those that it imports under the same name again (`import x as x`) are.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Set
from itertools import chain
from typing import NamedTuple

from .binders import absolute_module
from .blocks import lies_in, main_blocks, type_checking_blocks
from .docstrings import is_text
from .module import Module
from .parsing import UnreadableError
from .paths import is_below, module_name, package_name
from .scopes import Binding
from .unparsed import unparsed
from .walking import nodes_in

_DEFINED = ("def", "class", "assign", "annotated")
_PRIVATE_VALUES = frozenset({"getLogger", "get_logger", "TypeVar", "ParamSpec", "TypeVarTuple"})
"""Calls whose value is of use in the module alone, whatever it is called."""
_MOST_STARS = 50


class Surface(NamedTuple):
    """What a module offers."""

    public: frozenset[str]
    """The names that it has for others, as far as it says so itself."""
    importable: frozenset[str]
    """All names that an import finds in it."""
    stars: tuple[str, ...]
    """The modules of which it takes everything."""
    hands_on: bool
    """Whether what it takes from others is for others, too."""
    is_open: bool
    """Whether it has more names than it shows: by `__getattr__`, or by what is done to its dictionary."""
    is_listed: bool = False
    """Whether it writes out all names that a star takes."""


def surface(path: str, text: str) -> Surface | None:
    """What a module offers; None where it cannot be read."""
    try:
        module = Module(path, text.encode())
    except (UnreadableError, RecursionError):
        return None
    stays = [*type_checking_blocks(module), *main_blocks(module)]
    bound = {
        name: [each for each in bindings if _is_bound(each) and not lies_in(module, each.node, stays)]
        for name, bindings in module.scope.bindings.items()
    }
    deleted = {each.id for node in module.tree.body if isinstance(node, ast.Delete) for each in _names(node.targets)}
    importable = frozenset(name for name, bindings in bound.items() if bindings and name not in deleted)
    stars = tuple(filter(None, (_star(node, path) for node in module.stars)))
    opening = chain((call.node for call in module.calls), (node for node, _ in module.of(ast.Assign)))
    is_open = "__getattr__" in importable or any(map(_opens, opening))
    listed = frozenset(_listed(module))
    if listed:
        offered_names = listed if is_open or stars else listed & importable
        return Surface(offered_names, importable, stars, False, is_open, _is_written_out(module))
    used = {each.id for each in _names([module.tree], ast.Load)} if _hands_on(module) else None
    offered = (name for name in importable if name[0] != "_" and _is_offered(name, bound[name], module, used))
    return Surface(frozenset(offered), importable, stars, used is not None, is_open)


def _star(node: ast.AST, path: str) -> str | None:
    assert isinstance(node, ast.ImportFrom)
    return absolute_module(package_name(path), node.module, node.level)


def starred(stars: Iterable[str], find: Callable[[str], Surface | None]) -> tuple[frozenset[str], bool]:
    """What a module takes from others with a star, and whether that is all of it."""
    names, waiting, seen = set[str](), list(stars), set[str]()
    while waiting and len(seen) < _MOST_STARS:
        star = waiting.pop()
        found = find(star) if star not in seen else None
        if star not in seen and (found is None or found.is_open):
            return frozenset(names), False
        seen.add(star)
        if found is not None:
            names |= found.public
            names |= {name for name in found.importable if name[0] != "_" and not found.is_listed}
            waiting += found.stars
    return frozenset(names), not waiting


def _is_bound(binding: Binding) -> bool:
    """Whether a name still has the value when the module has been run; names of a comprehension are its own."""
    has_value = binding.kind != "annotated" or binding.value is not None
    return has_value and binding.kind != "except" and not isinstance(binding.node, ast.comprehension)


def _hands_on(module: Module) -> bool:
    """Whether a module is there to hand on what others define."""
    body = [node for node in module.tree.body if not is_text(node)]
    return module.is_package or (bool(body) and all(isinstance(node, (ast.Import, ast.ImportFrom)) for node in body))


def _is_offered(name: str, bindings: list[Binding], module: Module, used: Set[str] | None) -> bool:
    """Whether one of the ways in which a name gets its value shows that it is for others."""
    is_imported = any(each.kind == "import" for each in bindings)
    return any(
        _is_handed_on(name, each, module, used)
        if each.kind == "import"
        else each.kind in _DEFINED and not _is_for_itself(each.value) and not (is_imported and _is_nothing(each.value))
        for each in bindings
    )


def _is_nothing(value: ast.expr | None) -> bool:
    """Whether a value only stands in for an import that failed."""
    return isinstance(value, ast.Constant) and not value.value


def _is_for_itself(value: ast.expr | None) -> bool:
    called = value.func if isinstance(value, ast.Call) else None
    name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
    return name in _PRIVATE_VALUES


def _is_handed_on(name: str, binding: Binding, module: Module, used: Set[str] | None) -> bool:
    """Whether an import says that it is for others, or stands where it is, and the module has no use for it itself."""
    node = binding.node
    assert isinstance(node, (ast.Import, ast.ImportFrom))
    if any(alias.name == alias.asname == name for alias in node.names):
        return True
    if used is None or name in used or binding.target.startswith("__future__."):
        return False
    tops = module.name.split(".")[:2]
    return not module.is_package or any(is_below(binding.target, top) for top in (tops[0], tops[-1]))


def _listed(module: Module) -> Iterator[str]:
    """The names in `__all__`, with what is added to it."""
    for node in module.tree.body:
        value: ast.expr | None = None
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            value = node.value if "__all__" in {each.id for each in _names(targets)} else None
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            call = node.value
            value = ast.Tuple(call.args, ast.Load()) if unparsed(call.func).startswith("__all__.") else None
        for each in nodes_in(value) if value is not None else ():
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                yield each.value


def _is_written_out(module: Module) -> bool:
    """Whether `__all__` is one list of texts that nothing is added to."""
    bindings = module.scope.bindings.get("__all__", [])
    value = bindings[0].value if len(bindings) == 1 else None
    is_plain = isinstance(value, (ast.List, ast.Tuple)) and all(isinstance(each, ast.Constant) for each in value.elts)
    return is_plain and [each.id for each in _names([module.tree])].count("__all__") == 1


def _names(nodes: Iterable[ast.AST], context: type[ast.expr_context] = ast.expr_context) -> list[ast.Name]:
    found = (each for node in nodes for each in nodes_in(node))
    return [each for each in found if isinstance(each, ast.Name) and isinstance(each.ctx, context)]


def _opens(node: ast.AST) -> bool:
    """Whether a call or an assignment is about the dictionary of a module, or what stands for the module."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "globals"
    targets = node.targets if isinstance(node, ast.Assign) else []
    return any(unparsed(each).startswith("sys.modules[") for each in targets)


def importable_as(path: str) -> str:
    """The name under which a file is imported, without the folder that its packages lie in."""
    return module_name(path).removeprefix("src.").removeprefix("lib.")


def is_private(path: str) -> bool:
    """Whether a module is its package's own, by its name or that of a folder."""
    return any(part[0] == "_" for part in importable_as(path).split(".") if part)
