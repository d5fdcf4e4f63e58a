from __future__ import annotations

from collections.abc import Callable

import pytest

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]


def source(method: str, imports: str = "", base: str = "") -> str:
    body = "".join("    " + method.replace("\n", "\n    ").format(n=number) + "\n" for number in range(11))
    return f"{imports}\nclass Big{base}:\n{body}"


@pytest.mark.parametrize(
    ("imports", "method", "base", "counted"),
    [
        ("", "def m{n}(self): ...", "", True),
        ("", "def m{n}(self): ...", "(list)", True),
        ("", "async def __m{n}(self): ...", "", True),
        ("", "def __m{n}__(self): ...", "", False),
        ("import functools as f", "@f.cached_property\ndef m{n}(self): ...", "", False),
        ("from sqlalchemy.ext.hybrid import hybrid_property", "@hybrid_property\ndef m{n}(self): ...", "", False),
        ("from abc import abstractmethod as am", "@am\ndef m{n}(self): ...", "", False),
        ("abstractmethod = print", "@abstractmethod\ndef m{n}(self): ...", "", True),
        ("import functools", "@functools.cache\ndef m{n}(self): ...", "", True),
        ("from typing import Generic, Protocol, TypeVar", "def m{n}(self): ...", "(Protocol[int])", False),
        ("", "m{n} = lambda self: 1", "", False),
        ("", "def _(self): ...", "", False),
    ],
)
def test_what_counts_as_a_method(judge: Judge, imports: str, method: str, base: str, counted: bool) -> None:
    assert [f.line for f in judge("class-size", source(method, imports, base)).findings] == [2] * counted


def test_limit_and_sorts_are_options(judge: Judge) -> None:
    text = source("@property\ndef m{n}(self): ...")
    assert judge("class-size", text, not_counted=["dunder"], most_methods=11).findings == []
    (finding,) = judge("class-size", text, not_counted=["dunder"], most_methods=4).findings
    assert finding.message.startswith("`Big` has 11 methods, 7 more than 4;")


def test_the_place_is_the_class_line_below_its_decorators(judge: Judge) -> None:
    (finding,) = judge("class-size", "@final\n" + source("def m{n}(self): ...").strip()).findings
    assert (finding.line, finding.column, finding.end_column) == (2, 1, 10)


def test_what_is_counted_is_a_finding_of_its_own(judge: Judge) -> None:
    text = source("def m{n}(self): ...").strip()
    found = judge("class-size", text, docstring=True, bases=["Model"], most_methods=4).findings
    assert sorted((finding.message, finding.mark.measure) for finding in found) == [
        ("Big does not derive from Model; has no docstring", None),
        ("`Big` has 11 methods, 7 more than 4; split it by subject", 11),
    ]


def test_one_message_for_several_lacks_is_said_once(judge: Judge) -> None:
    (finding,) = judge(
        "class-size", "class Big: ...\n", docstring=True, bases=["Model"], message="mend {class}"
    ).findings
    assert finding.message == "mend Big"
