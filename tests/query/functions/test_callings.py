"""Whether somebody who knows one function could call another one."""

from __future__ import annotations

import pytest

from pattern_lint.lang.python.module import Module
from pattern_lint.query.functions.callings import Shape, misfit, renaming, shape_of


def shape(parameters: str) -> Shape:
    module = Module("m.py", f"class C:\n    def f(self, {parameters}): ...".encode())
    return shape_of(module.index.functions[0], module)


@pytest.mark.parametrize(
    ("own", "base"),
    [
        ("a, b", "a, b"),
        ("a, b=1", "a"),
        ("a=1", "a"),
        ("*args, **kwargs", "a, b, *, c"),
        ("a, **kwargs", "a, *, c=1"),
        ("a, c", "a, *, c"),
        ("a, *, b=None", "a"),
        ("anything, at, all", "a, *args, **kwargs"),
        ("*, a, b", "*, b, a"),
        ("a, *, b", "a, **kwargs"),
        ("a, **kwargs", "a, b=1, **kwargs"),
    ],
)
def test_fits(own: str, base: str) -> None:
    assert not misfit(shape(own), shape(base))


@pytest.mark.parametrize(
    ("own", "base", "said"),
    [
        ("a", "a, b", "does not take b"),
        ("a", "a, *, c", "does not take c"),
        ("a, b", "a", "asks besides for b"),
        ("a, *, b", "a", "asks besides for b"),
        ("a, b", "a, b=1", "must be given b, which the base can do without"),
        ("a, c", "a, *, c=1", "must be given c, which the base can do without"),
        ("b, a", "a, b", "takes b in the place of a"),
        ("a", "a, b=1, **kwargs", "does not take b"),
        ("*, a, **kwargs", "a, **kwargs", "takes a by its name alone"),
        ("a, *, c, **kwargs", "a, *, c=1, **kwargs", "must be given c, which the base can do without"),
    ],
)
def test_does_not_fit(own: str, base: str, said: str) -> None:
    assert misfit(shape(own), shape(base)) == said


def test_another_name_is_only_a_renaming() -> None:
    assert not misfit(shape("data"), shape("prices"))
    assert renaming(shape("data"), shape("prices")) == "takes data in the place of prices"
    assert not renaming(shape("_prices"), shape("prices"))
    assert not renaming(shape("data"), shape("prices, /"))
    assert not renaming(shape("data=None, **kwargs"), shape("prices"))
    assert renaming(shape("data, **kwargs"), shape("prices, **kwargs")) == "takes data in the place of prices"
    assert renaming(shape("prices, /"), shape("prices")) == "takes prices by its place alone"
