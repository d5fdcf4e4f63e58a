"""What logs: the methods of loggers, and whether something is called on one."""

from __future__ import annotations

import ast

from ...knowledge.words import names_of

LOG_METHODS = frozenset(
    f"{prefix}{level}"
    for prefix in ("", "a")
    for level in "debug info warning warn error critical fatal exception log msg trace success".split()
)


def is_of_log_library(symbol: str) -> bool:
    return symbol.partition(".")[0] in names_of("log-libraries")


def is_on_logger(function: ast.expr, symbol: str) -> bool:
    """Whether a method is called on a logger, by its type or by what it is called."""
    if is_of_log_library(symbol):
        return True
    receiver = function.value if isinstance(function, ast.Attribute) else None
    while isinstance(receiver, ast.Call):
        receiver = receiver.func
    while isinstance(receiver, ast.Attribute) and not _names_log(receiver.attr):
        receiver = receiver.value.func if isinstance(receiver.value, ast.Call) else receiver.value
    return isinstance(receiver, ast.Attribute) or (isinstance(receiver, ast.Name) and _names_log(receiver.id))


def _names_log(name: str) -> bool:
    """Whether a name is one that loggers have."""
    return "log" in name.lower()
