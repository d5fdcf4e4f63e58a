from __future__ import annotations

from collections.abc import Callable

import pytest

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("raise Exception", 1),
        ("raise Exception('x') if given else ValueError('x')", 1),
        ("raise given or Exception('x')", 1),
        ("raise type(given)('x')", 0),
        ("raise given.error_class('x')", 0),
        ("raise", 0),
        ("raise given", 0),
        ("raise ExceptionGroup('x', [Exception('y')])", 0),
    ],
)
def test_what_is_raised(judge: Judge, statement: str, expected: int) -> None:
    source = f"def run(given: Exception):\n    {statement}\n"
    assert [finding.line for finding in judge("no-generic-raise", source).findings] == [2] * expected


def test_any_class_can_be_forbidden(judge: Judge) -> None:
    source = "raise OSError('x')\nraise IOError('x')\nraise FileNotFoundError('x')\nraise Exception('x')\n"
    outcome = judge("no-generic-raise", source, forbid=["builtins.OSError"])
    assert [finding.line for finding in outcome.findings] == [1, 2]


def test_two_meanings_of_a_name_are_not_guessed(judge: Judge) -> None:
    source = "try:\n    from vendor import Error\nexcept ImportError:\n    Error = Exception\nraise Error('x')\n"
    assert judge("no-generic-raise", source).findings == []
