"""Which outside system an expression means: the host of an address, or the setting that holds one."""

from __future__ import annotations

import ast
import re

from ...lang.python.constants import constant
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope

_HOST = re.compile(r"(?:https?|wss?)://(?:[^/@\s]*@)?([A-Za-z0-9.-]+\.[A-Za-z0-9-]+)(?::\d+)?(?:[/?#]|$)")
_ANY_HOST = re.compile(r"(?:https?|wss?)://(?:[^/@\s]*@)?(\[[^\]]*\]|[^\s/:?#]+)(?=[/:?#]|$)")
_OWN = re.compile(
    r"(?i)^(?:localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|.*\.(?:local|localhost|internal|lan|test|invalid)$)"
)
_MADE_UP = (".test", ".invalid")
_SETTINGS = re.compile(r"(?i)(?:^|_)(?:settings|config|conf|cfg)$")
_ADDRESS = re.compile(r"(?i)(?:^|_)(?:url|uri|host|endpoint|base)$")
_PLAIN = re.compile(r"(?i)_*(?:default_)?(?:(?:base|web_?hook|callback)_)?(?:url|uri|host|endpoint|base)s?$")
_JOINING = frozenset({"urljoin", "URL", "str", "format", "Url"})


def host_of(text: str) -> str:
    """The host of an address; empty where it is none, or one of the own machine or network."""
    found = _HOST.match(text)
    host = found[1].lower() if found is not None else ""
    return "" if _OWN.match(host) else host


def is_nearby(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether an address begins with a host of the own machine or network: `localhost`, or a name without a domain."""
    begin = first_of(constant(module, first_of(node), scope))
    wholes = (each for each in (node, constant(module, node, scope)) if isinstance(each, ast.JoinedStr))
    parts = next((whole.values for whole in wholes if begin in whole.values[:1]), [begin])
    text = "".join(str(each.value) if isinstance(each, ast.Constant) else "_" for each in parts)
    found = _ANY_HOST.match(text) if isinstance(begin, ast.Constant) else None
    host = found[1].lower() if found is not None else ""
    is_made_up = host.endswith(_MADE_UP)  # as examples are, of whatever they stand for
    return bool(host) and (host[:1] == "[" or "." not in host or (_OWN.match(host) is not None and not is_made_up))


def addressed(node: ast.expr, module: Module, scope: Scope) -> str:
    """What an address begins with: `host:` or `setting:` with its name, or the symbol of a constant of the project;
    empty where it is not known."""
    node = constant(module, first_of(node), scope)
    node = first_of(node)
    if isinstance(node, ast.Constant):
        host = host_of(node.value) if isinstance(node.value, str) else ""
        return f"host:{host}" if host else ""
    key = _looked_up(node)
    if key:
        return setting(key) if _ADDRESS.search(key) else ""
    symbol = module.symbol(node, scope) if isinstance(node, (ast.Name, ast.Attribute)) else None
    is_ours = symbol is not None and symbol[: symbol.find(".")] in module.roots and not symbol.endswith("()")
    if symbol is not None and is_ours and "()" not in symbol and name_of(node).isupper():
        return symbol
    if isinstance(node, ast.Attribute) and _SETTINGS.search(name_of(node.value)) and _ADDRESS.search(node.attr):
        if _tells(node.attr):
            return setting(node.attr)
        return f"setting:{symbol}" if symbol is not None and is_ours else ""
    return ""


def is_own_service(symbol: str) -> bool:
    """Whether a constant of a package is the address of what the package itself serves, as it is named after it."""
    *packages, last = symbol.lower().split(".")
    return _ADDRESS.search(last) is not None and any(last.startswith(f"{name}_") for name in packages[:-1][:2])


def setting(name: str) -> str:
    """A setting, by its own name where that tells it from others, and else by all of its name."""
    last = name.rpartition(".")[2]
    return f"setting:{last.lower() if _tells(last) else name}"


def _tells(name: str) -> bool:
    """Whether a name says of what it is the address."""
    return _ADDRESS.search(name) is not None and not _PLAIN.match(name)


def first_of(node: ast.expr) -> ast.expr:
    """What a text that is put together begins with."""
    while True:
        if isinstance(node, ast.JoinedStr) and node.values:
            first = node.values[0]
            node = first.value if isinstance(first, ast.FormattedValue) else first
        elif isinstance(node, ast.BinOp):
            node = node.left
        elif isinstance(node, ast.Call) and name_of(node.func) in _JOINING and node.args and not _is_method(node):
            node = node.args[0]
        elif isinstance(node, ast.Call) and name_of(node.func) in ("format", "rstrip", "strip") and _is_method(node):
            assert isinstance(node.func, ast.Attribute)
            node = node.func.value
        elif isinstance(node, ast.Attribute) and node.attr == "value" and name_of(node.value).isupper():
            node = node.value  # what a member of an enum holds
        else:
            return node


def _is_method(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and name_of(call.func) in ("format", "rstrip", "strip")


def _looked_up(node: ast.expr) -> str:
    """The name under which something is looked up in the environment, or one that tells of what it is in a dict of
    settings."""
    key: ast.expr | None = None
    holder = ""
    if isinstance(node, ast.Subscript):
        holder, key = name_of(node.value), node.slice
    elif isinstance(node, ast.Call) and node.args:
        on = node.func.value if isinstance(node.func, ast.Attribute) and name_of(node.func) != "getenv" else None
        holder = name_of(on) if on is not None else "environ" if name_of(node.func) == "getenv" else ""
        key = node.args[0]
    found = key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
    return found if holder == "environ" or (_SETTINGS.search(holder) and _tells(found)) else ""
