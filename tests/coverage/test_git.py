"""What git knows: the revision, and since when lines are there."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pattern_lint.coverage.git import line_dates, revision


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit of the second day of 2025."""
    (tmp_path / "a.py").write_text("one\ntwo\nthree\n")
    environment = {
        "GIT_AUTHOR_DATE": "2025-01-02T03:04:05Z",
        "GIT_COMMITTER_DATE": "2026-02-02T03:04:05Z",
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
    }
    identity = ["-c", "user.name=N", "-c", "user.email=n@example.org"]
    for command in (["init", "--quiet"], ["add", "a.py"], [*identity, "commit", "--quiet", "--message", "first"]):
        subprocess.run(["git", *command], cwd=tmp_path, env=environment, check=True)
    return tmp_path


def test_the_revision_says_whether_the_tree_has_changes(repository: Path) -> None:
    clean = revision(repository)
    assert clean is not None
    assert len(clean) == 40
    (repository / "a.py").write_text("changed\n")
    assert revision(repository) == f"{clean}+"


def test_lines_have_the_date_of_their_commit_and_new_ones_none(repository: Path) -> None:
    path = repository / "a.py"
    path.write_text("one\nnew\nthree\n")
    wanted = [(str(path), 1), (str(path), 2), (str(path), 3)]
    assert line_dates(wanted) == {(str(path), 1): "2025-01-02", (str(path), 3): "2025-01-02"}


def test_lines_of_the_first_commit_of_a_cut_history_have_no_date(repository: Path, tmp_path: Path) -> None:
    git = ["git", "-c", "user.name=N", "-c", "user.email=n@example.org"]
    (repository / "a.py").write_text("one\nnew\nthree\n")
    subprocess.run([*git, "commit", "--quiet", "--all", "--message", "second"], cwd=repository, check=True)
    (repository / "a.py").write_text("one\nnew\nnewer\n")
    subprocess.run([*git, "commit", "--quiet", "--all", "--message", "third"], cwd=repository, check=True)
    cut = tmp_path / "cut"
    subprocess.run([*git, "clone", "--quiet", "--depth=2", repository.as_uri(), str(cut)], check=True)
    path = str(cut / "a.py")
    assert list(line_dates([(path, 1), (path, 2), (path, 3)])) == [(path, 3)]


def test_outside_of_a_repository_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "a.py").write_text("one\n")
    assert revision(tmp_path) is None
    assert line_dates([(str(tmp_path / "a.py"), 1)]) == {}


def test_no_time_means_no_dates(repository: Path) -> None:
    assert line_dates([(str(repository / "a.py"), 1)], seconds=0) == {}
