"""Unions in annotations: written with a bar, not as Union[...] or Optional[...]."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from ..lang.python.annotated import all_annotations, unions
from ..lang.python.annotations import parsed
from ..lang.python.module import Module, Span
from ..lang.python.scopes import FunctionNode, Scope
from ..lang.python.unparsed import unparsed
from ..tools.ruff_settings import project_settings
from .kit import Check, KindOptions, Surveyed
from .report import ModuleReport

_TYPING = ("typing", "typing_extensions")
_UNIONS = frozenset(f"{module}.Union" for module in _TYPING)
_OPTIONALS = frozenset(f"{module}.Optional" for module in _TYPING)
_LITERALS = frozenset(f"{module}.Literal" for module in _TYPING)
_ANNOTATED = frozenset(f"{module}.Annotated" for module in _TYPING)
_STARRED = {"Union": "typing.Union", "Optional": "typing.Optional"}
_MULTIPROCESSING = (
    "Array Barrier BoundedSemaphore Condition Event JoinableQueue Lock Manager Pipe Pool Queue RLock Semaphore "
    "SimpleQueue Value"
).split()
_FUNCTIONS = frozenset(
    (
        *(
            f"builtins.{name}"
            for name, value in vars(builtins).items()
            if callable(value) and not isinstance(value, type)
        ),
        *(f"threading.{name}" for name in ("Lock", "RLock")),
        *(f"multiprocessing.{name}" for name in _MULTIPROCESSING),
    )
)
"""What looks like a type and is a function, to which no bar can be put."""
_WORDS = (b"Union", b"Optional")
_VERSION = re.compile(r"py3(\d+)$")
_FIRST_WITH_BAR = 10


class Options(KindOptions, frozen=True):
    """Nothing but where to look."""


class Old(NamedTuple):
    """A union in the old form."""

    node: ast.Subscript
    span: Span
    whole: ast.expr
    """The union that it is part of, or itself."""
    is_quoted: bool
    is_whole_text: bool = False
    """Whether the quotes hold the whole union, and nothing else."""


class Kind(Check[Options]):
    """Each union in an annotation is a site."""

    surveys = True

    @classmethod
    def repair(cls, options: Mapping[str, object]) -> Mapping[str, object]:
        return {"bars": True}

    def survey(self, files: Surveyed) -> Mapping[str, object]:
        settings = {} if files.isolated else project_settings(files.project).values
        return dict.fromkeys(files.paths, settings.get("target-version"))

    def module(self, module: Module, report: ModuleReport) -> object:
        for scope, _ in unions(module):
            for rule in self.rules:
                report.conforms(rule, scope)
        if not any(word in module.source for word in _WORDS) or not _has_bars(module):
            return None
        for old, scope in all_old(module):
            has_no_choice = _has_no_choice(module, old, scope)
            for rule in self.rules:
                if has_no_choice:
                    report.unknown(rule, scope)
                else:
                    message = f"write `{with_bars(module, old, scope)}` for `{unparsed(old.whole)}`"
                    report.violates(rule, old.span, scope, message)
        return None


def all_old(module: Module) -> Iterator[tuple[Old, Scope]]:
    """The unions in the old form in the annotations of a file."""
    for scope, annotation in all_annotations(module):
        if not isinstance(annotation, ast.Name):
            yield from ((old, scope) for old in _old_unions(module, annotation, scope))


def _has_bars(module: Module) -> bool:
    """Whether annotations may have bars in every Python that the project supports."""
    target = _VERSION.match(str(module.surveyed.get("old-unions") or ""))
    if target is None or int(target[1]) >= _FIRST_WITH_BAR:
        return True
    return _is_lazy(module)


def _is_lazy(module: Module) -> bool:
    """Whether the module's annotations are not evaluated when it is imported."""
    return any(binding.target == "__future__.annotations" for binding in module.scope.bindings.get("annotations", ()))


def _names(module: Module) -> tuple[str, ...]:
    """The names under which a module has old unions."""
    bound = (item for scope in module.index.scopes for item in scope.bindings.items())
    renamed = (name for name, bindings in bound if any(each.target in (*_UNIONS, *_OPTIONALS) for each in bindings))
    return tuple(dict.fromkeys((*_STARRED, *renamed)))


def _old_unions(module: Module, annotation: ast.expr, scope: Scope) -> Iterator[Old]:
    waiting: list[tuple[ast.expr, Span | None, ast.expr | None]] = [(annotation, None, None)]
    texts: set[ast.expr] = set()
    while waiting:
        node, quoted, whole = waiting.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            inner = parsed(node.value) if any(name in node.value for name in module.once(_names)) else None
            if inner is not None:
                waiting.append((inner, quoted or module.span(node), None))
                texts |= {inner} if quoted is None else set()
        elif isinstance(node, ast.Subscript):
            symbol = _symbol(module, node.value, scope)
            is_union = symbol in _UNIONS or symbol in _OPTIONALS
            if is_union:
                outer = whole or node
                yield Old(node, quoted or module.span(node), outer, quoted is not None, outer in texts)
            waiting += [(part, quoted, (whole or node) if is_union else None) for part in _types(node, symbol)]
        else:
            around = (whole or node) if _is_bar(node) else None
            children = (child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))
            waiting += [(child, quoted, around) for child in children]


def _is_bar(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr)


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


def with_bars(module: Module, old: Old, scope: Scope, written: Callable[[ast.expr], str] = unparsed) -> str:
    """What to write for the whole union, so that its parts still fit together: no bar joins a text to a type.

    `written` gives a part as it is to be written.
    """
    members = list(_members(module, old.whole, scope))
    texts = dict.fromkeys(str(part.value) if isinstance(part, ast.Constant) else written(part) for part in members)
    wanted = " | ".join(sorted(texts, key=lambda text: text == "None"))
    if not old.is_quoted and any(_is_text(part) or not _takes_bar(module, part, scope) for part in members):
        wanted = f'"{wanted}"'
    return wanted


def _has_no_choice(module: Module, old: Old, scope: Scope) -> bool:
    """Whether somebody put a bar wherever one works, and left the old form around a text, where none does."""
    return (
        isinstance(old.whole, ast.BinOp)
        and not _is_lazy(module)
        and any(map(_is_text, _members(module, old.whole, scope)))
    )


def _members(module: Module, node: ast.expr, scope: Scope) -> Iterator[ast.expr]:
    """The types that a union joins, those of unions in it included."""
    symbol = _symbol(module, node.value, scope) if isinstance(node, ast.Subscript) else ""
    if isinstance(node, ast.Subscript) and symbol in (*_UNIONS, *_OPTIONALS):
        for part in _types(node, symbol):
            yield from _members(module, part, scope)
        if symbol in _OPTIONALS:
            yield ast.Constant(None)
    elif isinstance(node, ast.BinOp) and _is_bar(node):
        yield from _members(module, node.left, scope)
        yield from _members(module, node.right, scope)
    else:
        yield node


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _takes_bar(module: Module, node: ast.expr, scope: Scope) -> bool:
    """Whether a bar may stand beside a name when the annotation is evaluated: beside a function or a text it fails."""
    if not isinstance(node, (ast.Name, ast.Attribute)) or _is_lazy(module):
        return True
    symbol = module.symbol(node, scope) or ""
    if symbol in _FUNCTIONS:
        return False
    home = scope.home(node.id) if isinstance(node, ast.Name) else None
    bound = home.bindings[node.id] if home is not None and isinstance(node, ast.Name) else []
    return not any(
        isinstance(binding.node, FunctionNode) or (binding.value is not None and _is_text(binding.value))
        for binding in bound
    )
