"""The card about blocking work, compared with the rules of ruff that look for the same calls."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from ruff.__main__ import find_ruff_bin

from pattern_lint.outcome import Outcome

Judge = Callable[..., Outcome]
RULES = ["ASYNC210", "ASYNC220", "ASYNC221", "ASYNC222", "ASYNC230", "ASYNC251"]
IMPORTS = """
import io, os, pathlib, requests, subprocess, time, urllib.request, urllib3, httpx
import time as clock
import subprocess as sp
from pathlib import Path
from requests import get as fetch
from time import sleep
"""
CALLS = [
    *(f"requests.{verb}('u')" for verb in ("get", "post", "put", "patch", "delete", "head", "options", "request")),
    *(f"httpx.{verb}('u')" for verb in ("get", "post", "put", "patch", "delete", "head", "options", "request")),
    *("httpx.connect('u')", "httpx.trace('u')", "urllib3.request('GET', 'u')", "urllib.request.urlopen('u')"),
    *("fetch('u')", "requests.get(xs)", "requests.Session()", "httpx.AsyncClient()"),
    *(f"subprocess.{name}('x')" for name in ("run", "call", "check_call", "check_output", "Popen", "getoutput")),
    *("subprocess.getstatusoutput('x')", "sp.run('x')", "os.system('x')", "os.popen('x')"),
    *("os.posix_spawn('x', [], {})", "os.posix_spawnp('x', [], {})", "os.wait()", "os.wait3(0)", "os.wait4(1, 0)"),
    *("os.waitid(0, 0, 0)", "os.waitpid(1, 0)", "os.waitpid(1, os.WNOHANG)"),
    *(f"os.spawn{form}({mode}, 'x')" for form in ("l", "lp", "v", "vpe") for mode in ("os.P_WAIT", "os.P_NOWAIT")),
    *("open('x')", "io.open('x')", "io.open_code('x')", "Path('x').open()", "pathlib.Path('x').open('w')"),
    *("time.sleep(1)", "sleep(1)", "clock.sleep(0)", "time.time()", "os.path.exists('x')"),
]
PLACES = [
    "    {}",
    "    y = [{} for _ in xs]",
    "    if (y := {}): pass",
    "    with manage({}) as y: pass",
    "    return await other({})",
    "    await {}",
    "    y = lambda: {}",
    "    def inner(): {}",
    "    def inner():\n        async def innermost(): {}",
    "    class Inner:\n        y = 1\n        async def method(self): {}",
    "    try: pass\n    finally: {}",
    "    match xs:\n        case [1] if {}: pass",
    "    yield {}",
]


def corpus() -> str:
    """Every call at every place, each in an async function of its own, and again in a plain one."""
    parts = [IMPORTS]
    for number, (call, place) in enumerate(product(CALLS, PLACES)):
        parts.append(f"async def f{number}(xs, other, manage):\n{place.format(call)}\n")
    parts += [f"def g{number}(xs):\n    {call}\n" for number, call in enumerate(CALLS)]
    return "\n".join(parts)


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> set[int]:
    path = tmp_path_factory.mktemp("corpus") / "module.py"
    path.write_text(corpus())
    command = [find_ruff_bin(), "check", "--isolated", "--preview", "--ignore-noqa", "--no-cache"]
    command += ["--target-version", "py311", "--select", ",".join(RULES), "--output-format", "json", str(Path(path))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert {entry["code"] for entry in found} == set(RULES)
    return {entry["location"]["row"] for entry in found}


def test_the_card_reports_all_that_ruff_reports(judge: Judge, theirs: set[int]) -> None:
    outcome = judge("no-blocking-in-async", corpus())
    assert outcome.faults == []
    lines = corpus().split("\n")
    missing = [lines[line - 1] for line in sorted(theirs - {finding.line for finding in outcome.findings})]
    assert missing == []


def test_the_card_reports_no_call_that_ruff_takes_for_harmless(judge: Judge, theirs: set[int]) -> None:
    lines = corpus().split("\n")
    own = [lines[f.line - 1] for f in judge("no-blocking-in-async", corpus()).findings if f.line not in theirs]
    assert own == []
