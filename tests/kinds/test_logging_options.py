"""What cards about logging may not say together."""

from __future__ import annotations

import pytest

from pattern_lint.kinds.logging.kind import Options


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        (Options(demand="there"), ["components"]),
        (Options(demand="values", components=("worker",)), ["components"]),
        (Options(demand="there", components=("worker",), inside=("path:desk/**",)), ["inside"]),
        (Options(demand="there", components=("worker",), outside=("path:desk/**",)), ["outside"]),
        (Options(demand="there", components=("worker",)), []),
        (Options(demand="own-logger", inside=("path:desk/**",)), []),
    ],
)
def test_components_are_told_by_their_roles(options: Options, wrong: list[str]) -> None:
    assert [option for option, _ in options.complaints()] == wrong
