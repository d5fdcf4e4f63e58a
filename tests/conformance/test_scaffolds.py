"""What `pattern-lint new` makes passes the checks, mypy --strict and its own tests as it stands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pattern_lint.cards.scaffolds import load_scaffolds
from pattern_lint.cli.main import main
from pattern_lint.engine.api import Request, check

NAMES = {
    "worker": "PriceFeed",
    "dto": "Order",
    "adapter": "quotes",
    "service": "OrderCountService",
    "coordinator": "Import",
    "repository": "HTTPRoute",
    "strategy": "MeanReversion",
    "api-client": "Quotes",
    "background-task": "NightlyReport",
}


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which everything was made that can be made."""
    root = tmp_path_factory.mktemp("project")
    write(root, {"src/shop/__init__.py": "", "pyproject.toml": "[tool.pattern-lint]\n"})
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        for kind, name in NAMES.items():
            assert main(["new", kind, name]) == 0
    return root


def test_everything_that_ships_is_made() -> None:
    assert set(NAMES) == set(load_scaffolds())


@pytest.mark.parametrize("kind", NAMES)
def test_each_passes_its_profile_alone(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"shop/__init__.py": "", "pyproject.toml": "[tool.pattern-lint]\n"})
    monkeypatch.chdir(tmp_path)
    assert main(["new", kind, NAMES[kind]]) == 0
    profile = load_scaffolds()[kind].profile
    assert f"* it keeps the patterns of the profile {profile}" in capsys.readouterr().out
    outcome = check(["."], Request(profiles=(profile, "recommended"), cached=False))
    assert (outcome.findings, outcome.faults, outcome.waived) == ([], [], [])
    assert sum(tally.conforms for tally in outcome.tallies.values()) > 0


def test_all_together_are_typed_and_pass_their_tests(project: Path) -> None:
    environment = {"MYPYPATH": "src", "PYTHONPATH": "src", "PATH": ""}
    mypy = [sys.executable, "-m", "mypy", "--strict", "--explicit-package-bases", "src/shop", "tests"]
    typed = subprocess.run(mypy, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert typed.returncode == 0, typed.stdout
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    tested = subprocess.run(tests, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stdout
    assert len(list(project.glob("tests/test_*.py"))) == len(NAMES)


def test_imports_are_sorted(project: Path) -> None:
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "E,F,I,UP,B", "--line-length", "100", "."]
    done = subprocess.run(ruff, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
