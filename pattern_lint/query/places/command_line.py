"""Code that talks to people at a terminal: scripts, commands, and what a script's guard calls."""

from __future__ import annotations

import ast

from ...config.globs import matcher, matches_one
from ...lang.python.blocks import main_blocks
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in

COMMANDS = ("click.*", "typer.*", "rich_click.*", "*.command", "*.group", "*.callback")
"""Decorators that make a function a command."""
_FILES = (
    *("__main__.py", "cli.py", "*_cli.py", "*_commands.py", "console.py", "*_console.py", "scripts.py"),
    *(
        "manage.py",
        "setup.py",
        "noxfile.py",
        "fabfile.py",
        "cli/",
        "_cli/",
        "command/",
        "commands/",
        "scripts/",
        "bin/",
    ),
    *("/tools/", "/benchmarks/", "/docs/", "**/management/commands/"),
)
_FUNCTIONS = ("main", "cli", "usage", "print_*", "_print_*")
"""Globs of names of functions of a module, whoever calls them."""
_ASKING = frozenset({"builtins.input", "getpass.getpass", "blessed.Terminal", "blessings.Terminal", "curses.initscr"})
_SHELLS = frozenset({"cmd.Cmd"})
"""Bases of classes that are shells."""
_READERS = ("argparse", "click", "docopt", "fire", "getopt", "optparse", "typer")


def is_script(module: Module, node: ast.AST, scope: Scope) -> bool:
    """Whether a node belongs to a script: its module is one, or a function that talks to people is around it."""
    if module.once(_is_script_throughout):
        return True
    guards = main_blocks(module)
    if guards and any(ancestor in guards for ancestor in module.ancestors(node)):
        return True
    around: Scope | None = scope
    while around is not None and around.parent is not None:
        if around.kind == "function" and around.parent.kind == "module":
            return matcher(_FUNCTIONS)(around.name) or around.name in module.once(_called_by_guards)
        around = around.parent
    return False


def _dialogs(module: Module) -> frozenset[Scope]:
    """The classes, and else the functions, that ask people at a terminal for something, or draw there."""
    asking = (call.scope for call in module.calls if call.symbol in _ASKING)
    found = {scope.owner or scope.function for scope in asking}
    for node, outer in module.of(ast.ClassDef):
        assert isinstance(node, ast.ClassDef)
        if any(module.symbol(base, outer) in _SHELLS for base in node.bases):
            found.add(module.index.scope_of[node])
    return frozenset(scope for scope in found if scope is not None)


def is_dialog(module: Module, scope: Scope) -> bool:
    """Whether code belongs to a class or function that asks people at a terminal for something, or draws there."""
    dialogs = module.once(_dialogs)
    around: Scope | None = scope
    while around is not None and around not in dialogs:
        around = around.parent
    return around is not None


def _is_script_throughout(module: Module) -> bool:
    if not module.name.rpartition(".")[2].isidentifier() or matches_one(_FILES, module.path):
        return True
    return bool(main_blocks(module)) and _reads_arguments(module)


def _reads_arguments(module: Module) -> bool:
    """Whether a module that can be run as a script is one: it says with what, or reads its arguments."""
    bindings = (binding for bound in module.scope.bindings.values() for binding in bound if binding.kind == "import")
    return module.source.startswith(b"#!") or any(binding.target.startswith(_READERS) for binding in bindings)


def _called_by_guards(module: Module) -> frozenset[str]:
    calls = [node for guard in main_blocks(module) for node in nodes_in(guard) if isinstance(node, ast.Call)]
    return frozenset(call.func.id for call in calls if isinstance(call.func, ast.Name))
