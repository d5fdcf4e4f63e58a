"""Logging: through a logger of the module's own name, never by printing or through the root logger."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatchcase

from ..config.globs import matches
from ..lang.python.module import CallSite, Module
from ..lang.python.scopes import FunctionNode, Scope
from ..lang.python.walking import nodes_in
from .kit import Check, KindOptions, Rule
from .report import ModuleReport

_LEVELS = ("debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log")
_ROOT_CALLS = frozenset(f"{root}.{level}" for root in ("logging", "logging.root") for level in _LEVELS)
_GET_LOGGER = "logging.getLogger"
_STANDARD_STREAMS = frozenset({"sys.stdout", "sys.stderr"})
"""The original ones, with underscores, are for who knows that there is nothing else left to write to."""
_SETTING_UP = frozenset(
    "setLevel addHandler removeHandler addFilter removeFilter handlers hasHandlers propagate disabled level "
    "isEnabledFor getEffectiveLevel filters manager".split()
)

_READERS = ("argparse", "click", "docopt", "fire", "getopt", "optparse", "typer")


class Options(KindOptions, frozen=True):
    """Which code talks to people at a terminal, and may print."""

    entry_points: tuple[str, ...] = (
        "__main__.py",
        "cli.py",
        "*_cli.py",
        "*_commands.py",
        "console.py",
        "*_console.py",
        "scripts.py",
        "manage.py",
        "setup.py",
        "noxfile.py",
        "fabfile.py",
        "cli/",
        "_cli/",
        "commands/",
        "scripts/",
        "bin/",
        "/tools/",
        "/benchmarks/",
        "/docs/",
        "**/management/commands/",
    )
    """Globs of files."""
    entry_functions: tuple[str, ...] = ("main", "cli", "usage", "print_*", "_print_*")
    """Globs of names of functions."""
    logging_modules: tuple[str, ...] = ("*logger.py", "*loggers.py", "*logging.py", "*logging/", "log.py", "_log.py")
    """Globs of files that set logging up: they may name loggers, and ask for the root."""
    commands: tuple[str, ...] = ("click.*", "typer.*", "*.command", "*.group", "*.callback", "rich_click.*")
    """Globs of decorators that make a function a command."""


class Kind(Check[Options]):
    """Each print, each call that makes a logger, and each call of the root logger is a site."""

    def module(self, module: Module, report: ModuleReport) -> object:
        calls = [call for call in module.calls if _is_site(module, call)]
        for rule in self.rules if calls else ():
            sets_up = any(matches(glob, module.path) for glob in rule.options.logging_modules)
            judged = [(call, "" if sets_up and call.symbol == _GET_LOGGER else _judge(module, call)) for call in calls]
            entry = _EntryPoints(rule, module) if any(message for _, message in judged) else None
            for call, message in judged:
                if message and entry is not None and not entry.covers(call):
                    report.violates(rule, call.node, call.scope, message)
                else:
                    report.conforms(rule, call.scope)
        return None


class _EntryPoints:
    """The code of a module that talks to people: of scripts, of commands, and what a script's guard calls."""

    def __init__(self, rule: Rule[Options], module: Module) -> None:
        self._rule = rule
        self._module = module
        self._guards = [node for node, _ in module.of(ast.If) if isinstance(node, ast.If) and _is_guard(node.test)]
        self._everything = (
            any(matches(glob, module.path) for glob in rule.options.entry_points)
            or (bool(self._guards) and _reads_arguments(module))
            or not module.name.rpartition(".")[2].isidentifier()
        )
        self._called = frozenset(
            call.func.id
            for guard in self._guards
            for call in nodes_in(guard)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        )

    def covers(self, call: CallSite) -> bool:
        if self._everything or any(ancestor in self._guards for ancestor in self._module.ancestors(call.node)):
            return True
        scope: Scope | None = call.scope
        while scope is not None:
            if scope.kind == "function" and self._is_entry(scope):
                return True
            scope = scope.parent
        return False

    def _is_entry(self, scope: Scope) -> bool:
        node, outer = scope.node, scope.parent
        assert isinstance(node, FunctionNode) and outer is not None
        options = self._rule.options
        named = scope.name in self._called or any(fnmatchcase(scope.name, glob) for glob in options.entry_functions)
        if named and outer.kind == "module":
            return True
        return any(
            fnmatchcase(name, glob)
            for decorator in node.decorator_list
            for name in _decorator_names(self._module, decorator, outer)
            for glob in options.commands
        )


def _reads_arguments(module: Module) -> bool:
    """Whether a module that can be run as a script is one: it says with what, or reads its arguments."""
    bindings = (binding for bound in module.scope.bindings.values() for binding in bound if binding.kind == "import")
    return module.source.startswith(b"#!") or any(binding.target.startswith(_READERS) for binding in bindings)


def _decorator_names(module: Module, decorator: ast.expr, scope: Scope) -> Iterator[str]:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    yield module.symbol(called, scope) or ""
    yield ast.unparse(called)


def _is_guard(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"


def _is_site(module: Module, call: CallSite) -> bool:
    symbol = call.symbol
    if symbol == "builtins.print":
        return _goes_to_terminal(module, call)
    return symbol == _GET_LOGGER or symbol in _ROOT_CALLS


def _goes_to_terminal(module: Module, call: CallSite) -> bool:
    for keyword in call.node.keywords:
        if keyword.arg == "file":
            return module.symbol(keyword.value, call.scope) in _STANDARD_STREAMS
    return True


def _judge(module: Module, call: CallSite) -> str:
    """What is wrong with a site; empty where nothing is."""
    symbol = call.symbol or ""
    if symbol == "builtins.print":
        return "print() reaches no log; use the module's logger"
    if symbol != _GET_LOGGER:
        return f"{ast.unparse(call.node.func)}() goes through the root logger; use the module's logger"
    name = call.node.args[0] if call.node.args else next((k.value for k in call.node.keywords if k.arg == "name"), None)
    if (name is not None and not isinstance(name, ast.Constant)) or _sets_up(module, call):
        return ""
    if name is None or not name.value:
        return "getLogger() without a name gives the root logger; write logging.getLogger(__name__)"
    return f"the logger is named {name.value!r} by hand; write logging.getLogger(__name__)"


def _sets_up(module: Module, call: CallSite) -> bool:
    """Whether a logger is fetched only to be configured, such as one of a library."""
    parent = module.index.parents.get(call.node)
    if isinstance(parent, ast.Attribute):
        return parent.attr in _SETTING_UP
    if isinstance(parent, ast.Assign | ast.AnnAssign) and call.scope.kind == "function":
        target = parent.targets[0] if isinstance(parent, ast.Assign) else parent.target
        uses = list(_uses(call.scope.node, target.id)) if isinstance(target, ast.Name) else []
        return bool(uses) and all(use in _SETTING_UP for use in uses)
    return False


def _uses(scope: ast.AST, name: str) -> Iterator[str]:
    """What a scope does with a name: the attributes that it asks it for, or "" where it does something else."""
    receivers = {
        node.value: node.attr
        for node in nodes_in(scope)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    for node in nodes_in(scope):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            yield receivers.get(node, "")
