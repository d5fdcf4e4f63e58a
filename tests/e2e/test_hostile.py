"""What a repository can do to whoever checks it: nothing."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from support.made_up import shipped_cards

from pattern_lint.kinds import check_class

from .adopted import commit, new
from .conftest import Git, Lint, write
from .hostile import BARE, HostileRepository, tree_with

COMMANDS = [
    "check",
    "check --since HEAD",
    "check --since {first} --output-format sarif",
    "check --since partial",
    "check --since main@{{upstream}}",
    "check --output-format concise",
    "check pkg/inner.py embedded --output-format github",
    "coverage",
    "coverage --output-format html",
    "coverage --output-format json --history ../history.jsonl",
    "coverage pkg --output-format html",
    "baseline",
    "baseline --add --prune",
    "waivers",
    "rules",
    "explain PAT140",
    "init sub",
]
WITH_ALL_CARDS = ("check", "check --since HEAD", "coverage")
ASKING = ("PAT034", "PAT036", "PAT140", "PAT415", "PAT850", "PAT851")
"""The cards that ask other programs, and one that finds something."""


@pytest.fixture
def hostile(tmp_path: Path, git: Git) -> HostileRepository:
    repository = HostileRepository(tmp_path, git)
    repository.make()
    return repository


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_that_a_repository_names_is_run(
    hostile: HostileRepository, lint: Lint, environment: dict[str, str], command: str
) -> None:
    environment["PATH"] = os.pathsep.join([".", "", environment["PATH"]])
    (hostile.folder / "sub").mkdir()
    if command not in WITH_ALL_CARDS:
        write(hostile.folder, {"pattern-lint.toml": f"select = {[*ASKING]}\n"})
    words = command.format(first=hostile.first).split()
    cached = [] if words[0] in ("init", "rules", "explain") else ["--no-cache", "--jobs", "1"]
    answer = lint(*words, *cached, folder=hostile.folder)
    assert "Traceback" not in answer.err
    assert answer.status in (0, 1) or words[-1] in ("partial", "main@{upstream}"), answer.err
    assert hostile.touched() == []


def test_no_other_card_asks_a_program() -> None:
    asking = [card.code for card in shipped_cards().cards if check_class(card.check).surveys or card.check == "commits"]
    assert set(asking) <= set(ASKING)


def test_the_fixture_would_be_noticed(hostile: HostileRepository, git: Git) -> None:
    git("-c", "core.hooksPath=.git/own-hooks", "status", folder=hostile.folder)
    subprocess.run(["git", "hash-object", "old.py"], cwd=hostile.folder, capture_output=True)
    touched = hostile.touched()
    assert "core.fsmonitor" in touched
    assert any(name.startswith("filter.") for name in touched)
    assert any(name.startswith("hook-") for name in touched)


def test_a_revision_that_looks_like_an_option_is_refused(lint_here: Lint, tmp_path: Path, git: Git) -> None:
    write(tmp_path, {"a.py": BARE})
    commit(git, tmp_path)
    answer = lint_here("check", "--since=--output=pwned")
    assert answer.status == 2
    assert "--since --output=pwned: no revision has a name that begins with `-`" in answer.err
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize("name", ["..", ".git", ".", "x" * 300])
def test_no_name_of_a_tree_leads_out_of_the_folder(lint_here: Lint, tmp_path: Path, git: Git, name: str) -> None:
    folder = tmp_path / "checked"
    write(folder, {"a.py": BARE, "pattern-lint.toml": 'profile = "all"\n'})
    commit(git, folder)
    blob = git("rev-parse", "HEAD:a.py", folder=folder)
    tree = tree_with(folder, [("100644", f"{name}.py" if len(name) > 3 else "pwned.py", blob)])
    for _ in range(12):
        tree = tree_with(folder, [("40000", name, tree)])
    tree = tree_with(folder, [("40000", name, tree), ("100644", "a.py", blob)])
    old = git("commit-tree", tree, "-m", "x", folder=folder)
    answer = lint_here("check", "--since", old, "--no-cache", "--output-format", "json", folder=folder)
    assert (answer.status, answer.err) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["checked"]
    assert not [*Path("/").glob("pwned.py"), *Path("/tmp").glob("pwned.py")]


def test_settings_of_diffs_do_not_change_what_is_new(
    lint_here: Lint, tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    functions = "".join(f"def f{i}():\n    try:\n        x({i})\n    except:\n        pass\n\n\n" for i in range(6))
    write(tmp_path, {"a.py": functions, "pattern-lint.toml": 'profile = "all"\nselect = ["PAT140"]\n'})
    commit(git, tmp_path)
    write(tmp_path, {"a.py": functions.replace("def f", "def g")})
    settings = {"interHunkContext": "100", "context": "9", "noprefix": "true", "algorithm": "patience", "renames": "no"}
    for name, value in settings.items():
        git("config", f"diff.{name}", value)
    write(tmp_path, {".gitattributes": "*.py -diff binary\n"})
    assert new(lint_here, "--since", "HEAD") == []
    given = {"GIT_DIFF_OPTS": "-u10", "GIT_EXTERNAL_DIFF": "false", "GIT_CONFIG_COUNT": "1"}
    for name, value in {**given, "GIT_CONFIG_KEY_0": "diff.mnemonicPrefix", "GIT_CONFIG_VALUE_0": "true"}.items():
        monkeypatch.setenv(name, value)
    assert new(lint_here, "--since", "HEAD") == []


def test_line_ends_of_a_checkout_are_no_change(lint_here: Lint, tmp_path: Path, git: Git) -> None:
    write(tmp_path, {"a.py": BARE, "pattern-lint.toml": 'select = ["PAT140"]\n'})
    commit(git, tmp_path)
    write(tmp_path, {"a.py": BARE.replace("\n", "\r\n")})
    assert new(lint_here, "--since", "HEAD") == []


def test_since_knows_submodules(lint_here: Lint, tmp_path: Path, git: Git) -> None:
    folder = tmp_path / "whole"
    write(tmp_path / "part", {"a.py": BARE})
    commit(git, tmp_path / "part")
    write(folder, {"pattern-lint.toml": 'select = ["PAT140"]\n'})
    commit(git, folder)
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../part", "lib/part", folder=folder)
    commit(git, folder)
    answer = lint_here("check", "--since", "HEAD", "--output-format", "json", folder=folder)
    assert (answer.places, answer.err) == ([], "")
    write(folder, {"lib/part/a.py": BARE + BARE, "lib/part/b.py": "x = 1\n"})
    answer = lint_here("check", "--since", "HEAD", "--output-format", "json", folder=folder)
    assert answer.places == [("lib/part/a.py", 7, "PAT140")]
    answer = lint_here("check", "lib/part", "--since", "HEAD~1", "--output-format", "json", folder=folder)
    assert [line for _, line, _ in answer.places] == [3, 7]


@pytest.mark.parametrize("seconds", ["99999999999999999999", "-62167219201"])
def test_no_date_of_a_commit_is_too_odd(lint_here: Lint, tmp_path: Path, git: Git, seconds: str) -> None:
    write(tmp_path, {"a.py": "try:\n    x()\nexcept:  # noqa: PAT140 -- r\n    pass\n"})
    tree = git("rev-parse", f"{commit(git, tmp_path)}^{{tree}}")
    about = f"tree {tree}\nauthor a <a@b> {seconds} +0000\ncommitter a <a@b> {seconds} +0000\n\nm\n"
    (tmp_path / "about").write_text(about)
    odd = git("hash-object", "-t", "commit", "-w", "--literally", "about")
    git("update-ref", "refs/heads/main", odd)
    answer = lint_here("coverage", "--output-format", "html", "--no-cache")
    assert (answer.status, answer.err) == (0, "")
    assert b"</html>" in answer.out


def test_links_out_of_the_project_are_not_read(lint_here: Lint, tmp_path: Path, git: Git) -> None:
    write(tmp_path / "elsewhere", {"secret.py": BARE})
    write(tmp_path / "checked", {"a.py": "x = 1\n", "b/c.py": BARE, "pattern-lint.toml": 'select = ["PAT140"]\n'})
    folder = tmp_path / "checked"
    (folder / "out.py").symlink_to("../elsewhere/secret.py")
    (folder / "zero.py").symlink_to("/dev/zero")
    (folder / "inside.py").symlink_to("b/c.py")
    os.mkfifo(folder / "pipe.py")
    answer = lint_here("check", "--output-format", "concise", folder=folder)
    assert [line.partition(b":")[0] for line in answer.out.splitlines()] == [b"b/c.py", b"inside.py"]
    answer = lint_here("check", folder=folder)
    assert answer.out.endswith(b"2 errors in 2 of 3 files. 3 names not read: no files, or links to elsewhere.\n")
    named = lint_here("check", "out.py", "zero.py", "--output-format", "json", folder=folder)
    assert named.places == []
    git("init", "--quiet")
    within = lint_here("check", "--output-format", "concise", folder=folder)
    assert b"out.py" in within.out and b"zero.py" not in within.out
