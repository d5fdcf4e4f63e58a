from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from pattern_lint.config.defaults import DEFAULT_EXCLUDE
from pattern_lint.engine.files import Exclusion


@pytest.mark.parametrize(
    ("patterns", "path", "out"),
    [
        (DEFAULT_EXCLUDE, "venv/a.py", True),
        (DEFAULT_EXCLUDE, "src/old.egg/a.py", True),
        (DEFAULT_EXCLUDE, "src/egg/a.py", False),
        (DEFAULT_EXCLUDE, "src/venv.py", False),
        (DEFAULT_EXCLUDE, "{{cookiecutter.name}}/a.py", True),
        (DEFAULT_EXCLUDE, "x/{{name}}.py", True),
        (DEFAULT_EXCLUDE, "x/{name}.py", False),
        (("gen/",), "gen.py", False),
        (("gen*/",), "x/generated/a.py", True),
        (("*_pb2.py",), "x/a_pb2.py", True),
        (("/build/",), "src/build/a.py", False),
        (("*.py", "!keep.py"), "keep.py", False),
        ((), "a.py", False),
    ],
)
def test_what_is_left_out(patterns: tuple[str, ...], path: str, out: bool) -> None:
    assert Exclusion(patterns).leaves_out(path) is out


NAMES = st.text(st.sampled_from("ab.*"), min_size=1, max_size=5)
PATHS = st.lists(st.text(st.sampled_from("ab."), min_size=1, max_size=5), min_size=1, max_size=4).filter(
    lambda parts: not {".", ".."}.intersection(parts)
)


FOLDERS = NAMES.filter(lambda name: "**" not in name).map("{}/".format)
PARTS = st.text(st.sampled_from("ab."), min_size=1, max_size=3).map("*{}*".format)


@given(st.lists(FOLDERS | PARTS, max_size=3), PATHS)
def test_names_are_left_out_as_git_does(patterns: list[str], parts: list[str]) -> None:
    path = "/".join(parts)
    assert Exclusion(patterns).leaves_out(path) is GitIgnoreSpec.from_lines(patterns).match_file(path)
