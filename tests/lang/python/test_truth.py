from __future__ import annotations

import ast
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.lang.python.module import Module
from pattern_lint.lang.python.truth import Truth

ATOMS = ["p", "q", "r", "p is None", "p is not None", "q is None", "None in (p, q)", "True", "0"]


def expressions() -> st.SearchStrategy[str]:
    return st.recursive(
        st.sampled_from(ATOMS),
        lambda inner: st.one_of(
            inner.map(lambda one: f"not ({one})"),
            st.tuples(inner, inner).map(lambda two: f"({two[0]}) and ({two[1]})"),
            st.tuples(inner, inner).map(lambda two: f"({two[0]}) or ({two[1]})"),
            st.lists(inner, max_size=3).map(lambda some: f"any([{', '.join(some)}])"),
            st.lists(inner, max_size=3).map(lambda some: f"all([{', '.join(some)}])"),
            inner.map(lambda one: f"bool({one})"),
            inner.map(lambda one: f"any(({one}) for x in (p, q) if x is None)"),
            inner.map(lambda one: f"[x for x in (p, q) if ({one}) and x is not None]"),
        ),
        max_leaves=6,
    )


class MissingP:
    """`p` is None, and nothing is known of the others."""

    def decides(self, node: ast.expr, truth: Truth) -> bool | None:
        node = truth.element(node)
        if isinstance(node, ast.Name) and node.id == "p":
            return False
        if not isinstance(node, ast.Compare):
            return None
        (operator,), (right,) = node.ops, node.comparators
        if isinstance(operator, ast.In):
            return True if any(self.decides(each, truth) is False for each in truth.elements(right)) else None
        if self.decides(node.left, truth) is not False:
            return None
        return isinstance(operator, ast.Is)


@given(expressions())
def test_what_is_decided_holds_whatever_the_rest_is(text: str) -> None:
    module = Module("module.py", f"def check(p, q, r):\n    return {text}\n".encode())
    scope = module.index.functions[0]
    node = ast.parse(text, mode="eval").body
    decided = Truth(module, scope, MissingP()).of(node)
    values = {bool(eval(text, {"p": None, "q": q, "r": r})) for q, r in product([None, 0, 1], [None, 0, 1])}
    if decided is not None:
        assert values == {decided}


def test_the_assumption_decides_through_names() -> None:
    module = Module("module.py", b"def check(p, q):\n    gone = p is None\n    return gone\n")
    scope = module.index.functions[0]
    assert Truth(module, scope, MissingP()).of(ast.parse("not gone", mode="eval").body) is False
