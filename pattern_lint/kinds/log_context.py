"""Log messages of components: they carry a value that tells one event from another."""

from __future__ import annotations

import ast

from ..lang.python.bound import only_value
from ..lang.python.module import CallSite, Module
from ..lang.python.scopes import Scope
from .kit import Check, KindOptions
from .report import ModuleReport

_LEVELS = frozenset({"debug", "info", "warning", "warn", "error", "critical", "fatal", "log"})
_WITHOUT_CONTEXT = frozenset({"stacklevel"})
_BINDING = (b"bind", b"Bound", b"Adapter", b"contextualize", b"getChild")
_LOGGERS = ("logging.Logger()", "logging.root", "structlog.get_logger()", "structlog.getLogger()", "loguru.logger")


class Options(KindOptions, frozen=True):
    """Whose log messages a card is about."""

    roles: tuple[str, ...] = ("worker",)
    loggers: tuple[str, ...] = ("logger", "log", "_logger", "_log", "__logger", "LOG", "LOGGER")
    """Names of receivers that are loggers where their type is not known."""


class Kind(Check[Options]):
    """Each log call in a component's methods is a site."""

    def module(self, module: Module, report: ModuleReport) -> object:
        bound: frozenset[tuple[Scope, str]] | None = None
        for call in module.calls if not _LEVELS.isdisjoint(module.called_names) else ():
            owner = call.scope.owner
            if call.name not in _LEVELS or owner is None:
                continue
            function = call.node.func
            if not isinstance(function, ast.Attribute):
                continue
            if bound is None:
                bound = _bound(module)
            message = _constant_message(module, call)
            for rule in self.rules:
                if not _is_logger(module, call, function.value, rule.options, bound):
                    continue
                when = (("role", f"{module.name}.{owner.qualname}", rule.options.roles),)
                if message is None:
                    report.conforms(rule, call.scope, when=when)
                else:
                    text = f"the log message {message!r} carries no value: say which {owner.name}, and about what"
                    report.violates(rule, call.node, call.scope, text, when=when)
        return None


def _is_logger(
    module: Module, call: CallSite, receiver: ast.expr, options: Options, bound: frozenset[tuple[Scope, str]]
) -> bool:
    symbol = module.symbol(receiver, call.scope)
    if symbol == "logging" or symbol in _LOGGERS:
        return True
    if symbol is not None and symbol.startswith(("logging.", "structlog.", "loguru.")):
        return False
    name = receiver.attr if isinstance(receiver, ast.Attribute) else getattr(receiver, "id", "")
    owner = call.scope.owner
    return name in options.loggers and owner is not None and (owner, ast.unparse(receiver)) not in bound


def _bound(module: Module) -> frozenset[tuple[Scope, str]]:
    """The names, by class, under which loggers are kept that carry the context themselves."""
    found: set[tuple[Scope, str]] = set()
    if not any(word in module.source for word in _BINDING):
        return frozenset()
    for node, scope in module.of(ast.Assign, ast.AnnAssign):
        assert isinstance(node, ast.Assign | ast.AnnAssign)
        owner = scope.owner
        if owner is None:
            continue
        parts = [node.value, node.annotation if isinstance(node, ast.AnnAssign) else None]
        said = " ".join(ast.unparse(part) for part in parts if part is not None).encode()
        if any(word in said for word in _BINDING):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {(owner, ast.unparse(target)) for target in targets}
    return frozenset(found)


def _constant_message(module: Module, call: CallSite) -> str | None:
    """The message of a log call that says the same each time; None where something is said with it."""
    arguments = call.node.args
    assert isinstance(call.node.func, ast.Attribute)
    if call.node.func.attr == "log":
        arguments = arguments[1:]
    keywords = {keyword.arg: keyword.value for keyword in call.node.keywords}
    if not arguments and "msg" in keywords:
        arguments = [keywords.pop("msg")]
    if len(arguments) != 1 or not keywords.keys() <= _WITHOUT_CONTEXT:
        return None
    return constant_text(module, arguments[0], call.scope)


def constant_text(module: Module, node: ast.expr, scope: Scope) -> str | None:
    """The text that an expression always is; None where it varies or is not known."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        parts = [constant_text(module, value, scope) for value in node.values]
        return "".join(part for part in parts if part is not None) if None not in parts else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = constant_text(module, node.left, scope), constant_text(module, node.right, scope)
        return left + right if left is not None and right is not None else None
    if isinstance(node, ast.Name):
        found = only_value(module, node, scope)
        value = found[0] if found is not None else None
        return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None
    return None
