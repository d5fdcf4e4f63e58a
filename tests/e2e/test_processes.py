"""Processes that die cost at most the file that they were at, and none outlives the command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from .conftest import Lint, write

Project = Callable[[Mapping[str, str | bytes]], Path]

BARE = "try:\n    f()\nexcept:\n    pass\n"
MANY = {f"m{number:03}.py": BARE for number in range(139)}
DEADLY = """
import ctypes, os, signal, sys, time
from pattern_lint.cli.main import main
from pattern_lint.engine import execute
check_file = execute.check_file
def look(*given):
    name = given[1]
    if name == "killed.py":
        os.kill(os.getpid(), signal.SIGKILL)
    elif name == "crashing.py":
        ctypes.string_at(0)
    elif name == "leaving.py":
        os._exit(7)
    elif name == "raising.py":
        raise RuntimeError("boom")
    elif name == "hanging.py":
        open(f".pid-{os.getpid()}", "w").close()
        time.sleep(60)
    return check_file(*given)
execute.check_file = look
sys.exit(main(sys.argv[1:]))
"""


def begun(folder: Path, environment: Mapping[str, str], *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", DEADLY, "check", "--jobs", "2", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=pipe, stderr=pipe, text=True)


def test_files_of_which_processes_die_are_faults_and_all_others_are_checked(
    project: Project, environment: dict[str, str]
) -> None:
    names = ["killed.py", "crashing.py", "leaving.py", "raising.py"]
    folder = project({**MANY, **dict.fromkeys(names, BARE)})
    running = begun(folder, environment, "--output-format", "json")
    out, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (2, "")
    answer = json.loads(out)
    assert [finding["code"] for finding in answer["findings"]] == ["PAT140"] * len(MANY)
    ends = {"killed": "ended by SIGKILL", "crashing": "ended by SIGSEGV", "leaving": "status 7", "raising": "boom"}
    faults = {fault["path"]: fault["message"] for fault in answer["faults"]}
    assert faults.keys() == set(names)
    assert [name for name, end in ends.items() if end not in faults[f"{name}.py"]] == []


def test_what_died_once_is_tried_again_and_not_remembered_as_a_fault(
    project: Project, environment: dict[str, str]
) -> None:
    """The system may have taken the memory of an innocent process."""
    folder = project({**MANY, "hanging.py": BARE, "killed.py": BARE})
    running = begun(folder, environment, "--output-format", "concise")
    first = working_on(folder)
    (folder / f".pid-{first}").unlink()
    os.kill(first, signal.SIGKILL)
    second = working_on(folder)
    assert second != first
    os.kill(second, signal.SIGKILL)
    out, _ = running.communicate(timeout=60)
    assert (running.returncode, out.count("PAT140"), out.count("hanging.py")) == (2, len(MANY), 1)
    again = subprocess.run(
        [sys.executable, "-m", "pattern_lint", "check", "--output-format", "concise"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (again.returncode, again.stdout.count("PAT140")) == (1, len(MANY) + 2)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_the_command(project: Project, environment: dict[str, str], how: signal.Signals) -> None:
    folder = project({**MANY, "hanging.py": BARE})
    running = begun(folder, environment)
    helper = working_on(folder)
    running.send_signal(how)
    _, err = running.communicate(timeout=10)
    assert (how == signal.SIGINT) == ("interrupted at " in err and "hanging.py" in err), err
    until = time.monotonic() + 5
    while is_alive(helper) and time.monotonic() < until:
        time.sleep(0.01)
    assert not is_alive(helper)


def working_on(folder: Path) -> int:
    """The process that has come to the file with which it hangs."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for path in folder.glob(".pid-*"):
            return int(path.name.removeprefix(".pid-"))
        time.sleep(0.01)
    pytest.fail("no process came to the file")


def is_alive(process: int) -> bool:
    """Whether a process works, and does not only wait for somebody to take note of its end."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_after_kills_in_the_middle_all_is_as_if_nothing_had_happened(
    project: Project, lint: Lint, environment: dict[str, str]
) -> None:
    """Whatever a run was at: looking for files, checking, joining, writing what it remembers."""
    folder = project(MANY)
    right = lint("check", "--output-format", "json", "--no-cache").out
    command = [sys.executable, "-m", "pattern_lint", "check", "--jobs", "2"]
    for number in range(8):
        write(folder, {f"m{number:03}.py": f"{BARE}# {number}\n"})
        with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL) as running:
            time.sleep(0.05 + 0.08 * number)
            running.kill()
    for number in range(8):
        write(folder, {f"m{number:03}.py": BARE})
    assert lint("check", "--output-format", "json").out == right


NESTED: dict[str, Callable[[int], str]] = {
    "minus": lambda depth: f"x = {'-' * depth}1",
    "lambdas": lambda depth: f"x = {'lambda: ' * depth}1",
    "brackets": lambda depth: f"x = {'[' * depth}{']' * depth}",
    "attributes": lambda depth: f"x = a{'.b' * depth}",
    "items": lambda depth: f"x = a{'[0]' * depth}",
    "calls": lambda depth: f"x = f{'()' * depth}",
    "sums": lambda depth: f"x = a{' + a' * depth}",
    "conditions": lambda depth: f"x = {'a if b else ' * depth}c",
    "annotations": lambda depth: f"x: a{' | a' * depth}",
    "elifs": lambda depth: "if a:\n    b()\n" + "elif a:\n    b()\n" * depth,
    "blocks": lambda depth: (
        "".join(f"{' ' * level}if a:\n" for level in range(depth % 98)) + " " * (depth % 98) + "b()"
    ),
    "functions": lambda depth: (
        "".join(f"{' ' * level}def f():\n" for level in range(depth % 98)) + " " * (depth % 98) + "b()"
    ),
    "handlers": lambda depth: "try:\n    f()\n" + "except a.B:\n    g()\n" * depth,
    "patterns": lambda depth: f"match a:\n    case {'[' * depth}{']' * depth}:\n        pass",
}


@pytest.mark.parametrize("depth", [900, 2_500, 6_000])
def test_what_is_nested_deeply_costs_that_file_alone(project: Project, lint: Lint, depth: int) -> None:
    """With all cards, and with the other tool that some of them ask."""
    header = "from __future__ import annotations\nfrom a import b\n"
    folder = project({f"{name}.py": f"{header}{make(depth)}\n" for name, make in NESTED.items()})
    (folder / "pyproject.toml").unlink()
    write(folder, {"good.py": BARE})
    answer = lint("check", "--profile", "all", "--output-format", "json", "--verbose")
    assert answer.status in (1, 2)
    assert ("good.py", 3, "PAT140") in answer.places
    assert {fault["path"] for fault in answer.json["faults"]} <= {f"{name}.py" for name in NESTED}
    assert "Traceback" not in answer.err
