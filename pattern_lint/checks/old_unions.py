"""Unions in annotations: written with a bar, not as Union[...] or Optional[...]."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..source.annotated import all_annotations, unions
from ..source.annotations import parsed
from ..source.module import Module, Span
from ..source.scopes import Scope
from ..tools.ruff_settings import project_settings
from .kit import Check, KindOptions, Surveyed
from .report import ModuleReport

_TYPING = ("typing", "typing_extensions")
_UNIONS = frozenset(f"{module}.Union" for module in _TYPING)
_OPTIONALS = frozenset(f"{module}.Optional" for module in _TYPING)
_LITERALS = frozenset(f"{module}.Literal" for module in _TYPING)
_ANNOTATED = frozenset(f"{module}.Annotated" for module in _TYPING)
_STARRED = {"Union": "typing.Union", "Optional": "typing.Optional"}
_WORDS = (b"Union", b"Optional")
_VERSION = re.compile(r"py3(\d+)$")
_FIRST_WITH_BAR = 10


class Options(KindOptions, frozen=True):
    """Nothing but where to look."""


class Old(NamedTuple):
    """A union in the old form."""

    node: ast.Subscript
    span: Span
    symbol: str
    is_quoted: bool


class Kind(Check[Options]):
    """Each union in an annotation is a site."""

    surveys = True

    def survey(self, files: Surveyed) -> Mapping[str, object]:
        settings = {} if files.isolated else project_settings(files.project).values
        return dict.fromkeys(files.paths, settings.get("target-version"))

    def module(self, module: Module, report: ModuleReport) -> object:
        for scope, _ in unions(module):
            for rule in self.rules:
                report.conforms(rule, scope)
        if not any(word in module.source for word in _WORDS) or not _has_bars(module):
            return None
        for scope, annotation in all_annotations(module):
            for old in _old_unions(module, annotation, scope):
                for rule in self.rules:
                    report.violates(rule, old.span, scope, _message(old))
        return None


def _has_bars(module: Module) -> bool:
    """Whether annotations may have bars in every Python that the project supports."""
    target = _VERSION.match(str(module.surveyed.get("old-unions") or ""))
    if target is None or int(target[1]) >= _FIRST_WITH_BAR:
        return True
    bound = (binding for bindings in module.scope.bindings.values() for binding in bindings)
    return any(binding.target == "__future__.annotations" for binding in bound)


def _old_unions(module: Module, annotation: ast.expr, scope: Scope) -> Iterator[Old]:
    waiting: list[tuple[ast.expr, Span | None]] = [(annotation, None)]
    while waiting:
        node, quoted = waiting.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            inner = parsed(node.value) if any(word.decode() in node.value for word in _WORDS) else None
            waiting += [(inner, quoted or module.span(node))] if inner is not None else []
        elif isinstance(node, ast.Subscript):
            symbol = _symbol(module, node.value, scope)
            if symbol in _UNIONS or symbol in _OPTIONALS:
                yield Old(node, quoted or module.span(node), symbol, quoted is not None)
            waiting += [(part, quoted) for part in _types(node, symbol)]
        else:
            waiting += [(child, quoted) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]


def _symbol(module: Module, node: ast.expr, scope: Scope) -> str:
    if isinstance(node, ast.Name) and node.id in _STARRED and scope.home(node.id) is None:
        stars = (star.module for star in module.stars if isinstance(star, ast.ImportFrom))
        return _STARRED[node.id] if any(star in _TYPING for star in stars) else ""
    return module.symbol(node, scope) or ""


def _types(node: ast.Subscript, symbol: str) -> list[ast.expr]:
    """What stands between the brackets of a generic and is a type."""
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if symbol in _LITERALS:
        return []
    return parts[:1] if symbol in _ANNOTATED else list(parts)


def _message(old: Old) -> str:
    members = old.node.slice.elts if isinstance(old.node.slice, ast.Tuple) else [old.node.slice]
    inner = [part.value if isinstance(part, ast.Constant) else None for part in members]
    texts = [text if isinstance(text, str) else ast.unparse(part) for text, part in zip(inner, members, strict=True)]
    if old.symbol in _OPTIONALS:
        texts.append("None")
    wanted = " | ".join(dict.fromkeys(texts))
    if not old.is_quoted and any(isinstance(text, str) for text in inner):
        wanted = f'"{wanted}"'
    return f"write `{wanted}` for `{ast.unparse(old.node)}`"
