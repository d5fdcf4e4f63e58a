"""Regular expressions in options that are none are found wherever they lie."""

from __future__ import annotations

import msgspec
import pytest

from pattern_lint.config.expressions import Expression, Grouping, wrong_expressions


class Inner(msgspec.Struct, rename="kebab"):
    must_match: Expression = ""


class Options(msgspec.Struct, rename="kebab"):
    matches: Expression = ""
    agree: Grouping = ""
    says: tuple[Expression, ...] = ()
    maybe: Expression | None = None
    named: str = ""
    inner: Inner = msgspec.field(default_factory=Inner)
    each: dict[str, Inner] = {}
    several: tuple[Inner, ...] = ()


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        (Options(matches="(["), ("matches",)),
        (Options(says=("a", "*a")), ("says",)),
        (Options(maybe="["), ("maybe",)),
        (Options(inner=Inner("(")), ("inner", "must-match")),
        (Options(each={"timeout": Inner("(")}), ("each", "timeout", "must-match")),
        (Options(several=(Inner("a"), Inner("("))), ("several", "must-match")),
    ],
)
def test_what_does_not_compile(options: Options, keys: tuple[str, ...]) -> None:
    ((found, said),) = wrong_expressions(options)
    assert found == keys
    assert "is no regular expression: " in said


def test_what_needs_a_group() -> None:
    ((keys, said),) = wrong_expressions(Options(agree="paper.*"))
    assert keys == ("agree",)
    assert said == "`paper.*` has no group; put what is asked for into round brackets"


def test_what_is_fine() -> None:
    fine = Options("a+", "(a|b).*", ("", "x"), "y", "([", Inner("z"), {"k": Inner("(a)")}, (Inner(),))
    assert not [*wrong_expressions(fine)]
