"""Classes of certain roles say in a docstring what they are."""

from __future__ import annotations

from ..source.docstrings import is_documented
from ..source.module import Module
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
            for rule in self.rules:
                when = (("role", module.names.qualified(scope), rule.options.roles),)
                if documented:
                    report.conforms(rule, scope, when=when)
                else:
                    message = f"{scope.name} has no docstring; say in one {rule.options.says}"
                    report.violates(rule, scope.node, scope, message, when=when)
        return None
