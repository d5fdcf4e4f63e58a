"""Whether a text is the name of what it stands in: of its file, its function or class, or the variable that gets it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, TypeAlias

import msgspec

from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode
from ...lang.python.walking import children_of, nodes_in
from ..answers import UNKNOWN, Answer, answer, every
from ..expressions.constants import UNKNOWN_CONSTANT

_WORDS = ("file", "folder", "module", "function", "class", "variable")
Template: TypeAlias = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^([^{}]|\{(" + "|".join(_WORDS) + r")\})+$",
        title="a text",
        description="a text in which {file}, {folder}, {module}, {function}, {class} or {variable} may stand",
    ),
]
"""A text with names in braces that are known where it stands."""
_HOLE = re.compile(r"\{(\w+)\}")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def reads(templates: Iterable[str], node: ast.AST, values: Iterable[object], module: Module) -> Answer:
    """Whether the constants that stand at a place are named after it; where it has no such name, nothing is known."""
    allowed = set(_filled(templates, _names_around(node, module)))
    if not allowed:
        return UNKNOWN
    return every(UNKNOWN if each is UNKNOWN_CONSTANT else answer(each in allowed) for each in values)


def _filled(templates: Iterable[str], names: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for template in templates:
        found = [template]
        for hole in dict.fromkeys(_HOLE.findall(template)):
            found = [text.replace(f"{{{hole}}}", name) for text in found for name in names.get(hole, ())]
        yield from found


def _names_around(node: ast.AST, module: Module) -> dict[str, tuple[str, ...]]:
    """What that is called which something stands in, by the words of templates; a decorator stands in what it
    decorates."""
    parts = module.name.split(".")
    names = {"file": parts[-1:], "folder": parts[-2:-1], "module": [module.name]}
    for around in _around(node, module):
        if isinstance(around, FunctionNode):
            names.setdefault("function", [around.name])
        elif isinstance(around, ast.ClassDef):
            names.setdefault("class", [around.name, *_in_words(around.name)])
        elif "function" not in names and "class" not in names:
            for name in _bound_by(around):
                names.setdefault("variable", [name])
    return {word: tuple(given) for word, given in names.items() if given}


def _around(node: ast.AST, module: Module) -> Iterator[ast.AST]:
    """The nodes around a node; what a constant stands in is found here, as nobody else asks for it."""
    holder = module.once(_holders).get(node) if isinstance(node, ast.Constant) else None
    if holder is not None:
        yield holder
    yield from module.ancestors(holder or node)


def _holders(module: Module) -> dict[ast.AST, ast.AST]:
    """What each constant of a file stands in."""
    return {
        part: node for node in nodes_in(module.tree) for part in children_of(node) if isinstance(part, ast.Constant)
    }


def _in_words(name: str) -> tuple[str, str]:
    """The name of a class in small letters, with a line between its words."""
    words = _HUMP.split(name)
    return "_".join(words).lower(), "-".join(words).lower()


def _bound_by(node: ast.AST) -> Iterator[str]:
    """The variable or attribute to which a statement binds what stands in it."""
    targets: list[ast.expr | None] = []
    if isinstance(node, ast.Assign):
        targets = [*node.targets]
    elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
        targets = [node.target]
    elif isinstance(node, ast.withitem):
        targets = [node.optional_vars]
    for target in targets:
        if isinstance(target, (ast.Name, ast.Attribute)):
            yield target.id if isinstance(target, ast.Name) else target.attr
