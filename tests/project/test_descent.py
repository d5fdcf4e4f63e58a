"""What classes derive from, by the names that cards give; what the project does not show is not known."""

from __future__ import annotations

import pytest

from pattern_lint.lang.python.module import Module
from pattern_lint.project.collect import collect
from pattern_lint.project.descent import Descent
from pattern_lint.project.project import Project


def known(**sources: str) -> Descent:
    """What is known of the classes of some sources."""
    modules = [Module(f"{name}.py", text.encode(), frozenset(sources)) for name, text in sources.items()]
    return Project(map(collect, modules)).descent


@pytest.mark.parametrize(
    ("source", "derives"),
    [
        ("class A: pass", False),
        ("class B: pass\nclass A(B): pass", True),
        ("import m1\nclass A(m1.C): pass", True),
        ("from elsewhere import Z\nclass A(Z): pass", False),
        ("from elsewhere import made\nclass A(made()): pass", None),
        ("class A(ValueError): pass", False),
        ("def f(b):\n class A(b): pass", False),
    ],
)
def test_what_a_class_derives_from(source: str, derives: bool | None) -> None:
    descent = known(m0=source, m1="class B: pass\nclass C(B): pass")
    assert descent.derives("m0.A", ["B"]) is derives


def test_exceptions_derive_from_what_is_known_of_them() -> None:
    descent = known(m0="import requests\nclass A(KeyError): ...\nclass B(requests.Timeout): ...")
    assert descent.derives("m0.A", ["LookupError", "x.Y"]) is True
    assert descent.derives("m0.B", ["builtins.OSError"]) is True
    assert descent.derives("m0.B", ["builtins.ValueError"]) is False


@pytest.mark.parametrize(
    ("names", "derives"),
    [
        (["Hand*"], True),
        (["m1.Handler"], True),
        (["m1.*"], True),
        (["shop.*", "Other"], False),
        (["m2.Renamed"], True),
        (["role:service"], False),
        (["acme.Base"], None),
    ],
)
def test_names_of_bases_may_be_globs_and_other_ways_to_a_class(names: list[str], derives: bool | None) -> None:
    sources = {
        "m0": "from acme import Foreign\nfrom m1 import Handler\nclass A(Handler): ...\nclass F(Foreign, Handler): ...",
        "m1": "class Handler: ...",
        "m2": "from m1 import Handler as Renamed",
    }
    descent = known(**sources)
    assert descent.derives("m0.F" if derives is None else "m0.A", names) is derives
