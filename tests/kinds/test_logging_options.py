"""What cards about logging may not say together."""

from __future__ import annotations

import pytest

from pattern_lint.kinds.logging.kind import Options


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        (Options(demand="there"), ["roles"]),
        (Options(demand="values", roles=("worker",)), ["roles"]),
        (Options(demand="there", roles=("worker",), inside=("path:desk/**",)), ["inside"]),
        (Options(demand="there", roles=("worker",), outside=("path:desk/**",)), ["outside"]),
        (Options(demand="there", roles=("worker",)), []),
        (Options(demand="own-logger", inside=("path:desk/**",)), []),
    ],
)
def test_components_are_told_by_their_roles(options: Options, wrong: list[str]) -> None:
    assert [option for option, _ in options.complaints()] == wrong
