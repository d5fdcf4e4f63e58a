"""Constructors that take configuration only: no services, and none constructed on the way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache

from ..lang.python.annotations import parsed
from ..lang.python.module import Module
from ..lang.python.scopes import FunctionNode, Scope
from .kit import Check, KindOptions, Rule
from .report import ModuleReport

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_PRIMITIVES = frozenset(
    "builtins.bool builtins.bytes builtins.complex builtins.float builtins.int builtins.str builtins.None "
    "datetime.date datetime.datetime datetime.time datetime.timedelta decimal.Decimal fractions.Fraction "
    "pathlib.Path pathlib.PurePath os.PathLike typing.Literal uuid.UUID zoneinfo.ZoneInfo".split()
)
_CONFIGURATION = tuple(
    "Config Configuration Enum Factory Id Key Kind Mode Name Options Parameters Params Policy Settings Spec "
    "Type".split()
)
"""Ends of the names of classes that hold configuration."""
_DEFERRING = frozenset({"typing.Callable", "collections.abc.Callable", "typing.Type", "builtins.type"})
_MAKING = frozenset({"build", "construct", "create", "make", "new"})


class Options(KindOptions, frozen=True):
    """What is a dependency, and whose constructors must do without."""

    roles: tuple[str, ...]
    methods: tuple[str, ...] = ("__init__",)
    words: tuple[str, ...] = (
        "bus",
        "cache",
        "client",
        "emitter",
        "persistence",
        "publisher",
        "repo",
        "repository",
        "service",
    )
    """Last words of the names of parameters and classes that are dependencies; their plurals too."""
    types: tuple[str, ...] = ("aiohttp.ClientSession", "redis.Redis", "redis.asyncio.Redis", "requests.Session")
    """Symbols of further classes that are."""
    local: tuple[str, ...] = ("cachetools.*", "functools.*")
    """Symbols that are none, whatever their names."""
    later: str = "initialize()"
    """Where dependencies arrive instead."""


class Kind(Check[Options]):
    """Looks at the constructors of all classes once for all cards."""

    def module(self, module: Module, report: ModuleReport) -> object:
        wanted = {method for rule in self.rules for method in rule.options.methods}
        for scope in module.index.functions:
            if scope.name in wanted and scope.is_method:
                for rule in self.rules:
                    if scope.name in rule.options.methods:
                        _Constructor(module, scope, rule).report(report)
        return None


class _Constructor:
    """One constructor as one card sees it."""

    def __init__(self, module: Module, scope: Scope, rule: Rule[Options]) -> None:
        self._module = module
        self._scope = scope
        self._rule = rule
        self._options = rule.options
        self._words = frozenset(rule.options.words)

    def report(self, report: ModuleReport) -> None:
        module, rule, scope = self._module, self._rule, self._scope
        owner = scope.parent
        assert owner is not None
        when = (("role", module.names.qualified(owner), rule.options.roles),)
        found: list[tuple[ast.AST, str]] = [(arg, f"takes `{arg.arg}`{said}") for arg, said in self._taken()]
        found += [(call, f"constructs {name}") for call, name in self._constructed()]
        for node, what in found:
            message = f"{owner.name}.{scope.name} {what}; let it arrive in {rule.options.later}, here is configuration"
            report.violates(rule, module.span(node), scope, message, when=when)
        if not found:
            report.conforms(rule, scope, when=when)

    def _taken(self) -> Iterator[tuple[ast.arg, str]]:
        node = self._scope.node
        assert isinstance(node, FunctionNode)
        positional = (*node.args.posonlyargs, *node.args.args)
        defaults: list[ast.expr | None] = [None] * (len(positional) - len(node.args.defaults))
        pairs = [*zip(positional, [*defaults, *node.args.defaults], strict=True)]
        pairs += [*zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)]
        pairs += [(extra, None) for extra in (node.args.vararg, node.args.kwarg) if extra is not None]
        for arg, default in pairs[1:]:
            names = [*self._annotated(arg.annotation)] if arg.annotation is not None else []
            found = next((name for name in names if self._is_dependency(name)), None)
            if found is not None:
                yield arg, f", a {_simple(found)}"
            elif self._ends_as_dependency(arg.arg) and not _is_plain(arg, default) and not self._is_settled(names):
                yield arg, ""

    def _is_settled(self, names: list[str]) -> bool:
        """Whether an annotation says that a parameter with the name of a dependency is none."""
        return bool(names) and all(name in _PRIMITIVES or _simple(name).endswith(_CONFIGURATION) for name in names)

    def _is_dependency(self, symbol: str) -> bool:
        options = self._options
        if symbol in options.types:
            return True
        simple = _simple(symbol)
        if not simple[:1].isupper() or not self._ends_as_dependency(simple):
            return False
        return not any(fnmatchcase(symbol, glob) for glob in options.local)

    def _ends_as_dependency(self, name: str) -> bool:
        return not self._words.isdisjoint(_last_word(name))

    def _annotated(self, node: ast.expr) -> Iterator[str]:
        """The symbols in an annotation of what a parameter may be; what only makes such things is left out."""
        if isinstance(node, ast.Constant):
            inner = parsed(node.value) if isinstance(node.value, str) else None
            if inner is not None:
                yield from self._annotated(inner)
        elif isinstance(node, ast.BinOp):
            yield from self._annotated(node.left)
            yield from self._annotated(node.right)
        elif isinstance(node, ast.Tuple):
            for element in node.elts:
                yield from self._annotated(element)
        elif isinstance(node, ast.Subscript):
            symbol = self._symbol(node.value)
            if symbol == "typing.Literal" or symbol in _DEFERRING:
                yield symbol
                return
            if not symbol.startswith("typing."):
                yield symbol
            yield from self._annotated(node.slice)
        elif isinstance(node, ast.Name | ast.Attribute):
            yield self._symbol(node)

    def _symbol(self, node: ast.expr) -> str:
        outer = self._scope.parent
        found = self._module.symbol(node, outer) if outer is not None else None
        if found is not None:
            return found
        return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""

    def _constructed(self) -> Iterator[tuple[ast.Call, str]]:
        for call in self._scope.calls:
            name = self._made(call)
            if name:
                yield call, name

    def _made(self, call: ast.Call) -> str:
        """The name of the dependency that a call makes, by a class, its factories, or a function that says so."""
        function = self._module.symbol(call.func, self._scope) or _dotted(call.func)
        if function.startswith(("builtins.", "typing.")):
            return ""
        value = self._module.symbol(call, self._scope) or ""
        owner, _, step = function.rpartition(".")
        for made in (function, value.removesuffix("()"), owner):
            if not made.endswith("()") and self._is_dependency(made):
                return _simple(made)
        makes = step.lstrip("_").partition("_")[0] in _MAKING and self._ends_as_dependency(step)
        return f"{step}()" if makes and not self._is_own(owner) else ""

    def _is_own(self, owner: str) -> bool:
        """Whether what is called is a method of the class itself."""
        cls = self._scope.parent
        return cls is not None and owner == f"{self._module.names.qualified(cls)}()"


@lru_cache(maxsize=4096)
def _last_word(name: str) -> tuple[str, ...]:
    """The last word of a name, and what its singular may be."""
    words = _WORD.findall(name)
    last = words[-1].lower() if words else ""
    return (last, last.removesuffix("s"), re.sub(r"ies$", "y", last), last.removesuffix("es"))


def _simple(symbol: str) -> str:
    return symbol.removesuffix("()").rpartition(".")[2]


def _is_plain(arg: ast.arg, default: ast.expr | None) -> bool:
    """Whether the default says that a parameter without annotation is a name, a number or a switch."""
    return arg.annotation is None and isinstance(default, ast.Constant) and default.value is not None


def _dotted(node: ast.expr) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join(reversed([*parts, node.id])) if isinstance(node, ast.Name) else ""
