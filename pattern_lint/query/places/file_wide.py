"""Places that a file lies in as a whole: where it is, what it imports and speaks of, and how its tests are marked."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TypeAlias

from ...config.globs import matches_one
from ...lang.python.blocks import lies_in, type_checking_blocks
from ...lang.python.module import Module
from ...lang.python.walking import nodes_in
from ..naming.meant import MeantNames
from ..naming.shown import mentioned, texts

FileLook: TypeAlias = Callable[[tuple[str, ...], Module], bool]


def imported(module: Module) -> frozenset[str]:
    """The names of what a file imports, from its own package aside."""
    return _named_by(node for node, _ in module.of(ast.Import, ast.ImportFrom))


def _named_by(imports: Iterable[ast.AST]) -> frozenset[str]:
    found: set[str] = set()
    for node in imports:
        assert isinstance(node, (ast.Import, ast.ImportFrom))
        above = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        if isinstance(node, ast.Import) or node.level == 0:
            found.update(f"{above}{alias.name}" for alias in node.names)
    return frozenset(found)


def imported_parts(module: Module) -> frozenset[str]:
    """The same, with all packages that they are in."""
    return _with_packages(module.once(imported))


def _loaded_parts(module: Module) -> frozenset[str]:
    """The same of what a file imports when it runs, and not for a type checker alone."""
    blocks = type_checking_blocks(module)
    if not blocks:
        return module.once(imported_parts)
    imports = (node for node, _ in module.of(ast.Import, ast.ImportFrom))
    return _with_packages(_named_by(node for node in imports if not lies_in(module, node, blocks)))


def _with_packages(names: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for name in names:
        part = name
        while part and part not in found:
            found.add(part)
            part = part.rpartition(".")[0]
    return frozenset(found)


def marks(module: Module) -> frozenset[str]:
    """The marks of pytest that all tests of a file have."""
    values = [each.value for each in module.scope.bindings.get("pytestmark", ()) if each.value is not None]
    return frozenset(each.attr for value in values for each in nodes_in(value) if isinstance(each, ast.Attribute))


def _lies_in_path(globs: tuple[str, ...], module: Module) -> bool:
    return matches_one(globs, module.path)


def _lies_in_module(names: tuple[str, ...], module: Module) -> bool:
    """A module is called by its name from the project's root, or from a folder of sources."""
    dotted = f".{module.name}."
    return any(
        dotted.startswith(f".{name}.") or (name.partition(".")[0] in module.roots and f".{name}." in dotted)
        for name in names
    )


def _imports(names: tuple[str, ...], module: Module) -> bool:
    return not module.once(imported_parts).isdisjoint(names) or any(_uses(name, module) for name in names)


def _uses(name: str, module: Module) -> bool:
    """Whether a file takes something out of a module that it imports whole: `sa.Column`."""
    above, _, last = name.rpartition(".")
    return above in module.once(imported) and last in module.index.mentioned


def _loads(names: tuple[str, ...], module: Module) -> bool:
    return not module.once(_loaded_parts).isdisjoint(names)


@cache
def _spoken(globs: tuple[str, ...]) -> MeantNames:
    return MeantNames(globs, small=True)


def _speaks_of(globs: tuple[str, ...], module: Module) -> bool:
    meant = _spoken(globs)
    return bool(meant.shown(mentioned, module) or meant.shown(texts, module))


def _is_marked(names: tuple[str, ...], module: Module) -> bool:
    return not module.once(marks).isdisjoint(names)


FILE_LOOKS: Mapping[str, FileLook] = {
    "path": _lies_in_path,
    "module": _lies_in_module,
    "importing": _imports,
    "loading": _loads,
    "marked": _is_marked,
    "speaking-of": _speaks_of,
}
"""Places that a file lies in as a whole, or not at all."""


def looked(look: FileLook, names: tuple[str, ...], module: Module) -> bool:
    """What a look at a file tells, asked once."""
    known = module.once(_known)
    if (look, names) not in known:
        known[look, names] = look(names, module)
    return known[look, names]


def _known(module: Module) -> dict[tuple[FileLook, tuple[str, ...]], bool]:
    return {}
