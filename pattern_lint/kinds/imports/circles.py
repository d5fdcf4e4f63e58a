"""Circles of imports: for each package the ways in which its parts import each other round and round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ...lang.python.paths import is_below
from ...project.imports import Edge, ImportGraph


class Circle(NamedTuple):
    """Parts of one package, each of which imports the next and the last the first, with an import for each step."""

    parts: tuple[str, ...]
    edges: tuple[Edge, ...]


def circles_between(graph: ImportGraph, package: str) -> Iterator[Circle]:
    """A shortest circle for each knot of parts that import each other, in a package and all packages below it."""
    inside = sorted(name for name in graph.modules if is_below(name, package))
    for parent in sorted({parent for name in inside for parent in _parents(name, package)}):
        steps = _steps(graph, parent, inside)
        for knot in knots({part: list(following) for part, following in steps.items()}):
            parts = _shortest(steps, knot)
            edges = tuple(steps[one][other] for one, other in zip(parts, (*parts[1:], parts[0]), strict=True))
            yield Circle(parts, edges)


def _parents(name: str, package: str) -> Iterator[str]:
    while name != package:
        name = name.rpartition(".")[0]
        yield name


def _steps(graph: ImportGraph, parent: str, modules: Iterable[str]) -> dict[str, dict[str, Edge]]:
    """Which part of a package imports which other, with the first import that does so."""
    steps: dict[str, dict[str, Edge]] = {}
    for module in modules:
        one = _part(module, parent)
        for edge in graph.edges(module) if one else ():
            other = _part(edge.imported, parent)
            if other and other != one:
                steps.setdefault(one, {}).setdefault(other, edge)
    return steps


def _part(module: str, parent: str) -> str:
    """The child of a package that a module is or lies in; empty for the package itself and for others."""
    if not module.startswith(f"{parent}."):
        return ""
    return f"{parent}.{module[len(parent) + 1 :].partition('.')[0]}"


def knots(steps: Mapping[str, list[str]]) -> list[list[str]]:
    """The sets of nodes that all reach each other, those of one node left out; Tarjan's way, without recursion."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    held: set[str] = set()
    found: list[list[str]] = []
    for start in sorted(steps):
        pending = [(start, iter(sorted(steps.get(start, ()))))] if start not in order else []
        if pending:
            order[start] = low[start] = len(order)
            stack.append(start)
            held.add(start)
        while pending:
            node, following = pending[-1]
            onward = next(following, None)
            if onward is None:
                pending.pop()
                if pending:
                    low[pending[-1][0]] = min(low[pending[-1][0]], low[node])
                if low[node] == order[node]:
                    knot = _taken(stack, node)
                    held.difference_update(knot)
                    found += [sorted(knot)] if len(knot) > 1 else []
            elif onward not in order:
                order[onward] = low[onward] = len(order)
                stack.append(onward)
                held.add(onward)
                pending.append((onward, iter(sorted(steps.get(onward, ())))))
            elif onward in held:
                low[node] = min(low[node], order[onward])
    return sorted(found)


def _taken(stack: list[str], node: str) -> list[str]:
    position = stack.index(node)
    knot = stack[position:]
    del stack[position:]
    return knot


def _shortest(steps: Mapping[str, Mapping[str, Edge]], knot: list[str]) -> tuple[str, ...]:
    """A shortest circle through the first part of a knot by name."""
    start = knot[0]
    came: dict[str, str] = {}
    pending = [start]
    for part in pending:  # grows on the way
        for onward in sorted(steps.get(part, ())):
            if onward == start:
                way = [part]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return tuple(reversed(way))
            if onward not in came and onward in knot:
                came[onward] = part
                pending.append(onward)
    raise AssertionError("the parts of a knot reach each other")
