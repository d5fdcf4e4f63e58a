from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from pattern_lint.config.globs import Ranked, complaint, looks_like, matches, matching, specificity


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("*.py", "a/b/c.py", True),
        ("src/*.py", "src/a.py", True),
        ("src/*.py", "src/b/a.py", False),
        ("src/*.py", "lib/src/a.py", False),
        ("src/services", "src/services/a/b.py", True),
        ("src/services/**", "src/services/a/b.py", True),
        ("**/dto/**", "a/dto/b.py", True),
        ("services", "a/services/b.py", True),
        ("test_?.py", "test_a.py", True),
        ("test_[ab].py", "test_c.py", False),
    ],
)
def test_globs_are_those_of_gitignore(glob: str, path: str, expected: bool) -> None:
    assert matches(glob, path) is expected


SEGMENTS = st.text(st.sampled_from("ab*.-"), min_size=1, max_size=3)
PATHS = st.lists(st.text(st.sampled_from("ab.-"), min_size=1, max_size=3), min_size=1, max_size=4).map("/".join)


@given(
    st.sampled_from(["", "/"]),
    st.lists(SEGMENTS | st.just("**"), min_size=1, max_size=4),
    st.sampled_from(["", "/"]),
    PATHS,
)
@settings(max_examples=500)
def test_globs_match_what_git_would(lead: str, segments: list[str], trail: str, path: str) -> None:
    glob = f"{lead}{'/'.join(segments)}{trail}"
    assert matches(glob, path) is (GitIgnoreSpec.from_lines([glob]).patterns[0].match_file(path) is not None)


@pytest.mark.parametrize(
    "globs",
    [
        ["*.py", "src/**", "src/services/**", "src/services/orders.py"],
        ["**/orders.py", "src/services/*.py"],
        ["src/**", "src/serv*/**", "src/services/**"],
        ["src/services/*.py", "src/services/ord*.py"],
    ],
)
def test_globs_from_the_least_to_the_most_specific(globs: list[str]) -> None:
    path = "src/services/orders.py"
    assert matching(globs, path) == globs
    assert matching(reversed(globs), path) == globs
    assert Ranked(globs).best(path) == globs[-1]


def test_of_equally_specific_globs_the_later_wins() -> None:
    assert Ranked(["src/**", "**/src/**"]).best("src/a.py") == "**/src/**"
    assert Ranked(["**/src/**", "src/**"]).best("src/a.py") == "src/**"


def test_where_no_glob_matches_none_decides() -> None:
    assert Ranked(["lib/**"]).best("src/a.py") is None


@pytest.mark.parametrize("glob", ["", " ", "#x", "!x"])
def test_what_is_no_glob_is_said(glob: str) -> None:
    assert "is no glob" in complaint(glob)


def test_a_glob_has_no_complaint() -> None:
    assert complaint("src/**") == ""


SEGMENTS = st.lists(st.sampled_from(["a", "b", "ab", "*", "**", "a*"]), min_size=1, max_size=4)


@settings(deadline=None)
@given(st.lists(SEGMENTS.map("/".join), unique=True), SEGMENTS.map("/".join))
def test_the_order_of_globs_decides_between_equals_only(globs: list[str], path: str) -> None:
    found = matching(globs, path)
    assert sorted(found) == sorted(glob for glob in globs if matches(glob, path))
    assert [specificity(glob) for glob in found] == [specificity(glob) for glob in matching(reversed(globs), path)]


SEGMENTS = st.sampled_from(["a", "ab", "b", "*", "a*", "?", "**", "[ab]"])
GLOBS = st.lists(SEGMENTS, min_size=1, max_size=3).map("/".join)
PATHS = st.lists(st.sampled_from(["a", "ab", "b", "c"]), min_size=1, max_size=4).map("/".join)


@given(st.lists(st.one_of(GLOBS, GLOBS.map("{}/".format)), max_size=6, unique=True), PATHS)
def test_ranked_globs_decide_as_the_globs_one_by_one_do(globs: list[str], path: str) -> None:
    found = matching(globs, path)
    assert Ranked(globs).best(path) == (found[-1] if found else None)


LIKE_NAMES = st.text("ab.", max_size=8)
GLOBS_OF_NAMES = st.text("ab.*?[]", min_size=1, max_size=7)


@settings(deadline=None)
@given(st.lists(GLOBS_OF_NAMES, max_size=4).map(tuple), LIKE_NAMES)
def test_what_looks_like_one_of_some_globs_matches_one(globs: tuple[str, ...], name: str) -> None:
    assert looks_like(globs)(name) == any(fnmatchcase(name, glob) for glob in globs)


@pytest.mark.parametrize(
    ("glob", "name", "expected"),
    [
        ("acme.*.set", "acme.caches.of.set", True),
        ("acme.*.set", "acme.set", False),
        ("a*ba*a", "aba", False),
        ("*get*or*", "get_or_create", True),
        ("*or*get*", "get_or_create", False),
        ("[].]*", ".hidden", True),
        ("a[!]]b", "a]b", False),
        ("acme.caches.*().set", "acme.caches.Cache().set", True),
    ],
)
def test_pieces_of_a_glob_stand_in_their_order_and_do_not_overlap(glob: str, name: str, expected: bool) -> None:
    assert looks_like((glob,))(name) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ferry.TideCache().get", True),
        ("ferry.TideCacheManager().get", True),
        ("ferry.TideCache.shared().get", True),
        ("ferry.Port().tideCache().get", True),
        ("ferry.TideCache().snapshot().get", False),
        ("ferry.TideCache().snapshot", False),
        ("TideCache().get", False),
    ],
)
def test_what_a_class_of_some_name_makes_is_not_what_its_methods_give(name: str, expected: bool) -> None:
    glob = "*.*Cache*().get"
    assert looks_like((glob,))(name) is expected
