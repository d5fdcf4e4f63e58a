"""Which names some globs mean."""

from __future__ import annotations

from collections.abc import Set
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pattern_lint.lang.python.module import Module
from pattern_lint.query.naming.meant import KnownNames, MeantNames
from pattern_lint.query.naming.shown import called, functions

_NAMES = some.sets(some.text("ab_", min_size=1, max_size=4), max_size=6)
_GLOBS = some.lists(some.text("ab_*?", min_size=1, max_size=3), max_size=3)


def _module(names: Set[str]) -> Module:
    return Module("shop.py", "\n".join(f"def {name}(): pass" for name in sorted(names)).encode())


@given(_GLOBS, _GLOBS, some.lists(_NAMES, max_size=3))
def test_all_that_ask_get_the_names_that_their_globs_match(
    some_globs: list[str], other_globs: list[str], files: list[set[str]]
) -> None:
    modules = [_module(names) for names in files]
    for globs in (some_globs, other_globs):
        meant = MeantNames(globs)
        for names, module in zip(files, modules, strict=True):
            expected = {name for name in names if any(fnmatchcase(name, glob) for glob in globs)}
            assert meant.shown(functions, module) == expected


@pytest.mark.parametrize(("small", "expected"), [(True, {"TopicOf", "topic"}), (False, {"topic"})])
def test_capitals_are_as_good_as_small_letters_where_it_is_said(small: bool, expected: set[str]) -> None:
    assert MeantNames(["topic*"], small=small).shown(functions, _module({"TopicOf", "topic", "other"})) == expected


def test_names_of_a_sort_are_not_taken_for_those_of_another() -> None:
    module = Module("shop.py", b"def save(): load()")
    meant = MeantNames(["save", "lo*"])
    assert meant.shown(functions, module) == {"save"}
    assert meant.shown(called, module) == {"load"}


def test_what_stands_in_a_name_is_looked_for_before_the_name_is() -> None:
    asked: list[str] = []
    known = KnownNames(lambda name: not asked.append(name), ["id"])
    for _ in range(2):
        assert known.shown(functions, _module({"make_id", "save"})) == {"make_id"}
    assert asked == ["make_id"]
