"""Module headers: the docstring says what a module is, where it belongs, what it needs and what it does."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..config.globs import matches_any
from ..lang.python.header import Header, Tag, header_of
from ..lang.python.module import Module
from ..lang.python.raising import written_class
from .kit import Check, KindOptions
from .report import ModuleReport


class Options(KindOptions, frozen=True):
    """What a header has to hold besides a summary line."""

    texts: tuple[str, ...] = ("layer",)
    """Tags with a text beside them."""
    lists: tuple[str, ...] = ("dependencies",)
    """Tags with entries, in brackets or as bullets; empty brackets say that there are none."""
    bullets: tuple[str, ...] = ("responsibilities",)
    """Tags with at least one bullet."""
    exempt: tuple[str, ...] = ("__init__.py",)
    """Globs of files that need no header."""


class Kind(Check[Options]):
    """Each module is one site."""

    def module(self, module: Module, report: ModuleReport) -> object:
        if _says_nothing(module):
            return None
        header = header_of(module)
        for rule in self.rules:
            if matches_any(rule.options.exempt, module.path):
                continue
            if header is None:
                wanted = _listed(["a summary", *(f"@{name}:" for name in _tags(rule.options))])
                end = len(module.lines[0]) + 1
                message = f"the module has no docstring; begin it with a header of {wanted}"
                report.violates(rule, (1, 1, 1, end), module.scope, message, whole_file=True)
                continue
            missing = list(_missing(header, rule.options))
            if missing:
                end = len(module.lines[header.line - 1]) + 1
                span = (header.line, header.column, header.line, end)
                message = f"the module's header lacks {_listed(missing)}"
                report.violates(rule, span, module.scope, message, whole_file=True)
            else:
                report.conforms(rule, module.scope)
        return None


def _says_nothing(module: Module) -> bool:
    """Whether a module is empty, or there only to say that something cannot be imported."""
    body = module.tree.body
    code = [node for node in body if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Constant)]
    if not code:
        return not body
    stub = _is_import_error(module, code[-1])
    return all(_is_import_error(module, node) or (stub and isinstance(node, ast.Assign)) for node in code)


def _is_import_error(module: Module, node: ast.stmt) -> bool:
    raised = written_class(node)
    if raised is None:
        return isinstance(node, ast.ImportFrom) and node.module == "__future__"
    return module.symbol(raised, module.scope) in ("builtins.ImportError", "builtins.ModuleNotFoundError")


def _tags(options: Options) -> tuple[str, ...]:
    return options.texts + options.lists + options.bullets


def _missing(header: Header, options: Options) -> Iterator[str]:
    if not header.summary:
        yield "a summary line"
    for name in _tags(options):
        tag = header.tags.get(name)
        if tag is None:
            yield f"@{name}:"
        elif name in options.bullets and not tag.bullets:
            yield f"a bullet under @{name}:"
        elif name in options.texts and not tag.text:
            yield f"a text after @{name}:"
        elif name in options.lists and not _has_entries(tag):
            yield f"the entries of @{name}: (write [] where there are none)"


def _has_entries(tag: Tag) -> bool:
    return bool(tag.text or tag.bullets or any(line.strip().startswith("[") for line in tag.below))


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
