"""What is new since a revision, in real repositories."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pattern_lint.engine import execute
from pattern_lint.engine.map import FileResult
from pattern_lint.engine.plan import Plan

from .adopted import APP, BASED, CONFIG, LONG, commit, new
from .conftest import Git, Lint, write


@pytest.fixture
def lint(lint_here: Lint) -> Lint:
    return lint_here


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with findings of its own, and a baseline that it names."""
    write(tmp_path, {"pyproject.toml": BASED, "app.py": APP, "long.py": LONG})
    return tmp_path


def test_since_reports_what_is_new(lint: Lint, project: Path, git: Git) -> None:
    write(project, {"pyproject.toml": CONFIG})
    commit(git, project)
    assert new(lint, "--since", "HEAD") == []
    write(project, {"app.py": "\n" + APP.replace("sleep(1)", "sleep(2)"), "new.py": APP})
    found = new(lint, "--since", "HEAD")
    assert [(path, line, code) for path, line, code in found if path == "app.py"] == [("app.py", 7, "PAT235")]
    assert len([path for path, _, _ in found if path == "new.py"]) == 3
    commit(git, project)
    assert new(lint, "--since", "HEAD") == []
    assert new(lint, "--since", "HEAD~1") == found


NAMES = ['a b/\u00fc"q.py', "new\nline.py", "crlf.py", "gone.py", "moved.py", "pkg/__init__.py"]
"""Names that git quotes, and files that change in every way."""


def test_since_knows_files_of_any_name_and_what_became_of_them(lint: Lint, tmp_path: Path, git: Git) -> None:
    text = "def {0}():\n    try:\n        go({0})\n    except:\n        stop()\n"
    files = {name: text.format(f"f{number}") for number, name in enumerate(NAMES)}
    write(tmp_path, {"pyproject.toml": CONFIG, **files, "crlf.py": files["crlf.py"].replace("\n", "\r\n")})
    (tmp_path / "link.py").symlink_to("crlf.py")
    commit(git, tmp_path)
    assert new(lint, "--since", "HEAD") == []
    added = text.format("more")
    write(tmp_path, {name: files[name] + added for name in NAMES[:3]})
    write(tmp_path, {"moved too.py": f"import os\n{files['moved.py']}", "untracked.py": added, "top/x.py": added})
    (tmp_path / "gone.py").unlink()
    (tmp_path / "moved.py").unlink()
    lines = {**dict.fromkeys(NAMES[:3], 9), "untracked.py": 4, "top/x.py": 4}
    expected = sorted((path, line, "PAT140") for path, line in lines.items())
    assert new(lint, "--since", "HEAD") == expected
    assert new(lint, "--since", "HEAD", "--no-cache") == expected


def test_since_looks_at_changed_files_alone(
    lint_here: Lint, project: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, {"pyproject.toml": CONFIG})
    commit(git, project)
    write(project, {"app.py": "x = 1\n"})
    lint_here("check")
    looked_at: list[str] = []
    check_file = execute.check_file

    def noting(plan: Plan, path: str, *given: Any) -> FileResult:
        looked_at.append(path)
        return check_file(plan, path, *given)

    monkeypatch.setattr(execute, "check_file", noting)
    assert lint_here("check", "--since", "HEAD").status == 0
    assert looked_at == ["app.py"]


def test_since_without_a_configuration(lint: Lint, tmp_path: Path, git: Git) -> None:
    write(tmp_path, {"src/app.py": APP, "src/old.py": APP})
    commit(git, tmp_path)
    (tmp_path / "src/old.py").unlink()
    write(tmp_path, {"src/app.py": APP + "\n\ntry:\n    go()\nexcept:\n    stop()\n"})
    assert new(lint, "src", "--since", "HEAD") == [("src/app.py", 21, "PAT140")]


def test_since_reports_entries_that_the_branch_left_without_use(lint: Lint, project: Path, git: Git) -> None:
    write(project, {"late.py": APP, "soon.py": APP})
    lint("baseline")
    write(project, {"late.py": "x = 1\n"})
    commit(git, project)
    stale = new(lint)
    assert [code for _, _, code in stale] == ["PAT002"] * 3
    assert new(lint, "--since", "HEAD") == []
    write(project, {"soon.py": "x = 1\n"})
    found = new(lint, "--since", "HEAD")
    assert sorted(found) == sorted(set(new(lint)) - set(stale))
    assert len(found) == 3


def test_since_knows_renamed_files(lint: Lint, project: Path, git: Git) -> None:
    write(project, {"pyproject.toml": CONFIG})
    commit(git, project)
    (project / "src").mkdir()
    git("mv", "app.py", "src/shop.py")
    git("mv", "long.py", "src/longer.py")
    assert new(lint, "--since", "HEAD") == []


def test_since_knows_lines_that_nobody_touched(lint: Lint, project: Path, git: Git) -> None:
    write(project, {"pyproject.toml": CONFIG})
    commit(git, project)
    write(project, {"app.py": "import os\n" + APP.replace("close", "shut").replace("class Orders", "class Sales")})
    assert new(lint, "--since", "HEAD") == []


def test_since_finds_what_a_change_elsewhere_made(lint: Lint, tmp_path: Path, git: Git) -> None:
    caller = "from disk import read\n\n\nasync def load():\n    return read()\n"
    write(tmp_path, {"pyproject.toml": CONFIG, "app.py": caller, "disk.py": "def read():\n    return 1\n"})
    commit(git, tmp_path)
    write(tmp_path, {"disk.py": "def read():\n    return open('x').read()\n"})
    assert new(lint, "--since", "HEAD") == [("app.py", 5, "PAT235")]


def test_since_a_branch_compares_with_where_it_was_left(lint: Lint, project: Path, git: Git) -> None:
    write(project, {"pyproject.toml": CONFIG})
    commit(git, project)
    git("checkout", "--quiet", "-b", "topic")
    commit(git, project)
    git("checkout", "--quiet", "main")
    write(project, {"app.py": "x = 1\n"})
    commit(git, project)
    git("checkout", "--quiet", "topic")
    assert new(lint, "--since", "main") == []


def test_since_in_a_folder_of_the_repository(lint: Lint, tmp_path: Path, git: Git) -> None:
    write(tmp_path, {"one/pyproject.toml": CONFIG, "one/app.py": APP, "two/app.py": APP})
    commit(git, tmp_path)
    write(tmp_path, {"one/app.py": APP + "\n\ntry:\n    go()\nexcept:\n    stop()\n"})
    answer = lint("check", "--since", "HEAD", "--output-format", "json", folder=tmp_path / "one")
    assert answer.places == [("app.py", 21, "PAT140")]
    assert git("status", "--porcelain", "--untracked-files=no") == "M one/app.py"


def test_since_works_in_a_hook(lint_apart: Lint, tmp_path: Path, git: Git, environment: dict[str, str]) -> None:
    write(tmp_path, {"sub/pyproject.toml": CONFIG, "sub/app.py": APP})
    commit(git, tmp_path)
    environment |= {"GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index"}
    answer = lint_apart("check", "sub", "--since", "HEAD", "--output-format", "json")
    assert (answer.status, answer.places) == (0, [])


def test_since_says_what_is_missing(lint: Lint, project: Path, git: Git, tmp_path: Path) -> None:
    write(project, {"pyproject.toml": CONFIG})
    answer = lint("check", "--since", "HEAD")
    assert answer.status == 2 and "is in no repository" in answer.err
    first = commit(git, project)
    answer = lint("check", "--since", "")
    assert answer.status == 2 and "--since names no revision" in answer.err
    commit(git, project)
    answer = lint("check", "--since", "origin/nope")
    assert answer.status == 2 and "`git fetch origin nope`" in answer.err
    shallow = tmp_path / "shallow"
    git("clone", "--quiet", "--depth", "1", f"file://{project}", str(shallow))
    answer = lint("check", "--since", first, folder=shallow)
    assert answer.status == 2 and "git fetch --unshallow" in answer.err and "fetch-depth: 0" in answer.err
