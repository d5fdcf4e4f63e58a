"""What is published works where nothing of this checkout is: built, unpacked, built again, installed and used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
from pathlib import Path

import pytest

from .conftest import ROOT

BARE = "try:\n    f()\nexcept:\n    pass\n"


def run(*command: str | Path, folder: Path, expected: int = 0) -> str:
    """What a process writes to standard output; of this checkout it knows nothing."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTEST_ADDOPTS")}
    done = subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, check=False)
    assert done.returncode == expected, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel that is built from the source distribution, as installers do that find no wheel."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, folder=ROOT)
    (source,) = folder.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        archive.extractall(folder, filter="data")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, folder=folder / source.name[:-7])
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment with the wheel in it; what it depends on is lent to it."""
    folder = tmp_path_factory.mktemp("new")
    venv.create(folder, with_pip=False)
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin/python", "install", "--quiet", "--no-deps", wheel]
    run(*pip, folder=folder)
    (site / "lent.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "bin"


def test_the_command_has_all_cards(programs: Path, tmp_path: Path) -> None:
    rules = json.loads(run(programs / "pattern-lint", "rules", "--output-format", "json", folder=tmp_path))
    assert len(rules) == len(list(ROOT.glob("rules/*/*.md")))
    (tmp_path / "a.py").write_text(BARE)
    found = run(programs / "pattern-lint", "check", "--output-format", "concise", folder=tmp_path, expected=1)
    assert found.startswith("a.py:3:1: PAT140 ")


def test_flake8_and_pytest_find_their_plugins(programs: Path, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(BARE)
    found = run(programs / "python", "-m", "flake8", "--select", "PAT140", "a.py", folder=tmp_path, expected=1)
    assert found.startswith("a.py:3:1: PAT140 ")
    told = run(programs / "python", "-m", "pytest", "--pattern-lint", "-q", folder=tmp_path, expected=1)
    assert "no-bare-except" in told


def test_types_and_licence_are_in_the_wheel(programs: Path) -> None:
    (installed,) = programs.parent.glob("lib/*/site-packages/pattern_lint")
    assert (installed / "py.typed").is_file()
    (about,) = installed.parent.glob("pattern_lint-*.dist-info")
    assert "License-Expression: MIT" in (about / "METADATA").read_text()
    assert "the pattern-lint authors" in (about / "licenses/LICENSE").read_text()
