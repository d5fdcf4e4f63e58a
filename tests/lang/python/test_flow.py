"""Which bindings count at a place: compared with a slow way to find out, over programs that are made up."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.lang.python.flow import Flow, Reaches
from pattern_lint.lang.python.module import Module
from pattern_lint.lang.python.scopes import Binding, Scope
from pattern_lint.lang.python.walking import end_of, nodes_in, start_of


@st.composite
def blocks(draw: st.DrawFn, depth: int = 3) -> list[str]:
    simple = st.sampled_from(["x = f(x)", "use(x)", "x: int = x + 1", "if (x := g(x)): pass", "import x", "pass"])
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        opening = draw(st.sampled_from(["", "if a:", "for x in x:", "while x:", "with x as x:", "try:", "if a:|else:"]))
        if not opening or not depth:
            lines.append(draw(simple))
            continue
        for part in opening.split("|"):
            lines += [part, *textwrap.indent("\n".join(draw(blocks(depth - 1))), "    ").split("\n")]
        if opening == "try:":
            lines += ["except E as x:", "    use(x)", "    x = h(x)", "    use(x)", "finally:", "    use(x)"]
    return lines


def always_before(binding: Binding, place: tuple[int, int], scope: Scope, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether all that is around a binding but `with`, up to its scope, is a block that the place shares.

    What a clause catches counts in all of the clause.
    """
    if binding.kind == "except":
        return place < end_of(binding.node)
    child, parent = binding.node, parents[binding.node]
    while parent is not scope.node:
        holding = [block for name, block in ast.iter_fields(parent) if isinstance(block, list) and child in block]
        if not isinstance(parent, ast.With):
            if not isinstance(child, ast.stmt):
                shared = child if isinstance(child, ast.ExceptHandler) else parent
                if not isinstance(shared, ast.expr | ast.stmt | ast.ExceptHandler):
                    return False
                if not start_of(shared) <= place < end_of(shared):
                    return False
            elif not any(start_of(block[0]) <= place <= end_of(block[-1]) for block in holding):
                return False
        child, parent = parent, parents[parent]
    return True


def slowly(
    bindings: Sequence[Binding], place: tuple[int, int], scope: Scope, parents: dict[ast.AST, ast.AST]
) -> list[Binding]:
    def assigns_there(binding: Binding) -> bool:
        return binding.kind in ("assign", "annotated") and start_of(binding.node) <= place < end_of(binding.node)

    before = [each for each in bindings if start_of(each.node) < place and not assigns_there(each)]
    reached: list[Binding] = []
    for binding in sorted(before, key=lambda each: start_of(each.node), reverse=True):
        reached.append(binding)
        if always_before(binding, place, scope, parents):
            break
    return reached or list(bindings)


@given(blocks())
def test_the_same_bindings_count_as_when_one_looks_at_each(lines: list[str]) -> None:
    module = Module("m.py", ("def f():\n" + textwrap.indent("\n".join(lines), "    ") + "\n    use(x)\n").encode())
    scope, parents = module.index.functions[0], module.index.parents
    bindings = scope.bindings.get("x", [])
    flow = Flow(list(bindings), scope, Reaches(parents)) if bindings else None
    for node in nodes_in(scope.node):
        if flow is not None and isinstance(node, ast.Name) and node.id == "x" and isinstance(node.ctx, ast.Load):
            first, last = flow.span(start_of(node))
            expected = slowly(bindings, start_of(node), scope, parents)
            assert {id(each) for each in flow.own[first : last + 1]} == {id(each) for each in expected}
