"""The configuration of models, as one file puts it together."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in
from ...query.settings import steps_of
from .facts import Part

KEYS = frozenset({"frozen", "use_attribute_docstrings"})
_DIRECTIVE = re.compile(
    r"#+\s*(noqa|nosec|type:|pragma|py(right|lint|test)|mypy|isort|fmt|ruff|expect:|-*\s*$)", re.IGNORECASE
)
"""Comments for tools, which are no reasons."""


class Configurations:
    """Reads configurations of classes and in constants of one module."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._comments: dict[int, bool] | None = None

    def of(self, scope: Scope) -> tuple[tuple[Part, ...], bool]:
        """The configuration of a class, and whether a comment says why it is not frozen."""
        node = scope.node
        assert isinstance(node, ast.ClassDef)
        parts: list[Part] = []
        places: list[ast.AST] = []
        for binding in scope.bindings.get("model_config", ()):
            if binding.value is not None:
                parts += self._parts(binding.value, scope)
                places += [binding.node, *_unfreezing(binding.value)]
        for inner in scope.children:
            if inner.kind == "class" and inner.name == "Config":
                parts += _of_inner_class(inner)
                places += [inner.node, *(binding.node for bound in inner.bindings.values() for binding in bound)]
        for keyword in node.keywords:
            if keyword.arg in KEYS:
                parts.append(("set", keyword.arg, _truth(keyword.value)))
                places += [node, keyword.value]
        return tuple(parts), ("set", "frozen", False) in parts and self._is_explained(places)

    def named(self) -> Iterator[tuple[str, tuple[Part, ...]]]:
        """Constants of the module that hold a configuration."""
        for name, value in constants(self._module):
            is_call = isinstance(value, ast.Call) and _last(value.func).endswith("ConfigDict")
            if is_call or (isinstance(value, ast.Dict) and any(_is_key(key) for key in value.keys)):
                yield name, tuple(self._parts(value, self._module.scope))

    def _parts(self, node: ast.expr, scope: Scope) -> Iterator[Part]:
        """The steps in which an expression puts a configuration together."""
        for step in steps_of(node, self._module, scope):
            if step.what != "set":
                yield step.what, step.name, None
            elif step.name in KEYS and step.value is not None:
                yield "set", step.name, _truth(step.value)

    def _is_explained(self, places: list[ast.AST]) -> bool:
        """Whether a comment for people stands beside one of the places, or on a line of its own above."""
        if self._comments is None:
            self._comments = dict(_comments(self._module.text))
        lines = [self._module.span(place)[0] for place in places]
        return any(line in self._comments or self._comments.get(line - 1, False) for line in lines)


def constants(module: Module) -> Iterator[tuple[str, ast.expr]]:
    """The names of a module that are assigned once, with what they are assigned."""
    for name, bound in module.scope.bindings.items():
        if len(bound) == 1 and bound[0].kind in ("assign", "annotated") and bound[0].value is not None:
            yield name, bound[0].value


def _comments(text: str) -> Iterator[tuple[int, bool]]:
    """The lines with a comment for people, and whether it is all that there is on the line."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT and not _DIRECTIVE.match(token.string):
                yield token.start[0], not token.line[: token.start[1]].strip()
    except (tokenize.TokenError, SyntaxError):  # newer syntax than this tokenizer's
        return


def _unfreezing(node: ast.expr) -> Iterator[ast.AST]:
    """Where an expression says that a model is not frozen."""
    for inner in nodes_in(node):
        if isinstance(inner, ast.keyword) and inner.arg == "frozen":
            yield inner.value
        elif isinstance(inner, ast.Dict):
            yield from (key for key in inner.keys if isinstance(key, ast.Constant) and key.value == "frozen")


def _of_inner_class(scope: Scope) -> Iterator[Part]:
    """The configuration in the older form, a class named Config."""
    for name, bound in scope.bindings.items():
        value = bound[-1].value
        if value is not None and name in KEYS:
            yield "set", name, _truth(value)
        elif value is not None and name == "allow_mutation":
            mutable = _truth(value)
            yield "set", "frozen", None if mutable is None else not mutable


def _truth(node: ast.expr) -> bool | None:
    return bool(node.value) if isinstance(node, ast.Constant) else None


def _is_key(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value in KEYS


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
