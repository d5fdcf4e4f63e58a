"""The plugin in real flake8 processes, beside other plugins."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pattern_lint.engine.home import home_of

ROOT = Path(__file__).parents[2]
FILES = {
    "shop/__init__.py": "",
    "shop/files.py": "def read(path):\n    with open(path) as file:\n        return file.read()\n",
    "shop/app.py": (
        "from shop.files import read\n\n\n"
        "async def start(path):\n    return read(path)\n\n\n"
        "async def again(path):\n    return read(path)  # noqa: PAT235\n\n\n"
        "def collect(into=[]):\n    return into  # noqa: PAT140\n"
    ),
    "errors.py": "try:\n    import json\nexcept:\n    json = None\n",
    "shop/accepted.py": "try:\n    import ujson\nexcept:  # noqa: E722,B001\n    ujson = None\n",
    "latin.py": b"# coding: latin-1\ntry:\n    X = '\xe9'\nexcept:\n    pass\n",
}
CHAIN = "PAT235 [no-blocking-in-async] via shop/files.py:2"
START = ("shop/app.py", 5, 12, CHAIN)
AGAIN = ("shop/app.py", 9, 12, CHAIN)
UNUSED = ("shop/app.py", 13, 18, "PAT001 [unused-waiver]")
BARE = "PAT140 [no-bare-except]"
ALL = [("errors.py", 3, 1, BARE), ("latin.py", 4, 1, BARE), START, UNUSED]

Found = tuple[str, int, int, str]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    config = '[tool.pattern-lint]\nselect = ["no-bare-except", "no-blocking-in-async"]\n'
    for name, content in {**FILES, "pyproject.toml": config}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an installation of the package tells flake8: the entry points of the project's own file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    folder = tmp_path_factory.mktemp("site")
    metadata = folder / f"pattern_lint-{project['version']}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: pattern-lint\nVersion: {project['version']}\n")
    points = project["entry-points"]["flake8.extension"]
    lines = [f"{name} = {target}\n" for name, target in points.items()]
    (metadata / "entry_points.txt").write_text(f"[flake8.extension]\n{''.join(lines)}")
    return folder


@pytest.fixture
def flake8(project: Path, installed: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs flake8 in the project."""
    path = os.pathsep.join(filter(None, [str(installed), str(ROOT), os.environ.get("PYTHONPATH", "")]))

    def run(*arguments: str, stdin: bytes = b"", code: str = "") -> subprocess.CompletedProcess[bytes]:
        command = ["-c", code] if code else ["-m", "flake8"]
        return subprocess.run(
            [sys.executable, *command, *arguments],
            cwd=project,
            env={**os.environ, "PYTHONPATH": path},
            input=stdin,
            capture_output=True,
            timeout=60,
        )

    return run


Flake8 = Callable[..., subprocess.CompletedProcess[bytes]]


def places(answer: subprocess.CompletedProcess[bytes]) -> list[Found]:
    """Path, line and column of this plugin's findings, with what surrounds their messages."""
    assert answer.stderr == b""
    ours = (entry for entry in _entries(answer.stdout.decode()) if entry[3].startswith("PAT"))
    return sorted((path, line, column, f"{text[:6]} {text[text.rindex('[') :]}") for path, line, column, text in ours)


def _entries(report: str) -> Iterator[Found]:
    for line in report.splitlines():
        path, row, column, message = line.split(":", 3)
        yield path.removeprefix("./"), int(row), int(column), message.strip()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["."], ALL),
        (["--jobs", "1", "."], ALL),
        (["--jobs", "4"], ALL),
        (["shop/app.py"], [START, UNUSED]),
        (["errors.py", "shop"], [ALL[0], START, UNUSED]),
        (["--pattern-lint-no-cache", "shop"], [START, UNUSED]),
        (["--disable-noqa", "shop"], [START, AGAIN, UNUSED]),
        (["--select", "PAT2,PAT0", "--extend-ignore", "PAT001", "--exclude", "latin.py", "."], [START]),
        (["gone.py", "errors.py"], ALL[:1]),
    ],
)
def test_what_flake8_shows(flake8: Flake8, arguments: list[str], expected: list[Found]) -> None:
    answer = flake8(*arguments)
    assert places(answer) == expected
    assert answer.returncode == 1


def test_what_is_waived_at_its_cause_is_not_shown(flake8: Flake8, project: Path) -> None:
    helper = project / "shop/files.py"
    helper.write_text(helper.read_text().replace("as file:", "as file:  # noqa: PAT235 -- small"))
    assert places(flake8("--select", "PAT235", ".")) == []
    assert places(flake8("--select", "PAT235", "--disable-noqa", ".")) == [START, AGAIN]


def test_the_cache_makes_no_difference(flake8: Flake8, project: Path) -> None:
    assert places(flake8("--pattern-lint-no-cache")) == ALL
    assert [*home_of(project).folder.iterdir()] == []
    assert places(flake8("--jobs", "1")) == ALL
    assert places(flake8("--jobs", "1")) == ALL
    assert len([*home_of(project).folder.iterdir()]) == 1


def test_other_plugins_go_on_as_before(flake8: Flake8) -> None:
    codes = [message.split()[0] for _, _, _, message in _entries(flake8(".").stdout.decode())]
    assert sorted(codes) == ["B001", "B001", "B006", "E722", "E722", "PAT001", "PAT140", "PAT140", "PAT235"]


def test_standard_input(flake8: Flake8) -> None:
    text = FILES["shop/app.py"]
    assert isinstance(text, str)
    unsaved = text.replace("async def start", "async def begin").encode()
    named = flake8("--stdin-display-name", "shop/app.py", "-", stdin=unsaved)
    assert places(named) == [START, UNUSED]
    assert b" async begin" in named.stdout
    assert places(flake8("-", stdin=unsaved)) == [("stdin", *START[1:]), ("stdin", *UNUSED[1:])]
    latin = FILES["latin.py"]
    assert isinstance(latin, bytes)
    assert places(flake8("--stdin-display-name", "latin.py", "-", stdin=latin)) == [ALL[1]]


SPAWN = (
    "import multiprocessing, sys\n"
    "from flake8.main.cli import main\n"
    "if __name__ == '__main__':\n"
    "    multiprocessing.set_start_method('spawn')\n"
    "    sys.exit(main())\n"
)


def test_processes_that_start_anew(flake8: Flake8, project: Path, tmp_path: Path) -> None:
    script = tmp_path / "spawning.py"
    script.write_text(SPAWN)
    code = f"import runpy, sys; sys.argv[0] = {str(script)!r}; runpy.run_path({str(script)!r}, run_name='__main__')"
    assert places(flake8("--jobs", "2", ".", code=code)) == ALL


KEPT = (
    "import gc\n"
    "from flake8.main.application import Application\n"
    "Application().initialize(['.'])\n"
    "print(gc.get_freeze_count() > 10_000)\n"
)


def test_collectors_of_its_processes_do_not_walk_what_is_kept(flake8: Flake8) -> None:
    assert flake8(code=KEPT).stdout == b"True\n"


def test_own_cards_are_shown_without_further_ado(flake8: Flake8, project: Path) -> None:
    card = (ROOT / "rules/errors/no-bare-except.md").read_text(encoding="utf-8")
    (project / "cards").mkdir()
    own = card.replace("PAT140", "SHOP1234").replace("no-bare-except", "our-bare-except")
    (project / "cards/own.md").write_text(own, encoding="utf-8")
    (project / "pyproject.toml").write_text('[tool.pattern-lint]\ncards = ["cards"]\nselect = ["SHOP"]\n')
    report = flake8("errors.py").stdout.decode()
    assert "errors.py:3:1: SHOP1234 " in report


def test_a_wrong_configuration_is_told_and_is_no_traceback(flake8: Flake8, project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.pattern-lint]\nprofil = "all"\n')
    answer = flake8(".")
    assert answer.returncode == 1
    assert f"pattern-lint: {project}/pyproject.toml:2: unknown key `profil`" in answer.stdout.decode()
    assert b"Traceback" not in answer.stdout + answer.stderr


CRASH = (
    "import sys\n"
    "from pattern_lint.kinds.{kind} import Kind\n"
    "def crash(*given): raise KeyError('trouble')\n"
    "Kind.{method} = crash\n"
    "from flake8.main.cli import main\n"
    "sys.exit(main())\n"
)


@pytest.mark.parametrize(
    ("kind", "method", "told"),
    [
        (
            "handlers.kind",
            "module",
            "errors.py:1:1: PAT999 the check of PAT140 crashed on errors.py: KeyError: 'trouble'",
        ),
        (
            "blocking.kind",
            "project",
            "errors.py:1:1: PAT999 the check of PAT235 crashed on the project as a whole: KeyError",
        ),
    ],
)
def test_a_fault_is_told_once_and_the_others_go_on(flake8: Flake8, kind: str, method: str, told: str) -> None:
    code = CRASH.format(kind=kind, method=method)
    report = flake8("--jobs", "2", "--pattern-lint-no-cache", ".", code=code).stdout.decode()
    assert report.count(told) == 1
    others = {"PAT001", "PAT140", "PAT235"} - {told.split("the check of ")[1].split()[0]}
    assert {code for code in others if f": {code} " in report} == others


def test_findings_are_those_of_the_command(flake8: Flake8, project: Path, installed: Path) -> None:
    command = subprocess.run(
        [sys.executable, "-m", "pattern_lint", "check", "--output-format", "concise"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=60,
    )
    ours = [line.split(" ")[0:2] for line in command.stdout.decode().splitlines()]
    theirs = [[f"{path}:{line}:{column}:", text.split(" ")[0]] for path, line, column, text in places(flake8())]
    assert ours == theirs
