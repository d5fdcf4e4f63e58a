"""What a project registers in its containers, and what it looks up there."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from ..source.module import Module, Span
from ..source.scopes import Scope
from .keys import Key, keys_of
from .project import Project
from .registrations import (
    Use,
    container_uses,
    is_container,
    is_container_symbol,
    is_registering,
    is_testing,
    may_register,
    mentions_container,
    names_container,
)

_KEY_KEYWORDS = ("name", "key", "cls", "type", "interface", "service", "service_type", "token", "dependency", "types")
_DEFAULTS = ("default", "fallback", "optional", "required", "raise")
_LOOKUP_ERRORS = frozenset(f"builtins.{name}" for name in ("KeyError", "LookupError", "Exception", "BaseException"))
_DISCOVERING = ("scan", "discover", "auto", "load", "install", "include", "import")

_LOOKING_UP = ("get", "resolve")

Registration: TypeAlias = tuple[str, tuple[tuple[str, str], ...] | None, tuple[str, ...], str]
"""Method, keys (None where they are no constants), the symbols that its arguments mention, and what is unsure."""


class Lookup(NamedTuple):
    """A key that code asks a container for; optional lookups bear that nothing is there."""

    method: str
    key: tuple[str, str]
    span: Span
    owner: str
    optional: bool
    unsure: str
    """What the receiver is, where only the project can tell whether that is a container; else empty."""


def collect_container(module: Module) -> dict[str, object]:
    """The container facts of a module; empty where it has nothing to do with containers."""
    uses = list(container_uses(module))
    if not uses and not mentions_container(module):
        return {}
    tested = {(use.scope.function, ast.dump(use.node.args[0])) for use in uses if _is_test(use)}
    tested |= set(_membership_tests(module))
    classes = [scope for scope in module.index.scopes if scope.kind == "class" and names_container(scope.name)]
    facts: dict[str, object] = {
        "registrations": [*_registrations(module, uses), *_decorations(module), *_assignments(module)],
        "lookups": [tuple(lookup) for use in uses for lookup in _lookups(module, use, tested)],
        "classes": [scope.qualname for scope in classes],
        "mentioned": sorted({symbol for scope in classes for symbol in mentioned(module, [scope.node], scope)}),
    }
    return {name: value for name, value in facts.items() if value}


def key_argument(call: ast.Call) -> ast.expr | None:
    """The argument that says what is registered or looked up."""
    if call.args:
        return call.args[0]
    by_name = {keyword.arg: keyword.value for keyword in call.keywords}
    return next((by_name[name] for name in _KEY_KEYWORDS if name in by_name), None)


def mentioned(module: Module, nodes: Iterable[ast.AST], scope: Scope) -> Iterator[str]:
    """The symbols of the project, or of what cannot be told from it, that nodes name."""
    for outer in nodes:
        for node in _without_lookups(outer):
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                symbol = module.symbol(node, scope)
                if symbol is not None and symbol.partition(".")[0] in module.roots:
                    yield symbol


def _without_lookups(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what lies in it, what is only looked up there aside."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        if isinstance(current, ast.Call) and _is_lookup(current.func):
            waiting.append(current.func)
        else:
            waiting += ast.iter_child_nodes(current)


def _is_lookup(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and function.attr.startswith(_LOOKING_UP)


def _registrations(module: Module, uses: list[Use]) -> Iterator[Registration]:
    for use in uses:
        call, key = use.node, key_argument(use.node)
        if use.method.startswith(_DISCOVERING):
            yield use.method, None, (), use.unsure
        if not may_register(use.method) or (key is None and not is_registering(use.method)):
            continue
        symbols = tuple(sorted(set(mentioned(module, _arguments(call), use.scope))))
        if key is None:
            yield use.method, None if _arguments(call) else (), symbols, use.unsure
            continue
        keys = keys_of(module, key, use.scope)
        if keys is None and _is_implementation(module, use, key):
            continue
        yield use.method, _plain((*keys, *_aliases(call))) if keys is not None else None, symbols, use.unsure


def _plain(keys: Iterable[Key]) -> tuple[tuple[str, str], ...]:
    return tuple((key.kind, key.text) for key in keys)


def _aliases(call: ast.Call) -> Iterator[Key]:
    for keyword in call.keywords:
        for node in ast.walk(keyword.value) if keyword.arg is not None and "alias" in keyword.arg else ():
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield Key("name", node.value)


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _is_implementation(module: Module, use: Use, key: ast.expr) -> bool:
    """A container's own methods register what their callers name: `self.register(name, ...)`."""
    owner, function = use.scope.owner, use.scope.function
    if owner is None or not names_container(owner.name) or function is None or not isinstance(key, ast.Name):
        return False
    own = function.bindings.get(key.id, [])
    return isinstance(use.receiver, ast.Name) and any(binding.kind == "param" for binding in own)


def _decorations(module: Module) -> Iterator[Registration]:
    """`@container.register` and `@container.register("name")`: what they decorate is registered."""
    for scope in module.index.scopes:
        node, outer = scope.node, scope.parent
        if outer is None or not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        symbol = f"{module.name}.{scope.qualname}"
        for decorator in node.decorator_list:
            function = decorator.func if isinstance(decorator, ast.Call) else decorator
            if (
                isinstance(function, ast.Attribute)
                and may_register(function.attr)
                and is_container(module, function.value, outer)
            ):
                named = isinstance(decorator, ast.Call) and bool(_arguments(decorator))
                yield function.attr, () if named else (("type", symbol),), (symbol,), ""


def _assignments(module: Module) -> Iterator[Registration]:
    """`container["name"] = ...` where the type is known, and what a container class puts in tables of its own."""
    for node, scope in module.of(ast.Assign, ast.AnnAssign):
        assert isinstance(node, ast.Assign | ast.AnnAssign)
        within = scope.owner is not None and names_container(scope.owner.name)
        if within and isinstance(node.value, ast.Dict) and node.value.keys:
            keys = keys_of(module, node.value, scope)
            if keys is not None:
                yield "provide", _plain(keys), (), ""
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if not isinstance(target, ast.Subscript):
                continue
            symbol = module.symbol(target.value, scope) or ""
            typed = symbol.endswith("()") and names_container(symbol[:-2])
            keys = keys_of(module, target.slice, scope) if within or typed else None
            if keys is not None or (typed and not within):
                symbols = tuple(sorted(set(mentioned(module, [node.value], scope)))) if node.value else ()
                yield "register", _plain(keys) if keys is not None else None, symbols, ""


def _lookups(module: Module, use: Use, tested: set[tuple[Scope | None, str]]) -> Iterator[Lookup]:
    key = key_argument(use.node)
    if key is None or may_register(use.method) or is_testing(use.method):
        return
    keys = keys_of(module, key, use.scope)
    if keys is None:
        return
    owner = use.scope.owner
    optional = (
        len(use.node.args) > 1
        or any(keyword.arg is None or keyword.arg.startswith(_DEFAULTS) for keyword in use.node.keywords)
        or (use.scope.function, ast.dump(key)) in tested
        or _falls_back(module, use.node)
        or _is_handled(module, use.node, use.scope)
    )
    span, name = module.span(use.node), owner.qualname if owner is not None else ""
    for single in _plain([key for key in keys if key.kind != "symbol"] or keys):
        yield Lookup(use.method, single, span, name, optional, use.unsure)


def _is_test(use: Use) -> bool:
    return is_testing(use.method) and bool(use.node.args)


def _membership_tests(module: Module) -> Iterator[tuple[Scope | None, str]]:
    for node, scope in module.of(ast.Compare):
        assert isinstance(node, ast.Compare)
        if isinstance(node.ops[0], ast.In | ast.NotIn) and is_container(module, node.comparators[0], scope):
            yield scope.function, ast.dump(node.left)


def _falls_back(module: Module, node: ast.AST) -> bool:
    """`container.get("cache") or NullCache()`."""
    parent = module.index.parents.get(node)
    if isinstance(parent, ast.Await):
        node, parent = parent, module.index.parents.get(parent)
    return isinstance(parent, ast.BoolOp) and isinstance(parent.op, ast.Or) and parent.values[-1] is not node


def _is_handled(module: Module, node: ast.AST, scope: Scope) -> bool:
    child = node
    for parent in module.ancestors(node):
        if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return False
        if isinstance(parent, ast.Try) and child in parent.body:
            if any(_catches_lookup(module, handler.type, scope) for handler in parent.handlers):
                return True
        elif isinstance(parent, ast.With) and any(
            isinstance(item.context_expr, ast.Call)
            and module.symbol(item.context_expr.func, scope) == "contextlib.suppress"
            for item in parent.items
        ):
            return True
        child = parent
    return False


def _catches_lookup(module: Module, caught: ast.expr | None, scope: Scope) -> bool:
    """Whether a handler may be for what a container raises: a lookup error, or an error of the project's own."""
    if caught is None:
        return True
    if isinstance(caught, ast.Tuple):
        return any(_catches_lookup(module, element, scope) for element in caught.elts)
    symbol = module.symbol(caught, scope)
    if symbol is None or symbol in _LOOKUP_ERRORS:
        return True
    return symbol.partition(".")[0] in module.roots


class Registered:
    """All that a project registers, by name, by type and by constant."""

    def __init__(self, project: Project, facts: Mapping[str, object]) -> None:
        self._project = project
        self._literal_names = False
        self.keys: set[Key] = set()
        self.mentioned: set[str] = set()
        self.is_visible = False
        """Whether anything is seen to be registered."""
        self.is_dynamic = False
        """Whether something is registered whose name cannot be told."""
        classes: set[str] = set()
        for path, stored in facts.items():
            assert isinstance(stored, dict)
            name = project.files[path]["name"]
            classes |= {f"{name}.{qualname}" for qualname in stored.get("classes", ())}
            self._mention(stored.get("mentioned", ()))
        self.container_classes = classes
        for stored in facts.values():
            assert isinstance(stored, dict)
            for method, keys, symbols, unsure in stored.get("registrations", ()):
                if not unsure or is_container_symbol(project, unsure):
                    self._add(method, keys, symbols)

    def canonical(self, key: Key) -> Key:
        """A key as the project spells it where the thing is defined."""
        if key.kind == "name":
            return key
        if key.kind == "symbol":
            return Key("symbol", self._defined(key.text))
        found = self._project.resolver.resolve(key.text) or key.text
        return Key("type", found.removesuffix("()"))

    def has(self, key: Key) -> bool:
        """Whether something registers the key; a class is also found by its name, and the other way round."""
        wanted = self.canonical(key)
        if wanted in self.keys:
            return True
        if key.kind == "type":
            return Key("name", wanted.text.rpartition(".")[2]) in self.keys
        return key.kind == "name" and any(
            known.kind == "type" and known.text.rpartition(".")[2] == key.text for known in self.keys
        )

    def may_have(self, key: Key) -> bool:
        """Whether it cannot be told that nothing registers the key."""
        if self.is_dynamic:
            return True
        wanted = self.canonical(key)
        if key.kind == "type":
            implementations = self.mentioned | {known.text for known in self.keys if known.kind == "type"}
            return any(wanted.text in self._project.resolver.linear(cls) for cls in implementations)
        if key.kind == "name":
            return any(known.kind == "symbol" for known in self.keys)
        return self._literal_names

    def _add(self, method: str, keys: tuple[tuple[str, str], ...] | None, symbols: tuple[str, ...]) -> None:
        self._mention(symbols)
        if is_registering(method):
            self.is_visible = True
        if keys is None:
            self.is_dynamic = True
            return
        if not keys and not symbols:
            own = any(self._project.resolver.resolve(f"{cls}.{method}") for cls in self.container_classes)
            self.is_dynamic |= not own
        self._literal_names |= any(kind == "name" for kind, _ in keys) and all(kind != "symbol" for kind, _ in keys)
        self.keys |= {self.canonical(Key(*key)) for key in keys}

    def _mention(self, symbols: Iterable[str]) -> None:
        """Note the classes that symbols name, hold or give, also through a factory that is named."""
        for symbol in symbols:
            found = self._project.resolver.resolve(symbol)
            if found is None:
                continue
            self.mentioned.add(found.removesuffix("()"))
            factory = self._project.definitions.function(found)
            if factory is not None:
                given = self._project.resolver.resolve(factory.returns) if factory.returns else None
                self.mentioned |= {given.removesuffix("()")} if given else set()
                self.mentioned |= {self._project.resolver.resolve(call[0]) or "" for call in factory.calls}

    def _defined(self, symbol: str) -> str:
        """Where a constant is defined that modules re-export."""
        for _ in range(8):
            owner, _, name = symbol.rpartition(".")
            home = self._project.modules.get(self._project.modules.find(owner) or "")
            target = home["exports"].get(name, "") if home is not None else ""
            if home is None or not target or "(" in target or target == symbol:
                return f"{home['name']}.{name}" if home is not None else symbol
            symbol = target
        return symbol


def spelled(key: Key) -> str:
    """A key as a reader writes it."""
    return f'"{key.text}"' if key.kind == "name" else key.text.rpartition(".")[2]
