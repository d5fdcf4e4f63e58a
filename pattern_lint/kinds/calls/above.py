"""Decorators that stand above those which belong outside of them, where other modules made or renamed them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ...config.globs import looks_like
from ...lang.python.module import Module, Span, name_of
from ...lang.python.scopes import Scope
from ...project.meant import is_one
from ...project.project import Project
from ...query.calls.calls import receiver_name
from ...query.naming.forms import spelled
from ...query.naming.names import Asked, NameSet, name_set
from ...query.wording import worded
from ..kit import Rule
from ..report import ProjectReport
from ..site_kind import Site, placed
from .decorators import decorated
from .options import Options

_WORDS = dict.fromkeys(("argument", "call", "function", "module", "subject", "class"), "")


class Pair(NamedTuple):
    """Two decorators of a function, one above the other; the project may know what they are."""

    above: str
    """What the project has to tell, or nothing where the file shows that it is what the card is about."""
    beneath: str
    names: tuple[str, str]
    span: Span
    owner: str


def told(
    module: Module, rules: Iterable[Rule[Options]], is_about: Callable[[Rule[Options], Module], bool]
) -> Mapping[str, Sequence[tuple[Any, ...]]]:
    """What a file tells of the cards that say which decorators must not stand above others."""
    found = {rule.code: [tuple(pair) for pair in _pairs(module, rule)] for rule in rules if is_about(rule, module)}
    return {code: pairs for code, pairs in found.items() if pairs}


def _pairs(module: Module, rule: Rule[Options]) -> Iterator[Pair]:
    wrong, right = name_set(rule.options.of), name_set(rule.options.never_above)
    for function in dict.fromkeys(module.once(decorated).values()):
        decorators = function.decorator_list
        scope = module.index.scope_of[function].parent if len(decorators) > 1 else None
        if scope is None:
            continue
        asked = [_asked(module, each, scope) for each in decorators]
        as_wrong = [_open(wrong, each, module) for each in asked]
        as_right = [_open(right, each, module) for each in asked]
        for place, above in enumerate(as_wrong):
            belows = [(other, as_right[other]) for other in range(place + 1, len(asked)) if as_right[other] is not None]
            if above is None or not placed(rule.options, Site(module, decorators[place], scope)).holds:
                continue
            for other, beneath in belows:
                if above or beneath:  # otherwise the file tells it
                    names = asked[place].written, asked[other].written
                    owner = f"{module.name}.{scope.qualname}" if scope.kind == "class" else ""
                    yield Pair(above, beneath or "", names, module.span(decorators[place]), owner)


def _asked(module: Module, decorator: ast.expr, scope: Scope) -> Asked:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return Asked(module.symbol(called, scope), name_of(called), receiver_name(decorator))


def _open(names: NameSet, asked: Asked, module: Module) -> str | None:
    """What the project has to tell of a decorator: nothing where it is one of some names; None where it is none."""
    if names.match(asked, module.roots).holds:
        return ""
    symbol = asked.symbol or ""
    return symbol if symbol[: symbol.find(".")] in module.roots else None


def report_above(
    rules: Iterable[Rule[Options]],
    project: Project,
    facts: Mapping[str, Mapping[str, Sequence[tuple[Any, ...]]]],
    report: ProjectReport,
) -> None:
    """Report the decorators that are what a card means in the end, above others that are so as well."""
    for rule in rules:
        wrong, right = tuple(map(spelled, rule.options.of)), tuple(map(spelled, rule.options.never_above))
        for path, pairs in facts.items():
            for pair in map(Pair._make, pairs.get(rule.code, ())):
                sides = ((pair.above, wrong), (pair.beneath, right))
                if all(not symbol or _is_meant(project, symbol, names) for symbol, names in sides):
                    name, value = pair.names
                    said = f"@{name} stands above @{value}, which belongs outside of it; swap them"
                    message = worded(rule.options.message, said, {**_WORDS, "name": name, "value": value})
                    report.violates(rule, path, pair.span, message, owner=pair.owner)


def _is_meant(project: Project, symbol: str, names: tuple[str, ...]) -> bool:
    """Whether a decorator is one of some names under another, or what one of them made when its module was imported."""
    if is_one(project, symbol, names):
        return True
    made_by = project.texts.made_by(symbol)
    if made_by is None:
        return False
    found = is_one(project, made_by, names)
    return looks_like(names)(made_by) if found is None else found  # the name tells what a module that is not there has
