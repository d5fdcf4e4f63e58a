"""What the tests of whole processes share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pattern_lint.cli.main import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Answer:
    """What a process answered."""

    status: int
    out: bytes
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def places(self) -> list[tuple[str, int, str]]:
        """Path, line and code of the findings in a JSON answer."""
        return [(finding["path"], finding["line"], finding["code"]) for finding in self.json["findings"]]


Lint = Callable[..., Answer]
Git = Callable[..., str]


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment of processes that shall find this package."""
    ours = ("NO_COLOR", "FORCE_COLOR", "LC_ALL", "LANG")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**kept, "PYTHONPATH": path, "LC_ALL": "C", "PYTHONUTF8": "0"}


@pytest.fixture
def lint(lint_apart: Lint) -> Lint:
    """Runs the command; a file of tests that need no process each lets `lint_here` stand in its place."""
    return lint_apart


@pytest.fixture
def lint_apart(tmp_path: Path, environment: dict[str, str]) -> Lint:
    """Runs the command in a process of its own in a folder, by default that of the test."""

    def run(*arguments: str, folder: Path = tmp_path, stdin: bytes = b"") -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "pattern_lint", *arguments],
            cwd=folder,
            env=environment,
            input=stdin,
            capture_output=True,
            timeout=60,
        )
        return Answer(done.returncode, done.stdout, done.stderr.decode())

    return run


@pytest.fixture
def lint_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Lint:
    """Runs the command in this process, which is quicker, for what a process of its own adds nothing to."""

    def run(*arguments: str, folder: Path = tmp_path) -> Answer:
        monkeypatch.chdir(folder)
        try:
            status = main(arguments)
        except SystemExit as ended:
            status = int(ended.code or 0)
        written = capsysbinary.readouterr()
        return Answer(status, written.out, written.err.decode())

    return run


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a folder, as if they had been there for long."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        os.utime(path, (1_600_000_000, 1_600_000_000))


@pytest.fixture
def project(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Writes a project into the folder of the test, with a configuration that has two cards on."""

    def make(files: Mapping[str, str | bytes]) -> Path:
        config = '[tool.pattern-lint]\nselect = ["no-bare-except", "no-blocking-in-async"]\n'
        write(tmp_path, {"pyproject.toml": config, **files})
        return tmp_path

    return make


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Runs git in a folder, as somebody with a name and no settings."""
    names = {f"GIT_{who}_{what}": "x@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}

    def run(*arguments: str, folder: Path = tmp_path) -> str:
        command = ["git", "-c", "init.defaultBranch=main", *arguments]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run
