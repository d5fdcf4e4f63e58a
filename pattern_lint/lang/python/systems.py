"""Whether code asks for what not every system has, or which version of a program there is."""

from __future__ import annotations

import ast
import sys

from .conversions import errors_of_converting
from .lost import Case
from .module import name_of
from .surroundings import calls_within

_KERNEL = ("/proc/", "/sys/")
_REGISTRY = ("winreg.", "_winreg.")
_OF_ADDRESS = frozenset({"getsockname", "getpeername", "gethostname", "getfqdn"})
_ON_THE_WAY = frozenset(
    "socket connect close settimeout setblocking setsockopt gethostbyname gethostbyname_ex startswith str".split()
)
"""What else is called to find out which address this host has."""
_ASKING = frozenset({"--version", "-version", "-V", "version", "--help"})
_RUNNING = ("subprocess.", "asyncio.create_subprocess_", "os.popen")
_HELPING = ("call", "command", "cmd", "exec", "output", "run", "shell")
"""Parts of the names of helpers that run programs."""
_REACHING_OUT = frozenset(
    "asyncio ftplib http imaplib multiprocessing smtplib socket sqlite3 ssl telnetlib urllib".split()
)
"""Modules of the standard library that reach further than files and programs."""
_PARSERS = frozenset({"packaging", "setuptools", "toml", "tomli", "tomlkit", "yaml"})


def asks_system(case: Case) -> bool:
    """Whether the guarded code looks into the registry of Windows or the files of a kernel, or asks for the address of
    this host."""
    called = [call for call, _ in calls_within(case.guarded)]
    names = {name_of(call.func) for call in called}
    if names & _OF_ADDRESS and names <= _OF_ADDRESS | _ON_THE_WAY:
        return True
    found = [call for call in called if _is_of_system(call, case)]
    around = {call for call in called if any(part in found for part in ast.walk(call))}
    return bool(found) and all(call in around or _is_at_hand(call, case) for call in called)


def _is_of_system(call: ast.Call, case: Case) -> bool:
    symbol = case.module.symbol(call.func, case.scope) or ""
    first = call.args[0] if call.args else None
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
        return symbol.startswith(_REGISTRY) or _is_kept_path(call.func.value.id, case)
    return symbol.startswith(_REGISTRY) or (symbol == "builtins.open" and _is_kernel_path(first))


def _is_kernel_path(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(_KERNEL)


def _is_kept_path(name: str, case: Case) -> bool:
    """Whether a name is that of a file of a kernel: `MODEL = Path("/sys/firmware/model")`."""
    home = case.scope.home(name)
    made = [bound.value for bound in home.bindings[name]] if home is not None else []
    return bool(made) and all(
        isinstance(each, ast.Call) and name_of(each.func) == "Path" and _is_kernel_path(next(iter(each.args), None))
        for each in made
    )


def asks_for_version(case: Case) -> bool:
    """Whether the guarded code asks a program for its version, or, in a function that is named for that, looks for one
    in files and programs; a data base or a server is asked for more than that."""
    called = [call for call, _ in calls_within(case.guarded)]
    asked = [call for call in called if _runs_program(call, case)]
    if not called or not all(call in asked or _is_at_hand(call, case) for call in called):
        return False
    if asked and all(any(map(_is_version_flag, ast.walk(call))) for call in asked):
        return True
    function = case.scope.function
    return (
        function is not None
        and "version" in function.name.lower()
        and not errors_of_converting(case.module, case.guarded, case.scope)
    )


def _runs_program(call: ast.Call, case: Case) -> bool:
    if (case.module.symbol(call.func, case.scope) or "").startswith(_RUNNING):
        return True
    first = call.args[0] if call.args else None  # a helper that runs programs: `shell_call(["R", "--version"])`
    said = first.elts[1:2] if isinstance(first, ast.List) else [first] if isinstance(first, ast.Constant) else ()
    return any(map(_is_version_flag, said)) and any(word in name_of(call.func).lower() for word in _HELPING)


def _is_version_flag(node: ast.AST) -> bool:
    said = node.value if isinstance(node, ast.Constant) else None
    return isinstance(said, str) and not _ASKING.isdisjoint(said.split())


def _is_at_hand(call: ast.Call, case: Case) -> bool:
    """Whether a call reaches no further than files and values, as far as it is known."""
    symbol = case.module.symbol(call.func, case.scope)
    if symbol is None:
        return isinstance(call.func, ast.Attribute)
    root = symbol.partition(".")[0]
    if root in case.module.roots:
        return "version" in name_of(call.func).lower()
    return root in _PARSERS or (root in sys.stdlib_module_names | {"builtins"} and root not in _REACHING_OUT)
