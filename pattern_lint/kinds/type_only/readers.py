"""Who reads at run time what annotations say: models, decorators, frameworks that are handed functions."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from functools import cached_property

from ...config.globs import fnmatchcase
from ...lang.python.annotated import all_annotations, names_in
from ...lang.python.imports import Imported
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.unparsed import unparsed
from ...query.answers import Condition


class Readers:
    """Tells whether somebody reads at run time what a module imports for its annotations."""

    def __init__(
        self, module: Module, read_by: Sequence[str], decorated: Sequence[str], imported: Sequence[str]
    ) -> None:
        self._module = module
        self._read_by = tuple(read_by)
        """The names of bases that read the annotations of their heirs' bodies."""
        self._decorated = decorated
        """Globs of decorators that read the annotations of what they decorate."""
        self._imported = imported
        """The packages that read the annotations of functions that they are given."""
        self._known: dict[Scope, bool] = {}

    def conditions(self, name: Imported) -> tuple[Condition, ...] | None:
        """Under which conditions nobody reads an imported name; None where somebody surely does."""
        scopes = self._module.once(_annotated).get(name.local, ())
        if any(map(self._reads, scopes)):
            return None
        classes = [f"{self._module.name}.{scope.qualname}" for scope in scopes if scope.kind == "class"]
        made = [scope for scope in scopes if scope.is_method and scope.name == "__init__"]
        return (
            ("provided", name.source, ()),
            *((("without-sign", "injection-library", ()),) if made else ()),
            *(("without-base", cls, self._read_by) for cls in classes),
            *(("without-library", cls, ()) for cls in classes),
        )

    def _reads(self, scope: Scope) -> bool:
        """Whether a decorator or a framework reads the annotations of a class or function."""
        if scope not in self._known:
            decorated = _is_decorated(self._module, scope, self._decorated)
            self._known[scope] = decorated or (self._may_be_handed_on and _is_open(scope))
        return self._known[scope]

    @cached_property
    def _may_be_handed_on(self) -> bool:
        """Whether the module imports a framework that reads the annotations of functions that it is given."""
        bindings = (binding for bound in self._module.scope.bindings.values() for binding in bound)
        roots = {binding.target.partition(".")[0] for binding in bindings if binding.kind == "import"}
        return not roots.isdisjoint(self._imported)


def _is_open(scope: Scope) -> bool:
    """Whether a function may be given to a framework."""
    return scope.kind == "function" and (not scope.is_method or scope.name == "__call__")


def _annotated(module: Module) -> dict[str, dict[Scope, None]]:
    """The scopes whose annotations use a name, by name."""
    found: dict[str, dict[Scope, None]] = {}
    for scope, annotation in all_annotations(module):
        for name in (annotation.id,) if isinstance(annotation, ast.Name) else names_in(annotation):
            if name in found:
                found[name][scope] = None
            else:
                found[name] = {scope: None}
    return found


def _is_decorated(module: Module, scope: Scope, globs: Sequence[str]) -> bool:
    node, outer = scope.node, scope.parent
    if outer is None or not isinstance(node, (ast.ClassDef, FunctionNode)):
        return False
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        names = (module.symbol(called, outer) or "", unparsed(called))
        if any(fnmatchcase(name, glob) for name in names for glob in globs) or _is_foreign(module, names[0]):
            return True
    return False


def _is_foreign(module: Module, symbol: str) -> bool:
    """Whether a decorator is neither the language's nor the project's: nobody knows what it reads."""
    root = symbol.partition(".")[0]
    return root not in module.roots and root != "builtins" and root not in sys.stdlib_module_names
