from __future__ import annotations

import ast

import pytest

from pattern_lint.flow.computed import is_computed


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("wins / total", True),
        ("1 - value / peak", True),
        ("sqrt(sum(x) / len(x))", True),
        ("(returns.mean() - rate) / returns.std()", True),
        ("drawdown * 100", False),
        ('"win rate: " + text', False),
        ("calculator.sharpe(returns)", False),
        ("first % second", False),
        ("[1] + rest", False),
    ],
)
def test_a_number_is_computed_of_several_others(expression: str, expected: bool) -> None:
    assert is_computed(ast.parse(expression, mode="eval").body) is expected
