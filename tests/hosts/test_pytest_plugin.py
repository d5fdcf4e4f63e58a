"""The plugin in real pytest processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from pattern_lint.engine.home import home_of

ROOT = Path(__file__).parents[2]
CONFIG = """\
[tool.pattern-lint]
select = ["PAT140", "PAT235", "class-size"]
[tool.pattern-lint.levels]
PAT001 = "warning"
"""
FILES = {
    "pyproject.toml": CONFIG,
    "app.py": "class A:\n    def load(self):\n        try:\n            go()\n        except:\n            stop()\n",
    "test_app.py": "def test_one():\n    assert 1\n",
}

Pytest = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Pytest:
    """Runs pytest in the test's folder, with the plugin as installed packages load it."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    environment = {**os.environ, "PYTHONPATH": path, "COLUMNS": "200", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    environment.pop("PYTEST_ADDOPTS", None)
    plugins = ("-p", "pattern_lint.hosts.pytest_plugin")

    def call(*arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
        start = ["-c", code] if code else ["-m", "pytest"]
        command = [sys.executable, *start, *plugins, "-p", "no:cacheprovider", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)

    return call


def test_the_package_names_the_plugin() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["entry-points"]["pytest11"] == {"pattern-lint": "pattern_lint.hosts.pytest_plugin"}


def test_nothing_happens_without_the_option(run: Pytest, tmp_path: Path) -> None:
    done = run("-v")
    assert done.returncode == 0 and "1 passed" in done.stdout
    assert "pattern-lint::" not in done.stdout
    assert [*home_of(tmp_path).folder.iterdir()] == []


def test_every_card_in_force_is_a_test(run: Pytest, tmp_path: Path) -> None:
    done = run("-v", "-rs", "--pattern-lint")
    assert done.returncode == 1
    assert "pattern-lint::PAT022 class-size PASSED (1 sites)" in done.stdout
    assert "pattern-lint::PAT235 no-blocking-in-async SKIPPED (no site in 2 files)" in done.stdout
    assert "pattern-lint::PAT140 no-bare-except FAILED" in done.stdout
    assert "app.py:5:9: PAT140" in done.stdout and "5 |         except:" in done.stdout
    assert "Traceback" not in done.stdout and "def runtest" not in done.stdout
    assert len([*home_of(tmp_path).folder.iterdir()]) == 1


def test_cards_are_chosen_like_tests(run: Pytest) -> None:
    done = run("--pattern-lint", "-k", "PAT022")
    assert done.returncode == 0
    assert "1 passed" in done.stdout


def test_findings_below_the_failing_level_are_warnings(run: Pytest, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(CONFIG + 'PAT140 = "warning"\n')
    done = run("--pattern-lint", "-k", "PAT140")
    assert done.returncode == 0
    assert "1 passed, " in done.stdout and "PatternWarning: app.py:5:9: PAT140" in done.stdout
    assert run("--pattern-lint", "-k", "PAT140", "--pattern-lint-fail-on", "warning").returncode == 1


CRASH = """\
import pytest
import pattern_lint.engine.map as map

def crash(module):
    raise KeyError("trouble")

map.collect = crash
raise SystemExit(pytest.main())
"""


def test_a_crash_before_any_check_fails_a_test_of_its_own(run: Pytest) -> None:
    done = run("-v", "--pattern-lint", "--pattern-lint-no-cache", code=CRASH)
    assert done.returncode == 1
    assert "pattern-lint::PAT999 crashed-check FAILED" in done.stdout
    assert "pattern-lint itself crashed on app.py, which no card has looked at: KeyError: 'trouble'" in done.stdout


def test_a_wrong_configuration_is_said(run: Pytest, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.pattern-lint]\nprofil = 1\n")
    done = run("--pattern-lint")
    assert done.returncode == 4
    assert "pyproject.toml:2: unknown key `profil`; did you mean `profile`?" in done.stderr


def test_a_wrong_configuration_is_said_before_others_start(run: Pytest, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.pattern-lint]\nprofil = "all"\n')
    done = run("-p", "xdist", "--pattern-lint", "--numprocesses", "1")
    assert done.returncode == 4
    assert "INTERNALERROR" not in done.stdout + done.stderr
    assert "pyproject.toml:2: unknown key `profil`" in done.stderr


def test_no_cache(run: Pytest, tmp_path: Path) -> None:
    run("--pattern-lint", "--pattern-lint-no-cache")
    assert [*home_of(tmp_path).folder.iterdir()] == []
