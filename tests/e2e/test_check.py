"""The command `check` as a process of its own."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from .conftest import Lint

Project = Callable[[Mapping[str, str | bytes]], Path]

BARE = "try:\n    f()\nexcept:\n    pass\n"
SHOP = {
    "shop/__init__.py": "",
    "shop/files.py": "def read(path):\n    with open(path) as file:\n        return file.read()\n",
    "shop/app.py": "from shop.files import read\n\n\nasync def start(path):\n    return read(path)\n",
}
CALL = ("shop/app.py", 5, "PAT235")


@pytest.fixture
def lint(lint_here: Lint) -> Lint:
    return lint_here


def test_nothing_found_is_success(lint: Lint, project: Project) -> None:
    project({"a.py": "x = 1\n"})
    answer = lint("check")
    assert (answer.status, answer.out, answer.err) == (0, b"No findings in 1 file.\n", "")


def test_a_finding_with_its_chain(lint_apart: Lint, project: Project) -> None:
    project(SHOP)
    answer = lint_apart("check")
    assert answer.status == 1
    (finding,) = lint_apart("check", "--output-format", "json").json["findings"]
    assert answer.out.decode() == (
        f"shop/app.py:5:12: PAT235 {finding['message']} [no-blocking-in-async]\n"
        "  |\n"
        "5 |     return read(path)\n"
        "  |            ^^^^^^^^^^\n"
        f"  = shop/files.py:2: {finding['related'][0]['message']}\n"
        "2 |     with open(path) as file:\n"
        "\n"
        "Found 1 error in 1 of 3 files.\n"
    )


def test_the_object_that_programs_read(lint: Lint, project: Project) -> None:
    project(SHOP)
    answer = lint("check", "--output-format", "json")
    assert answer.status == 1
    assert answer.json["files"] == 3
    assert answer.json["faults"] == []
    (finding,) = answer.json["findings"]
    assert finding["message"].startswith("read() reaches open()")
    assert finding == {
        "code": "PAT235",
        "name": "no-blocking-in-async",
        "patterns": ["BG-35"],
        "level": "error",
        "path": "shop/app.py",
        "line": 5,
        "column": 12,
        "end_line": 5,
        "end_column": 22,
        "message": finding["message"],
        "fix": None,
        "related": [{"path": "shop/files.py", "line": 2, "message": finding["related"][0]["message"]}],
    }


def test_a_lone_file_is_judged_within_its_project_and_from_anywhere(lint: Lint, project: Project) -> None:
    folder = project(SHOP)
    assert lint("check", "shop/app.py", "--output-format", "json").places == [CALL]
    assert lint("check", "shop/files.py", "--output-format", "json").places == []
    inside = lint("check", "--output-format", "json", folder=folder / "shop")
    assert inside.places == [("app.py", 5, "PAT235")]
    assert inside.json["findings"][0]["related"][0]["path"] == "files.py"


def test_a_lone_file_without_anything_that_marks_a_project(lint: Lint, project: Project) -> None:
    folder = project(SHOP)
    (folder / "pyproject.toml").unlink()
    for paths in ([], ["shop/app.py"], ["shop"]):
        answer = lint("check", *paths, "--select", "PAT235", "--output-format", "json")
        assert answer.places == [CALL], paths


def test_the_order_of_paths_makes_no_difference(lint: Lint, project: Project) -> None:
    project({**SHOP, "b.py": BARE})
    one = lint("check", "b.py", "shop", "--output-format", "json")
    other = lint("check", "shop/app.py", "shop", "b.py", "--output-format", "json")
    assert one.out == other.out
    assert one.places == [("b.py", 3, "PAT140"), CALL]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--exit-zero"], 0),
        (["--ignore", "PAT140"], 0),
        (["--fail-on", "info"], 1),
        (["--select", "BG-40"], 1),
    ],
)
def test_the_exit_status(lint_here: Lint, project: Project, arguments: list[str], status: int) -> None:
    project({"a.py": BARE})
    assert lint_here("check", *arguments).status == status


def test_levels_of_the_configuration_decide_about_failing(lint_here: Lint, project: Project) -> None:
    folder = project({"a.py": BARE})
    with (folder / "pyproject.toml").open("a") as file:
        file.write('levels.no-bare-except = "warning"\n')
    assert lint_here("check").status == 0
    assert lint_here("check", "--fail-on", "warning").status == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gone.py"], "gone.py: there is no such file or folder"),
        (["--config", "gone.toml"], "gone.toml: there is no such configuration file"),
        (["--profile", "al"], "unknown profile `al`; did you mean `all`?"),
        (["--select", "PAT9999"], "unknown selector `PAT9999`"),
        (["--jobs", "0"], "`0` is no number of processes; give 1 or more"),
        (["--jobs", "two"], "`two` is no number of processes; give 1 or more"),
        (["--output", "gone/report.txt"], "gone/report.txt: cannot be written"),
        (["-", "a.py"], "`-` reads standard input and goes with no other path"),
        (["-", "--stdin-filename", "a.txt"], "a.txt: not the name of a Python file"),
        (["a.py", "--stdin-filename", "a.py"], "--stdin-filename goes with `-`"),
    ],
)
def test_wrong_use_says_what_is_wrong(lint_here: Lint, project: Project, arguments: list[str], said: str) -> None:
    project({"a.py": BARE})
    answer = lint_here("check", *arguments)
    assert answer.status == 2
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_a_wrong_configuration_is_told_with_its_lines(lint: Lint, project: Project) -> None:
    folder = project({"a.py": BARE})
    (folder / "pyproject.toml").write_text('[tool.pattern-lint]\nprofil = "all"\nselect = 1\n')
    answer = lint("check")
    assert answer.status == 2
    assert f"{folder}/pyproject.toml:2: unknown key `profil`; did you mean `profile`?" in answer.err
    assert f"{folder}/pyproject.toml:3: " in answer.err


def test_isolated_ignores_the_configuration(lint_here: Lint, project: Project) -> None:
    folder = project({"a.py": BARE})
    (folder / "pyproject.toml").write_text("[tool.pattern-lint]\nselect = []\n")
    assert lint_here("check").status == 0
    assert lint_here("check", "--isolated", "--select", "PAT140").status == 1


def test_a_folder_with_a_configuration_is_a_project_of_its_own(lint: Lint, project: Project) -> None:
    folder = project({"a.py": BARE, "inner/b.py": BARE, "inner/pattern-lint.toml": "select = []\n"})
    assert lint("check", "--output-format", "json").places == [("a.py", 3, "PAT140")]
    assert lint("check", "inner", "--output-format", "json").places == []
    assert lint("check", folder=folder / "inner").status == 0


def test_standard_input_stands_for_a_file(lint_apart: Lint, project: Project) -> None:
    project(SHOP)
    unsaved = SHOP["shop/app.py"].replace("async def start", "async def begin").encode()
    answer = lint_apart("check", "-", "--stdin-filename", "shop/app.py", "--output-format", "json", stdin=unsaved)
    assert answer.places == [CALL]
    assert "async begin" in answer.json["findings"][0]["message"]
    assert "async start" in lint_apart("check", "--output-format", "json").json["findings"][0]["message"]
    new = lint_apart("check", "-", "--stdin-filename", "shop/new.py", stdin=b"\xef\xbb\xbf" + BARE.encode())
    assert new.out.startswith(b"shop/new.py:3:1: PAT140 ")
    assert b"3 | except:\n" in new.out
    assert lint_apart("check", "-", "--output-format", "json", stdin=BARE.encode()).places == [
        ("stdin.py", 3, "PAT140")
    ]


def test_output_is_utf_8_whatever_the_locale(lint_apart: Lint, project: Project) -> None:
    folder = project({"größe.py": "try:\n    f('名')\nexcept:  # größer\n    pass\n"})
    odd = os.fsencode(folder) + b"/odd\xff.py"
    with open(odd, "wb") as file:  # noqa: PTH123 -- a name that is no text
        file.write(BARE.encode())
    for arguments in ([], ["--output-format", "concise"], ["--output", "report.txt"]):
        answer = lint_apart("check", *arguments)
        assert (answer.status, answer.err) == (1, "")
        report = (folder / "report.txt").read_bytes() if "--output" in arguments else answer.out
        assert "größe.py:3:1: PAT140" in report.decode()
    assert lint_apart("check", "--output-format", "json").places == [
        ("größe.py", 3, "PAT140"),
        ("odd\udcff.py", 3, "PAT140"),
    ]


def test_a_run_without_cards_says_so(lint: Lint, project: Project) -> None:
    project({"pyproject.toml": "[tool.pattern-lint]\nselect = []\n", "a.py": BARE})
    told = b"No findings in 1 file, because no card is in force; `pattern-lint rules` lists them.\n"
    assert [lint("check").out for _ in range(2)] == [told, told]
    assert lint("check", "--select", "PAT140").status == 1


def test_statistics(lint: Lint, project: Project) -> None:
    project({"a.py": BARE, "b.py": BARE})
    answer = lint("check", "--statistics")
    assert answer.out.startswith(b"      2  PAT140  no-bare-except  ")
    assert answer.status == 1


def test_a_full_disk_is_told_and_is_no_finding(project: Project, environment: dict[str, str]) -> None:
    folder = project({"a.py": BARE})
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "pattern_lint", "check"]
        done = subprocess.run(command, cwd=folder, env=environment, stdout=full, stderr=subprocess.PIPE)
    told = "standard output cannot be written: No space left on device; `--output FILE` writes a file"
    assert (done.returncode, done.stderr.decode()) == (2, f"pattern-lint: {told}\n")


def test_without_standard_output_a_file_can_be_written(project: Project, environment: dict[str, str]) -> None:
    folder = project({"a.py": BARE})
    command = f"exec {shlex.quote(sys.executable)} -m pattern_lint check >&-"
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, capture_output=True)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"standard output cannot be written: there is none" in done.stderr
    done = subprocess.run(["sh", "-c", f"{command} --output a.txt"], cwd=folder, env=environment, capture_output=True)
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"a.py:3:1: PAT140" in (folder / "a.txt").read_bytes()


def test_a_fault_of_the_tool_is_no_finding(project: Project, environment: dict[str, str]) -> None:
    folder = project({"a.py": BARE})
    code = "import sys, pattern_lint.cli.check as c; c.check = None; from pattern_lint.cli.main import main\n"
    command = [sys.executable, "-c", f"{code}sys.exit(main(['check']))"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "TypeError" in done.stderr and "this is a fault of pattern-lint; please report it" in done.stderr


def test_a_reader_that_leaves_early_is_no_fault(project: Project, environment: dict[str, str]) -> None:
    folder = project({f"{number}.py": BARE * 200 for number in range(5)})
    with subprocess.Popen(
        [sys.executable, "-m", "pattern_lint", "check"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_what_nests_too_deeply_is_said_where_one_asks(lint: Lint, project: Project) -> None:
    deep = "(a and " * 85 + "a" + ")" * 85
    project({"a.py": f"import requests\n\na = requests.Session()\nb = {deep}\nb.get(1)\n"})
    quiet, verbose = lint("check"), lint("check", "--verbose")
    assert (quiet.status, quiet.err) == (0, "")
    assert quiet.out == verbose.out
    assert "a.py: nests too deeply to be followed (line 4); what hangs on it is unknown" in verbose.err


def test_an_empty_folder_is_no_green_check(lint: Lint, project: Project) -> None:
    folder = project({"empty/notes.txt": "", "full/a.py": "x = 1\n"})
    empty = lint("check", "empty", folder=folder)
    assert (empty.status, empty.out) == (0, b"No findings in no files.\n")
    assert "there is no file to check in empty; " in empty.err
    assert lint("check", "full", folder=folder).err == ""


def test_quiet_says_nothing_of_clean_code(lint: Lint, project: Project) -> None:
    folder = project({"a.py": "x = 1\n", "b.py": "try:\n    f()\nexcept:\n    pass\n"})
    assert lint("check", "a.py", "--quiet", folder=folder).out == b""
    assert lint("check", "--quiet", folder=folder).out.startswith(b"b.py:3:1: PAT140 ")


def test_where_time_goes_is_told_and_changes_no_finding(lint: Lint, project: Project) -> None:
    folder = project(SHOP)
    usual, timed = (lint("check", "--profile", "all", *more, folder=folder) for more in ((), ("--timings",)))
    assert (timed.status, timed.out) == (usual.status, usual.out)
    titles = re.findall(r"^(\w[^\n]*): \d+\.\d\d$", timed.err, re.MULTILINE)
    assert titles == ["files", "kinds of checks", "cards, each alone and before the join"]
    assert re.search(r"^ +\d+\.\d{3}  the project as a whole$", timed.err, re.MULTILINE)
    assert re.search(r"^ +\d+\.\d{3}  shop/app.py$", timed.err, re.MULTILINE)
