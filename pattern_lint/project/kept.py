"""What modules keep for as long as the process lives, and who reaches for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Set

from ..lang.python.blocks import lies_in, main_blocks
from ..lang.python.kept import lazy_getters
from ..lang.python.module import Module
from ..lang.python.scopes import FunctionNode, Scope
from ..lang.python.unparsed import unparsed
from ..lang.python.walking import nodes_in, own_nodes
from .constructions import Constructed, Way, constructions
from .facts import CLASS_METHOD, OVERLOAD, STATIC, FunctionFact
from .project import Project
from .registrations import container_uses, is_registering

_GETTER = re.compile(r"_?(get|current|default|shared|instance|obtain|fetch|use)(_|$)|.*_instance$")
"""How functions are called that give what is there, other than those that make something."""


def kept(module: Module) -> Iterator[Way]:
    """What a module's own code makes and keeps, by statement, and what functions of it keep on first use."""
    yield from _instances(module)
    for getter in lazy_getters(module):
        place = f"the global {getter.kept}" if getter.kept else "its cache"
        yield Way("first-use", getter.symbol, module.header(getter.scope.node), "", getter.scope.qualname, place)


def _instances(module: Module) -> Iterator[Way]:
    """Modules that wire a container are left out, and so is what declares routes as a router does: `@orders.get()`,
    and what is made for a module as its logger is, by its name."""
    made = {call.node for call in constructions(module)}
    found: list[tuple[ast.Assign | ast.AnnAssign, str]] = []
    for call in module.calls if module.scope.calls else ():
        if call.scope is module.scope and call.symbol is not None and call.symbol.partition(".")[0] in module.roots:
            is_of_module = any(isinstance(each, ast.Name) and each.id == "__name__" for each in _given(call.node))
            statement = None if is_of_module else _kept_by(module, call.node, is_made=call.node in made)
            found += [(statement, call.symbol)] if statement is not None else []
    if not found or any(use.scope is module.scope and is_registering(use.method) for use in container_uses(module)):
        return
    mains, declaring = main_blocks(module), _declaring(module)
    for statement, symbol in found:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        is_declaring = isinstance(target, ast.Name) and target.id in declaring
        if not is_declaring and not lies_in(module, statement, mains):
            yield Way("kept", symbol, module.span(statement), where=unparsed(target))


def _given(call: ast.Call) -> Iterator[ast.expr]:
    yield from call.args
    yield from (word.value for word in call.keywords)


def _kept_by(module: Module, node: ast.Call, *, is_made: bool) -> ast.Assign | ast.AnnAssign | None:
    """The assignment that keeps the value of a call, or something that holds what the call makes."""
    around = module.ancestors(node)
    found = next((each for each in around if isinstance(each, ast.stmt)), None) if is_made else next(around)
    return found if isinstance(found, (ast.Assign, ast.AnnAssign)) else None


def _declaring(module: Module) -> frozenset[str]:
    """The names whose methods decorate functions."""
    found: set[str] = set()
    for scope in module.index.functions:
        assert isinstance(scope.node, FunctionNode)
        for decorator in scope.node.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
                found.add(called.value.id)
    return frozenset(found)


def reached(module: Module, classes: Set[Scope]) -> Iterator[Way]:
    """The variables of modules that some classes name, and the functions that they call without saying anything.

    What decorates their methods is left out: it runs when nobody can be given anything.
    """
    scopes = [scope for scope in module.index.scopes if scope.owner in classes] if classes else []
    decorating = {
        node
        for scope in scopes
        if isinstance(scope.node, FunctionNode)
        for decorator in scope.node.decorator_list
        for node in nodes_in(decorator)
    }
    for call in module.calls if scopes else ():
        symbol = call.symbol if call.scope.owner in classes and call.node not in decorating else None
        if symbol is None or call.node.args or call.node.keywords:
            continue
        if "()" not in symbol and symbol.partition(".")[0] in module.roots:
            yield Way("got", symbol, module.span(call.node), _owner(call.scope))
    for scope in scopes:
        found = ((node, symbol) for node, symbol in _globals(module, scope) if node not in decorating)
        yield from (Way("reached", symbol, module.span(node), _owner(scope)) for node, symbol in found)


def _owner(scope: Scope) -> str:
    return scope.owner.qualname if scope.owner is not None else ""


def _globals(module: Module, scope: Scope) -> Iterator[tuple[ast.expr, str]]:
    """The chains of a scope that begin with a variable of its module, or with an import from the project."""
    inner: set[ast.AST] = set()
    for node in own_nodes(scope):
        if isinstance(node, ast.Attribute):
            inner.add(node.value)
        if node in inner or not isinstance(node, (ast.Name, ast.Attribute)):
            continue
        tail: list[str] = []
        root: ast.expr = node
        while isinstance(root, ast.Attribute):
            tail.append(root.attr)
            root = root.value
        start = _global_name(module, root, scope) if isinstance(root, ast.Name) else ""
        if start.partition(".")[0] in module.roots:
            yield node, ".".join([start, *reversed(tail)])


def _global_name(module: Module, root: ast.Name, scope: Scope) -> str:
    found = module.names.reached(root.id, root, scope) if isinstance(root.ctx, ast.Load) else None
    if found is None:
        return ""
    home, (binding, *_) = found
    if binding.kind == "import":
        return binding.target
    is_variable = home is module.scope and binding.kind in ("assign", "annotated")
    return f"{module.name}.{root.id}" if is_variable else ""


class Kept:
    """Tells which instances modules keep, and which functions give one."""

    def __init__(self, project: Project, constructed: Constructed, lazy: Mapping[str, str]) -> None:
        """`lazy` has the functions that make something on first use, with what that is."""
        self._project = project
        self._constructed = constructed
        self._lazy = lazy
        self._memo: dict[str, str | None] = {}

    def instance(self, symbol: str) -> str | None:
        """The class of the instance that a module-level name holds with which a dotted symbol begins."""
        if symbol not in self._memo:
            parts = symbol.split(".")
            prefixes = (".".join(parts[:end]) for end in range(2, len(parts) + 1))
            self._memo[symbol] = next(filter(None, map(self._constructed.value, prefixes)), None)
        return self._memo[symbol]

    def given(self, symbol: str) -> str | None:
        """The class of the instance that a global getter gives."""
        found = self._project.resolver.resolve(symbol)
        function = self._project.definitions.function(found) if found is not None else None
        if found is None or function is None or (function.owner and not function.flags & (CLASS_METHOD | STATIC)):
            return None
        lazily = self._lazy.get(found, "")
        if not lazily and not _GETTER.match(function.name):
            return None
        cls = self._constructed.value(lazily) or self._constructed.value(f"{symbol}()")
        is_anew = not lazily and not function.owner and cls is not None and self._makes(function, cls)
        return None if is_anew else cls

    def _makes(self, function: FunctionFact, cls: str) -> bool:
        """Whether a function constructs what it gives, anew for each caller, whatever its name says.

        Of one with overloads only the signatures are known, so it may.
        """
        made = (self._constructed.cls(called[0]) for called in function.calls)
        return bool(function.flags & OVERLOAD) or any(
            one is not None and cls in self._project.resolver.linear(one) for one in made
        )
