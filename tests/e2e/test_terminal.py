"""What people at a terminal see and do: colours, a progress bar, Ctrl-C."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Project = Callable[[Mapping[str, str | bytes]], Path]

BARE = "try:\n    f()\nexcept:\n    pass\n"
SLOW = (
    "import sys, time\n"
    "from pattern_lint.engine import execute\n"
    "from pattern_lint.cli.main import main\n"
    "check_file = execute.check_file\n"
    "def slow(*given):\n"
    "    open('.started', 'w').close()\n"
    "    time.sleep({seconds})\n"
    "    return check_file(*given)\n"
    "execute.check_file = slow\n"
    "sys.exit(main(sys.argv[1:]))\n"
)


def on_a_terminal(command: list[str], folder: Path, environment: Mapping[str, str]) -> str:
    """What the command shows on a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        process.wait(timeout=60)
    os.close(ours)
    return shown.decode()


def test_colours_are_for_terminals_and_those_who_want_them(project: Project, environment: dict[str, str]) -> None:
    folder = project({"a.py": BARE})
    command = [sys.executable, "-m", "pattern_lint", "check"]
    assert "\x1b[1;31mPAT140\x1b[0m" in on_a_terminal(command, folder, {**environment, "TERM": "xterm"})
    assert "\x1b" not in on_a_terminal(command, folder, {**environment, "TERM": "xterm", "NO_COLOR": "1"})
    assert "\x1b" not in on_a_terminal(command, folder, {**environment, "TERM": "dumb"})


@pytest.mark.parametrize(("more", "coloured"), [({}, False), ({"FORCE_COLOR": "1"}, True)])
def test_a_log_has_colours_where_they_are_forced(
    project: Project, environment: dict[str, str], more: dict[str, str], coloured: bool
) -> None:
    folder = project({"a.py": BARE})
    command = [sys.executable, "-m", "pattern_lint", "check"]
    log = subprocess.run(command, cwd=folder, env={**environment, **more}, capture_output=True, text=True, check=False)
    assert ("\x1b[1;31mPAT140\x1b[0m" in log.stdout) is coloured


def test_a_bar_is_shown_when_a_run_takes_long(project: Project, environment: dict[str, str]) -> None:
    folder = project({f"m{number}.py": BARE for number in range(12)})
    command = [sys.executable, "-c", SLOW.format(seconds=0.12), "check", "--jobs", "1"]
    shown = on_a_terminal(command, folder, {**environment, "TERM": "xterm"})
    assert "checking" in shown
    assert "/12" in shown
    assert "Found 12 errors in 12 of 12 files." in shown
    assert "checking" not in on_a_terminal([sys.executable, "-m", "pattern_lint", "check"], folder, environment)


@pytest.mark.parametrize(("jobs", "files"), [("1", 1), ("2", 128)])
def test_a_file_that_takes_long_is_named(project: Project, environment: dict[str, str], jobs: str, files: int) -> None:
    """Also when it is the first one, and nothing is done yet."""
    folder = project({f"m{number}.py": BARE for number in range(1, files)} | {"slow.py": f"{BARE}# the largest\n"})
    slow = (
        "from pattern_lint.report import progress\nfrom pattern_lint.engine import at_work\n"
        "progress._PATIENCE, at_work._LONG = 0.1, 0.2\n"
        + SLOW.replace("time.sleep({seconds})", "time.sleep(1.2 if given[1] == 'slow.py' else 0)")
    )
    shown = on_a_terminal(
        [sys.executable, "-c", slow, "check", "--jobs", jobs], folder, {**environment, "TERM": "xterm"}
    )
    assert "checking slow.py (1 s)" in shown


def test_a_run_without_standard_error(project: Project, environment: dict[str, str]) -> None:
    folder = project({"a.py": BARE})
    command = f"{sys.executable} -m pattern_lint check --output-format concise 2>&-"
    done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count("PAT140")) == (1, 1)


def test_heavy_libraries_are_not_imported_by_a_warm_run(project: Project, environment: dict[str, str]) -> None:
    folder = project({"a.py": BARE})
    (folder / "pyproject.toml").unlink()
    code = (
        "import sys\n"
        "from pattern_lint.cli.main import main\n"
        "from pattern_lint.engine import cache\n"
        "cache._SETTLED_AFTER = 0\n"
        "main(['check', '--select', 'PAT140'])\n"
        "heavy = {'rich', 'msgspec', 'markdown_it', 'pathspec', 'ast', 'multiprocessing', 'tomllib', 'dataclasses'}\n"
        "print(sorted(heavy.intersection(sys.modules)))\n"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, timeout=60)
        for _ in range(2)
    ]
    assert b"'msgspec'" in runs[0].stdout
    assert runs[1].stdout.endswith(b"\n[]\n"), runs[1]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_ends_at_once_and_leaves_nothing_behind(
    project: Project, environment: dict[str, str], jobs: str
) -> None:
    folder = project({f"m{number}.py": BARE for number in range(140)})
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW.format(seconds=0.5), "check", "--jobs", jobs],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    started = time.monotonic()
    while not (folder / ".started").exists() and time.monotonic() - started < 20:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    started = time.monotonic()
    out, err = process.communicate(timeout=20)
    assert time.monotonic() - started < 5
    assert (process.returncode, out) == (130, b"")
    number = r"m\d+\.py \(\d+ s\)"
    assert re.fullmatch(rf"pattern-lint: interrupted at {number}(, {number})?\n", err.decode()), err
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
