"""Measures the speed budgets as ratios in one run, over the wheel of a large real code base.

Every figure is the median of several runs of a whole process; what is compared is run in turn, so that a
machine whose speed drifts does not favour either side. flake8 is measured with and without the plugin, next to
bugbear and the async plugin, over a part of the code base. What is over its budget is listed at the end.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

WHEEL = "homeassistant==2024.3.3"
COLD, A_CARD, MEMORY = 3.5, 0.001, 400
"""The budgets of this stage: times `ast.parse` with all cards on, the same for a card that finds nothing, megabytes."""
HERE = Path(__file__).resolve().parent.parent / ".bench"
CODE = HERE / "code"
PART = HERE / "part"
"""A tenth of the code base as a project of its own: flake8 takes minutes for all of it."""
CHANGED = CODE / "homeassistant" / "core.py"
PARSE = """
import ast, gc, os, sys, warnings
gc.disable(); warnings.simplefilter("ignore")
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        if name.endswith(".py"):
            with open(os.path.join(folder, name), "rb") as stream:
                ast.parse(stream.read())
"""
LINT = [
    sys.executable,
    "-m",
    "pattern_lint",
    "check",
    ".",
    "--profile",
    "all",
    "--output-format",
    "concise",
    "--exit-zero",
]
MADE_UP = HERE / "cards"
"""A hundred cards of the general kinds whose names do not occur in the code."""
OPTIONS = (
    ("calls", 'of = ["acme{n}.made{n}", "*.made_up{n}"]\nforbidden = true'),
    ("classes", 'of = ["MadeUp{n}"]\ndocstring = true'),
    ("classes", 'decorated = ["acme{n}.made{n}"]\ndocstring = true'),
    ("functions", 'of = ["made_up_{n}"]\ndocstring = true'),
    ("functions", 'decorated = ["acme{n}.made{n}"]\ndocstring = true'),
    ("fields", 'named = ["made_up_{n}"]\ndescribed = true'),
    ("imports", 'of = ["acme{n}"]\nforbidden = true'),
    ("pairs", 'of = ["*.begin_made{n}"]\nrelease = ["*.end_made{n}"]'),
    ("uses", 'of = ["acme{n}.made{n}"]\nforbidden = true'),
    ("reach", 'of = ["acme{n}.made{n}"]\ninside = ["module:acme{n}.routers"]'),
)
CACHE = HERE / "cache"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As on a machine where the tool is installed: its modules are compiled once, not by every run."""
ENVIRONMENT["XDG_CACHE_HOME"] = str(CACHE)
RUFF = ["ruff", "check", ".", "--isolated", "--select", "E722,S110,BLE,TRY,ASYNC,UP007,I001,ANN", "--exit-zero"]
RUFF += ["--output-format", "concise"]


MISSED: list[str] = []
"""The lines of the budget that do not hold."""


def main() -> None:
    """Prepare, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of each command (default: 3)")
    parser.add_argument("--without-flake8", action="store_true", help="leave flake8 out, which takes minutes")
    arguments = parser.parse_args()
    prepare()
    describe()
    RUFF[0] = str(Path(sys.executable).with_name("ruff"))
    budgets(arguments.runs)
    if not arguments.without_flake8:
        flake8_budget(arguments.runs)
    print(f"\nmissed: {', '.join(MISSED)}" if MISSED else "\nall budgets hold")


def prepare() -> None:
    """Fetch and unpack the code base once; make it a project, or this repository's ignore files would hide it."""
    if not CODE.is_dir():
        HERE.mkdir(exist_ok=True)
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(HERE), WHEEL]
        subprocess.run(download, check=True)
        (wheel,) = HERE.glob("homeassistant-*.whl")
        shutil.unpack_archive(wheel, CODE, "zip")
    make_project(CODE)


def make_project(folder: Path, more: str = "") -> None:
    """Give a folder a configuration, so that it is a project."""
    (folder / "pyproject.toml").write_text(f'[tool.pattern-lint]\nprofile = "all"\n{more}', encoding="utf-8")


def make_cards() -> None:
    """Write the cards whose names do not occur."""
    MADE_UP.mkdir(exist_ok=True)
    for number in range(100):
        kind, options = OPTIONS[number % len(OPTIONS)]
        head = f'code = "MADE{number:03}"\nname = "made-up-{number}"\nsummary = "Nobody does this."\ncheck = "{kind}"'
        options = options.replace("{n}", str(number))
        text = f"+++\n{head}\n[options]\n{options}\n+++\n# Nobody does this\nBecause nobody knows of it.\n"
        (MADE_UP / f"made-{number:03}.md").write_text(text, encoding="utf-8")


def describe() -> None:
    """Say what was measured, and on what."""
    files = list(CODE.rglob("*.py"))
    said = subprocess.run(
        [*LINT, "--statistics"], cwd=CODE, env=ENVIRONMENT, check=True, capture_output=True, text=True
    ).stdout
    checked = re.search(r"(\d+) files", said)
    if checked is None or int(checked[1]) < len(files):  # those in other languages count as well
        raise SystemExit(f"{CODE} has {len(files)} files, and not all of them were checked: {said[-200:]}")
    lines = sum(file.read_bytes().count(b"\n") for file in files)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    print(f"{WHEEL}: {len(files)} files, {lines} lines")
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores, {memory:.0f} GiB\n")


def budgets(runs: int) -> None:
    """The budgets of the command."""
    parse, cold = in_turn([sys.executable, "-c", PARSE, "."], [*LINT, "--jobs", "1"], runs, before_second=forget)
    show("cold, one process", cold, parse, "ast.parse alone", COLD)
    made_up_cards(runs, parse)
    subprocess.run([sys.executable, str(HERE.parent / "bench" / "cards.py"), str(CODE)], check=True)
    one, two = in_turn([*LINT, "--jobs", "1"], [*LINT, "--jobs", "2"], runs, forget, forget)
    show("cold, two processes", two, one, "one process", 0.6)
    timed(RUFF)
    timed(LINT)
    ruff, warm = in_turn(RUFF, LINT, max(runs, 5))
    show("warm, nothing changed", warm, ruff, "warm ruff check", 1.0)
    with restored(CHANGED):
        ruff, changed = in_turn(RUFF, LINT, max(runs, 5), before_second=touch)
    show("warm, one file changed", changed, ruff, "warm ruff check", 2.0)
    forget()
    memory = peak_memory([*LINT, "--jobs", "1"])
    print(f"memory, one process: {memory:.0f} MB; {verdict('memory', memory, MEMORY)}")


def made_up_cards(runs: int, parse: float) -> None:
    """What a card costs whose names do not occur."""

    def without() -> None:
        forget()
        make_project(CODE)

    def with_cards() -> None:
        forget()
        make_project(CODE, f'cards = ["{MADE_UP}"]\n')

    make_cards()
    alone, more = in_turn([*LINT, "--jobs", "1"], [*LINT, "--jobs", "1"], runs, without, with_cards)
    make_project(CODE)
    share = (more - alone) / parse / 100
    what = "a card whose names do not occur"
    print(f"{what}: {share:.4f} times ast.parse alone; {verdict(what, share, A_CARD)}")


def forget() -> None:
    """Drop what earlier runs found out."""
    shutil.rmtree(CACHE / "pattern-lint", ignore_errors=True)
    CACHE.mkdir(parents=True, exist_ok=True)


def flake8_budget(runs: int) -> None:
    """The share that the plugin adds to flake8."""
    if not PART.is_dir():
        for folder in CODE.glob("homeassistant/components/[a-b]*"):
            shutil.copytree(folder, PART / folder.relative_to(CODE))
    make_project(PART)
    options = ["-m", "flake8", str(PART), "--isolated", "--exit-zero", "-q"]
    plain, plugged = in_turn(
        [environment("plain"), *options], [environment("plugged", str(HERE.parent)), *options], runs, forget, forget
    )
    show("flake8 with the plugin, which knows nothing yet", plugged, plain, "flake8 without it", 1.1)


def environment(name: str, *more: str) -> str:
    """The interpreter of an environment with flake8, bugbear, the async plugin, and whatever else is named."""
    python = HERE / name / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(HERE / name)], check=True)
        tools = ["flake8", "flake8-bugbear", "flake8-async", *more]
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *tools], check=True)
    return str(python)


def in_turn(
    first: Sequence[str],
    second: Sequence[str],
    runs: int,
    before_first: Callable[[], None] = lambda: None,
    before_second: Callable[[], None] = lambda: None,
) -> tuple[float, float]:
    """The median seconds of two commands that are run in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        before_first()
        times[0].append(timed(first))
        before_second()
        times[1].append(timed(second))
    return statistics.median(times[0]), statistics.median(times[1])


def timed(command: Sequence[str]) -> float:
    """The seconds that a whole process takes."""
    start = time.perf_counter()
    subprocess.run(command, cwd=CODE, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    return time.perf_counter() - start


def touch() -> None:
    """Change one file a little; no two changes are alike."""
    with CHANGED.open("a", encoding="utf-8") as stream:
        stream.write(f"# {time.time_ns()}\n")
    time.sleep(0.01)


@contextmanager
def restored(path: Path) -> Iterator[None]:
    """Give a file its content back."""
    content = path.read_bytes()
    try:
        yield
    finally:
        path.write_bytes(content)


def peak_memory(command: Sequence[str]) -> float:
    """The most memory that a process held, in megabytes."""
    process = subprocess.Popen(command, cwd=CODE, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, used = os.wait4(process.pid, 0)  # of this process alone, whatever ran before
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return used.ru_maxrss / 1024


def show(what: str, seconds: float, base: float, than: str, budget: float) -> None:
    ratio = seconds / base
    print(f"{what}: {seconds:.2f} s, {ratio:.2f} times {than} ({base:.2f} s); {verdict(what, ratio, budget)}")


def verdict(what: str, measured: float, budget: float) -> str:
    """Whether a budget holds, in words; those that do not are listed at the end."""
    if measured > budget:
        MISSED.append(what)
    return f"{'within' if measured <= budget else 'OVER'} the budget of {budget:g}"


if __name__ == "__main__":
    main()
