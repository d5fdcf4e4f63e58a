"""Files that are hard to read: each is a finding or left out, and the others go on."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pattern_lint.engine.api import Request, check
from pattern_lint.outcome import Outcome

from .conftest import Lint, write

Project = Callable[[Mapping[str, str | bytes]], Path]

BARE = b"try:\n    f()\nexcept:\n    pass\n"
BROKEN = {
    "deep.py": b"x = " + b"(" * 3000 + b")" * 3000 + b"\n",
    "encoding.py": b"# coding: no-such\n",
    "mislabelled.py": b"# coding: utf-8\nx = '\xff'\n",
    "no_text.py": b"#!/usr/bin/python\n# coding: rot13\nx = 1\n",
    "nul.py": b"x = 1\0\n",
    "syntax.py": b"x = 1\ny = = 2\n",
    "tokens.py": b'x = """\n',
    "utf16.py": "x = 1\n".encode("utf-16"),
}
LINES = {"syntax.py": 2, "no_text.py": 2, "deep.py": 1, "nul.py": 1}
ODD = {
    "bom.py": (b"\xef\xbb\xbf" + BARE, 3),
    "cr.py": (BARE.replace(b"\n", b"\r"), 3),
    "crlf.py": (BARE.replace(b"\n", b"\r\n"), 3),
    "feeds.py": (b"\x0cx = 1\n\x0c\n" + BARE, 5),
    "latin.py": (b"# -*- coding: latin-1 -*-\ns = '\xe9'\n" + BARE, 5),
    "separators.py": ("s = '\u2028\x85'\n".encode() + BARE, 4),
    "newer.py": (b"type X[T] = list[T]\nx = f'{X['']}'\n" + BARE, 5),
    "no_end.py": (BARE.rstrip(b"\n"), 3),
    "long_chain.py": (b"x = " + b" + ".join([b"1"] * 5000) + b"\n", 0),
}


@pytest.fixture
def lint(lint_here: Lint) -> Lint:
    return lint_here


def test_files_of_all_kinds(lint: Lint, project: Project) -> None:
    folder = project({**BROKEN, **{name: content for name, (content, _) in ODD.items()}, "folder.py/inner.py": BARE})
    (folder / "loop").symlink_to(folder)
    (folder / "circle.py").symlink_to("circle.py")
    (folder / "dangling.py").symlink_to("nowhere.py")
    (folder / "linked.py").symlink_to("bom.py")
    os.mkfifo(folder / "pipe.py")
    answer = lint("check", "--output-format", "json")
    assert answer.err == ""
    assert answer.status == 1
    places = answer.places
    unreadable = {path: line for path, line, code in places if code == "PAT000"}
    assert unreadable.keys() - {"long_chain.py"} == BROKEN.keys()
    assert all(unreadable[path] == line for path, line in LINES.items())
    bare = {path: line for path, line, code in places if code == "PAT140"}
    expected = {path: line for path, (_, line) in ODD.items() if line}
    assert bare == {**expected, "folder.py/inner.py": 3, "linked.py": 3}


def outcome_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    monkeypatch.chdir(folder)
    return check(["."], Request(jobs=1))


READERS = ("pattern_lint.engine.start.open", "pattern_lint.engine.execute.open")
"""What opens files: a quick look at all of them, and the one at each."""


def failing_open(error: OSError, name: str) -> Callable[..., Any]:
    def fail(path: str, *arguments: Any, **named: Any) -> Any:
        if path.endswith(name):
            raise error
        return open(path, *arguments, **named)  # noqa: PTH123 -- stands for the builtin

    return fail


def test_a_file_that_may_not_be_read(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project({"a.py": BARE, "b.py": BARE})
    with monkeypatch.context() as patched:
        denied = PermissionError(13, "Permission denied")
        for reader in READERS:
            patched.setattr(reader, failing_open(denied, "a.py"), raising=False)
        outcome = outcome_of(folder, patched)
    assert [(f.path, f.code) for f in outcome.findings] == [("a.py", "PAT000"), ("b.py", "PAT140")]
    assert outcome.findings[0].message == "cannot be read: Permission denied"
    again = outcome_of(folder, monkeypatch)
    assert [(f.path, f.code) for f in again.findings] == [("a.py", "PAT140"), ("b.py", "PAT140")]


def test_a_file_that_vanishes(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project({"a.py": BARE, "b.py": BARE})
    gone = FileNotFoundError(2, "No such file or directory")
    for reader in READERS:
        monkeypatch.setattr(reader, failing_open(gone, "a.py"), raising=False)
    outcome = outcome_of(folder, monkeypatch)
    assert [(f.path, f.code) for f in outcome.findings] == [("b.py", "PAT140")]


def test_a_check_that_crashes_leaves_the_others(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    from pattern_lint.cli.main import main

    folder = project(
        {"a.py": BARE, "b.py": b"import time\nasync def f():\n    time.sleep(1)\n", "broken.py": b"raise Trouble\n"}
    )
    monkeypatch.chdir(folder)
    from pattern_lint.kinds.handlers.kind import Kind

    def module(self: Any, module: Any, report: Any) -> object:
        raise KeyError("trouble")

    monkeypatch.setattr(Kind, "module", module)
    assert main(["check", "--no-cache", "--jobs", "1"]) == 2
    report = capsysbinary.readouterr().out.decode()
    assert "b.py:3:5: PAT235" in report
    assert "PAT999 the check of PAT140 crashed on a.py: KeyError: 'trouble'" in report
    assert main(["check", "--no-cache", "--jobs", "1", "--output-format", "json", "--exit-zero"]) == 2
    assert b'"card": "PAT140"' in capsysbinary.readouterr().out


def test_a_check_that_crashes_in_the_join(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from pattern_lint.kinds.blocking.kind import Kind

    folder = project({"a.py": BARE, "b.py": b"import time\nasync def f():\n    time.sleep(1)\n"})

    def crash(self: Any, *given: Any) -> None:
        raise KeyError("trouble")

    monkeypatch.setattr(Kind, "project", crash)
    outcome = outcome_of(folder, monkeypatch)
    assert [(f.path, f.code) for f in outcome.findings] == [("a.py", "PAT140")]
    ((path, card, message),) = outcome.faults
    assert (path, card) == ("", "PAT235")
    assert message.startswith("KeyError: 'trouble'")


def test_a_check_that_cannot_be_built(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from pattern_lint.kinds.blocking.kind import Kind

    folder = project({"a.py": BARE})

    def crash(self: Any, rules: Any) -> None:
        raise KeyError("trouble")

    monkeypatch.setattr(Kind, "__init__", crash)
    outcome = outcome_of(folder, monkeypatch)
    assert [(f.path, f.code) for f in outcome.findings] == [("a.py", "PAT140")]
    assert {card for _, card, _ in outcome.faults} == {"PAT235"}


def test_a_waiver_on_the_way_says_where_it_belongs(lint: Lint, project: Project) -> None:
    helper = "def _open():\n    return open('x')\n\ndef read():\n    return _open().read()  # noqa: PAT235 -- small\n"
    caller = "from helper import read\n\nasync def f():\n    return read()\n\nasync def g():\n    return read()\n"
    project({"helper.py": helper, "caller.py": caller})
    told = lint("check", "--output-format", "json")
    found = {each["path"]: each for each in told.json["findings"]}
    assert (found["caller.py"]["code"], found["helper.py"]["code"]) == ("PAT235", "PAT001")
    assert found["helper.py"]["message"] == (
        "this waiver of PAT235 accepts nothing here; move it to where the finding is reported (caller.py:4 and 1 more)"
    )
    project({"helper.py": f"{helper}# done\n"})
    assert lint("check", "--output-format", "json").out == told.out


def test_a_waiver_at_the_cause_holds_for_all_ways_there(lint: Lint, project: Project) -> None:
    caller = "from helper import read\n\nasync def f():\n    return read()\n\nasync def g():\n    return read()\n"
    helper = "def read():\n    return open('x').read(){}\n"
    files = {"helper.py": helper.format(""), "caller.py": caller}
    project(files)
    told = lint("check", "--output-format", "json").json["findings"]
    assert [(each["path"], each["line"]) for each in told] == [("caller.py", 4), ("caller.py", 7)]
    project({"helper.py": helper.format("  # noqa: PAT235 -- small")})
    assert lint("check", "--output-format", "json").json["findings"] == []
    assert b"2 waived" in lint("check").out
    project({"caller.py": caller.replace("return read()\n\n", "return read() \n\n")})
    assert lint("check", "--output-format", "json").json["findings"] == []
    project({"helper.py": helper.format("  # noqa")})
    assert len(lint("check", "--output-format", "json").json["findings"]) == 2


def test_settings_by_path_and_waivers(lint: Lint, project: Project) -> None:
    folder = project(
        {"a.py": BARE, "old/a.py": BARE, "b.py": BARE.replace(b":\n    pass", b":  # noqa: PAT140 -- so\n    pass")}
    )
    with (folder / "pyproject.toml").open("a") as file:
        file.write('per-path."old/**".ignore = ["no-bare-except"]\n')
    write(
        folder,
        {"c.py": "x = 1  # noqa: PAT140\n", "d.py": "x = 1  # noqa: PAT895\n", "e.py": "x = 1  # noqa: PAT308\n"},
    )
    answer = lint("check", "--output-format", "concise")
    places = [line.split(": ")[0] for line in answer.out.decode().splitlines()]
    assert places == ["a.py:3:1", "c.py:1:8", "d.py:1:8"]
    assert lint("check").out.endswith(b"Found 1 error and 2 warnings in 3 of 6 files. 2 waived.\n")
