"""What runs on every path: asked of small functions whose calls are named for what they are."""

from __future__ import annotations

import ast
import textwrap
from collections import defaultdict

import pytest

from pattern_lint.flow.graph import Graph, Point, graph_of, point_of
from pattern_lint.lang.python.module import Module


def graph(body: str) -> tuple[Graph, dict[str, set[Point]]]:
    """The graph of a function with a body, and its points by the name of the function that each calls."""
    source = "def f(x, y):\n" + textwrap.indent(textwrap.dedent(body), "    ")
    module = Module("m.py", source.encode())
    (scope,) = module.index.functions
    points: dict[str, set[Point]] = defaultdict(set)
    for call in module.calls:
        point = point_of(call.node, module, scope)
        assert point is not None
        points[call.name].add(point)
    return graph_of(module, scope), points


def only(points: set[Point]) -> Point:
    (point,) = points
    return point


@pytest.mark.parametrize(
    ("body", "escapes"),
    [
        ("begin()\nend()", False),
        ("begin()", True),
        ("begin()\nwork()\nend()", True),
        ("begin()\ntry:\n    work()\nfinally:\n    end()", False),
        ("begin()\ntry:\n    work()\nexcept ValueError:\n    end()\n    raise\nend()", True),
        ("begin()\ntry:\n    work()\nexcept Exception:\n    end()\n    raise\nend()", False),
        ("begin()\nif x:\n    end()", True),
        ("begin()\nif x:\n    end()\nelse:\n    end()", False),
        ("begin()\nwhile x:\n    end()", True),
        ("begin()\nwhile True:\n    if x:\n        break\nend()", False),
        ("begin()\nfor each in x:\n    if each:\n        return\nend()", True),
        ("begin()\nmatch x:\n    case 1:\n        end()\n    case _:\n        end()", False),
        ("begin()\nmatch x:\n    case 1:\n        end()", True),
        ("try:\n    begin()\n    return\nfinally:\n    end()", False),
        ("begin()\nwith work():\n    end()", True),
        ("for each in x:\n    begin()\n    try:\n        continue\n    finally:\n        end()", False),
    ],
)
def test_ways_out_that_pass_no_end(body: str, escapes: bool) -> None:
    made, points = graph(body)
    assert made.may_escape(only(points["begin"]), points["end"]) is escapes


def test_without_errors_only_what_is_written_counts() -> None:
    made, points = graph("begin()\nwork()\nend()")
    assert made.may_escape(only(points["begin"]), points["end"])
    assert not made.may_escape(only(points["begin"]), points["end"], errors=False)


@pytest.mark.parametrize(
    ("body", "prepared"),
    [
        ("check()\nuse()", True),
        ("if x:\n    check()\nuse()", False),
        ("if not x:\n    return\nif check():\n    use()", True),
        ("while x:\n    use()\n    check()", False),
        ("try:\n    check()\nexcept ValueError:\n    pass\nuse()", False),
    ],
)
def test_what_has_run_before_on_every_way(body: str, prepared: bool) -> None:
    made, points = graph(body)
    assert points["use"].isdisjoint(made.unprepared(points["check"])) is prepared


def test_branches_exclude_each_other() -> None:
    made, points = graph("if x:\n    one()\nelse:\n    other()\nlast()")
    assert points["other"].isdisjoint(made.reachable(only(points["one"])))
    assert points["last"] <= made.reachable(only(points["one"]))


def test_every_statement_is_a_point() -> None:
    body = """
    with x:
        try:
            a()
        except E:
            b()
        else:
            c()
        finally:
            d()
    for i in x:
        e()
    else:
        f()
    """
    made, points = graph(body)
    assert sorted(points) == list("abcdef")
    assert all(isinstance(point, ast.Expr) and made.has(point) for each in points.values() for point in each)
