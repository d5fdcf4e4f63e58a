"""Classes of certain roles say in a docstring what they are."""

from __future__ import annotations

import ast

from ..source.docstrings import is_documented
from ..source.module import Module, Span
from ..source.scopes import Scope
from .kit import Check, KindOptions
from .report import ModuleReport


class Options(KindOptions, frozen=True):
    """Whose docstrings are demanded."""

    roles: tuple[str, ...]
    says: str = "what it is for"
    """What the docstring should say."""


class Kind(Check[Options]):
    """Looks at every class once for all cards."""

    def module(self, module: Module, report: ModuleReport) -> object:
        for scope in module.index.scopes:
            if scope.kind != "class":
                continue
            documented = is_documented(scope.node)
            if not documented and _is_stand_in(module, scope):
                continue
            for rule in self.rules:
                when = (("role", module.names.qualified(scope), rule.options.roles),)
                if documented:
                    report.conforms(rule, scope, when=when)
                else:
                    message = f"{scope.name} has no docstring; say in one {rule.options.says}"
                    report.violates(rule, _name_span(module, scope), scope, message, when=when)
        return None


def _name_span(module: Module, scope: Scope) -> Span:
    """From the keyword to the name; the text of the file is not needed for it."""
    line, column, _, _ = module.span(scope.node)
    return (line, column, line, column + len("class ") + len(scope.name))


def _is_stand_in(module: Module, scope: Scope) -> bool:
    """Whether a class only takes the place of one that could not be imported."""
    outer = scope.parent
    bound = outer.bindings.get(scope.name, ()) if outer is not None else ()
    return any(binding.kind == "import" for binding in bound) or any(
        isinstance(around, ast.ExceptHandler) for around in module.ancestors(scope.node)
    )
