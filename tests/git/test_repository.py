"""Repositories of all forms, seen through git in a folder of our own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pattern_lint.git.places import place_of
from pattern_lint.git.process import git_for
from pattern_lint.git.repository import blob_id, repository_of
from pattern_lint.git.snapshot import snapshot_at
from pattern_lint.problems import UsageError

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Runs git in a folder, as somebody with a name and no settings."""
    names = {f"GIT_{who}_{what}": "x@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}

    def run(folder: Path, *arguments: str) -> str:
        command = ["git", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", *arguments]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


def made(git: Git, folder: Path, *options: str) -> str:
    folder.mkdir(exist_ok=True)
    git(folder, "init", "--quiet", *options)
    (folder / "a.py").write_text("one\n")
    git(folder, "add", "a.py")
    git(folder, "commit", "--quiet", "--message", "1")
    return git(folder, "rev-parse", "HEAD")


def known(folder: Path, revision: str) -> str | None:
    with repository_of(folder) as repository:
        assert repository is not None
        return repository.commit(revision)


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_what_is_the_same_is_told_without_git_looking_at_files(tmp_path: Path, git: Git, form: str) -> None:
    made(git, tmp_path, f"--object-format={form}")
    (tmp_path / "b.py").write_text("new\n")
    with snapshot_at(tmp_path, "HEAD") as snapshot:
        assert snapshot.unchanged(["a.py", "b.py"]) == {"a.py"}
        (tmp_path / "a.py").write_text("zero\none\n")
        assert snapshot.unchanged(["a.py", "b.py"]) == set()
        assert snapshot.contents(["a.py"]) == {"a.py": b"one\n"}
        assert snapshot.lines({"a.py": b"one\n"}, {"a.py": b"zero\none\n"}).today("a.py", 1) == ("a.py", 2)


def test_names_of_contents_are_those_of_git(tmp_path: Path, git: Git) -> None:
    made(git, tmp_path)
    id_ = git(tmp_path, "rev-parse", "HEAD:a.py")
    assert blob_id(b"one\n", id_) == id_


def test_revisions_are_called_what_git_calls_them(tmp_path: Path, git: Git) -> None:
    first = made(git, tmp_path / "up")
    git(tmp_path, "clone", "--quiet", "up", "here")
    here = tmp_path / "here"
    git(here, "commit", "--quiet", "--allow-empty", "--message", "2")
    git(here, "tag", "--annotate", "v1", "--message", "v")
    git(here, "pack-refs", "--all")
    second = git(here, "rev-parse", "HEAD")
    names = {"origin/main": first, "@{upstream}": first, "main~1": first, "HEAD@{1}": first, first[:8]: first}
    names |= {"HEAD": second, "v1": second, "@": second, "main": second}
    assert {name: known(here, name) for name in names} == names
    for name in ("nope", "", "--all", "-h", "HEAD:a.py", "a b", "@{push}\0"):
        assert name == "@{push}\0" or known(here, name) is None


def test_a_linked_working_tree_has_its_own_head(tmp_path: Path, git: Git) -> None:
    first = made(git, tmp_path / "main")
    git(tmp_path / "main", "worktree", "add", "--quiet", "../linked")
    git(tmp_path / "linked", "commit", "--quiet", "--allow-empty", "--message", "2")
    (tmp_path / "linked/sub").mkdir()
    second = git(tmp_path / "linked", "rev-parse", "HEAD")
    assert [known(tmp_path / "linked/sub", name) for name in ("HEAD", "main", "HEAD~1")] == [second, first, first]
    assert known(tmp_path / "main", "HEAD") == first


def test_a_folder_that_only_looks_like_a_repository_is_none(tmp_path: Path, git: Git) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "bare")
    (tmp_path / "empty/.git").mkdir(parents=True)
    (tmp_path / "pointing").mkdir()
    (tmp_path / "pointing/.git").write_text("gitdir: ../nowhere\n")
    (tmp_path / "pipe").mkdir()
    os.mkfifo(tmp_path / "pipe/.git")
    for name in ("bare", "bare/refs", "empty", "pointing", "pipe"):
        assert place_of(tmp_path / name) is None, name


def test_only_names_are_taken_from_the_configuration(tmp_path: Path, git: Git) -> None:
    made(git, tmp_path)
    for key, value in (
        ("core.fsmonitor", "false-program"),
        ("remote.origin.url", "ext::sh"),
        ("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"),
        ('branch.o"dd\\.remote', "origin"),
        ("alias.log", "!false"),
        ("include.path", "/dev/zero"),
    ):
        git(tmp_path, "config", "--file", ".git/config", key, value)
    place = place_of(tmp_path)
    assert place is not None
    with git_for(place) as ours:
        listed = ours.say("config", "--list", "--name-only") or ""
        written = (ours.folder / "config").read_text()
    assert "false-program" not in written and "ext::sh" not in written and "/dev/zero" not in written
    keys = {"core.repositoryformatversion", "core.bare", "core.attributesfile", "core.hookspath", "core.fsmonitor"}
    assert set(listed.split("\n")) == keys | {"remote.origin.fetch", 'branch.o"dd\\.remote'}


def test_what_is_missing_is_not_fetched(tmp_path: Path, git: Git) -> None:
    made(git, tmp_path / "up")
    git(tmp_path / "up", "config", "uploadpack.allowFilter", "true")
    (tmp_path / "up/a.py").write_text("two\n")
    git(tmp_path / "up", "commit", "--quiet", "--all", "--message", "2")
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", (tmp_path / "up").as_uri(), "here")
    with snapshot_at(tmp_path / "here", "HEAD") as snapshot:
        assert snapshot.contents(["a.py"]) == {"a.py": b"two\n"}
    git(tmp_path / "here", "checkout", "--quiet", "-b", "old", "HEAD~1")
    git(tmp_path / "up", "commit", "--quiet", "--allow-empty", "--message", "3")
    lost = git(tmp_path / "up", "rev-parse", "HEAD")
    assert known(tmp_path / "here", lost) is None
    with pytest.raises(UsageError, match="no such revision"), snapshot_at(tmp_path / "here", lost):
        pass


def test_files_left_out_on_purpose_are_not_missed(tmp_path: Path, git: Git) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x/b.py").write_text("b\n")
    made(git, tmp_path)
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "2")
    git(tmp_path, "sparse-checkout", "set", "y")
    assert not (tmp_path / "x").exists()
    with snapshot_at(tmp_path, "HEAD") as snapshot:
        assert snapshot.regular() == ["a.py"]
