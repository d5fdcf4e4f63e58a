from __future__ import annotations

from pathlib import Path

import pytest

from pattern_lint.engine.targets import Target, find_targets
from pattern_lint.problems import UsageError


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a package, its tests, and a project of its own inside."""
    for name in ("setup.py", "src/shop/__init__.py", "src/shop/app.py", "tests/test_app.py", "inner/a.py", "venv/x.py"):
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "project/inner/pattern-lint.toml").write_text("")
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def paths(target: Target) -> list[str]:
    return [file.path for file in target.files]


def test_the_working_folder_is_the_project(tree: Path) -> None:
    (target,) = find_targets([])
    assert target.root == tree
    assert paths(target) == ["setup.py", "src/shop/__init__.py", "src/shop/app.py", "tests/test_app.py"]
    assert target.asked is None


def test_a_lone_file_brings_the_project_around_it(tree: Path) -> None:
    (target,) = find_targets(["src/shop/app.py"])
    assert target.asked == {"src/shop/app.py"}
    assert "tests/test_app.py" in paths(target)


def test_a_lone_file_of_a_project_above_the_working_folder(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree / "src")
    (target,) = find_targets(["shop/app.py"])
    assert target.root == tree
    assert target.asked == {"src/shop/app.py"}


def test_a_home_folder_is_no_project(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / "setup.py").unlink()
    monkeypatch.setenv("HOME", str(tree))
    (target,) = find_targets(["src/shop/app.py"])
    assert paths(target) == ["src/shop/app.py"]


def test_an_isolated_file_stands_alone(tree: Path) -> None:
    (target,) = find_targets(["src/shop/app.py"], isolated=True)
    assert paths(target) == ["src/shop/app.py"]


def test_paths_of_several_projects(tree: Path) -> None:
    outer, inner = find_targets(["src", "inner/a.py"])
    assert (outer.root, outer.asked) == (tree, None)
    assert (inner.root, inner.asked) == (tree / "inner", {"a.py"})


def test_a_configuration_is_about_what_lies_below_it(tree: Path) -> None:
    (target,) = find_targets(["inner"], config_file=Path("inner/pattern-lint.toml"))
    assert (target.root, paths(target)) == (tree / "inner", ["a.py"])
    with pytest.raises(UsageError, match=r"src: lies outside of .*inner"):
        find_targets(["src"], config_file=Path("inner/pattern-lint.toml"))


def test_a_text_stands_for_a_file_that_need_not_be_there(tree: Path) -> None:
    (target,) = find_targets(["src/shop/new.py"], texts={tree / "src/shop/new.py": b"x = 1\n"})
    assert target.texts == {"src/shop/new.py": b"x = 1\n"}
    assert target.asked == {"src/shop/new.py"}
    assert "src/shop/app.py" in paths(target)


def test_a_text_of_what_is_left_out_is_left_out(tree: Path) -> None:
    (target,) = find_targets(["venv/x.py"], texts={tree / "venv/x.py": b"x = 1\n"})
    assert (target.texts, target.asked) == ({}, set())
