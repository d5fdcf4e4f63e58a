"""What docs/ci says can be copied: the files are what they should be, and the commands in them work."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CI = ROOT / "docs/ci"
BARE = "try:\n    go()\nexcept:\n    stop()\n"
CONFIG = '[tool.pattern-lint]\nselect = ["PAT140"]\n'

Shell = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Runs a line of a script in a project that has been checked out by a CI server."""
    tools = tmp_path / "bin"
    tools.mkdir()
    command = tools / "pattern-lint"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pattern_lint "$@"\n')
    command.chmod(0o755)
    names = {f"GIT_{who}_{what}": "x@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    environment = {
        **os.environ,
        **names,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": path,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "BASE": "main",
    }

    def run(line: str, folder: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["bash", "-ec", line], cwd=folder, env=environment, capture_output=True, text=True)

    origin = tmp_path / "origin"
    origin.mkdir()
    (origin / "pyproject.toml").write_text(CONFIG)
    (origin / "old.py").write_text(BARE)
    made = run("git init -qb main && git add -A && git commit -qm x && git clone -q . ../work", origin)
    assert made.returncode == 0, made.stderr
    return run


@pytest.fixture
def work(shell: Shell, tmp_path: Path) -> Path:
    return tmp_path / "work"


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


def github_commands() -> Iterator[str]:
    for step in loaded(CI / "github.yml")["jobs"]["patterns"]["steps"]:
        if step.get("run", "").startswith("pattern-lint"):
            yield step["run"]


def test_the_pull_request_of_github(shell: Shell, work: Path) -> None:
    on_pull_request, _ = github_commands()
    assert shell(on_pull_request, work).returncode == 0
    (work / "new.py").write_text(BARE)
    done = shell(on_pull_request, work)
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=new.py,line=3,")
    assert "old.py" not in done.stdout


def test_the_main_branch_of_github(shell: Shell, work: Path) -> None:
    _, on_push = github_commands()
    done = shell(on_push, work)
    assert done.returncode == 1 and "::error file=old.py," in done.stdout
    assert (work / "pattern-lint.sarif").is_file()


def test_github_uploads_what_is_written() -> None:
    workflow = loaded(CI / "github.yml")
    steps = workflow["jobs"]["patterns"]["steps"]
    assert steps[0]["with"]["fetch-depth"] == 0
    assert f"--output {steps[-1]['with']['sarif_file']}" in list(github_commands())[-1]
    assert set(workflow[True]) == {"pull_request", "push"}, "YAML 1.1 reads `on` as true"


def test_gitlab(shell: Shell, work: Path) -> None:
    job = loaded(CI / "gitlab.yml")["pattern-lint"]
    (command,) = job["script"]
    done = shell(command, work)
    assert done.returncode == 1 and "old.py:3:1: PAT140" in done.stdout
    for report in job["artifacts"]["reports"].values():
        assert (work / report).stat().st_size > 0


def test_pre_commit(shell: Shell, work: Path) -> None:
    (hook,) = loaded(ROOT / ".pre-commit-hooks.yaml")
    (used,) = loaded(CI / "pre-commit.yaml")["repos"][0]["hooks"]
    assert used["id"] == hook["id"]
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert shlex.split(hook["entry"])[0] in scripts
    done = shell(f"{hook['entry']} old.py", work)
    assert done.returncode == 1 and "Found 1 error in 1 of 1 file" in done.stdout


def test_the_commands_of_the_page_work(shell: Shell, work: Path) -> None:
    page = (CI / "README.md").read_text()
    blocks = re.findall(r"```console\n(.*?)```", page, re.DOTALL)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").split("\n") if line.startswith("$ ")]
    assert len(lines) == 4
    for line in lines:
        done = shell(line.removeprefix("$ ").partition("#")[0], work)
        assert done.returncode < 2 or "configured already" in done.stderr, done.stderr
