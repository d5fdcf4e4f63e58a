from __future__ import annotations

import pytest

from pattern_lint.project.conditions import holds
from pattern_lint.project.project import Project
from pattern_lint.query.answers import NO, UNKNOWN, YES, Answer, on_condition, opposite, some

TRUE = on_condition(("all", "", ()))
FALSE = on_condition(("not", "", (("all", "", ()),)))


def settled(answer: Answer) -> bool | None:
    """An answer as the join knows it in the end."""
    return holds(Project([]), ("all", "", answer.when)) if answer.holds else answer.holds


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], False),
        ([NO, YES], True),
        ([NO, UNKNOWN], None),
        ([FALSE, NO], False),
        ([FALSE, TRUE], True),
        ([TRUE, UNKNOWN], True),
        ([FALSE, UNKNOWN], None),
        ([UNKNOWN, FALSE, FALSE], None),
    ],
)
def test_whether_one_of_several_holds_in_the_end(parts: list[Answer], expected: bool | None) -> None:
    assert settled(some(parts)) is expected
    assert settled(opposite(some(parts))) is (None if expected is None else not expected)
